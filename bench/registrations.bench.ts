import { spawn } from "node:child_process";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import type pg from "pg";
import { Agent, request } from "undici";
import { openDatabase } from "@/lib/db";
import { createDokuClient } from "@/lib/doku/client";
import { applyMigrations } from "@/lib/migrate";
import { drainCredential } from "@/lib/registrations/drain";
import type { Submitter } from "@/lib/registrations/submit";
import { startThrowAwayPostgres } from "@/scripts/postgres.mjs";
import { typescript } from "@/scripts/programs.mjs";
import { compareInRounds, reportGoal } from "./rounds";

// P3: a whole registration (accepted durably, claimed, sent, fenced, recorded with its ids, audited) against a
// bare loop that signs, sends with 32 in flight and inserts one row, and loses what is in flight when it dies.

const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "bench-secret-not-a-real-doku-key-0001";
const PATH = "/adv-core-api/partner/v1.0/business/lite/registration";
const IN_FLIGHT = 32;
const ITEMS_PER_SLICE = 1_000;

function startStandIn(): Promise<{ url: string; stop: () => void }> {
  const child = spawn(
    process.execPath,
    typescript("lib/doku/stand-in/main.ts", [
      "--port",
      "0",
      "--client-id",
      CLIENT_ID,
      "--secret-env",
      "BENCH_SECRET",
    ]),
    { env: { ...process.env, BENCH_SECRET: SECRET }, stdio: ["ignore", "pipe", "inherit"] },
  );
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("the stand-in did not start")));
    createInterface({ input: child.stdout }).once("line", (line) => {
      resolve({ url: line.slice(line.indexOf("http")), stop: () => child.kill() });
    });
  });
}

function bodyOf(reference: string): string {
  const contact = {
    name: "Budi",
    email: `${reference}@kopi.example`,
    phone_calling_code: "62",
    phone_number: "81510229216",
  };
  return JSON.stringify({
    business: { partner_ref_id: reference, name: `Kopi ${reference}`, contact },
    invited_user: { email: `${reference}@kopi.example` },
  });
}

function makeBareLoop(url: string, pool: pg.Pool) {
  const dispatcher = new Agent({ connections: IN_FLIGHT });
  async function one(): Promise<void> {
    const body = bodyOf(randomUUID());
    const headers = signedHeaders(body);
    const answer = await request(url + PATH, { method: "POST", dispatcher, headers, body });
    const { business } = (await answer.body.json()) as { business: { id: string; brands: { id: string }[] } };
    await pool.query("insert into bare (reference, business_id, brand_id) values ($1, $2, $3)", [
      randomUUID(),
      business.id,
      business.brands[0]?.id,
    ]);
  }
  return async (items: number) => {
    let left = items;
    const lane = async () => {
      for (; left > 0; ) {
        left -= 1;
        await one();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  };
}

function signedHeaders(body: string): Record<string, string> {
  const requestId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19)}Z`;
  const digest = createHash("sha256").update(body).digest("base64");
  const text = `Client-Id:${CLIENT_ID}\nRequest-Id:${requestId}\nRequest-Timestamp:${timestamp}\nRequest-Target:${PATH}\nDigest:${digest}`;
  return {
    "content-type": "application/json",
    "client-id": CLIENT_ID,
    "request-id": requestId,
    "request-timestamp": timestamp,
    signature: `HMACSHA256=${createHmac("sha256", SECRET).update(text).digest("base64")}`,
  };
}

// What a spreadsheet row becomes: a queued registration with its frozen envelope and its audit entry, in one commit.
const ACCEPT = `
  with rows as (
    insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
        representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code,
        name_key, representative_email_key, invited_user_email_key, phone_e164, owner_id, created_by_id, form_key,
        request_id, body_text, queued_at, give_up_at, next_run_at, updated_at)
    select gen_random_uuid(), 'simulator', $1, 'QUEUED', r.reference, r.reference, 'Kopi ' || r.reference, 'Budi',
           r.reference || '@kopi.example', '081510229216', 'ID', r.reference || '@kopi.example', '',
           'KOPI ' || upper(r.reference), r.reference || '@kopi.example', r.reference || '@kopi.example', '+6281510229216',
           $2, $2, gen_random_uuid(), gen_random_uuid()::text, r.body, now(), now() + interval '1 day', now(), now()
      from unnest($3::text[], $4::text[]) as r(reference, body)
    returning id
  )
  insert into audit_entry (actor_kind, actor_id, action, environment, registration_id)
  select 'user', $2, 'registration.created', 'simulator', id from rows`;

async function main(): Promise<void> {
  const postgres = await startThrowAwayPostgres();
  const standIn = await startStandIn();
  try {
    await applyMigrations(postgres.url, { log: () => undefined });
    const { pool, prisma } = openDatabase(postgres.url);
    await pool.query("create table bare (reference text primary key, business_id text, brand_id text)");
    const user = await prisma.user.create({
      data: { name: "Bench", email: "bench@mitra.example", emailKey: "bench@mitra.example", role: "manager" },
    });
    const credential = await prisma.credential.create({
      data: {
        environment: "simulator",
        label: "bench",
        clientId: CLIENT_ID,
        baseUrl: standIn.url,
        replay: "proven",
      },
    });
    const client = createDokuClient({
      credential: { baseUrl: standIn.url, clientId: CLIENT_ID, secretKey: SECRET },
    });
    const submitter: Submitter = {
      pool,
      holderId: () => "bench",
      keyVersionFor: () => "0badc0de",
      random: Math.random,
      send: (claim) => client.createBusinessLite(claim),
    };
    async function mitra(items: number): Promise<void> {
      const references = Array.from({ length: items }, () => randomUUID());
      await pool.query(ACCEPT, [credential.id, user.id, references, references.map(bodyOf)]);
      await drainCredential(submitter, credential.id, () => false);
    }
    const comparison = await compareInRounds({
      subject: { name: "mitra", run: mitra },
      baseline: { name: "bare loop", run: makeBareLoop(standIn.url, pool) },
      clock: "wall",
      rounds: 7,
      slices: Number(process.argv[2] ?? 6),
      itemsPerSlice: ITEMS_PER_SLICE,
    });
    await requireEqualLedger(standIn.url, pool);
    reportGoal({ name: "P3 whole registration, of the bare loop", comparison, goal: 0.5 });
    await prisma.$disconnect();
    await pool.end();
  } finally {
    standIn.stop();
    await postgres.stop();
  }
}

/** A registration counts only if the stand-in has it, which it does for right signatures only. */
async function requireEqualLedger(url: string, pool: pg.Pool): Promise<void> {
  const ledger = (await (await fetch(`${url}/__stand-in/ledger.json`)).json()) as
    | { businesses?: unknown[] }
    | unknown[];
  const theirs = Array.isArray(ledger) ? ledger.length : (ledger.businesses?.length ?? 0);
  const { rows } = await pool.query<{ ours: number }>(
    "select ((select count(*) from business) + (select count(*) from bare))::int as ours",
  );
  const ours = rows[0]?.ours ?? 0;
  console.log(`businesses at the stand-in ${theirs}, kept ${ours}`);
  if (ours !== theirs) throw new Error("the ledger and what was kept differ: the run is void");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
