import type { Pool } from "pg";
import { inTransaction, tryLock } from "@/lib/db";
import type { AuditHead } from "./head-text";
import { BEFORE_ALL, coveredEntries, SEAL_ENTRIES_MAX, sealHash } from "./seal-hash";

/** Entries up to `uptoId` are sealed when the last of `writers`, transactions that may still add one, has ended. */
export type SealMark = { uptoId: string; writers: readonly string[] };

/** What one turn hands to the next of the same process. */
export type SealState = { head: AuditHead | null; mark: SealMark | null };

export type SealTurn = SealState & {
  /** Whether there may be more to seal soon. */
  isBehind: boolean;
  /** Whether the head that was handed in is gone or another: seals were removed or rewritten, or a backup restored. */
  isHeadLost: boolean;
};

export const NOTHING_SEALED_YET: SealState = { head: null, mark: null };

/** Any number does that no other advisory lock of one key has. */
const SEAL_LOCK = 7_325_001;

/**
 * Seals the entries that came since the last seal, unless one was made within `intervalMs` by any process: one hash
 * over them and the previous seal. Nothing new makes no seal.
 *
 * Ids are given out before their transactions commit, so a smaller one may still appear after a larger one. Everyone who
 * was given an id holds a lock on the table until they end: what has been given out so far is marked, and sealed once
 * those who then held the lock have ended, at the next turn or any later.
 */
export async function sealAudit(pool: Pool, state: SealState, intervalMs: number): Promise<SealTurn> {
  const { head, isBehind, isDue, isHeadLost } = await readHead(pool, state.head, intervalMs);
  const found = { head, isBehind, isHeadLost };
  if (!isBehind) return { ...found, mark: null };
  if (!isDue) return { ...found, mark: state.mark };
  const mark = state.mark ? await renewMark(pool, state.mark) : await takeMark(pool);
  if (mark.writers.length > 0) return { ...found, mark };
  const sealed = await addSeal(pool, mark.uptoId);
  // Under load somebody always writes: what is marked now can be sealed at the next turn.
  return { ...found, head: sealed ?? head, mark: await takeMark(pool) };
}

type HeadRow = {
  position: string | null;
  hash: string | null;
  isBehind: boolean;
  isDue: boolean;
  isHeadLost: boolean;
};

// Asked as max(id), which one look into the index answers; "is there a larger id" is at times answered by reading all.
// A clock that was set back must not stop the sealing until it is that late again.
const READ_HEAD = `
  select last.position, encode(last.hash, 'hex') as hash,
         coalesce((select max(id) from audit_entry) > coalesce(last.upto_id, ${BEFORE_ALL}), false) as "isBehind",
         (last.sealed_at between clock_timestamp() - make_interval(secs => $1) and clock_timestamp()) is not true
           as "isDue",
         $2::bigint is not null and not exists (
           select from audit_seal where position = $2 and encode(hash, 'hex') = $3) as "isHeadLost"
    from (select) as always left join lateral (select * from audit_seal order by position desc limit 1) last on true`;

async function readHead(pool: Pool, known: AuditHead | null, intervalMs: number) {
  // A little less than the pace of the callers, or every second turn would come a moment too early.
  const values = [(intervalMs * 0.9) / 1_000, known?.position ?? null, known?.hash ?? null];
  const { rows } = await pool.query<HeadRow>(READ_HEAD, values);
  const [row] = rows;
  if (!row) throw new Error("the head of the audit log could not be read");
  const { position, hash, ...rest } = row;
  return { ...rest, head: position !== null && hash !== null ? { position, hash } : null };
}

/** First the ids, then who holds the lock: the other way round, someone could be given an id in between. */
async function takeMark(pool: Pool): Promise<SealMark> {
  const { rows } = await pool.query<{ uptoId: string }>(
    `select last_value as "uptoId" from audit_entry_id_seq`,
  );
  const [given] = rows;
  if (!given) throw new Error("the ids of the audit log could not be read");
  return { uptoId: given.uptoId, writers: await readWriters(pool) };
}

async function renewMark(pool: Pool, { uptoId, writers }: SealMark): Promise<SealMark> {
  if (writers.length === 0) return { uptoId, writers };
  const writing = new Set(await readWriters(pool));
  return { uptoId, writers: writers.filter((writer) => writing.has(writer)) };
}

// Not by when transactions began: clocks step, and a backup that reads for an hour adds nothing.
const READ_WRITERS = `
  select virtualtransaction as writer from pg_locks
   where locktype = 'relation' and relation = 'audit_entry'::regclass and mode = 'RowExclusiveLock' and granted
     and database = (select oid from pg_database where datname = current_database())`;

async function readWriters(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ writer: string }>(READ_WRITERS);
  return rows.map(({ writer }) => writer);
}

const ADD_SEAL = `
  insert into audit_seal (position, upto_id, entries, sealed_at, hash)
  select seal.position, seal.upto_id, seal.entries, seal.sealed_at,
         ${sealHash({ seal: "seal", previous: "last.hash", digest: "covered.digest" })}
    from (select) as always
    left join lateral (select * from audit_seal order by position desc limit 1) last on true
    cross join lateral ${coveredEntries({ after: "last.upto_id", upto: "$1", limit: String(SEAL_ENTRIES_MAX) })} covered
    cross join lateral (
      select coalesce(last.position, 0) + 1 as position, covered.upto_id,
             coalesce(last.entries, 0) + covered.entries as entries,
             date_trunc('milliseconds', statement_timestamp()) as sealed_at) seal
   where covered.entries > 0
  returning position, encode(hash, 'hex') as hash`;

/** Null where there is nothing to seal, or another process is at it. */
async function addSeal(pool: Pool, uptoId: string): Promise<AuditHead | null> {
  return inTransaction(pool, async (tx) => {
    // The last seal is read by a statement that begins with the lock in hand.
    const isMine = await tryLock(tx, SEAL_LOCK);
    if (!isMine) return null;
    const { rows } = await tx.query<AuditHead>(ADD_SEAL, [uptoId]);
    return rows[0] ?? null;
  });
}
