import type { Pool } from "pg";
import type { Member } from "./fleet";

/** When each holder that was killed lost its life: milliseconds since 1970 on this machine, whose clock is the database's too. */
export type Kills = {
  /** The names of those who have a call under way. */
  whoIsSending(): Promise<ReadonlySet<string>>;
  kill(member: Member): Promise<void>;
  count(): number;
  /** For each attempt that a killed process left open: how long until the row was taken up again, in milliseconds. */
  resumeTimesMs(): Promise<number[]>;
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

// Where replays are proven the row is resumed with its next attempt, elsewhere when it stands before a person.
const RESUMED = `
  select a.holder, extract(epoch from coalesce(next.started_at, a.ended_at)) * 1000 as "resumedMs"
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
    async resumeTimesMs() {
      const { rows } = await pool.query<{ holder: string; resumedMs: string }>(RESUMED, [
        [...killedAtMs.keys()],
      ]);
      return rows.map(({ holder, resumedMs }) => Number(resumedMs) - (killedAtMs.get(holder) ?? 0));
    },
  };
}
