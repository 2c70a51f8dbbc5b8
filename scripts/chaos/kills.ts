import type { Pool } from "pg";
import type { Member } from "./fleet";

/** Until another process took the row over, and until it was sent again: the credential may have to wait in between. */
export type ResumeTimes = { takenOverMs: number[]; sentAgainMs: number[] };

/** When each holder that was killed lost its life: milliseconds since 1970 on this machine, whose clock is the database's too. */
export type Kills = {
  /** The names of those who have a call under way. */
  whoIsSending(): Promise<ReadonlySet<string>>;
  kill(member: Member): Promise<void>;
  count(): number;
  /** For each attempt that a killed process left open, in milliseconds from the kill. */
  resumeTimes(): Promise<ResumeTimes>;
};

const HOLDERS_OF = `
  select h.id from holder h
    join pg_locks l on l.locktype = 'advisory' and l.objsubid = 2 and l.objid = h.lock_key::oid
    join pg_stat_activity a on a.pid = l.pid
   where a.application_name = $1`;

const SENDING = `
  select distinct a.application_name as name from attempt t
    join holder h on h.id::text = t.holder
    join pg_locks l on l.locktype = 'advisory' and l.objsubid = 2 and l.objid = h.lock_key::oid
    join pg_stat_activity a on a.pid = l.pid
   where t.outcome is null`;

const RESUMED = `
  select a.holder, extract(epoch from a.ended_at) * 1000 as "takenOverMs", extract(epoch from next.started_at) * 1000 as "sentAgainMs"
    from attempt a left join attempt next on next.registration_id = a.registration_id and next.number = a.number + 1
   where a.reason = 'process_stopped' and a.holder = any($1)`;

export function createKills(pool: Pool): Kills {
  const killedAtMs = new Map<string, number>();
  let count = 0;
  return {
    async whoIsSending() {
      const { rows } = await pool.query<{ name: string }>(SENDING).catch(() => ({ rows: [] }));
      return new Set(rows.map(({ name }) => name));
    },
    async kill(member) {
      // A database that is away knows no holders; such a kill counts, and measures nothing.
      const holders = await pool.query<{ id: string }>(HOLDERS_OF, [member.name]).catch(() => ({ rows: [] }));
      member.kill();
      count += 1;
      for (const { id } of holders.rows) killedAtMs.set(id, Date.now());
    },
    count: () => count,
    async resumeTimes() {
      const { rows } = await pool.query<{ holder: string; takenOverMs: string; sentAgainMs: string | null }>(
        RESUMED,
        [[...killedAtMs.keys()]],
      );
      const since = (holder: string, atMs: string) => Number(atMs) - (killedAtMs.get(holder) ?? 0);
      return {
        takenOverMs: rows.map((row) => since(row.holder, row.takenOverMs)),
        sentAgainMs: rows.flatMap((row) =>
          row.sentAgainMs === null ? [] : [since(row.holder, row.sentAgainMs)],
        ),
      };
    },
  };
}
