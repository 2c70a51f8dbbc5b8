import { randomUUID } from "node:crypto";
import { Agent, buildConnector } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import { markRegistrationFound, sendRegistrationAgain } from "@/lib/registrations/changes/mutations";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { createMortal, type Mortal } from "@/lib/testing/mortal-pool";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// A process is frozen after each step of a send, as SIGSTOP or a paused machine does, and goes on when its claim is
// long over: others have taken the registration over, and a person has settled it and may have sent it again.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
const FROZEN_MS = 90_000;

const MODES = [
  { replay: "proven", dedupe: true },
  { replay: "unproven", dedupe: false },
] as const;

/** Which of the process's clocks went on while it was frozen: a stopped process has both, a paused machine one of them. */
const CLOCKS = [
  { freeze: "a stopped process", monotonicMs: FROZEN_MS, wallMs: FROZEN_MS },
  { freeze: "a machine that slept", monotonicMs: 0, wallMs: FROZEN_MS },
  { freeze: "a stopped process whose clock was set back", monotonicMs: FROZEN_MS, wallMs: -FROZEN_MS },
] as const;
type Clocks = (typeof CLOCKS)[number];

let standIn: StandIn;
let manager: UserActor;
let freezePoints = 0;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
});
afterAll(async () => {
  await standIn.close();
  process.stdout.write(`freeze points: ${freezePoints} processes, each thawed after its claim\n`);
});

async function register(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  // An untested credential with a limit far away: every step of the gate and of the rate limit is taken.
  await renewCredential({ usableAt: null });
  return result.id;
}

const renewCredential = (facts: object) =>
  prisma.credential.updateMany({
    data: {
      probeUntil: null,
      probeHolder: null,
      faultCount: 0,
      rateLimit: 10_000,
      nextSlotAt: null,
      ...facts,
    },
  });

/** Sends in a process that is frozen after so many steps, with `meanwhile` while it is; the steps it took. */
async function sendFrozen(
  id: string,
  clocks: Clocks,
  { stepsToFreeze, meanwhile }: { stepsToFreeze: number | null; meanwhile: () => Promise<void> },
): Promise<readonly string[]> {
  let isLater = false;
  const later = (forMs: number) => performance.now() + (isLater ? forMs : 0);
  const mortal = createMortal(pool, stepsToFreeze, async () => {
    await meanwhile();
    isLater = true;
  });
  const dispatcher = connectInSteps(mortal);
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url },
    dispatcher,
  });
  const submitting = submitRegistration(
    {
      pool: mortal.pool,
      holderId: randomUUID,
      keyVersionFor: () => "0badc0de",
      random: () => 0.5,
      clocks: { monotonicMs: () => later(clocks.monotonicMs), wallMs: () => later(clocks.wallMs) },
      send: (claim) => mortal.step("send", () => client.createBusinessLite(claim)),
    },
    id,
    null,
  );
  // Where the database ended its transaction it has failed, and nothing was sent.
  await submitting.catch(() => undefined);
  await dispatcher.close();
  return mortal.steps;
}

/** Being connected to DOKU is a step too: between it and the first byte lies the last moment. */
function connectInSteps(mortal: Mortal): Agent {
  const connect = buildConnector({});
  return new Agent({
    connect: (options, tell) =>
      connect(
        options,
        (...told) => void mortal.step("connected to DOKU", async () => {}).then(() => tell(...told)),
      ),
  });
}

/** Its claim runs out; another process goes on, and where nobody can know, a person looks in DOKU's list and settles it. */
async function goOn(id: string): Promise<void> {
  await pool.query(
    "update registration set claim_until = now() - interval '1 second' where id = $1 and claim_holder is not null",
    [id],
  );
  await sendElsewhere(id);
  const row = await read(id);
  if (row.status !== "UNCONFIRMED") return;
  const [made] = madeOf(row.partnerRefId);
  if (made) return markRegistrationFound(manager, id, made);
  await sendRegistrationAgain(manager, id, { reason: "It is not in DOKU Dashboard" });
  await sendElsewhere(id);
}

const sendElsewhere = async (id: string) => {
  await renewCredential({ usableAt: new Date(), keyVersion: "0badc0de" });
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url },
  });
  const result = await submitRegistration(
    {
      pool,
      holderId: () => "living-process",
      keyVersionFor: () => "0badc0de",
      random: () => 0.5,
      send: (claim) => client.createBusinessLite(claim),
    },
    id,
    null,
  );
  expect(["sent", "nothing_to_send"]).toContain(result.kind);
};

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { attempts: true, businesses: true } });

const madeOf = (reference: string) =>
  standIn.ledger.businesses().filter(({ partnerRefId }) => partnerRefId === reference);

describe.each(MODES)("F48: with replays $replay", ({ replay, dedupe }) => {
  test.each(CLOCKS)(
    "$freeze sends nothing after its claim, wherever it was frozen",
    { timeout: 120_000 },
    async (clocks) => {
      standIn.setSwitches({ dedupe });
      await prisma.credential.updateMany({ data: { replay } });
      const unhurried = { stepsToFreeze: null, meanwhile: async () => {} };
      const steps = await sendFrozen(await register(), clocks, unhurried);
      expect(steps).toContain("connected to DOKU");
      for (let taken = 0; taken <= steps.length; taken += 1) {
        const id = await register();
        try {
          await sendFrozen(id, clocks, { stepsToFreeze: taken, meanwhile: () => goOn(id) });
          const row = await read(id);
          const made = madeOf(row.partnerRefId);
          expect(row.status).toBe("INVITED");
          expect(made).toHaveLength(1);
          expect(row.businesses.map(({ businessId }) => businessId)).toEqual([made[0]?.businessId]);
          const alarm = { registrationId: id, action: "registration.second_business_alarm" };
          expect(await prisma.auditEntry.count({ where: alarm })).toBe(0);
        } catch (cause) {
          throw new Error(`frozen after ${taken} of: ${steps.join(" | ")}`, { cause });
        }
        freezePoints += 1;
      }
    },
  );
});
