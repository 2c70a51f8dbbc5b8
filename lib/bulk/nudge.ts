import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { type ItemOutcome, type LeftReason, reasonNotToNudge } from "@/lib/bulk/kinds";
import { recordOutcomes } from "@/lib/bulk/outcomes";
import { inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { isLocale } from "@/lib/i18n/locale";
import type { Step } from "@/lib/jobs/chunks";
import type { MailEnding } from "@/lib/mail/mail-ending";
import { LONGEST_MAIL_MS, type Mail, mailFrom, sendMail } from "@/lib/mail/mailer";
import { NUDGE_LOCALES } from "@/lib/nudges/built-in-templates";
import { coolingUntil } from "@/lib/nudges/cool-down";
import { refuseMessage } from "@/lib/nudges/message-text";
import { isMerchantsTurn, type NudgeFacts, ownTextsOf } from "@/lib/nudges/nudge-facts";
import { endNudgeIn, lockNudgeFacts, writeNudge } from "@/lib/nudges/nudge-rows";
import { writeMail } from "@/lib/nudges/write-mail";

/** Items that are decided in one transaction; of them one at most is sent. */
const CHUNK = 32;
/** In so long looks again who has nothing left but what another process has in hand. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Reminds the next merchant of a job. The reminder is written down in one transaction, which locks the job, and leaves
 * after it: whoever dies in between has made one that may have been sent, and nobody sends that again. Stopping waits
 * for no mail server; what was in the air then is still told, also where whoever had it in hand died.
 */
export async function nudgeNext(pool: Pool, jobId: string, send = sendMail): Promise<Step> {
  const taken = await inTransaction(pool, (tx) => takeNext(tx, jobId));
  if (taken.kind !== "send") return taken;
  const { item, facts, nudgeId, mail } = taken;
  const ending = await send(mail);
  await inTransaction(pool, async (tx) => {
    await endNudgeIn(tx, { nudgeId, facts, ending });
    await recordOutcomes(tx, jobId, [item], endingsOf([[item, outcomeOf(ending)]]));
  });
  return { kind: "worked" };
}

type Taken = Step | { kind: "send"; item: Item; facts: NudgeFacts; nudgeId: string; mail: Mail };
type Item = { position: number; registrationId: string };

async function takeNext(tx: PoolClient, jobId: string): Promise<Taken> {
  const [job] = (await tx.query<Job>(LOCK_JOB, [jobId])).rows;
  if (job?.status !== "running" && job?.status !== "stopped") return { kind: "ended" };
  const isStopped = job.status === "stopped";
  const { rows } = await tx.query<FoundItem>(NEXT_ITEMS, [jobId, CHUNK, LONGEST_MAIL_MS, isStopped]);
  if (rows.length === 0 && isStopped) return { kind: "ended" };
  if (rows.length === 0) {
    await tx.query("update bulk_job set status = 'finished', finished_at = clock_timestamp() where id = $1", [
      jobId,
    ]);
    return { kind: "ended" };
  }
  const decided: [Item, ItemOutcome][] = [];
  let toSend: Extract<Taken, { kind: "send" }> | null = null;
  for (const item of rows) {
    const next = item.state === null ? await prepare(tx, job, item) : knownOutcome(item);
    if (next === null) continue;
    if (typeof next !== "string") {
      toSend = next;
      break;
    }
    decided.push([item, next]);
  }
  if (decided.length > 0)
    await recordOutcomes(
      tx,
      jobId,
      decided.map(([item]) => item),
      endingsOf(decided),
    );
  if (toSend) return toSend;
  return decided.length > 0 ? { kind: "worked" } : { kind: "again", when: { inMs: LOOK_AGAIN_MS } };
}

type Job = {
  id: string;
  status: string;
  /** Null in jobs from before it could be chosen. */
  locale: string | null;
  /** Whether it went on after the database had been put back: whoever is left may have been reminded before. */
  wasPutBack: boolean;
  isActive: boolean;
} & Pick<UserActor, "id" | "role" | "name" | "email"> & { actorId: string };

const LOCK_JOB = `
  select j.id, j.status, j.locale, j.put_back_at is not null as "wasPutBack", u.id as "actorId", u.role, u.name, u.email, u.disabled_at is null as "isActive"
    from bulk_job j join "user" u on u.id = j.created_by_id where j.id = $1 for no key update of j`;

/** An item, and its reminder where it was written down already; `isOver` when no process can still be at it. */
type FoundItem = Item & {
  state: "sending" | "sent" | "failed" | null;
  reason: string | null;
  isOver: boolean;
};

const NEXT_ITEMS = `
  select i.position, i.registration_id as "registrationId", n.state, n.reason,
         coalesce(n.ended_at is not null or n.at < clock_timestamp() - $3 * interval '1 millisecond', false) as "isOver"
    from bulk_item i left join nudge n on n.job_id = i.job_id and n.registration_id = i.registration_id
   where i.job_id = $1 and i.outcome is null and (not $4 or n.id is not null) order by i.position limit $2`;

/** How a reminder ended that was written down before; null while it may be in the air. */
function knownOutcome({ state, reason, isOver }: FoundItem): ItemOutcome | null {
  if (state === "sent") return "done";
  if (state === "failed") return failureOf(reason);
  return isOver ? "maybe_sent" : null;
}

/** Writes the reminder of an item down, or says why there is none. */
async function prepare(
  tx: PoolClient,
  job: Job,
  { position, registrationId }: Item,
): Promise<LeftReason | Extract<Taken, { kind: "send" }>> {
  const actor = { kind: "user", id: job.actorId, role: job.role } as const;
  // As it is now: who started it may have lost the right since.
  const isAllowed = can(actor, "registrations.write") && can(actor, "registrations.personal_data");
  if (!job.isActive || !isAllowed) return "not_allowed";
  if (job.wasPutBack) return "maybe_reminded";
  if (mailFrom() === null) return "no_mail_server";
  const { environment } = env().doku;
  const facts = await lockNudgeFacts(tx, registrationId, environment);
  if (!facts) return "not_their_turn";
  const reason = reasonNotToNudge({
    isTheirTurn: isMerchantsTurn(facts),
    isCooling: coolingUntil(facts.nudgedAt, facts.now) !== null,
    hasEmail: facts.representativeEmail !== "",
  });
  if (reason) return reason;
  const locale = isLocale(job.locale) ? job.locale : NUDGE_LOCALES[0];
  const message = await writeMail(facts, { locale, sender: job.name });
  const refusal = refuseMessage(message, ownTextsOf(facts));
  if (refusal) return refusal.problem === "tooLong" ? "message_too_long" : "message_refused";
  const nudgeId = randomUUID();
  await writeNudge(tx, {
    id: nudgeId,
    facts,
    channel: "email",
    state: "sending",
    locale,
    wasOverridden: false,
    actorId: job.actorId,
    jobId: job.id,
  });
  await recordAuditSql(tx, {
    actor,
    action: "registration.nudged",
    environment,
    registrationId,
    details: { nudge: nudgeId, channel: "email", bulkJob: job.id },
  });
  const { subject, body } = message;
  return {
    kind: "send",
    item: { position, registrationId },
    facts,
    nudgeId,
    mail: { to: facts.representativeEmail, replyTo: job.email, subject, text: body },
  };
}

function outcomeOf(ending: MailEnding): ItemOutcome {
  switch (ending.kind) {
    case "sent":
      return "done";
    case "unsure":
      return "maybe_sent";
    case "failed":
      return failureOf(ending.reason);
  }
}

function failureOf(reason: string | null): LeftReason {
  switch (reason) {
    case "unreachable":
      return "mail_unreachable";
    case "tls":
      return "mail_tls";
    case "login":
      return "mail_login";
    case "address":
      return "mail_address";
    case "later":
      return "mail_later";
    default:
      return "mail_refused";
  }
}

function endingsOf(decided: readonly (readonly [Item, ItemOutcome])[]) {
  return new Map(
    decided.map(([item, outcome]) => [item.registrationId, { outcome, ownerBeforeId: null, at: null }]),
  );
}
