import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { applyMigrations } from "@/lib/migrate";
import { withDatabase } from "@/lib/testing/database-server";

// The search's texts come to a database that is filled and in use.

const FIRST_OF_SEARCH = "20261130100000_search_texts";
const OLD_ROWS = 12_000;

let pool: pg.Pool;
let url: string;
let folder: string;

beforeAll(async () => {
  const name = `old_rows_${process.pid}`;
  const admin = new pg.Client({ connectionString: inject("databaseServerUrl") });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  url = withDatabase(inject("databaseServerUrl"), name);
  pool = new pg.Pool({ connectionString: url });
  folder = await mkdtemp(path.join(tmpdir(), "mitra-before-search-"));
  for (const migration of await readdir("prisma/migrations"))
    if (migration < FIRST_OF_SEARCH)
      await cp(path.join("prisma/migrations", migration), path.join(folder, migration), { recursive: true });
  await applyMigrations(url, { log: () => undefined, folder });
  await pool.query(`
    with person as (
      insert into "user" (id, name, email, email_key, role, updated_at)
      values (gen_random_uuid(), 'Rina', 'rina@mitra.example', 'rina@mitra.example', 'manager', now()) returning id)
    insert into credential (id, environment, client_id, base_url, label, updated_at)
    select gen_random_uuid(), 'simulator', 'BRN-0001', 'http://127.0.0.1:9', 'Contoh', now() from person`);
});

afterAll(async () => {
  await pool.end();
  await rm(folder, { recursive: true });
});

/** As the version before wrote them, which knows of no search texts. */
async function write(from: number, to: number): Promise<void> {
  await pool.query(
    `insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
       representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code, name_key,
       representative_email_key, invited_user_email_key, phone_e164, owner_id, created_by_id, form_key, updated_at)
     select gen_random_uuid(), 'simulator', c.id, 'DRAFT', 'OLD-' || n, 'old-' || n, 'Kopi ' || n, 'Budi Ke-' || n, '', '', 'ID', '',
            '', 'KOPI ' || n, 'budi' || n || '@kopi.example', 'kasir' || n || '@kopi.example', '+62815' || lpad(n::text, 8, '0'),
            u.id, u.id, gen_random_uuid(), now()
       from credential c cross join "user" u cross join generate_series($1::int, $2::int) n`,
    [from, to],
  );
}

test("old registrations are found as soon as it is migrated, and nobody waited for it", async () => {
  await write(1, OLD_ROWS);
  let isDone = false;
  let longestMs = 0;
  const others = (async () => {
    for (let n = OLD_ROWS + 1; !isDone; n += 1) {
      const startedMs = performance.now();
      await write(n, n);
      // Whoever types anew is not undone by what is brought along from before.
      await pool.query(
        "update registration set name_key = 'DEPOT ' || $1, business_name = 'Depot ' || $1 where partner_ref_key = 'old-' || $1",
        [String((n * 7) % OLD_ROWS)],
      );
      longestMs = Math.max(longestMs, performance.now() - startedMs);
    }
  })();
  await applyMigrations(url, { log: () => undefined });
  isDone = true;
  await others;

  const { rows } = await pool.query(`
    select count(*)::int as registrations, count(s.id)::int as texts,
           count(*) filter (where s.words = search_words(r.business_name, r.name_key, r.representative_name)
                              and s.contacts like '% BUDI%@KOPI.EXAMPLE KASIR%'
                              and s.phone_end = reverse(r.phone_e164) and s.reference_end = reverse(r.partner_ref_key))::int as right,
           count(*) filter (where r.name_key like 'DEPOT %')::int as anew
      from registration r left join registration_search s on s.id = r.id`);
  const [told] = rows;
  expect(told.registrations).toBeGreaterThan(OLD_ROWS);
  expect(told.anew).toBeGreaterThan(0);
  expect(told).toMatchObject({ texts: told.registrations, right: told.registrations });
  expect(longestMs).toBeLessThan(5_000);
});

test("the names and addresses of old registrations become the words that are searched for", async () => {
  const { rows } = await pool.query(
    "select words, contacts from registration_search where reference_end = '8-dlo'",
  );
  expect(rows).toEqual([
    {
      words: expect.stringMatching(/^ (KOPI|DEPOT) 8 BUDI KE 8 $/),
      contacts: " BUDI8@KOPI.EXAMPLE KASIR8@KOPI.EXAMPLE ",
    },
  ]);
});
