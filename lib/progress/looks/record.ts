import type { Pool, PoolClient } from "pg";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { recordSlowDown } from "@/lib/credentials/gate/gate";
import { inTransaction } from "@/lib/db";
import type { BusinessData } from "@/lib/doku/business-data";
import type { Progress, ProgressSource } from "@/lib/generated/prisma/enums";
import { decideProgress } from "@/lib/progress/decide";
import { keepNewBrands } from "@/lib/progress/looks/brands";
import type { AskBusinessData, Look } from "@/lib/progress/looks/due";
import { combine, type PlacedValue, type Told } from "@/lib/progress/meaning";
import { readMeanings, rememberValues } from "@/lib/progress/meanings";
import { type LookEndingKind, nextLook } from "@/lib/progress/next-look";
import { takeProgressBack, writeProgress } from "@/lib/progress/write";

export type LookEnding = Awaited<ReturnType<AskBusinessData>>;

export type LookNews =
  /**
   * What it has become; null where it stays as it was. `told` is null where DOKU said nothing about it; `isKept` says
   * that it is otherwise and a person's word stays.
   */
  | { kind: "recorded"; changedTo: Told | null; told: Told | null; isKept: boolean }
  /** Somebody asked later and wrote first, or a person spoke while DOKU was asked, which then is asked anew. */
  | { kind: "overtaken" };

type Locked = {
  isInvited: boolean;
  invitedAt: Date;
  progress: Progress | null;
  raw: string | null;
  source: ProgressSource | null;
  changedAt: Date | null;
  saidAt: Date | null;
  now: Date;
};

const LOCK = `
  select status = 'INVITED' and archived_at is null as "isInvited", coalesce(invited_at, created_at) as "invitedAt",
         progress, progress_raw as raw, progress_source as source, progress_since as "changedAt",
         progress_at as "saidAt", clock_timestamp() as now
    from registration where id = $1 for no key update`;

type View = {
  lookedAt: Date;
  lookEnding: LookEndingKind;
  isTold: boolean;
  statuses: PlacedValue[];
  brands: BusinessData["brands"];
};

const READ_VIEW = `
  select looked_at as "lookedAt", look_ending as "lookEnding", told_at is not null as "isTold", statuses, brands
    from doku_view where registration_id = $1`;

const COUNT_LOOK = `
  insert into doku_view (registration_id, look_count, looked_at, look_ending) values ($1, 1, $2, $3)
  on conflict (registration_id) do update
     set look_count = doku_view.look_count + 1, looked_at = excluded.looked_at, look_ending = excluded.look_ending`;

const KEEP_TOLD = `
  update doku_view
     set told_at = $2, name = $3, email = $4, business_type = $5, legal_entity = $6, rejection_reason = $7,
         statuses = $8, brands = $9
   where registration_id = $1`;

/**
 * Records how a look ended, in one transaction: what DOKU told, what follows from it, and when it is asked again. Where a
 * process dies before, nothing of it is written and the registration is looked at again. Of one that is not invited any
 * more the facts are kept and nothing else; an answer that was asked for before another one counts no more.
 */
export function recordLook(pool: Pool, look: Look, ending: LookEnding, random: number): Promise<LookNews> {
  return inTransaction(pool, async (tx) => {
    const { registrationId, askedAt } = look;
    const row = (await tx.query<Locked>(LOCK, [registrationId])).rows[0];
    if (!row) return { kind: "overtaken" };
    // In a statement of its own: one that waited for the lock would show what was there before.
    const view = (await tx.query<View>(READ_VIEW, [registrationId])).rows[0];
    if (view && view.lookedAt > askedAt) return { kind: "overtaken" };
    if (ending.kind === "told" && row.isInvited && wasSpokenInto(row, askedAt)) {
      await tx.query(ASK_SOON, [registrationId]);
      return { kind: "overtaken" };
    }
    await tx.query(COUNT_LOOK, [registrationId, askedAt, ending.kind]);
    const said = ending.kind === "told" ? await keepTold(tx, look, ending.data, row.now, view) : NOTHING_SAID;
    const changedTo = row.isInvited ? decideProgress(row, { ...said, askedAt }) : null;
    if (changedTo)
      await writeProgress(tx, {
        ...{ registrationId, environment: look.environment, from: row.progress, to: changedTo.progress },
        ...{ raw: changedTo.raw, source: "doku", actor: SYSTEM_ACTOR, isStir: true, now: row.now },
      });
    if (row.isInvited && ending.kind === "told" && said.told === null && saysNothingNow(row, ending.data))
      await takeProgressBack(tx, {
        ...{ registrationId, environment: look.environment, from: row.progress, now: row.now },
      });
    const lookAt = nextLook({
      progress: (changedTo?.progress ?? row.progress) || "NOT_CHECKED",
      invitedAt: row.invitedAt,
      changedAt: changedTo ? row.now : row.changedAt,
      ending,
      before: view ? { at: view.lookedAt, ending: view.lookEnding } : null,
      now: row.now,
      random,
    });
    if (row.isInvited)
      await tx.query("update registration set look_at = $2 where id = $1", [registrationId, lookAt]);
    await noteOfCredential(tx, look, ending);
    const isKept = !changedTo && said.told !== null && said.told.progress !== row.progress;
    return { kind: "recorded", changedTo, told: said.told, isKept };
  });
}

// What changed at DOKU meanwhile the person did not know, and kept as told before it would count as known.
const ASK_SOON = "update registration set look_at = clock_timestamp() + interval '1 minute' where id = $1";

function wasSpokenInto({ source, saidAt }: Locked, askedAt: Date): boolean {
  return source !== null && source !== "doku" && saidAt !== null && askedAt <= saidAt;
}

/** Whether DOKU still says what nobody knew, and it was found to say nothing after this registration was written. */
function saysNothingNow({ progress, source, raw }: Locked, { statuses }: BusinessData): boolean {
  return progress === "UNKNOWN_VALUE" && source === "doku" && statuses.some((value) => value.raw === raw);
}

type Said = { told: Told | null; toldBefore: Told | null };
const NOTHING_SAID: Said = { told: null, toldBefore: null };

async function keepTold(
  tx: PoolClient,
  look: Look,
  data: BusinessData,
  now: Date,
  view: View | undefined,
): Promise<Said> {
  const { name, email, businessType, legalEntity, rejectionReason, statuses, brands } = data;
  const kept = [name, email, businessType, legalEntity, rejectionReason];
  const lists = [JSON.stringify(statuses), JSON.stringify(brands)];
  await tx.query(KEEP_TOLD, [look.registrationId, now, ...kept, ...lists]);
  await keepNewBrands(tx, look, { brands, before: view?.brands ?? [] });
  await rememberValues(tx, statuses);
  const before = view?.isTold ? view.statuses : [];
  const meaningOf = await readMeanings(tx, [...statuses, ...before]);
  return { told: combine(statuses, meaningOf), toldBefore: combine(before, meaningOf) };
}

// The answer to a look does not pause sending: what DOKU's documents leave open of this call (whether its query is
// signed, whether the account has it) is nothing that a registration depends on, and a switch set wrongly here would hold
// every merchant back. A secret that is wrong is found by the next send, which goes alone.
async function noteOfCredential(tx: PoolClient, look: Look, ending: LookEnding): Promise<void> {
  switch (ending.kind) {
    case "told":
    case "no_news":
      if (look.wasRefused) await tx.query(FORGET_REFUSAL, [look.credentialId]);
      return;
    case "not_offered":
      await tx.query(REMEMBER_REFUSAL, [look.credentialId, ending.kind]);
      return;
    case "credential_refused":
      await tx.query(REMEMBER_REFUSAL, [look.credentialId, ending.reason]);
      return;
    case "slowed_down":
      return recordSlowDown(tx, look.credentialId, ending.retryAfterMs);
    case "unreachable":
    case "unusable":
      // The breaker is for sends, and theirs is another address, which may well be served.
      return;
  }
}

const REMEMBER_REFUSAL =
  "update credential set look_refused_at = clock_timestamp(), look_refused_reason = $2 where id = $1";
const FORGET_REFUSAL =
  "update credential set look_refused_at = null, look_refused_reason = null where id = $1 and look_refused_at is not null";
