import type { Pool, PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { type GateNews, recordGateNews } from "@/lib/credentials/gate/gate";
import { inTransaction } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { logger } from "@/lib/logger";
import { keepWrittenDown, letGo, logIds, writeDown } from "@/lib/registrations/delivery/answers-in-hand";
import type { EndedClaim } from "@/lib/registrations/delivery/claim";
import { readEnvelopes } from "@/lib/registrations/delivery/envelope";
import { keepBusiness } from "@/lib/registrations/delivery/mapping";
import { untilCommitted } from "@/lib/registrations/delivery/until-committed";
import { decideNextStep, INVITED, type NextStep } from "@/lib/registrations/life/next-step";
import { parkInDoubt, planName, writeNextSteps } from "@/lib/registrations/life/state";

/** One send that is over. `random` is in [0, 1). */
export type EndedSend = { claim: EndedClaim; ending: AttemptEnding; random: number };

/**
 * Writes how attempts ended, in one transaction: the attempts, the ids, the decided states, the jobs and the audit
 * entries. Answers what was decided for each: null where nothing was, because others have the claim, or because this
 * ending was committed before without our learning of it.
 *
 * The state is fenced by the claim's epoch. What DOKU told us is not: an accepted business id is a fact and is kept,
 * and makes the row INVITED, even if this process lost its claim meanwhile; also where a person has replaced the
 * envelope since, as soon as it is sure that nothing was made of the new one. Where that may have arrived too, no machine
 * sends it again.
 *
 * Where they cannot be written together each is written by itself, so that one keeps none of the others back. There an
 * answer in hand waits for a database that is not itself, for as long as the process lives. One that cannot be written
 * at all is written down beside the database, and thrown when the others are done; whoever claims its row next ends
 * its attempt as unknown.
 */
export async function recordEndings(
  pool: Pool,
  ended: readonly EndedSend[],
): Promise<readonly (NextStep | null)[]> {
  const rows = new Set(ended.map(({ claim }) => claim.registrationId));
  // Two calls for one registration are told one after the other: the second meets what the first has decided.
  const together = ended.length > 1 && rows.size === ended.length ? await recordTogether(pool, ended) : null;
  if (together) return together;
  const steps: (NextStep | null)[] = [];
  const failures: unknown[] = [];
  for (const send of ended)
    await recordAlone(pool, send).then(
      (next) => steps.push(next),
      (error: unknown) => failures.push(error),
    );
  if (failures.length > 0) throw failures[0];
  return steps;
}

/** Null where it did not work, whatever it was. */
async function recordTogether(
  pool: Pool,
  ended: readonly EndedSend[],
): Promise<readonly (NextStep | null)[] | null> {
  try {
    const steps = await inTransaction(pool, (tx) => writeEndings(tx, ended));
    for (const { claim } of ended) letGo(claim);
    return steps;
  } catch (error) {
    logger.warn({ err: error, rows: ended.length }, "endings were not recorded together");
    return null;
  }
}

async function recordAlone(pool: Pool, send: EndedSend): Promise<NextStep | null> {
  let endWait = () => {};
  try {
    const [next = null] = await untilCommitted(() => inTransaction(pool, (tx) => writeEndings(tx, [send])), {
      onWait: () => {
        const { registrationId } = send.claim;
        logger.warn({ registrationId }, "an answer waits for the database");
        endWait = keepWrittenDown();
      },
    });
    letGo(send.claim);
    return next;
  } catch (error) {
    logIds(send, error);
    writeDown();
    throw error;
  } finally {
    endWait();
  }
}

// Locked in the order of their ids, so that two who share a row wait instead of deadlocking, and before any attempt is
// ended: a count is needed first. An attempt that is not there, or was ended before, is no news: nobody else knows more
// of one than that its process stopped. What is seldom said comes as JSON.
const LOCK_AND_END = `
  with locked as (
    select id, claim_epoch, request_id from registration
     where id = any($1::uuid[]) order by id for no key update
  ), ended as (
    update attempt a
       set ended_at = clock_timestamp(), outcome = e.outcome, reason = e.reason, bytes_written = e.bytes_written,
           http_status = e.http_status, masked_answer = e.masked_answer, latency_ms = e.latency_ms,
           signature = e.signature, sent_at = e.sent_at, request_timestamp = e.request_timestamp,
           error_code = e.said->>'errorCode', message = e.said->>'message', problem_field = e.said->>'problemField',
           retry_after_ms = (e.said->>'retryAfterMs')::int, reported_business_id = e.said->>'reportedBusinessId'
      from unnest($2::uuid[], $3::outcome[], $4::text[], $5::boolean[], $6::int[], $7::text[], $8::int[],
                  $9::signature_verdict[], $10::timestamptz[], $11::text[], $12::jsonb[])
           as e(id, outcome, reason, bytes_written, http_status, masked_answer, latency_ms, signature, sent_at,
                request_timestamp, said)
     where a.id = e.id and (a.outcome is null or a.reason = 'process_stopped') and (select count(*) from locked) > 0
    returning a.registration_id, a.key_version
  )
  select id, claim_epoch as epoch, request_id as "requestId", ended.registration_id is not null as "isNews",
         ended.key_version as "keyVersion",
         extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"
    from locked left join ended on ended.registration_id = locked.id`;

type Locked = {
  id: string;
  epoch: number;
  requestId: string | null;
  isNews: boolean;
  /** Of the secret with which the call was signed, where this is news. */
  keyVersion: string | null;
  nowMs: number;
};

async function lockAndEnd(tx: PoolClient, ended: readonly EndedSend[]): Promise<Map<string, Locked>> {
  const claims = ended.map(({ claim }) => claim);
  const endings = ended.map(({ ending }) => ending);
  const { rows } = await tx.query<Locked>({
    name: planName("record.end", ended),
    text: LOCK_AND_END,
    values: [
      claims.map(({ registrationId }) => registrationId),
      claims.map(({ attemptId }) => attemptId),
      endings.map(({ outcome }) => outcome),
      endings.map(({ reason }) => reason),
      endings.map(({ bytesWritten }) => bytesWritten),
      endings.map(({ httpStatus }) => httpStatus),
      endings.map(({ maskedAnswer }) => maskedAnswer),
      endings.map(({ latencyMs }) => latencyMs),
      endings.map(({ signature }) => signature),
      claims.map(({ sentAt }) => sentAt),
      endings.map(({ requestTimestamp }) => requestTimestamp),
      endings.map(saidBeside),
    ],
  });
  if (rows.length < ended.length) throw new Error("a registration is gone although rows are never deleted");
  return new Map(rows.map((row) => [row.id, row]));
}

function saidBeside(ending: AttemptEnding): string | null {
  const { errorCode, message, problemField, retryAfterMs, reportedBusinessId } = ending;
  const said = { errorCode, message, problemField, retryAfterMs, reportedBusinessId };
  return Object.values(said).some((value) => value !== null) ? JSON.stringify(said) : null;
}

/** The endings of different registrations. */
async function writeEndings(tx: PoolClient, ended: readonly EndedSend[]): Promise<(NextStep | null)[]> {
  const locked = await lockAndEnd(tx, ended);
  const told = [];
  for (const send of ended) {
    const row = locked.get(send.claim.registrationId);
    // A database that was restored meanwhile does not know the attempt; an id is a fact all the same.
    if (row && (row.isNews || (send.ending.business !== null && !(await isKnown(tx, send.claim)))))
      told.push({ ...send, row });
  }
  const madeNothing = await readMadeNothing(
    tx,
    told.filter(({ claim, ending, row }) => ending.business && row.requestId !== claim.requestId),
  );
  const ours = told.filter(({ claim, ending, row }) => {
    const stillOurs = row.epoch === claim.epoch || ending.business !== null;
    return stillOurs && (row.requestId === claim.requestId || madeNothing.has(row.id));
  });
  const withoutId = ours.filter(({ ending }) => ending.business === null).map(({ row }) => row.id);
  const envelopeOf = await readEnvelopes(tx, withoutId);
  const decided = ours.map(({ claim: { registrationId }, ending, row: { epoch, nowMs }, random }) => {
    const next = ending.business
      ? INVITED
      : decideNextStep({ ...envelopeOf(registrationId), now: new Date(nowMs), random });
    return { registrationId, epoch, next, ending, deathCount: 0 };
  });
  const found = told.flatMap(({ claim, ending: { business } }) => (business ? [{ ...claim, business }] : []));
  const written = await writeNextSteps(tx, decided, found);
  for (const one of found)
    if (!written.received.has(one.registrationId))
      await keepBusiness(tx, { ...one, source: "doku", actor: { kind: "system" } });
  const stepOf = new Map(decided.map(({ registrationId, next }) => [registrationId, next]));
  const late = found.filter(({ registrationId }) => !stepOf.has(registrationId));
  if (late.length > 0)
    await parkInDoubt(
      tx,
      late.map(({ registrationId }) => registrationId),
    );
  await tellCredentials(
    tx,
    told.filter(({ row }) => row.isNews),
  );
  return ended.map(({ claim: { registrationId } }) =>
    written.moved.has(registrationId) ? (stepOf.get(registrationId) ?? null) : null,
  );
}

const MADE_NOTHING = `
  select r.id from registration r
   where r.id = any($1::uuid[]) and r.status in ('DRAFT', 'QUEUED', 'NEEDS_FIX', 'FAILED') and r.claim_holder is null
     and not exists (select from attempt a where a.registration_id = r.id and a.request_id = r.request_id
                        and coalesce(a.outcome in ('accepted', 'unknown'), true))`;

/**
 * Those whose envelope was replaced before DOKU told of its business, or that a backup knows as a draft; of what they have
 * now surely nothing was made, and it would make a second business.
 */
async function readMadeNothing(
  tx: PoolClient,
  replaced: readonly { row: Pick<Locked, "id"> }[],
): Promise<ReadonlySet<string>> {
  if (replaced.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(MADE_NOTHING, [replaced.map(({ row }) => row.id)]);
  return new Set(rows.map(({ id }) => id));
}

async function isKnown(tx: PoolClient, { attemptId }: EndedClaim): Promise<boolean> {
  const { rowCount } = await tx.query("select 1 from attempt where id = $1", [attemptId]);
  return rowCount === 1;
}

/** In the order in which they ended; one that works says so once until it says anything else. */
async function tellCredentials(
  tx: PoolClient,
  ended: readonly (EndedSend & { row: Pick<Locked, "keyVersion"> })[],
): Promise<void> {
  const usable = new Set<string>();
  for (const { claim, ending, row } of ended) {
    const { credentialId, environment } = claim;
    const news = newsOf(claim, ending);
    if (news.kind === "usable" && usable.has(credentialId)) continue;
    if (news.kind === "usable") usable.add(credentialId);
    else usable.delete(credentialId);
    const hasPaused = await recordGateNews(tx, credentialId, news, row.keyVersion);
    if (!hasPaused || news.kind !== "refused") continue;
    // The first refusal pauses it and is audited, the ones in flight find it paused.
    await recordAuditSql(tx, {
      actor: { kind: "system" },
      action: "credential.paused",
      environment,
      subjectId: credentialId,
      details: { reason: news.reason },
    });
  }
}

export function newsOf({ holder }: Pick<EndedClaim, "holder">, ending: AttemptEnding): GateNews {
  if (ending.reason === "claim_over") return { kind: "silent", holder };
  switch (ending.outcome) {
    case "accepted":
    case "refused":
      return { kind: "usable" };
    case "unknown":
    case "not_sent":
      return { kind: "fault" };
    case "rate_limited":
      return { kind: "slow_down", retryAfterMs: ending.retryAfterMs };
    case "credential_refused":
      return { kind: "refused", reason: ending.reason };
  }
}
