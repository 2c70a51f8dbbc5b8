import { randomUUID } from "node:crypto";
import type pg from "pg";
import { env } from "@/lib/env";
import { withBareTables } from "./bare-tables";
import { SEED_STATEMENT } from "./statement";
import { SEED_PEOPLE, seedWords } from "./words";

const TABLES = ["registration", "registration_search", "attempt", "business", "brand", "note", "audit_entry"];
const CHUNK = 10_000;
const SETTINGS =
  "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set synchronous_commit = off; set jit = off; set work_mem = '64MB'; set maintenance_work_mem = '256MB'";
const DAY_MS = 86_400_000;

export type SeedOptions = {
  registrations: number;
  /** Over how many days up to `now` they were made. */
  days: number;
  /** The same number makes the same merchants; those that are there already are gone on from. */
  seed: number;
  now: Date;
  onProgress?: (made: number) => void;
  /** Told while the indexes are made anew, where that is quicker. */
  onIndexed?: (done: number, all: number) => void;
};

/**
 * Fills the environment of this process with made-up registrations in every status, and with people and
 * credentials of theirs. Adds to what is there. Throws in production.
 *
 * Wherever a row could be sent, it stands under a credential whose secret nobody has, except in the simulator.
 */
export async function seedRegistrations(client: pg.ClientBase, options: SeedOptions): Promise<void> {
  const { environment } = env().doku;
  if (environment === "production") throw new Error("Made-up registrations have no place in production");
  await client.query(SETTINGS);
  const people = await readPeople(client);
  const credentials = await readCredentials(client, environment);
  const first = await firstFreeNumber(client, options.seed);
  const words = JSON.stringify(seedWords());
  const from = new Date(options.now.getTime() - options.days * DAY_MS);
  const end = first + options.registrations;
  const write = async () => {
    for (let start = first; start < end; start += CHUNK) {
      const last = Math.min(start + CHUNK, end) - 1;
      await client.query(SEED_STATEMENT, [
        start,
        last,
        options.seed,
        from,
        options.now,
        options.registrations,
        people,
        credentials,
        words,
        first,
        environment,
      ]);
      options.onProgress?.(last + 1 - first);
    }
  };
  if (await isMostOfAll(client, options.registrations))
    await withBareTables(client, { tables: TABLES, onRestored: options.onIndexed }, write);
  else await write();
  // Without it the first pages would read the table for what the index alone can tell.
  for (const table of TABLES) await client.query(`vacuum (analyze) ${table}`);
}

/** Whether to index everything anew is less work than to add to the indexes that are there. */
async function isMostOfAll(client: pg.ClientBase, registrations: number): Promise<boolean> {
  const { rows } = await client.query<{ isMore: boolean }>(
    `select exists (select from registration offset $1) as "isMore"`,
    [registrations],
  );
  return rows[0]?.isMore === false;
}

/** Everyone who may own registrations, the made-up ones first. */
async function readPeople(client: pg.ClientBase): Promise<string[]> {
  for (const name of SEED_PEOPLE) {
    const email = `${name.toLowerCase().replace(" ", ".")}@mitra.example`;
    await client.query(
      `insert into "user" (id, name, email, email_key, role, updated_at)
       values ($1, $2, $3, $3, 'manager', now()) on conflict (email_key) do nothing`,
      [randomUUID(), name, email],
    );
  }
  const { rows } = await client.query<{ id: string }>(
    `select id from "user" where disabled_at is null order by email_key like '%@mitra.example' desc, email_key`,
  );
  return rows.map(({ id }) => id);
}

/** The one in force on the simulator or one without a secret elsewhere, a second one, and a paused one. */
async function readCredentials(client: pg.ClientBase, environment: string): Promise<string[]> {
  const made = [
    { clientId: "BRN-0000-SEED-1", label: "Contoh Barat", paused: false },
    { clientId: "BRN-0000-SEED-2", label: "Contoh Timur", paused: false },
    { clientId: "BRN-0000-SEED-3", label: "Contoh Tengah", paused: true },
  ];
  const ids: string[] = [];
  for (const { clientId, label, paused } of made) {
    const { rows } = await client.query<{ id: string }>(
      `insert into credential (id, environment, client_id, base_url, label, paused_at, paused_reason, updated_at)
       values ($1, $2, $3, 'http://127.0.0.1:9', $4, case when $5 then now() end, case when $5 then 'invalid_signature' end, now())
       on conflict (environment, client_id) do update set label = excluded.label returning id`,
      [randomUUID(), environment, clientId, label, paused],
    );
    ids.push(...rows.map(({ id }) => id));
  }
  if (environment !== "simulator") return ids;
  const { rows } = await client.query<{ id: string }>(
    "select id from credential where environment = $1 and client_id = $2",
    [environment, env().doku.clientId],
  );
  return rows[0] ? [rows[0].id, ...ids.slice(1)] : ids;
}

/** Numbers are given out without a gap, so the first free one is found by doubling and halving. */
async function firstFreeNumber(client: pg.ClientBase, seed: number): Promise<number> {
  const isTaken = async (n: number) => {
    const { rowCount } = await client.query(
      "select from registration where form_key = md5('form:' || $1::int || ':' || $2::bigint)::uuid",
      [seed, n],
    );
    return rowCount === 1;
  };
  let free = 1;
  while (await isTaken(free - 1)) free *= 2;
  let taken = Math.floor(free / 2) - 1;
  while (free - 1 - taken > 1) {
    const middle = Math.floor((taken + free - 1) / 2);
    if (await isTaken(middle)) taken = middle;
    else free = middle + 1;
  }
  return free - 1;
}
