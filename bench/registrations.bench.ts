import { createHash, createHmac, randomUUID } from "node:crypto";
import type pg from "pg";
import { Agent, request } from "undici";
import { createDokuClient } from "@/lib/doku/client";
import { drainCredential } from "@/lib/registrations/drain";
import type { Submitter } from "@/lib/registrations/submit";
import { CLIENT_ID, type Deployment, onDeployment, SECRET } from "./deployment";
import { bodyOf, queueRows } from "./queued-rows";
import { compareInRounds, reportGoal } from "./rounds";

// P3: a whole registration (accepted durably, claimed, sent, fenced, recorded with its ids, audited) against a
// bare loop that signs, sends with 32 in flight and inserts one row, and loses what is in flight when it dies.

const PATH = "/adv-core-api/partner/v1.0/business/lite/registration";
const IN_FLIGHT = 32;
const ITEMS_PER_SLICE = 1_000;

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

async function measure({ pool, standIn, credentialId, userId }: Deployment): Promise<void> {
  await pool.query("create table bare (reference text primary key, business_id text, brand_id text)");
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
    await queueRows(pool, { credentialId, userId }, items);
    await drainCredential(submitter, credentialId, () => false);
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

void onDeployment(measure);
