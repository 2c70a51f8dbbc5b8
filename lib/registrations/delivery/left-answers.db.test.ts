import { randomUUID } from "node:crypto";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool } from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { logger } from "@/lib/logger";
import { createAnswerFile, readAnswerFiles } from "@/lib/registrations/delivery/answer-file";
import { useAnswerFile, writeDown } from "@/lib/registrations/delivery/answers-in-hand";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import { recordLeftAnswers } from "@/lib/registrations/delivery/left-answers";
import { sendInPlace } from "@/lib/registrations/delivery/send-in-place";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// What a process had in hand when it had to end, and what the next one makes of it.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const SEALED_WITH = "a secret of the deployment, thirty-two characters at least";
let folder: string;
let manager: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mitra-answers-"));
  globalThis.mitraAnswersInHand = undefined;
  await prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, pausedAt: null, replay: "unproven" },
  });
  await pool.query("update registration set next_run_at = null, claim_holder = null, claim_until = null");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function accepted(overrides: Partial<AttemptEnding> = {}): AttemptEnding {
  const number = randomUUID();
  return makeEnding("accepted", {
    business: { id: `BSN-${number}`, brandIds: [`BRN-${number}`] },
    maskedAnswer: "{}",
    ...overrides,
  });
}

/** What PostgreSQL can never write, as if a check of ours had let it through. */
const poison = () => accepted({ maskedAnswer: "\u0000" });

function makeSubmitter(send: Submitter["send"]): Submitter {
  return { pool, holderId: () => "test-holder", keyVersionFor: () => "0badc0de", random: () => 0.5, send };
}

async function register(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

/** A process that was answered and ended before it could record: its claim is left, and the answer in its file. */
async function leaveInHand(ending: AttemptEnding): Promise<string> {
  const id = await register();
  useAnswerFile(createAnswerFile(folder, SEALED_WITH));
  let claim: Claim | undefined;
  const submitter = makeSubmitter(async (given) => {
    claim = given;
    throw new Error("the process ends here");
  });
  await expect(submitRegistration(submitter, id, null)).rejects.toThrow("the process ends here");
  if (!claim) throw new Error("nothing was claimed");
  await sendInPlace(
    makeSubmitter(async () => ending),
    claim,
  );
  writeDown();
  globalThis.mitraAnswersInHand = undefined;
  return id;
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { attempts: true, businesses: true } });
const recordLeft = (secret = SEALED_WITH) => recordLeftAnswers(pool, folder, secret);
const filesIn = () => readdirSync(folder).map((name) => name.replace(/-[0-9a-f-]{36}/, "-*"));
const pathOfFirst = () => join(folder, readdirSync(folder)[0] ?? "");

describe("F52: what a process had in hand when it ended", () => {
  test("is recorded by the next one, whose file is gone then", async () => {
    const ending = accepted();
    const id = await leaveInHand(ending);
    expect((await read(id)).businesses).toEqual([]);
    expect(await recordLeft()).toBe(1);
    expect(await read(id)).toMatchObject({
      status: "INVITED",
      businesses: [{ businessId: ending.business?.id }],
      attempts: [{ outcome: "accepted", sentAt: expect.any(Date) }],
    });
    expect(filesIn()).toEqual([]);
  });

  test("is its owner's alone to read, and sealed", async () => {
    await leaveInHand(accepted());
    expect(statSync(pathOfFirst()).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(pathOfFirst(), "latin1");
    expect(bytes).not.toMatch(/BSN-|partnerRefId|contoh\.id/);
  });

  test("is recorded once, whoever has gone on meanwhile", async () => {
    const id = await leaveInHand(accepted());
    await pool.query("update registration set claim_until = now() - interval '1 second' where id = $1", [id]);
    await submitRegistration(
      makeSubmitter(() => Promise.reject(new Error("never called"))),
      id,
      null,
    );
    expect(await read(id)).toMatchObject({
      status: "UNCONFIRMED",
      attempts: [{ reason: "process_stopped" }],
    });
    expect(await Promise.all([recordLeft(), recordLeft()])).toContain(1);
    expect(await read(id)).toMatchObject({ status: "INVITED", businesses: [{}] });
    const received = { registrationId: id, action: "registration.business_received" };
    expect(await prisma.auditEntry.count({ where: received })).toBe(1);
  });

  test("brings its ids to a database that was restored to before the call", async () => {
    const ending = accepted();
    const id = await leaveInHand(ending);
    await prisma.attempt.deleteMany({ where: { registrationId: id } });
    expect(await recordLeft()).toBe(1);
    expect(await read(id)).toMatchObject({
      status: "INVITED",
      businesses: [{ businessId: ending.business?.id }],
    });
  });

  test.each([
    ["cut", () => truncateSync(pathOfFirst(), 60)],
    ["empty", () => truncateSync(pathOfFirst(), 0)],
    [
      "forged",
      () => {
        const bytes = readFileSync(pathOfFirst());
        bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1;
        writeFileSync(pathOfFirst(), bytes);
      },
    ],
  ])("stays where the file is %s, and nothing is recorded", async (_, spoil) => {
    const id = await leaveInHand(accepted());
    spoil();
    expect(await recordLeft()).toBe(0);
    expect((await read(id)).businesses).toEqual([]);
    expect(filesIn()).toEqual(["answers-*.sealed"]);
    expect(await recordLeft()).toBe(0);
  });

  test("is read by its own deployment, although another one with another secret keeps its answers there too", async () => {
    const id = await leaveInHand(accepted());
    expect(await recordLeft("another secret")).toBe(0);
    expect(await recordLeft()).toBe(1);
    expect(await read(id)).toMatchObject({ status: "INVITED" });
    expect(filesIn()).toEqual([]);
  });

  test("stays where this database does not know the registration", async () => {
    const id = await leaveInHand(accepted());
    await prisma.attempt.deleteMany({ where: { registrationId: id } });
    const client = await pool.connect();
    await client.query("set session_replication_role = replica");
    await client.query("delete from audit_entry where registration_id = $1", [id]);
    await client.query("delete from registration where id = $1", [id]);
    await client.query("reset session_replication_role");
    client.release();
    expect(await recordLeft()).toBe(0);
    expect(filesIn()).toEqual(["answers-*.sealed"]);
  });
});

describe("F53: a row that cannot be recorded", () => {
  test("keeps no other of its batch back, and its answer is written down", async () => {
    useAnswerFile(createAnswerFile(folder, SEALED_WITH));
    const ids = await Promise.all(Array.from({ length: 12 }, register));
    const poisoned = ids[3];
    const draining = drainCredential(
      makeSubmitter(async ({ registrationId }) => (registrationId === poisoned ? poison() : accepted())),
      credentialId,
      () => false,
    );
    await expect(draining).rejects.toMatchObject({ code: "22021" });
    for (const id of ids) {
      const row = await read(id);
      expect(row.status, id).toBe(id === poisoned ? "QUEUED" : "INVITED");
      expect(row.businesses).toHaveLength(id === poisoned ? 0 : 1);
    }
    expect(filesIn()).toEqual(["answers-*.sealed"]);
    expect([...(globalThis.mitraAnswersInHand?.answers.values() ?? [])]).toMatchObject([
      { claim: { registrationId: poisoned } },
    ]);
  });
});

describe("F52: answers that arrive while another waits for the database", () => {
  const PATIENTLY = { timeout: 10_000 };

  /** Three calls of one drain; the database goes away before the first is answered, and `whileAway` is given the others. */
  async function answerWhileAway(whileAway: (answerOthers: () => void) => Promise<void>): Promise<string[]> {
    const ids = await Promise.all(Array.from({ length: 3 }, register));
    let isAway = false;
    const connect = () =>
      isAway ? Promise.reject(Object.assign(new Error("it starts up"), { code: "57P03" })) : pool.connect();
    const away = new Proxy(pool, {
      get: (target, name) => (name === "connect" ? connect : Reflect.get(target, name, target)),
    }) as Pool;
    const answers: (() => void)[] = [];
    const send = () => new Promise<AttemptEnding>((resolve) => answers.push(() => resolve(accepted())));
    const draining = drainCredential({ ...makeSubmitter(send), pool: away }, credentialId, () => false);
    await expect.poll(() => answers.length, PATIENTLY).toBe(3);
    isAway = true;
    answers[0]?.();
    await whileAway(() => {
      for (const answer of answers.slice(1)) answer();
    });
    isAway = false;
    // Where it had gone to look for more when the database went away, that is what it ends with.
    await Promise.allSettled([draining]);
    for (const id of ids) expect(await read(id)).toMatchObject({ status: "INVITED", businesses: [{}] });
    return ids;
  }

  test("are in the file too, which is gone when all are recorded", async () => {
    useAnswerFile(createAnswerFile(folder, SEALED_WITH));
    const countInFile = () => readAnswerFiles(folder, SEALED_WITH)[0]?.answers?.length;
    await answerWhileAway(async (answerOthers) => {
      await expect.poll(countInFile, PATIENTLY).toBe(1);
      answerOthers();
      await expect.poll(countInFile, PATIENTLY).toBe(3);
    });
    expect(filesIn()).toEqual([]);
  });

  test("go to the log where there is no file, each once", async () => {
    const error = vi.spyOn(logger, "error").mockReturnValue();
    const logged = () =>
      error.mock.calls.map(([told]) => (told as { registrationId: string }).registrationId);
    const ids = await answerWhileAway(async (answerOthers) => {
      await expect.poll(() => logged().length, PATIENTLY).toBe(1);
      answerOthers();
      await expect.poll(() => logged().length, PATIENTLY).toBe(3);
    });
    expect(logged().sort()).toEqual(ids.sort());
    error.mockRestore();
  });
});

test("without a folder the ids go to the log, and nothing fails", async () => {
  const id = await register();
  const submitting = submitRegistration(
    makeSubmitter(async () => poison()),
    id,
    null,
  );
  await expect(submitting).rejects.toMatchObject({ code: "22021" });
  expect(globalThis.mitraAnswersInHand?.answers.size).toBe(1);
});
