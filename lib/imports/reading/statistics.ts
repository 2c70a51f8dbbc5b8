import type { Pool } from "pg";

// PostgreSQL counts what was modified a moment late, so that a batch that was just read is counted here.
const STALE = `
  select s.relname as table from pg_stat_user_tables s join pg_class c on c.oid = s.relid
   where s.relid in ('registration'::regclass, 'import_row'::regclass)
     and (coalesce(s.last_analyze, s.last_autoanalyze) is null
          or s.n_mod_since_analyze > 1000 + s.n_live_tup / 5
          or s.relid = 'import_row'::regclass
             and (select i.row_count from import i where i.id = $1) > 1000 + greatest(c.reltuples, 0) / 5)`;

/**
 * Has PostgreSQL look at the tables that the findings of a batch join, where it has not done so since they grew: it
 * would do it by itself within a minute, but until then takes any index whose first column fits, and compares each row
 * with each.
 */
export async function refreshStatistics(pool: Pool, importId: string): Promise<void> {
  const { rows } = await pool.query<{ table: "registration" | "import_row" }>(STALE, [importId]);
  for (const { table } of rows) await pool.query(`analyze "${table}"`);
}
