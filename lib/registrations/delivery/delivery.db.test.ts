import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// The whole way of one registration: the form's mutation, the signed call over real HTTP, the stand-in's
// ledger and our mapping.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";

let standIn: StandIn;
let manager: UserActor;
let submitter: Submitter;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
  standIn = await startStandIn({
    clients: { [CLIENT_ID]: SECRET },
    // Twenty times faster than told, and still slower than the client waits.
    delay: (delayMs, signal) => setTimeout(delayMs / 20, undefined, { signal }),
  });
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url },
    timeouts: { headersMs: 300, totalMs: 800 },
  });
  submitter = {
    pool,
    holderId: () => "delivery-test",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send: (claim) => client.createBusinessLite(claim),
  };
});

afterAll(() => standIn.close());

let registered = 0;

async function register(failure: string): Promise<string> {
  registered += 1;
  const invitedUserEmail = `${failure}+${registered}@contoh.id`;
  const result = await registerMerchant(
    manager,
    makeSubmission({ values: makeMerchant({ invitedUserEmail }) }),
  );
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

async function send(id: string) {
  await prisma.registration.update({ where: { id }, data: { nextRunAt: new Date(0) } });
  await prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, slowUntil: null },
  });
  await submitRegistration(submitter, id, null);
  return prisma.registration.findUniqueOrThrow({
    where: { id },
    include: { attempts: { orderBy: { number: "asc" } }, businesses: { include: { brands: true } } },
  });
}

const createdAtDoku = (partnerRefId: string) =>
  standIn.ledger.businesses().filter((business) => business.partnerRefId === partnerRefId);

describe("F6, F22: after an answer that settles nothing, the replay recovers the ids and nothing is made twice", () => {
  test.each([
    ["timeout"],
    ["timeout-before"],
    ["slow"],
    ["reset"],
    ["reset-before"],
    ["conflict"],
    ["error500"],
    ["html"],
    ["html200"],
    ["empty"],
    ["truncated"],
    ["otherref"],
    ["wrongsigned"],
    ["redirect"],
    ["huge"],
    ["drip"],
  ])("%s", async (failure) => {
    const id = await register(failure);
    const doubtful = await send(id);
    expect(doubtful).toMatchObject({ status: "UNCONFIRMED", businesses: [] });
    expect(doubtful.attempts).toMatchObject([{ outcome: "unknown" }]);
    let settled = await send(id);
    // The slow answer is still under way at the stand-in: as at DOKU, the replay is told to come later.
    for (let replay = 2; settled.status !== "INVITED" && replay < 50; replay += 1) settled = await send(id);
    expect(settled.status).toBe("INVITED");
    const made = createdAtDoku(settled.partnerRefId);
    expect(made).toHaveLength(1);
    expect(settled.businesses.map((business) => business.businessId)).toEqual([made[0]?.businessId]);
  });
});

describe("an answer that settles it", () => {
  test.each([
    ["budi", "INVITED", "accepted", 1],
    ["unsigned", "INVITED", "accepted", 1],
    ["brands0", "INVITED", "accepted", 0],
    ["brands3", "INVITED", "accepted", 3],
    ["refused", "NEEDS_FIX", "refused", null],
    ["refused-name", "NEEDS_FIX", "refused", null],
    ["refused-errors", "NEEDS_FIX", "refused", null],
    ["busy", "QUEUED", "rate_limited", null],
  ] as const)("%s makes the row %s", async (failure, status, outcome, brands) => {
    const row = await send(await register(failure));
    expect(row).toMatchObject({ status, lastOutcome: outcome });
    expect(row.businesses.map((business) => business.brands.length)).toEqual(brands === null ? [] : [brands]);
    expect(createdAtDoku(row.partnerRefId)).toHaveLength(brands === null ? 0 : 1);
  });

  test.each(["unauthorized", "badsignature"])(
    "%s pauses the credential and leaves the row waiting",
    async (failure) => {
      const row = await send(await register(failure));
      expect(row).toMatchObject({ status: "QUEUED", lastOutcome: "credential_refused" });
      const credential = await prisma.credential.findUniqueOrThrow({ where: { id: row.credentialId } });
      expect(credential.pausedAt).not.toBeNull();
      await prisma.credential.update({
        where: { id: credential.id },
        data: { pausedAt: null, pausedReason: null },
      });
      expect((await send(row.id)).status).toBe("INVITED");
    },
  );
});

test("our mapping equals the stand-in's ledger, entry by entry", async () => {
  const ours = await prisma.business.findMany({ include: { brands: true } });
  const entry = (business: { businessId: string; partnerRefId: string }, brandIds: readonly string[]) =>
    [business.partnerRefId, business.businessId, [...brandIds].sort().join()].join(" ");
  const theirs = standIn.ledger.businesses().map((business) => entry(business, business.brandIds));
  expect(ours.length).toBeGreaterThan(15);
  expect(
    ours
      .map((business) =>
        entry(
          business,
          business.brands.map((brand) => brand.brandId),
        ),
      )
      .sort(),
  ).toEqual(theirs.sort());
});

describe("the partner reference of what was sent", () => {
  const fix = async (id: string, partnerReference: string) => {
    const values = makeMerchant({ invitedUserEmail: `baik+${registered}@contoh.id`, partnerReference });
    return registerMerchant(
      manager,
      makeSubmission({ registrationId: id, values, acceptWarnings: true, duplicateReason: "The same" }),
    );
  };

  test("stays: a fix under another one is refused with the sentence that says so, and nothing is changed", async () => {
    const id = await register("refused");
    const { partnerRefId, requestId } = await send(id);
    expect(await fix(id, `${partnerRefId}-BARU`)).toEqual({
      kind: "problems",
      problems: [
        { field: "partnerReference", code: "partner_reference_kept", params: { reference: partnerRefId } },
      ],
      warnings: [],
    });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "NEEDS_FIX",
      partnerRefId,
      requestId,
    });
    expect(await fix(id, partnerRefId)).toEqual({ kind: "saved", id });
  });

  test("changes where DOKU refused the reference itself", async () => {
    const id = await register("refused");
    const { partnerRefId } = await send(id);
    await prisma.registration.update({ where: { id }, data: { problemField: "partnerReference" } });
    expect(await fix(id, `${partnerRefId}-BARU`)).toEqual({ kind: "saved", id });
  });

  test("changes where nothing of it ever left us", async () => {
    const id = await register("baik");
    const { partnerRefId } = await prisma.registration.update({
      where: { id },
      data: { status: "FAILED", nextRunAt: null },
    });
    expect(await fix(id, `${partnerRefId}-BARU`)).toEqual({ kind: "saved", id });
  });
});
