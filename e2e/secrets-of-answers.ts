import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";

/**
 * Where something stands that DOKU's answers keep secret (the shared key, the signature of a link, a token): each table
 * of the database by all that its rows say, and each log. Empty where nobody kept or logged any.
 */
export async function findSecretsOfAnswers({
  databaseUrl,
  logs,
}: {
  databaseUrl: string;
  logs: string;
}): Promise<string[]> {
  const secrets = Object.values(SECRETS_OF_ANSWERS);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const found: string[] = [];
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    if (tables.length < 20) throw new Error("These are not all tables");
    for (const { name } of tables) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from ${name} t where t::text like any ($1)`,
        [secrets.map((secret) => `%${secret}%`)],
      );
      if (rows[0]?.count) found.push(`${rows[0].count} rows of ${name}`);
    }
  } finally {
    await client.end();
  }
  for (const file of readdirSync(logs).filter((name) => name.endsWith(".log"))) {
    const text = readFileSync(join(logs, file), "utf8");
    if (secrets.some((secret) => text.includes(secret))) found.push(`log ${file}`);
  }
  return found;
}
