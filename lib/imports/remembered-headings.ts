import type { Pool } from "pg";

/** What a person said headings mean, by `headingKey`. */
export async function rememberedHeadings(pool: Pool, userId: string): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ heading: string; field: string }>(
    "select heading, field from import_heading where user_id = $1",
    [userId],
  );
  return new Map(rows.map(({ heading, field }) => [heading, field]));
}
