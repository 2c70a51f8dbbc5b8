import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { type Submitter, submitClaimed, submitRegistration } from "@/lib/registrations/delivery/submit";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { registerAndClaim } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// A process dies after each step of a send, and of taking over from one that died, and before the first. What
// "before a step" would leave behind is what "after the one before it" does. Another process then goes on until
// nothing is due.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";

/** What DOKU does with the first call, by the invited user's address. */
const FATES = [
  { address: "tamu", does: "DOKU committed, and its answer arrived", isDefinite: true },
  { address: "reset", does: "DOKU committed, and its answer was lost", isDefinite: false },
  { address: "busy", does: "DOKU committed nothing, and its answer arrived", isDefinite: true },
  { address: "reset-before", does: "DOKU committed nothing, and its answer was lost", isDefinite: false },
] as const;

const MODES = [
  { replay: "proven", dedupe: true },
  { replay: "unproven", dedupe: false },
] as const;

/** How the row had come to the process that dies: fresh, claimed as it was made, or from one that died while its call was under way. */
const LIVES = ["first send", "first send of a form", "taking over"] as const;

type Fate = (typeof FATES)[number];
type Mode = (typeof MODES)[number];
type Brought = { id: string; claim: Claim | null };
type Case = { mode: Mode; fate: Fate; life: (typeof LIVES)[number] };

const CASES: readonly Case[] = MODES.flatMap((mode) =>
  FATES.flatMap((fate) => LIVES.map((life) => ({ mode, fate, life }))),
);

let standIn: StandIn;
let client: DokuClient;
let manager: UserActor;
let crashPoints = 0;
let holders = 0;
/** How many steps a first send takes up to the end of its call. */
let stepsToSend = 0;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
  const first = await register(FATES[0]);
  await renewCredential();
  stepsToSend = (await live(first, null)).indexOf("send") + 1;
});

afterAll(async () => {
  await standIn.close();
  process.stdout.write(`crash points: ${crashPoints} deaths, each followed to its end\n`);
});

const asking = (holder: string) => ({ holder, random: 0.5, keyVersionFor: () => "0badc0de" });

async function register(fate: Fate, claimer: string | null = null): Promise<Brought> {
  const invitedUserEmail = `${fate.address}+${randomUUID()}@contoh.id`;
  const values = makeMerchant({ invitedUserEmail });
  const { result, claim } = await registerAndClaim(
    manager,
    makeSubmission({ values, acceptWarnings: true, duplicateReason: "Another branch" }),
    claimer === null ? null : asking(claimer),
  );
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  expect(claim === null, "claimed as it is made").toBe(claimer === null);
  return { id: result.id, claim };
}

async function startHolder(): Promise<string> {
  const holder = randomUUID();
  holders += 1;
  // None of them holds its lock, so to a sweep each is dead from the moment it looks.
  await pool.query("insert into holder (id, lock_key, kind) values ($1, $2, 'worker')", [holder, holders]);
  return holder;
}

/** A process that sends until it is done or dies; the steps it took. */
async function live({ id, claim }: Brought, stepsToLive: number | null): Promise<readonly string[]> {
  const { pool: ownPool, step, steps, died } = createMortal(pool, stepsToLive);
  const holder = claim?.holder ?? (await startHolder());
  const submitter: Submitter = {
    ...asking(holder),
    pool: ownPool,
    holderId: () => holder,
    random: () => 0.5,
    send: (sent) => step("send", () => client.createBusinessLite(sent)),
  };
  const submitting = claim ? submitClaimed(submitter, claim) : submitRegistration(submitter, id, null);
  await Promise.race([submitting, died]);
  return steps;
}

/** An untested credential with a limit far away: every step of the gate and of the rate limit is taken. */
const renewCredential = () =>
  pool.query(
    `update credential set usable_at = null, probe_until = null, probe_holder = null, fault_count = 0,
            breaker_until = null, slow_until = null, blocked_since = null, rate_limit = 10000, next_slot_at = null`,
  );

/** One that has just answered, without a limit: what is registered may go at once. */
const openGate = () =>
  pool.query(
    `update credential set usable_at = clock_timestamp(), key_version = '0badc0de', probe_until = null, fault_count = 0,
            breaker_until = null, slow_until = null, rate_limit = null`,
  );

/** Time passes: what waits for its planned moment is due, and a sweep lets go of what the dead had claimed. */
async function letTimePass(registrationId: string): Promise<void> {
  await renewCredential();
  await pool.query("update sweep set at = '-infinity'");
  await sweepDeadHolders(pool);
  await pool.query(
    "update registration set next_run_at = clock_timestamp() where id = $1 and next_run_at is not null",
    [registrationId],
  );
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({
    where: { id },
    include: { attempts: true, businesses: { include: { brands: true } } },
  });

const hasJob = async (id: string) =>
  (await pool.query("select 1 from graphile_worker.jobs where key = $1", [id])).rowCount === 1;

/** Prepares a row for the life in question. */
async function bring({ fate, life }: Case): Promise<Brought> {
  if (life === "first send of a form") {
    await openGate();
    return register(fate, await startHolder());
  }
  const brought = await register(fate);
  await renewCredential();
  if (life === "taking over") {
    await live(brought, stepsToSend);
    await letTimePass(brought.id);
  }
  return brought;
}

/** Processes that die no more go on until nothing is due by machine. */
async function goOn({ id }: Brought): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    const row = await read(id);
    const mayRun = row.nextRunAt !== null || row.claimUntil !== null;
    if (!mayRun) return void (await live({ id, claim: null }, null));
    // Whatever is not settled stands in the queue, so that nobody has to remember it.
    expect(await hasJob(id)).toBe(true);
    await letTimePass(id);
    await live({ id, claim: null }, null);
  }
  throw new Error("the row never came to rest");
}

async function judge({ id }: Brought, { mode, fate }: Case): Promise<void> {
  const row = await read(id);
  const made = standIn.ledger.businesses().filter(({ partnerRefId }) => partnerRefId === row.partnerRefId);
  const isAmbiguous = row.attempts.some(({ outcome }) => outcome === null || outcome === "unknown");
  const isParked = mode.replay === "unproven" && isAmbiguous;
  expect(row.status).toBe(isParked ? "UNCONFIRMED" : "INVITED");
  if (isParked) expect(made.length).toBeLessThanOrEqual(1);
  else expect(made).toHaveLength(1);
  const kept = row.businesses.map((one) => [one.businessId, one.brands.map(({ brandId }) => brandId)]);
  expect(kept).toEqual(isParked ? [] : made.map((one) => [one.businessId, one.brandIds]));
  // What nobody doubts is never parked: without a death, only a lost answer leaves a doubt.
  if (row.deathCount === 0 && row.attempts.length === 1) expect(isAmbiguous).toBe(!fate.isDefinite);
}

describe.each(MODES)("with replays $replay", (mode) => {
  test.each(CASES.filter((one) => one.mode === mode))(
    "F3–F5: a process may die at any step of the $life when $fate.does",
    { timeout: 120_000 },
    async (one) => {
      standIn.setSwitches({ dedupe: mode.dedupe });
      await prisma.credential.updateMany({ data: { replay: mode.replay } });
      const steps = await live(await bring(one), null);
      expect(steps.filter((step) => step === "commit").length).toBeGreaterThan(0);
      for (let taken = 0; taken <= steps.length; taken += 1) {
        const brought = await bring(one);
        await live(brought, taken);
        try {
          await goOn(brought);
          await judge(brought, one);
        } catch (cause) {
          throw new Error(`died after ${taken} of: ${steps.join(" | ")}`, { cause });
        }
        crashPoints += 1;
      }
    },
  );
});
