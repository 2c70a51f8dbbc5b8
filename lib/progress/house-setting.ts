import { database } from "@/lib/db";

/** After so many days without a change or a nudge an invited merchant is quiet, as an admin has set it. */
export async function quietDays(): Promise<number> {
  const { rows } = await database().pool.query<{ days: number }>(
    "select quiet_days as days from house_setting where id = 1",
  );
  return rows[0]?.days ?? DEFAULT_QUIET_DAYS;
}

const DEFAULT_QUIET_DAYS = 3;
