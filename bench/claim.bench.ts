import { randomUUID } from "node:crypto";
import pg from "pg";
import { applyMigrations } from "@/lib/migrate";
import { claimBatch } from "@/lib/registrations/delivery/claim-due";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { createPeople, onDeployment, reportExit } from "./deployment";
import { reportLatencyGoal, timeInRounds } from "./latencies";
import { queueRows } from "./queued-rows";

// P11: what claiming costs with a million registrations waiting, against the same on a database where nothing
// else waits. Both databases are in one server. What was claimed is settled between the measurements, unmeasured,
// as a sender would: rows do not pile up in a state in which none stays.

const MILLION = Number(process.argv[2] ?? 1_000_000);
const ROWS_PER_INSERT = 10_000;
const BATCH = 32;
const GOAL = 1.2;
const holder = randomUUID();

type Queue = { pool: pg.Pool; credentialId: string; userId: string };

const USABLE = "update credential set usable_at = clock_timestamp(), key_version = '0badc0de'";

// Settled as accepted would be, and told to the planner's statistics by autovacuum as everything else.
const SETTLE = `
  with settled as (
    update registration set status = 'INVITED', invited_at = now(), next_run_at = null, claim_holder = null, claim_until = null
     where id = any($1::uuid[]) returning id
  )
  update attempt a set outcome = 'accepted', ended_at = now() from settled where a.registration_id = settled.id`;

async function settle({ pool }: Queue, ids: readonly string[]): Promise<void> {
  await pool.query(SETTLE, [ids]);
}

/** One row more that is due, and the claim of it by its id. */
async function claimOne(queue: Queue): Promise<number> {
  const [id] = await queueRows(queue.pool, queue, 1);
  if (!id) throw new Error("no row was queued");
  const startedMs = performance.now();
  const result = await claimForSend(queue.pool, {
    registrationId: id,
    holder,
    actorId: null,
    random: 0.5,
    keyVersionFor: () => "0badc0de",
  });
  const tookMs = performance.now() - startedMs;
  if (result.kind !== "claimed") throw new Error(`nothing was claimed: ${result.kind}`);
  await settle(queue, [id]);
  return tookMs;
}

/** As many rows more as a batch takes, and the claim of the batch that is due first. */
async function claimMany(queue: Queue): Promise<number> {
  await queueRows(queue.pool, queue, BATCH);
  const startedMs = performance.now();
  const result = await claimBatch(queue.pool, {
    credentialId: queue.credentialId,
    holder,
    limit: BATCH,
    keyVersionFor: () => "0badc0de",
    random: 0.5,
  });
  const tookMs = performance.now() - startedMs;
  const claims = result.kind === "claimed" ? result.claims : [];
  if (claims.length !== BATCH) throw new Error(`claimed ${claims.length} of ${BATCH}: ${result.kind}`);
  await settle(
    queue,
    claims.map(({ registrationId }) => registrationId),
  );
  return tookMs;
}

async function openQueue(url: string, standInUrl: string): Promise<Queue> {
  await applyMigrations(url, { log: () => undefined });
  // Filling and its vacuum take longer than a statement of the product may.
  const pool = new pg.Pool({ connectionString: url, max: 2, options: "-c statement_timeout=0" });
  return { pool, ...(await createPeople(pool, standInUrl)) };
}

async function fill(queue: Queue): Promise<void> {
  const startedMs = performance.now();
  for (let rows = 0; rows < MILLION; rows += ROWS_PER_INSERT)
    await queueRows(queue.pool, queue, ROWS_PER_INSERT);
  const took = (performance.now() - startedMs) / 1_000;
  console.log(`${MILLION} registrations queued in ${took.toFixed(0)} s`);
}

async function measure(databaseUrl: string, standInUrl: string): Promise<boolean> {
  const urlOf = (name: string) => Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).href;
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  for (const name of ["empty", "crowded"]) await admin.query(`create database ${name}`);
  await admin.end();
  const empty = await openQueue(urlOf("empty"), standInUrl);
  const crowded = await openQueue(urlOf("crowded"), standInUrl);
  try {
    await fill(crowded);
    // So that no autovacuum of the filling runs beside the measurement.
    for (const { pool } of [empty, crowded]) await pool.query("vacuum analyze");
    const holds: boolean[] = [];
    for (const [name, claim] of [
      ["claimForSend", claimOne],
      ["claimBatch", claimMany],
    ] as const) {
      for (const { pool } of [empty, crowded]) await pool.query(USABLE);
      const keepUsable = setInterval(() => {
        for (const { pool } of [empty, crowded]) pool.query(USABLE).catch(() => undefined);
      }, 20_000);
      const rounds = await timeInRounds(
        { baseline: () => claim(empty), subject: () => claim(crowded) },
        { timesPerRound: 120 },
      );
      clearInterval(keepUsable);
      holds.push(
        reportLatencyGoal({
          name: `P11 ${name}, ${MILLION} queued against none`,
          rounds,
          share: 0.99,
          goal: GOAL,
        }),
      );
    }
    return holds.every(Boolean);
  } finally {
    await empty.pool.end();
    await crowded.pool.end();
  }
}

void onDeployment(async ({ databaseUrl, standIn }) => reportExit(await measure(databaseUrl, standIn.url)));
