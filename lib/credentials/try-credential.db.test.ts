import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NO_AUDIT_FILTER } from "@/lib/audit/log/filter";
import { listAuditEntries } from "@/lib/audit/log/queries";
import type { UserActor } from "@/lib/authority/actor";
import { createDokuClient } from "@/lib/doku/client";
import { AppError } from "@/lib/errors";
import { DEFAULT_SWITCHES, type SwitchesChange } from "@/lib/stand-in/failures/switches";
import { startStandIn } from "@/lib/stand-in/server";
import { CLIENT_ID, SECRET } from "@/lib/stand-in/testing/make-call";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { judgeTest, type TestVerdict } from "./credential-test";
import { changeLookSwitches } from "./look-switches";
import { resumeCredential } from "./mutations";
import { listCredentials } from "./queries";
import { syncCredentialFromEnv } from "./settings";
import { testCredential, tryCredential } from "./try-credential";

const standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
const { pool } = useTestDatabase();
useSimulatorEnv({ DOKU_BASE_URL: standIn.url });

let admin: UserActor;
let credentialId: string;
beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  admin = await makeActor(await makePerson({ role: "admin", name: "Dewi" }));
});
afterAll(() => standIn.close());
beforeEach(async () => {
  standIn.setSwitches(DEFAULT_SWITCHES);
  await pool.query(
    "update credential set paused_at = null, paused_reason = null, look_signs_query = false, look_refused_at = null",
  );
});

async function newestEntry(action: string) {
  const { entries } = await listAuditEntries(admin, NO_AUDIT_FILTER, new Date());
  return entries.find((entry) => entry.action === action);
}

describe("a test of a credential", () => {
  const accepted = { kind: "accepted" };
  const cases: [string, SwitchesChange, object, TestVerdict][] = [
    ["that is well", {}, { token: accepted, question: accepted }, "usable"],
    [
      "whose GETs are signed with the query",
      { signedTarget: "path_and_query" },
      { token: accepted, question: { kind: "accepted_otherwise" } },
      "usable",
    ],
    [
      "that has no token",
      { withheld: { calls: ["token"], status: 403 } },
      { token: { kind: "not_offered" }, question: accepted },
      "usable",
    ],
    [
      "that has neither call",
      { withheld: { calls: ["token", "requirements"], status: 404 } },
      { token: { kind: "not_offered" }, question: { kind: "not_offered" } },
      "unknown",
    ],
    [
      "whose clock is an hour off",
      { clockOffSeconds: 4_000 },
      { token: { kind: "refused", reason: "request_time_out_of_range" }, question: null },
      "refused",
    ],
    [
      "whose answers are signed by somebody else",
      { answers: "wrong" },
      { token: { kind: "unusable", reason: "signature_mismatch" } },
      "unknown",
    ],
    [
      "that is asked to slow down",
      { rateLimit: { perSecond: 1 } },
      { token: accepted, question: { kind: "slowed_down" } },
      "usable",
    ],
  ];

  test.each(cases)("%s creates nothing, and is audited", async (_name, switches, expected, verdict) => {
    standIn.setSwitches(switches);
    const result = await testCredential(admin, credentialId);
    if (result === null) throw new Error("The secret is here");
    expect(result).toMatchObject(expected);
    expect(judgeTest(result)).toBe(verdict);
    expect(standIn.ledger.businesses()).toEqual([]);
    const entry = await newestEntry("credential.tested");
    expect(entry).toMatchObject({
      actor: { name: "Dewi" },
      credential: { id: credentialId },
      details: { verdict },
    });
  });

  test.each([20, -20])("says how far DOKU's clock is ahead: %i seconds", async (clockOffSeconds) => {
    standIn.setSwitches({ clockOffSeconds });
    const result = await testCredential(admin, credentialId);
    // A second begins and ends while we ask.
    expect(Math.abs((result?.clockOffSeconds ?? 0) - clockOffSeconds)).toBeLessThanOrEqual(1);
  });

  test("finds a wrong secret, and asks no more after that", async () => {
    const before = standIn.ledger.requests().length;
    const credential = { clientId: CLIENT_ID, secretKey: "another", baseUrl: standIn.url };
    const result = await tryCredential(createDokuClient({ credential }), { signsQuery: false });
    expect(result).toMatchObject({ token: { kind: "refused", reason: "invalid_signature" }, question: null });
    expect(judgeTest(result)).toBe("refused");
    expect(standIn.ledger.requests()).toHaveLength(before + 1);
    expect(standIn.ledger.businesses()).toEqual([]);
  });

  test("that is paused keeps what DOKU says now as the reason, and stays so", async () => {
    await pool.query("update credential set paused_at = now(), paused_reason = 'invalid_signature'");
    standIn.setSwitches({ clockOffSeconds: 4_000 });
    await testCredential(admin, credentialId);
    const [credential] = await listCredentials(admin);
    expect(credential).toMatchObject({ state: "paused", pausedReason: "request_time_out_of_range" });
  });

  test("that is not paused pauses nothing", async () => {
    standIn.setSwitches({ clockOffSeconds: 4_000 });
    await testCredential(admin, credentialId);
    const [credential] = await listCredentials(admin);
    expect(credential).toMatchObject({ pausedAt: null, pausedReason: null });
  });

  test("whose secret another server has is asked nothing", async () => {
    const other = randomUUID();
    await pool.query(
      `insert into credential select (jsonb_populate_record(c, jsonb_build_object('id', $1::text, 'client_id', 'BRN-2', 'label', 'BRN-2'))).*
         from credential c`,
      [other],
    );
    const before = standIn.ledger.requests().length;
    expect(await testCredential(admin, other)).toBeNull();
    expect(standIn.ledger.requests()).toHaveLength(before);
    await pool.query("delete from credential where id = $1", [other]);
  });

  test("is an admin's to make", async () => {
    for (const role of ["manager", "viewer"] as const)
      await expect(testCredential({ ...admin, role }, credentialId)).rejects.toEqual(
        new AppError("not_allowed"),
      );
    await expect(testCredential(admin, randomUUID())).rejects.toEqual(new AppError("not_found"));
  });

  test("that was refused and is gone on with all the same says so in the audit log", async () => {
    for (const isAgainstTest of [false, true]) {
      await pool.query("update credential set paused_at = now()");
      await resumeCredential(admin, credentialId, { isAgainstTest });
      const entry = await newestEntry("credential.resumed");
      expect(entry?.details).toEqual(isAgainstTest ? { isAgainstTest } : {});
    }
  });
});

describe("how DOKU is asked", () => {
  const DOCUMENTED = { path: null, sendsQuery: false, signsQuery: false, isWrapped: false };
  const OTHER = { path: "/v2/{brand_id}", sendsQuery: true, signsQuery: true, isWrapped: true };
  const readLook = async () => (await listCredentials(admin))[0];

  test("is set and audited, asks anew what was said not to be there, and is not audited where nothing changes", async () => {
    await pool.query("update credential set look_refused_at = now()");
    expect(await readLook()).toMatchObject({ look: DOCUMENTED, lookRefusedAt: expect.any(String) });
    await changeLookSwitches(admin, { credentialId, ...OTHER });
    expect(await readLook()).toMatchObject({ look: OTHER, lookRefusedAt: null });
    const entry = await newestEntry("credential.look_changed");
    expect(entry).toMatchObject({
      actor: { name: "Dewi" },
      credential: { id: credentialId },
      details: OTHER,
    });
    await changeLookSwitches(admin, { credentialId, ...OTHER });
    expect((await newestEntry("credential.look_changed"))?.id).toBe(entry?.id);
    await changeLookSwitches(admin, { credentialId, ...DOCUMENTED });
    expect(await readLook()).toMatchObject({ look: DOCUMENTED });
  });

  test("is the way in which a test asks, too", async () => {
    standIn.setSwitches({ signedTarget: "path_and_query" });
    await changeLookSwitches(admin, { credentialId, ...DOCUMENTED, signsQuery: true });
    expect(await testCredential(admin, credentialId)).toMatchObject({ question: { kind: "accepted" } });
  });

  test("is an admin's to set", async () => {
    for (const role of ["manager", "viewer"] as const)
      await expect(changeLookSwitches({ ...admin, role }, { credentialId, ...OTHER })).rejects.toEqual(
        new AppError("not_allowed"),
      );
    await expect(changeLookSwitches(admin, { credentialId: randomUUID(), ...OTHER })).rejects.toEqual(
      new AppError("not_found"),
    );
  });
});
