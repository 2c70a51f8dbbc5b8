import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// A process that sends several registrations at once dies after each of its steps, and before the first: claiming
// them together, calling DOKU for each, recording them together. Others then go on until nothing is due.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
const ROWS = 3;

/** What DOKU does with the first call for each row, by the invited user's address. */
const FATES = [
  { address: "tamu", does: "DOKU committed, and its answers arrived", isDefinite: true },
  { address: "reset", does: "DOKU committed, and its answers were lost", isDefinite: false },
  { address: "busy", does: "DOKU committed nothing, and its answers arrived", isDefinite: true },
  { address: "reset-before", does: "DOKU committed nothing, and its answers were lost", isDefinite: false },
] as const;

const MODES = [
  { replay: "proven", dedupe: true },
  { replay: "unproven", dedupe: false },
] as const;

type Fate = (typeof FATES)[number];
type Mode = (typeof MODES)[number];

let standIn: StandIn;
let client: DokuClient;
let manager: UserActor;
let credentialId: string;
let crashPoints = 0;
let holders = 0;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
});

afterAll(async () => {
  await standIn.close();
  process.stdout.write(`crash points of a batch: ${crashPoints} deaths, each followed to its end\n`);
});

async function register({ address }: Fate): Promise<string> {
  const values = makeMerchant({ invitedUserEmail: `${address}+${randomUUID()}@contoh.id` });
  const submission = makeSubmission({ values, acceptWarnings: true, duplicateReason: "Another branch" });
  const result = await registerMerchant(manager, submission);
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

async function registerBatch(fate: Fate): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < ROWS) ids.push(await register(fate));
  return ids;
}

/** A tested credential whose gate is open, so that rows are claimed together. */
const openGate = () =>
  pool.query(
    `update credential set usable_at = clock_timestamp(), key_version = '0badc0de', probe_until = null,
            probe_holder = null, fault_count = 0, breaker_until = null, slow_until = null, blocked_since = null`,
  );

async function makeProcess(stepsToLive: number | null) {
  const { pool: ownPool, step, steps, died } = createMortal(pool, stepsToLive);
  const holder = randomUUID();
  holders += 1;
  // None of them holds its lock, so to a sweep each is dead from the moment it looks.
  await pool.query("insert into holder (id, lock_key, kind) values ($1, $2, 'worker')", [holder, holders]);
  const submitter = {
    pool: ownPool,
    holderId: () => holder,
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send: (claim: Parameters<DokuClient["createBusinessLite"]>[0]) =>
      step("send", () => client.createBusinessLite(claim)),
  };
  return { submitter, steps, died };
}

/** A process that drains the credential until nothing is due or it dies; the steps it took. */
async function drain(stepsToLive: number | null): Promise<readonly string[]> {
  const { submitter, steps, died } = await makeProcess(stepsToLive);
  await Promise.race([drainCredential(submitter, credentialId, () => false), died]);
  return steps;
}

/** One that is told to stop when it has sent something, before it would wait for DOKU to take more. */
async function drainOnce(): Promise<void> {
  const { submitter, steps } = await makeProcess(null);
  await drainCredential(submitter, credentialId, () => steps.includes("send"));
}

/** Time passes: what waits for its moment is due, and a sweep lets go of what the dead had claimed. */
async function letTimePass(ids: readonly string[]): Promise<void> {
  await openGate();
  await pool.query("update sweep set at = '-infinity'");
  await sweepDeadHolders(pool);
  await pool.query(
    "update registration set next_run_at = clock_timestamp() where id = any($1) and next_run_at is not null",
    [ids],
  );
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({
    where: { id },
    include: { attempts: true, businesses: { include: { brands: true } } },
  });

const jobsOf = async (ids: readonly string[]) =>
  (await pool.query("select 1 from graphile_worker.jobs where key = any($1)", [ids])).rowCount;

/** Processes that die no more go on, in batches and one by one, until nothing is due by machine. */
async function goOn(ids: readonly string[]): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const rows = await Promise.all(ids.map(read));
    const due = rows.filter((row) => row.nextRunAt !== null || row.claimUntil !== null).map(({ id }) => id);
    // Whatever is not settled stands in the queue, so that nobody has to remember it.
    expect(await jobsOf(due)).toBe(due.length);
    if (due.length === 0) return;
    await letTimePass(ids);
    await drainOnce();
    const { submitter } = await makeProcess(null);
    for (const id of due) await submitRegistration(submitter, id, null);
  }
  throw new Error("the rows never came to rest");
}

async function judge(id: string, mode: Mode, fate: Fate): Promise<void> {
  const row = await read(id);
  const made = standIn.ledger.businesses().filter(({ partnerRefId }) => partnerRefId === row.partnerRefId);
  const isAmbiguous = row.attempts.some(({ outcome }) => outcome === null || outcome === "unknown");
  const isParked = mode.replay === "unproven" && isAmbiguous;
  expect(row.status).toBe(isParked ? "UNCONFIRMED" : "INVITED");
  expect(row.claimUntil).toBeNull();
  if (isParked) expect(made.length).toBeLessThanOrEqual(1);
  else expect(made).toHaveLength(1);
  const kept = row.businesses.map((one) => [one.businessId, one.brands.map(({ brandId }) => brandId)]);
  expect(kept).toEqual(isParked ? [] : made.map((one) => [one.businessId, one.brandIds]));
  // What nobody doubts is never parked: without a death, only a lost answer leaves a doubt.
  const hasDied = row.attempts.some(({ reason }) => reason === "process_stopped");
  if (!hasDied) expect(isAmbiguous).toBe(!fate.isDefinite);
}

describe.each(MODES)("with replays $replay", (mode) => {
  test.each(FATES)(
    "F3–F5: a process may die at any step of sending several at once when $does",
    { timeout: 120_000 },
    async (fate) => {
      standIn.setSwitches({ dedupe: mode.dedupe });
      await prisma.credential.updateMany({ data: { replay: mode.replay } });
      const whole = await registerBatch(fate);
      await openGate();
      const steps = await drain(null);
      expect(steps.filter((step) => step === "send").length).toBeGreaterThanOrEqual(ROWS);
      // Else it would only be the path of one row that dies here.
      expect(steps).toContain("with due as");
      if (fate.address === "tamu")
        expect(steps.filter((step) => step === "with found as").length).toBeLessThan(ROWS);
      await goOn(whole);
      for (let taken = 0; taken <= steps.length; taken += 1) {
        const ids = await registerBatch(fate);
        await openGate();
        await drain(taken);
        try {
          await goOn(ids);
          for (const id of ids) await judge(id, mode, fate);
        } catch (cause) {
          throw new Error(`died after ${taken} of: ${steps.join(" | ")}`, { cause });
        }
        crashPoints += 1;
      }
    },
  );
});
