import type { Pool } from "pg";

const STALE = `
  select relname as table from pg_stat_user_tables
   where relid in ('registration'::regclass, 'import_row'::regclass)
     and (coalesce(last_analyze, last_autoanalyze) is null or n_mod_since_analyze > 1000 + n_live_tup / 5)`;

/**
 * Has PostgreSQL look at the tables that the findings join, where it has not done so since they grew: it would do it
 * by itself within a minute, but until then takes any index whose first column fits, and 2,000 rows take 8 s.
 */
export async function refreshStatistics(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ table: "registration" | "import_row" }>(STALE);
  for (const { table } of rows) await pool.query(`analyze "${table}"`);
}
