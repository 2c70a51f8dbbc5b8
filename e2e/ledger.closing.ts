import { expect, test } from "@playwright/test";
import pg from "pg";
import { findSecretsOfAnswers } from "./secrets-of-answers";
import { type Instance, PROVEN, readLedger, UNPROVEN } from "./story";

// After all stories, whether they went well or not: what the stand-in made and what we keep are the same.

for (const [name, instance, variable] of [
  ["where replays are proven", PROVEN, "MITRA_DATABASE_URL"],
  ["where they are not", UNPROVEN, "MITRA_UNPROVEN_DATABASE_URL"],
] as const) {
  test(`the mapping equals the stand-in's ledger, entry by entry, ${name}`, async () => {
    const connectionString = process.env[variable];
    if (!connectionString) throw new Error(`${variable} is not set: run the stories with npm run e2e`);
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      await expect
        .poll(async () => await compare(client, instance), { timeout: 30_000 })
        .toEqual({ onlyOurs: [], onlyTheirs: [] });
      const { rows } = await client.query("select count(*)::int as count from business");
      expect(rows[0].count).toBeGreaterThan(0);
    } finally {
      await client.end();
    }
  });
}

test("nothing that DOKU's answers keep secret was stored or logged, though they were answered", async () => {
  for (const prefix of ["MITRA", "MITRA_UNPROVEN"]) {
    const databaseUrl = process.env[`${prefix}_DATABASE_URL`] ?? "";
    const logs = process.env[`${prefix}_LOGS`] ?? "";
    expect(await findSecretsOfAnswers({ databaseUrl, logs }), prefix).toEqual([]);
  }
  const { requests } = await readLedger(PROVEN);
  // The canary sang: both calls whose answers carry such a thing were answered.
  for (const name of ["token", "business_data"]) {
    const answered = requests.filter(({ call, status }) => call === name && status === 200);
    expect(answered.length, name).toBeGreaterThan(0);
  }
});

/** What only one side has, but for registrations that are not sure yet, which may stand at DOKU without our knowing. */
async function compare(
  client: pg.Client,
  instance: Instance,
): Promise<{ onlyOurs: string[]; onlyTheirs: string[] }> {
  const { rows } = await client.query<{ businessId: string; brands: number; entry: string }>(
    `select b.business_id as "businessId", count(br.id)::int as brands,
            b.partner_ref_id || ' ' || b.business_id || ' ' || coalesce(string_agg(br.brand_id, ',' order by br.brand_id), '') as entry
       from business b left join brand br on br.business_row_id = b.id group by b.id`,
  );
  const brandsOf = new Map(rows.map(({ businessId, brands }) => [businessId, brands]));
  const unsure = await client.query<{ ref: string }>(
    "select partner_ref_id as ref from registration where status in ('UNCONFIRMED', 'QUEUED')",
  );
  const doubtful = new Set(unsure.rows.map(({ ref }) => ref));
  const { businesses } = await readLedger(instance);
  const theirs = await Promise.all(
    businesses
      .filter(({ partnerRefId }) => !doubtful.has(partnerRefId))
      .map(async ({ partnerRefId, businessId, brandIds }) => {
        // One that DOKU gave later is told of the business as it stands now.
        const isMore = (brandsOf.get(businessId) ?? 0) > brandIds.length;
        const all = isMore ? await brandsAt(instance, businessId) : brandIds;
        return `${partnerRefId} ${businessId} ${[...all].sort().join(",")}`;
      }),
  );
  const ours = rows.map(({ entry }) => entry);
  return {
    onlyOurs: ours.filter((entry) => !theirs.includes(entry)),
    onlyTheirs: theirs.filter((entry) => !ours.includes(entry)),
  };
}

async function brandsAt({ standInUrl }: Instance, businessId: string): Promise<string[]> {
  const answer = await fetch(`${standInUrl}/__stand-in/businesses/${businessId}`);
  const { brands } = (await answer.json()) as { brands: { id: string }[] };
  return brands.map(({ id }) => id);
}
