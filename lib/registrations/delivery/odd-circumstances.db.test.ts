import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import { keyVersionOf } from "@/lib/doku/signature";
import { applyMigrations } from "@/lib/migrate";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { recordEndings } from "@/lib/registrations/delivery/record";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
const CLIENT_ID = "BRN-0001-10791114622547";
const OLD_SECRET = "test-secret-not-a-real-doku-key-0001";
const NEW_SECRET = "test-secret-not-a-real-doku-key-0002";
const TWO_HOURS_MS = 7_200_000;

let standIn: StandIn;
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
  standIn = await startStandIn({ clients: { [CLIENT_ID]: [OLD_SECRET, NEW_SECRET] } });
});

beforeEach(() =>
  prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: keyVersionOf(OLD_SECRET), pausedAt: null, blockedSince: null },
  }),
);

afterAll(() => standIn.close());

async function register(): Promise<string> {
  const values = makeMerchant({ invitedUserEmail: `tamu+${randomUUID()}@contoh.id` });
  const result = await registerMerchant(manager, makeSubmission({ values }));
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  return result.id;
}

/** A process with this secret, and a clock that is off by `skewMs`. */
function makeProcess({ secretKey = OLD_SECRET, skewMs = 0 } = {}): Submitter {
  const client = createDokuClient({
    credential: { clientId: CLIENT_ID, secretKey, baseUrl: standIn.url },
    now: () => new Date(Date.now() + skewMs),
  });
  return {
    pool,
    holderId: () => "a process",
    keyVersionFor: () => keyVersionOf(secretKey),
    random: () => 0.5,
    send: (claim) => client.createBusinessLite(claim),
  };
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { attempts: true, businesses: true } });

describe("F18: a process whose clock is two hours off", () => {
  test.each([-TWO_HOURS_MS, TWO_HOURS_MS])(
    "by %d ms pauses the credential and burns no registration",
    async (skewMs) => {
      const [id, other] = [await register(), await register()];
      await submitRegistration(makeProcess({ skewMs }), id, null);
      expect(await read(id)).toMatchObject({
        status: "QUEUED",
        attempts: [{ outcome: "credential_refused", errorCode: "request_time_out_of_range" }],
      });
      expect(await submitRegistration(makeProcess({ skewMs }), other, null)).toEqual({
        kind: "waiting",
        because: "credential_paused",
      });
      await prisma.credential.updateMany({ data: { pausedAt: null } });
      for (const one of [id, other]) {
        await pool.query("update registration set next_run_at = clock_timestamp() where id = $1", [one]);
        await submitRegistration(makeProcess(), one, null);
        expect(await read(one)).toMatchObject({ status: "INVITED" });
      }
    },
  );

  test("claims until a moment of the database's clock, whatever its own says", async () => {
    const id = await register();
    let claimSeconds = 0;
    const submitter = makeProcess({ skewMs: TWO_HOURS_MS });
    await submitRegistration(
      {
        ...submitter,
        async send(claim) {
          const { rows } = await pool.query<{ seconds: number }>(
            "select extract(epoch from claim_until - clock_timestamp())::float as seconds from registration where id = $1",
            [claim.registrationId],
          );
          claimSeconds = rows[0]?.seconds ?? 0;
          return submitter.send(claim);
        },
      },
      id,
      null,
    );
    expect(claimSeconds).toBeGreaterThan(50);
    expect(claimSeconds).toBeLessThanOrEqual(60);
    await prisma.credential.updateMany({ data: { pausedAt: null } });
  });
});

test("F32: while a secret is changed, processes with the old and the new one send, and nothing is refused", async () => {
  const ids = [await register(), await register(), await register()];
  for (const [index, id] of ids.entries()) {
    await submitRegistration(makeProcess({ secretKey: index % 2 === 0 ? OLD_SECRET : NEW_SECRET }), id, null);
    expect(await read(id)).toMatchObject({ status: "INVITED", attempts: [{ outcome: "accepted" }] });
  }
  expect(await prisma.credential.findFirstOrThrow()).toMatchObject({ pausedAt: null });
});

test("F32: what DOKU answers to the secret of before opens nothing for the changed one, which one still tries", async () => {
  const [last, trying, waiting] = [await register(), await register(), await register()];
  const [old, mistyped] = [makeProcess(), makeProcess({ secretKey: "not-the-secret-that-doku-gave-us" })];
  const asking = { holder: "a process", random: 0.5, keyVersionFor: old.keyVersionFor };
  const claimed = await claimForSend(pool, { ...asking, registrationId: last, actorId: null });
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  const ending = await old.send(claimed.claim);
  const overtaken: Submitter = {
    ...mistyped,
    async send(claim) {
      await recordEndings(pool, [{ claim: claimed.claim, ending, random: 0.5 }]);
      expect(await submitRegistration(mistyped, waiting, null)).toMatchObject({ kind: "not_due" });
      return mistyped.send(claim);
    },
  };
  await submitRegistration(overtaken, trying, null);
  expect(await read(last)).toMatchObject({ status: "INVITED" });
  expect(await read(trying)).toMatchObject({
    status: "QUEUED",
    attempts: [{ outcome: "credential_refused" }],
  });
  expect(await read(waiting)).toMatchObject({ status: "QUEUED", attempts: [] });
});

test("F34: a migration that adds runs while a registration is sent, and the version before it goes on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mitra-migrations-"));
  await cp("prisma/migrations", folder, { recursive: true });
  await mkdir(join(folder, "29991231000000_more"));
  writeFileSync(
    join(folder, "29991231000000_more", "migration.sql"),
    "alter table registration add column more text; alter table attempt add column more text;",
  );
  const submitter = makeProcess();
  const id = await register();
  let applied: readonly string[] = [];
  await submitRegistration(
    {
      ...submitter,
      async send(claim) {
        const ending = await submitter.send(claim);
        applied = await applyMigrations(url, { log: () => undefined, folder });
        return ending;
      },
    },
    id,
    null,
  );
  rmSync(folder, { recursive: true });
  expect(applied).toEqual(["29991231000000_more"]);
  const next = await register();
  await submitRegistration(submitter, next, null);
  for (const one of [id, next]) expect(await read(one)).toMatchObject({ status: "INVITED" });
});

test("F38: a row over which process after process dies runs alone, and then stands before a person", async () => {
  const [id, other] = [await register(), await register()];
  const dying = () => ({ ...makeProcess(), send: () => Promise.reject(new Error("killed")) });
  const die = async (one: string) => {
    await expect(submitRegistration(dying(), one, null)).rejects.toThrow("killed");
    await pool.query("update registration set claim_until = clock_timestamp() where id = $1", [one]);
  };
  for (let deaths = 0; deaths < 4; deaths += 1) await die(id);
  for (let deaths = 0; deaths < 3; deaths += 1) await die(other);
  // The first of them is on its way again, so the second has to wait for it.
  await pool.query(
    "update registration set claim_until = clock_timestamp() + interval '1 minute' where id = $1",
    [id],
  );
  expect(await submitRegistration(makeProcess(), other, null)).toMatchObject({ kind: "not_due" });
  const healthy = await register();
  await submitRegistration(makeProcess(), healthy, null);
  expect(await read(healthy)).toMatchObject({ status: "INVITED" });
  await pool.query("update registration set claim_until = clock_timestamp() where id = $1", [id]);
  for (let deaths = 0; deaths < 2; deaths += 1) await die(id);
  expect(await submitRegistration(makeProcess(), id, null)).toEqual({ kind: "nothing_to_send" });
  expect(await read(id)).toMatchObject({ status: "UNCONFIRMED", nextRunAt: null });
});
