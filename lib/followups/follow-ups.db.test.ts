import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { estimateBulk } from "@/lib/bulk/estimate";
import { getBulkJob } from "@/lib/bulk/queries";
import { runBulkJob } from "@/lib/bulk/run";
import { startBulk } from "@/lib/bulk/start";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { cancelRegistration } from "@/lib/registrations/changes/mutations";
import { useTestDatabase } from "@/lib/testing/database";
import { pressTogether } from "@/lib/testing/pressed-together";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { endFollowUp, setFollowUp } from "./mutations";
import { listFollowUps, readFollowUp } from "./queries";

const { pool } = useTestDatabase();
useSimulatorEnv();

const TOMORROW = new Date("2026-11-13T01:00:00Z");
const MONDAY = new Date("2026-11-16T01:00:00Z");
const NOBODY = "01930001-7c1e-7b2a-9d3f-5a6b7c8d9e0f";

let rina: UserActor;
let id: string;
let credentialId: string;

const make = async (count: number, ownerId = rina.id) =>
  makeRegistrations(pool, { status: "INVITED", count, ownerId, credentialId });

async function auditOf(registrationId: string) {
  const { rows } = await pool.query<{ action: string; details: object }>(
    "select action, details from audit_entry where registration_id = $1 order by id",
    [registrationId],
  );
  return rows.map(({ action, details }) => [action, details]);
}

beforeEach(async () => {
  await syncCredentialFromEnv();
  ({ id: credentialId } = await requireCurrentCredential());
  rina = await makeManager();
  [id = ""] = await make(1);
});

describe("a follow-up", () => {
  test("is one day and why, written into the audit log without the why", async () => {
    await setFollowUp(rina, id, { at: TOMORROW, note: "Telepon Pak Budi" });
    expect(await readFollowUp(rina, id)).toEqual({ at: TOMORROW.toISOString(), note: "Telepon Pak Budi" });
    await setFollowUp(rina, id, { at: MONDAY });
    expect(await readFollowUp(rina, id)).toEqual({ at: MONDAY.toISOString(), note: "Telepon Pak Budi" });
    await endFollowUp(rina, id, { at: MONDAY });
    expect(await readFollowUp(rina, id)).toBeNull();
    expect(await auditOf(id)).toEqual([
      ["registration.follow_up_set", { at: TOMORROW.toISOString() }],
      ["registration.follow_up_set", { at: MONDAY.toISOString() }],
      ["registration.follow_up_done", {}],
    ]);
  });

  test("is written once however often it is pressed, also at one time", async () => {
    const day = { at: TOMORROW, note: "Telepon" };
    await Promise.all([setFollowUp(rina, id, day), setFollowUp(rina, id, day), setFollowUp(rina, id, day)]);
    await Promise.all([1, 2].map(() => endFollowUp(rina, id, { at: TOMORROW })));
    expect((await auditOf(id)).map(([action]) => action)).toEqual([
      "registration.follow_up_set",
      "registration.follow_up_done",
    ]);
  });

  test("that a colleague has put off meanwhile is not taken away as done", async () => {
    await setFollowUp(rina, id, { at: TOMORROW });
    await setFollowUp(rina, id, { at: MONDAY, note: "Telepon Pak Budi" });
    await expect(endFollowUp(rina, id, { at: TOMORROW })).rejects.toMatchObject({
      code: "changed_meanwhile",
    });
    expect(await readFollowUp(rina, id)).toEqual({ at: MONDAY.toISOString(), note: "Telepon Pak Budi" });
  });

  test("keeps the note that a colleague has written meanwhile, unless it was seen or is the same", async () => {
    const seen = { at: TOMORROW, note: "" };
    await setFollowUp(rina, id, { at: TOMORROW, note: "Telepon Pak Budi", seen: { at: null, note: "" } });
    for (const note of ["", "Cek KTP"])
      await expect(setFollowUp(rina, id, { at: MONDAY, note, seen })).rejects.toMatchObject({
        code: "changed_meanwhile",
      });
    expect(await readFollowUp(rina, id)).toEqual({ at: TOMORROW.toISOString(), note: "Telepon Pak Budi" });
    await setFollowUp(rina, id, { at: MONDAY, note: "Telepon Pak Budi", seen });
    await setFollowUp(rina, id, {
      at: MONDAY,
      note: "Cek KTP",
      seen: { at: MONDAY, note: "Telepon Pak Budi" },
    });
    expect(await readFollowUp(rina, id)).toEqual({ at: MONDAY.toISOString(), note: "Cek KTP" });
  });

  test("keeps the day that a colleague has set meanwhile, unless it was seen or is the same", async () => {
    await setFollowUp(rina, id, { at: MONDAY, seen: { at: null } });
    for (const seen of [{ at: null }, { at: new Date("2026-11-12T01:00:00Z") }])
      await expect(setFollowUp(rina, id, { at: TOMORROW, seen })).rejects.toMatchObject({
        code: "changed_meanwhile",
      });
    expect(await readFollowUp(rina, id)).toEqual({ at: MONDAY.toISOString(), note: null });
    await setFollowUp(rina, id, { at: MONDAY, seen: { at: null } });
    await setFollowUp(rina, id, { at: TOMORROW, seen: { at: MONDAY } });
    await endFollowUp(rina, id, { at: TOMORROW });
    // What a colleague has finished meanwhile does not come back by itself either.
    await expect(setFollowUp(rina, id, { at: MONDAY, seen: { at: TOMORROW } })).rejects.toMatchObject({
      code: "changed_meanwhile",
    });
    expect(await readFollowUp(rina, id)).toBeNull();
  });

  test("that two set at one moment is that of one, and the other is told", async () => {
    const set = (at: Date) => () => setFollowUp(rina, id, { at, seen: { at: null } });
    const pressed = await pressTogether(
      pool,
      (tx) => tx.query("select from registration where id = $1 for no key update", [id]),
      [set(TOMORROW), set(MONDAY)],
    );
    expect(pressed.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(pressed.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "changed_meanwhile" },
    });
  });

  test("loses its note where an empty one is written", async () => {
    await setFollowUp(rina, id, { at: TOMORROW, note: "Telepon" });
    await setFollowUp(rina, id, { at: TOMORROW, note: "" });
    expect(await readFollowUp(rina, id)).toEqual({ at: TOMORROW.toISOString(), note: null });
  });

  test("leaves nothing where its audit entry cannot be written", async () => {
    await pool.query(
      "alter table audit_entry add constraint no_more check (action not like '%follow_up%') not valid",
    );
    try {
      await expect(setFollowUp(rina, id, { at: TOMORROW, note: "Telepon" })).rejects.toThrow("no_more");
    } finally {
      await pool.query("alter table audit_entry drop constraint no_more");
    }
    expect(await readFollowUp(rina, id)).toBeNull();
  });

  test("cannot be set for a draft, for what was put away or is not there, nor by who may only look", async () => {
    await pool.query("update registration set archived_at = now() where id = $1", [id]);
    await expect(setFollowUp(rina, id, { at: TOMORROW })).rejects.toMatchObject({ code: "not_possible_now" });
    await pool.query("update registration set archived_at = null, status = 'DRAFT' where id = $1", [id]);
    await expect(setFollowUp(rina, id, { at: TOMORROW })).rejects.toMatchObject({ code: "not_possible_now" });
    await expect(setFollowUp(rina, NOBODY, { at: TOMORROW })).rejects.toMatchObject({ code: "not_found" });
    const viewer: UserActor = { ...rina, role: "viewer" };
    await expect(setFollowUp(viewer, id, { at: TOMORROW })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(endFollowUp(viewer, id, { at: MONDAY })).rejects.toMatchObject({ code: "not_allowed" });
    expect(await auditOf(id)).toEqual([]);
  });

  test("ends where its registration is cancelled to a draft, which is gone on with at once", async () => {
    const [waiting = "", other = ""] = await makeRegistrations(pool, {
      ...{ status: "QUEUED", count: 2, ownerId: rina.id, credentialId },
    });
    await setFollowUp(rina, waiting, { at: TOMORROW, note: "Telepon" });
    await Promise.all([waiting, other].map((each) => cancelRegistration(rina, each)));
    expect(await readFollowUp(rina, waiting)).toBeNull();
    expect(await listFollowUps(rina, "mine")).toEqual([]);
    const { rows } = await pool.query<{ note: string | null }>(
      "select follow_up_note as note from registration where id = $1",
      [waiting],
    );
    expect(rows).toEqual([{ note: null }]);
    expect(await auditOf(waiting)).toEqual([
      ["registration.follow_up_set", { at: TOMORROW.toISOString() }],
      ["registration.canceled", {}],
      ["registration.follow_up_ended", {}],
    ]);
    // What had no day is told of none.
    expect(await auditOf(other)).toEqual([["registration.canceled", {}]]);
  });

  test("stands among one's own or the team's, the earliest first, its note hidden from who may only look", async () => {
    const citra = await makeManager("Citra");
    const [other = ""] = await make(1, citra.id);
    await setFollowUp(rina, id, { at: MONDAY, note: "Telepon 0815 1022 9216" });
    await setFollowUp(citra, other, { at: TOMORROW });
    expect((await listFollowUps(rina, "mine")).map((item) => item.id)).toEqual([id]);
    const team = (await listFollowUps({ ...rina, role: "viewer" }, "team")).filter((item) =>
      [id, other].includes(item.id),
    );
    expect(team.map((item) => [item.id, item.ownerName, item.note])).toEqual([
      [other, "Citra", null],
      [id, "Rina", "•••"],
    ]);
    await pool.query("update registration set archived_at = now() where id = $1", [id]);
    expect(await listFollowUps(rina, "mine")).toEqual([]);
  });
});

describe("a follow-up of many", () => {
  async function plan(ids: string[], note = "", actor = rina): Promise<string> {
    const jobId = randomUUID();
    await startBulk(actor, {
      ...{ id: jobId, kind: "follow_up", assigneeId: null },
      selection: { kind: "ids", ids },
      followUp: { at: MONDAY, note },
    });
    return jobId;
  }

  test("is told before it is set, and left where one alone could not have it", async () => {
    const [draft = "", archived = "", ...others] = await make(4);
    await pool.query("update registration set status = 'DRAFT' where id = $1", [draft]);
    await pool.query("update registration set archived_at = now() where id = $1", [archived]);
    const selection = { kind: "ids" as const, ids: [draft, archived, ...others] };
    const estimate = await estimateBulk(rina, { kind: "follow_up", selection, assigneeId: null });
    expect(estimate).toMatchObject({ total: 4, will: 2 });
    expect(estimate.left).toEqual(
      expect.arrayContaining([
        { reason: "is_draft", count: 1 },
        { reason: "archived", count: 1 },
      ]),
    );
    const jobId = await plan(selection.ids, "Telepon");
    await runBulkJob(pool, jobId, () => false);
    expect(await getBulkJob(rina, jobId)).toMatchObject({
      ...{ kind: "follow_up", status: "finished", done: 2, left: 2, locale: null },
      followUp: { at: MONDAY.toISOString(), note: "Telepon" },
    });
    for (const each of others) {
      expect(await readFollowUp(rina, each)).toEqual({ at: MONDAY.toISOString(), note: "Telepon" });
      expect(await auditOf(each)).toEqual([
        ["registration.follow_up_set", { at: MONDAY.toISOString(), bulkJob: jobId }],
      ]);
    }
    expect(await readFollowUp(rina, draft)).toBeNull();
  });

  test("takes the place of the day before, and without a note leaves each its own", async () => {
    const [other = ""] = await make(1);
    await setFollowUp(rina, id, { at: TOMORROW, note: "Telepon" });
    await runBulkJob(pool, await plan([id, other]), () => false);
    expect(await readFollowUp(rina, id)).toEqual({ at: MONDAY.toISOString(), note: "Telepon" });
    expect(await readFollowUp(rina, other)).toEqual({ at: MONDAY.toISOString(), note: null });
  });

  test("is not started without a day, nor by who may only look, nor gone on with by who may no more", async () => {
    const selection = { kind: "ids" as const, ids: [id] };
    const request = { id: randomUUID(), kind: "follow_up" as const, selection, assigneeId: null };
    await expect(startBulk(rina, request)).rejects.toMatchObject({ code: "bad_input" });
    await expect(plan([id], "", { ...rina, role: "viewer" })).rejects.toMatchObject({ code: "not_allowed" });
    const jobId = await plan([id]);
    await pool.query(`update "user" set role = 'viewer' where id = $1`, [rina.id]);
    await runBulkJob(pool, jobId, () => false);
    await pool.query(`update "user" set role = 'manager' where id = $1`, [rina.id]);
    expect(await getBulkJob(rina, jobId)).toMatchObject({
      done: 0,
      outcomes: [{ outcome: "not_allowed", count: 1 }],
    });
    expect(await readFollowUp(rina, id)).toBeNull();
  });
});
