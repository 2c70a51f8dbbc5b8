import type { ClientBase, Pool } from "pg";
import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database, inTransaction, tryLock } from "@/lib/db";
import type { AuditHead } from "./head-text";
import { BEFORE_ALL, coveredEntries, SEAL_ENTRIES_MAX, sealHash } from "./seal-hash";
import type { AuditCheck, AuditReach, AuditVerdict } from "./verdict";

/** About so many entries, and so many seals at most, are read by one statement: a fraction of a second's work. */
const STEP_ENTRIES = 20_000;
const STEP_SEALS = 100;

type SealRow = {
  position: string;
  entries: string;
  sealed_at: Date | null;
  holds: boolean;
  expected_position: string;
  from_id: string;
  upto_id: string;
};

// What a seal claims to cover is not believed: without bounds, one edited figure would have everything
// read, and without numeric it would overflow and end as a failure instead of a finding.
const CHECK_STEP = `
  with numbered as (
    select seal.*, lag(position) over chain as previous_position, lag(upto_id) over chain as previous_upto_id,
           lag(hash) over chain as previous_hash,
           least(greatest(entries::numeric - coalesce(lag(entries) over chain, 0), 0), ${SEAL_ENTRIES_MAX})::int as claimed
      from (select * from audit_seal where position >= $1 order by position limit ${STEP_SEALS + 1}) seal
    window chain as (order by position)
  ), step as (
    select *, sum(claimed) over (order by position) - claimed as before
      from numbered where position > $1
  )
  select step.position, step.entries, step.sealed_at, step.upto_id,
         coalesce(previous_position, 0)::numeric + 1 as expected_position,
         coalesce(previous_upto_id, 0)::numeric + 1 as from_id,
         (step.hash = ${sealHash({ seal: "step", previous: "previous_hash", digest: "covered.digest" })}) is true as holds
    from step
    cross join lateral ${coveredEntries({ after: "previous_upto_id", upto: "step.upto_id", limit: "step.claimed" })} covered
   where step.before < ${STEP_ENTRIES}
   order by step.position`;

/**
 * Works the chain of seals out again from the entries as they are now, and tells the first that does not hold: an
 * entry was edited, removed, slipped in or swapped with another, or a seal was. Memory stays flat; a million
 * entries take one core about five seconds. Until `signal` is aborted, or to the end.
 *
 * What came after the last seal is not covered, and neither can it be told from the database alone that the last
 * seals were cut off, or entries and every seal after them made anew: for that, compare with a head noted elsewhere.
 */
export async function verifyAudit(
  db: Pool | ClientBase,
  { signal }: { signal?: AbortSignal } = {},
): Promise<AuditVerdict> {
  let reach: AuditReach = { entries: 0, uptoAt: null };
  let position = BEFORE_ALL;
  for (;;) {
    const { rows } = await db.query<SealRow>(CHECK_STEP, [position]);
    const broken = rows.find(({ holds }) => !holds);
    if (broken) {
      return {
        kind: "broken",
        position: broken.expected_position,
        fromId: broken.from_id,
        uptoId: broken.upto_id,
      };
    }
    const last = rows.at(-1);
    if (!last) return { kind: "sound", ...reach };
    reach = { entries: Number(last.entries), uptoAt: last.sealed_at };
    position = last.position;
    if (signal?.aborted) return { kind: "unfinished", ...reach };
  }
}

/** Whether the chain still contains a head that was noted down; the first 12 digits of its hash are enough. */
export async function containsHead(db: Pool | ClientBase, { position, hash }: AuditHead): Promise<boolean> {
  const { rowCount } = await db.query(
    "select from audit_seal where position = $1 and starts_with(encode(hash, 'hex'), $2)",
    [position, hash],
  );
  return rowCount === 1;
}

/** Held while somebody has the log checked. Any number does that no other advisory lock of one key has. */
export const CHECK_LOCK = 7_325_002;

/**
 * The same for a person, one at a time over all processes, until `signal` is aborted. Throws AppError `not_allowed`
 * without `audit.read`.
 */
export async function checkAudit(actor: Actor, signal: AbortSignal): Promise<AuditCheck> {
  requireCan(actor, "audit.read");
  return inTransaction(database().pool, async (tx) => {
    const isMine = await tryLock(tx, CHECK_LOCK);
    return isMine ? verifyAudit(tx, { signal }) : { kind: "busy" };
  });
}
