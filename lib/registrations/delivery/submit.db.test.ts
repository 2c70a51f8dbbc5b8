import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import {
  checkRegistrationWithDoku,
  markRegistrationFound,
  sendRegistrationAgain,
} from "@/lib/registrations/changes/mutations";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let businessNumber = 1_700_206_906_468;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
});

// These stories are about rows: a credential that has just been tested and met no fault lets them all pass.
const openGate = () =>
  prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, breakerUntil: null, pausedAt: null },
  });
beforeEach(openGate);

const ENDING = makeEnding("accepted");

function accepted(): AttemptEnding {
  businessNumber += 1;
  return {
    ...ENDING,
    business: { id: `BSN-0103-${businessNumber}`, brandIds: [`BRN-0103-${businessNumber}`] },
  };
}
const unknown = () => makeEnding("header_timeout");
const refused = () =>
  makeEnding("validation", {
    httpStatus: 400,
    message: "business.contact.email must be a well-formed email address",
    problemField: "representativeEmail",
  });
const credentialRefused = () =>
  makeEnding("invalid_signature", { httpStatus: 400, errorCode: "invalid_signature" });
const notSent = () => makeEnding("connect_refused", { bytesWritten: false });

/** A process that ends its calls as told, in order, and remembers what it was given to send. */
function makeSubmitter(...endings: (() => AttemptEnding)[]): Submitter & { sent: Claim[] } {
  const sent: Claim[] = [];
  return {
    pool,
    holderId: () => "test-holder",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    sent,
    async send(claim) {
      sent.push(claim);
      const ending = endings[sent.length - 1] ?? accepted;
      return ending();
    },
  };
}

async function register(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({
    where: { id },
    include: { attempts: { orderBy: { number: "asc" } }, businesses: { include: { brands: true } } },
  });

async function jobOf(id: string): Promise<{ run_at: Date } | undefined> {
  const { rows } = await pool.query("select run_at from graphile_worker.jobs where key = $1", [id]);
  return rows[0];
}

/** Lets the claim of a process that died run out. */
const expireClaim = (id: string) =>
  pool.query("update registration set claim_until = now() - interval '1 second' where id = $1", [id]);
const makeDue = (id: string) => pool.query("update registration set next_run_at = now() where id = $1", [id]);

describe("a registration that DOKU accepts", () => {
  test("keeps the mapping, ends its job and is never sent again", async () => {
    const id = await register();
    const submitter = makeSubmitter();
    expect(await submitRegistration(submitter, id, manager.id)).toMatchObject({
      kind: "sent",
      outcome: "accepted",
    });
    const row = await read(id);
    expect(row).toMatchObject({ status: "INVITED", claimHolder: null, nextRunAt: null, attemptCount: 1 });
    expect(row.businesses).toMatchObject([{ partnerRefId: row.partnerRefId, source: "doku", brands: [{}] }]);
    expect(row.attempts).toMatchObject([
      { number: 1, kind: "first", outcome: "accepted", keyVersion: "0badc0de" },
    ]);
    expect(await jobOf(id)).toBeUndefined();
    expect(await submitRegistration(submitter, id, null)).toEqual({ kind: "nothing_to_send" });
    expect(submitter.sent).toHaveLength(1);
  });

  test("has its intent and its attempt committed before the first byte leaves", async () => {
    const id = await register();
    const submitter = makeSubmitter(() => accepted());
    const send = submitter.send;
    submitter.send = async (claim) => {
      const row = await read(id);
      expect(row).toMatchObject({ status: "QUEUED", requestId: claim.requestId, bodyText: claim.bodyText });
      expect(row.attempts).toMatchObject([{ number: 1, outcome: null }]);
      expect(await jobOf(id)).toBeDefined();
      return send(claim);
    };
    await submitRegistration(submitter, id, null);
    expect(submitter.sent).toHaveLength(1);
  });

  test("F9: is sent by one process when many try at once", async () => {
    const id = await register();
    const submitters = Array.from({ length: 8 }, () => makeSubmitter());
    const results = await Promise.all(submitters.map((submitter) => submitRegistration(submitter, id, null)));
    expect(results.filter((result) => result.kind === "sent")).toHaveLength(1);
    expect(submitters.flatMap((submitter) => submitter.sent)).toHaveLength(1);
  });
});

describe("an unknown outcome", () => {
  test("is not sure yet at once, and its replay has the same Request-Id and the same bytes", async () => {
    const id = await register();
    const submitter = makeSubmitter(unknown, accepted);
    await submitRegistration(submitter, id, null);
    const doubtful = await read(id);
    expect(doubtful.status).toBe("UNCONFIRMED");
    expect(doubtful.nextRunAt?.getTime()).toBeGreaterThan(Date.now());
    await checkRegistrationWithDoku(manager, id);
    await submitRegistration(submitter, id, manager.id);
    expect(submitter.sent[1]).toMatchObject({
      requestId: submitter.sent[0]?.requestId,
      bodyText: submitter.sent[0]?.bodyText,
    });
    const row = await read(id);
    expect(row.status).toBe("INVITED");
    expect(row.attempts.map((attempt) => attempt.kind)).toEqual(["first", "check"]);
  });

  test("is not settled by a refusal that comes after it", async () => {
    const id = await register();
    await submitRegistration(makeSubmitter(unknown), id, null);
    await makeDue(id);
    await submitRegistration(makeSubmitter(refused), id, null);
    expect(await read(id)).toMatchObject({
      status: "UNCONFIRMED",
      nextRunAt: null,
      problem: refused().message,
    });
    expect(await jobOf(id)).toBeUndefined();
  });

  test("is what an attempt becomes whose process died, and the next process replays it", async () => {
    const id = await register();
    const dying = makeSubmitter();
    dying.send = () => Promise.reject(new Error("killed"));
    await expect(submitRegistration(dying, id, null)).rejects.toThrow("killed");
    const next = makeSubmitter();
    expect(await submitRegistration(next, id, null)).toMatchObject({ kind: "busy" });
    await expireClaim(id);
    await submitRegistration(next, id, null);
    const row = await read(id);
    expect(row.status).toBe("INVITED");
    expect(row.attempts.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["unknown", "process_stopped"],
      ["accepted", "accepted"],
    ]);
  });

  test("is parked where replays are not proven, until a person sends again or finds it", async () => {
    await prisma.credential.updateMany({ data: { replay: "unproven" } });
    try {
      const [sentAgain, found] = [await register(), await register()];
      for (const id of [sentAgain, found]) await submitRegistration(makeSubmitter(unknown), id, null);
      expect(await read(sentAgain)).toMatchObject({ status: "UNCONFIRMED", nextRunAt: null });
      expect(await submitRegistration(makeSubmitter(), sentAgain, null)).toEqual({ kind: "nothing_to_send" });
      await expect(checkRegistrationWithDoku(manager, sentAgain)).rejects.toMatchObject({
        code: "changed_meanwhile",
      });
      await sendRegistrationAgain(manager, sentAgain, { reason: "Not in DOKU Dashboard" });
      await submitRegistration(makeSubmitter(), sentAgain, manager.id);
      expect(await read(sentAgain)).toMatchObject({ status: "INVITED" });
      await markRegistrationFound(manager, found, { businessId: "BSN-0103-1", brandIds: ["BRN-0103-1"] });
      expect((await read(found)).businesses).toMatchObject([{ businessId: "BSN-0103-1", source: "person" }]);
    } finally {
      await prisma.credential.updateMany({ data: { replay: "proven" } });
    }
  });
});

describe("F10: a process that lost its claim", () => {
  async function loseClaimWhileSending(late: AttemptEnding, taken: () => AttemptEnding) {
    const id = await register();
    const slow = makeSubmitter();
    slow.send = async () => {
      await expireClaim(id);
      await submitRegistration(makeSubmitter(taken), id, null);
      return late;
    };
    await submitRegistration(slow, id, null);
    return read(id);
  }

  test("writes no state", async () => {
    const row = await loseClaimWhileSending(refused(), unknown);
    // What the other decided stands: its replay is due, and no refusal is told.
    expect(row).toMatchObject({ status: "UNCONFIRMED", nextRunAt: expect.any(Date), problem: null });
  });

  test("still keeps the business id it received", async () => {
    const late = accepted();
    const row = await loseClaimWhileSending(late, unknown);
    expect(row.status).toBe("INVITED");
    expect(row.businesses).toMatchObject([{ businessId: late.business?.id }]);
  });

  test("raises an alarm when there are two business ids for one registration", async () => {
    const row = await loseClaimWhileSending(accepted(), accepted);
    expect(row.businesses).toHaveLength(2);
    const alarms = await prisma.auditEntry.findMany({
      where: { registrationId: row.id, action: "registration.second_business_alarm" },
    });
    expect(alarms).toHaveLength(1);
  });
});

describe("a registration that was not processed", () => {
  test("waits and keeps its job when DOKU could not be reached", async () => {
    const id = await register();
    await submitRegistration(makeSubmitter(notSent), id, null);
    const row = await read(id);
    expect(row.status).toBe("QUEUED");
    expect(await jobOf(id)).toMatchObject({ run_at: row.nextRunAt });
  });

  test("needs fixing when DOKU refused, in DOKU's words, and a fix has a new Request-Id", async () => {
    const submission = makeSubmission();
    const first = await registerMerchant(manager, submission);
    if (first.kind !== "saved") throw new Error(first.kind);
    await submitRegistration(makeSubmitter(refused), first.id, null);
    const before = await read(first.id);
    expect(before).toMatchObject({ status: "NEEDS_FIX", problemField: "representativeEmail" });
    const fixed = await registerMerchant(manager, {
      ...submission,
      formKey: randomUUID(),
      registrationId: first.id,
      values: { ...submission.values, representativeEmail: "benar@kopisenja.example" },
    });
    expect(fixed).toEqual({ kind: "saved", id: first.id });
    const submitter = makeSubmitter();
    await submitRegistration(submitter, first.id, null);
    const after = await read(first.id);
    expect(after).toMatchObject({ status: "INVITED", problem: null, partnerRefId: before.partnerRefId });
    expect(after.requestId).not.toBe(before.requestId);
    expect(submitter.sent[0]?.bodyText).toContain("benar@kopisenja.example");
  });

  test("waits when the credential is refused, which pauses it for every other row with one entry", async () => {
    const [first, second] = [await register(), await register()];
    await submitRegistration(makeSubmitter(credentialRefused), first, null);
    expect(await read(first)).toMatchObject({ status: "QUEUED" });
    expect(await submitRegistration(makeSubmitter(), second, null)).toEqual({
      kind: "waiting",
      because: "credential_paused",
    });
    expect(await prisma.auditEntry.count({ where: { action: "credential.paused" } })).toBe(1);
    await openGate();
  });

  test("F45: is not sent with another credential than its own", async () => {
    const id = await register();
    const stranger = { ...makeSubmitter(), keyVersionFor: () => null };
    expect(await submitRegistration(stranger, id, null)).toMatchObject({
      kind: "waiting",
      because: "secret_missing",
    });
    expect((await read(id)).attempts).toEqual([]);
  });
});
