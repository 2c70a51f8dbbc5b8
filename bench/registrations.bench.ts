import { randomUUID } from "node:crypto";
import type pg from "pg";
import { createDokuClient } from "@/lib/doku/client";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import type { Submitter } from "@/lib/registrations/delivery/submit";
import { CREATE_BARE, makeBareLoop } from "./bare-loop";
import { CLIENT_ID, type Deployment, onDeployment, SECRET } from "./deployment";
import { queueRows } from "./queued-rows";
import { compareInRounds, reportGoal } from "./rounds";

// P3: a whole registration (accepted durably, claimed, sent, fenced, recorded with its ids, audited) against a
// bare loop that signs, sends with 32 in flight and inserts one row, and loses what is in flight when it dies.

const IN_FLIGHT = 32;
const ITEMS_PER_SLICE = 1_000;

async function measure({ pool, standIn, credentialId, userId }: Deployment): Promise<void> {
  await pool.query(CREATE_BARE);
  const bareLoop = makeBareLoop(standIn.url, pool, IN_FLIGHT);
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
    baseline: {
      name: "bare loop",
      run: (items) => bareLoop(Array.from({ length: items }, () => randomUUID())),
    },
    clock: "wall",
    rounds: 7,
    slices: Number(process.argv[2] ?? 6),
    itemsPerSlice: ITEMS_PER_SLICE,
  });
  await requireEqualLedger(standIn.url, pool);
  reportGoal({ name: "P3 whole registration, of the bare loop", comparison, goal: 0.67 });
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
