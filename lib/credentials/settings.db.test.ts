import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { listTroubledCredentials } from "@/lib/credentials/queries";
import { syncCredential } from "@/lib/credentials/settings";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { env } from "@/lib/env";
import { startHolder } from "@/lib/holders/holder";
import { sendRegistrationAgain } from "@/lib/registrations/changes/mutations";
import { claimBatch } from "@/lib/registrations/delivery/claim-due";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let credentialId: string;

const as = (replay: "proven" | "unproven", baseUrl = env().doku.baseUrl) => ({
  ...env().doku,
  replay,
  baseUrl,
});
const sync = (...args: Parameters<typeof as>) => syncCredential(as(...args));

beforeAll(async () => {
  credentialId = (await sync("proven")).id;
  manager = await makeManager();
});
beforeEach(async () => {
  await sync("proven");
  await prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0 },
  });
  await pool.query("update registration set next_run_at = null, claim_holder = null, claim_until = null");
});

const UNKNOWN = makeEnding("header_timeout");

function makeSubmitter(send: Submitter["send"]): Submitter {
  return { pool, holderId: () => "test-holder", keyVersionFor: () => "0badc0de", random: () => 0.5, send };
}
const sendWithoutAnswer = (id: string, meanwhile: () => Promise<unknown> = async () => {}) =>
  submitRegistration(
    makeSubmitter(async () => {
      await meanwhile();
      return UNKNOWN;
    }),
    id,
    null,
  );

async function register(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { attempts: true } });
const hasJob = async (id: string) =>
  (await pool.query("select 1 from graphile_worker.jobs where key = $1", [id])).rowCount === 1;
const auditOf = async () =>
  (
    await prisma.auditEntry.findMany({
      where: { action: "credential.settings_changed" },
      orderBy: { id: "desc" },
      take: 1,
    })
  )[0];

/** A replay is planned, and its time has come. */
async function planReplay(): Promise<string> {
  const id = await register();
  await sendWithoutAnswer(id);
  expect((await read(id)).nextRunAt).not.toBeNull();
  await pool.query("update registration set next_run_at = now() where id = $1", [id]);
  return id;
}

describe("F50: replays that count as unproven from now on", () => {
  test("are taken back where a machine had planned them, with what is known of their doubt", async () => {
    const [planned, queued] = [await planReplay(), await register()];
    expect(await sync("unproven")).toMatchObject({ id: credentialId, replay: "unproven" });
    expect(await read(planned)).toMatchObject({
      status: "UNCONFIRMED",
      nextRunAt: null,
      cause: "unsure.header_timeout",
    });
    expect(await hasJob(planned)).toBe(false);
    expect(await read(queued)).toMatchObject({ status: "QUEUED", nextRunAt: expect.any(Date) });
    expect(await hasJob(queued)).toBe(true);
    expect(await auditOf()).toMatchObject({
      actorKind: "system",
      subjectId: credentialId,
      details: { replayFrom: "proven", replayTo: "unproven", parked: 1 },
    });
  });

  test("are sent where a person asked for it, and the change is written down once", async () => {
    await sync("unproven");
    const id = await register();
    await sendWithoutAnswer(id);
    await sendRegistrationAgain(manager, id, { reason: "Not in DOKU Dashboard" });
    const before = await prisma.auditEntry.count({ where: { action: "credential.settings_changed" } });
    await Promise.all([sync("unproven"), sync("unproven")]);
    expect(await prisma.auditEntry.count({ where: { action: "credential.settings_changed" } })).toBe(before);
    expect(await read(id)).toMatchObject({ nextKind: "send_again", nextRunAt: expect.any(Date) });
    await sendWithoutAnswer(id);
    expect((await read(id)).attempts).toHaveLength(2);
  });

  test("are not planned by a call that was under way when they were proven", async () => {
    const id = await register();
    await sendWithoutAnswer(id, () => sync("unproven"));
    expect(await read(id)).toMatchObject({ status: "UNCONFIRMED", nextRunAt: null });
  });

  test("are sent by nobody where one was planned in the same moment", async () => {
    const id = await planReplay();
    await prisma.credential.updateMany({ data: { replay: "unproven" } });
    const batch = await claimBatch(pool, {
      credentialId,
      holder: "test-holder",
      limit: 10,
      keyVersionFor: () => "0badc0de",
      random: 0.5,
    });
    expect(batch).toMatchObject({ kind: "empty" });
    expect(await sendWithoutAnswer(id)).toEqual({ kind: "nothing_to_send" });
    expect(await read(id)).toMatchObject({ status: "UNCONFIRMED", nextRunAt: null, attempts: [{}] });
  });

  test("also set aside what a backup that was put back takes for waiting, and what was queued since stays", async () => {
    const register = async () => {
      const result = await registerMerchant(manager, makeSubmission());
      if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
      return result.id;
    };
    const before = await register();
    await pool.query(
      `insert into database_restore (id, sign, position, noticed_at)
       values (gen_random_uuid(), 'mark', (select coalesce(max(position), 0) + 1 from database_restore), clock_timestamp())`,
    );
    const after = await register();
    await sync("unproven");
    const read = (id: string) => prisma.registration.findUniqueOrThrow({ where: { id } });
    expect(await read(before)).toMatchObject({
      status: "UNCONFIRMED",
      cause: "unsure.restored",
      nextRunAt: null,
    });
    expect(await read(after)).toMatchObject({ status: "QUEUED", nextRunAt: expect.any(Date) });
    const jobs = await pool.query("select key from graphile_worker.jobs where key = any($1)", [
      [before, after],
    ]);
    expect(jobs.rows).toEqual([{ key: after }]);
    await pool.query("delete from database_restore");
  });
});

describe("F51: living processes that disagree about replays", () => {
  const open = (replay: "proven" | "unproven") =>
    startHolder({ connectionString: url, kind: "worker", settings: as(replay) });

  test.each([
    ["comes second", ["proven", "unproven"]],
    ["came first", ["unproven", "proven"]],
  ] as const)("the careful one is right where it %s, for as long as it lives", async (_, [first, second]) => {
    const holders = { [first]: await open(first) };
    await sync(first);
    holders[second] = await open(second);
    expect(await sync(second)).toMatchObject({ replay: "unproven" });
    expect(await sync("proven")).toMatchObject({ replay: "unproven" });
    expect(await listTroubledCredentials(manager)).toMatchObject([{ replay: "unproven", isDisputed: true }]);
    await holders.unproven?.close();
    expect(await sync("proven")).toMatchObject({ replay: "proven" });
    expect(await listTroubledCredentials(manager)).toEqual([]);
    await holders.proven?.close();
  });

  test("everybody is told where two that live have different secrets, and nobody once one has ended", async () => {
    const start = (secretKey: string) =>
      startHolder({ connectionString: url, kind: "web", settings: { ...as("proven"), secretKey } });
    const [one, alike] = [await start("SK-one"), await start("SK-one")];
    expect(await listTroubledCredentials(manager)).toEqual([]);
    const other = await start("SK-two");
    expect(await listTroubledCredentials(manager)).toMatchObject([
      { id: credentialId, hasManySecrets: true, isDisputed: false },
    ]);
    await other.abandon();
    expect(await listTroubledCredentials(manager)).toEqual([]);
    await Promise.all([one.close(), alike.close()]);
    const { rows } = await pool.query(
      "select count(*)::int as told from holder where key_version like 'SK%'",
    );
    expect(rows).toEqual([{ told: 0 }]);
  });

  test("one that died is not asked", async () => {
    const careful = await open("unproven");
    await careful.abandon();
    expect(await sync("proven")).toMatchObject({ replay: "proven" });
  });
});

test("another address is written down with both", async () => {
  await sync("proven", "https://doku-proxy.example");
  expect(await auditOf()).toMatchObject({
    details: { from: env().doku.baseUrl, to: "https://doku-proxy.example" },
  });
});
