import { beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { setProgress } from "@/lib/progress/mutations";
import { archiveRegistration, restoreRegistration } from "@/lib/registrations/changes/mutations";
import { selectMatching } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { endFollowUp, setFollowUp } from "./mutations";
import { readWorkQueue, readWorkStanding } from "./work";

const { pool } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let id: string;
let credentialId: string;

const make = async (count: number) =>
  makeRegistrations(pool, { status: "INVITED", count, ownerId: rina.id, credentialId });

beforeEach(async () => {
  await syncCredentialFromEnv();
  ({ id: credentialId } = await requireCurrentCredential());
  rina = await makeManager();
  [id = ""] = await make(1);
});

describe("a line to be worked through", () => {
  const now = new Date("2026-11-13T01:00:00Z");
  const due = { ...EMPTY_FILTER, owner: "me", turn: "due", sort: "followup_asc" } as const;

  test("holds what is due where the person is, from eight o'clock on, the earliest first", async () => {
    const [early = "", later = "", ahead = ""] = await make(3);
    await setFollowUp(rina, early, { at: new Date(now.getTime() - 86_400_000) });
    await setFollowUp(rina, later, { at: now });
    await setFollowUp(rina, ahead, { at: new Date(now.getTime() + 1) });
    const standing = (registrationId: string) => readWorkStanding(rina, due, registrationId, { now });
    expect(await readWorkQueue(rina, due)).toEqual([early, later, ahead]);
    expect(await standing(later)).toMatchObject({ followUp: { at: now.toISOString() } });
    expect(await standing(ahead)).toBeNull();
    await endFollowUp(rina, later, { at: now });
    expect(await standing(later)).toBeNull();
  });

  test.each(["quiet", "review"] as const)("of %s goes through those who are put off once", async (turn) => {
    const { text, values } = selectMatching(rina, { ...EMPTY_FILTER, turn });
    const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...values]);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("hashed SubPlan");
  });

  test("lets go of who went over to a colleague meanwhile", async () => {
    const mine = { ...EMPTY_FILTER, turn: "due", owner: "me" } as const;
    await setFollowUp(rina, id, { at: now });
    const standing = (actor: UserActor) => readWorkStanding(actor, mine, id, { now });
    expect(await standing(rina)).not.toBeNull();
    const dewi = await makeManager("Dewi");
    await pool.query("update registration set owner_id = $2 where id = $1", [id, dewi.id]);
    expect(await standing(rina)).toBeNull();
    expect(await standing(dewi)).not.toBeNull();
  });

  test.each([
    ["rejected", "REJECTED"],
    ["unknown", "UNKNOWN_VALUE"],
  ] as const)("of %s lets go of who was put off, has moved on or was put away", async (turn, progress) => {
    const filter = { ...EMPTY_FILTER, turn, owner: "me" } as const;
    const stands = async () => {
      const isListed = (await readWorkQueue(rina, filter))?.includes(id);
      expect((await readWorkStanding(rina, filter, id)) !== null).toBe(isListed);
      return isListed;
    };
    const at = new Date(Date.now() + 86_400_000);
    expect(await stands()).toBe(false);
    await pool.query("update registration set progress = $2::progress where id = $1", [id, progress]);
    expect(await stands()).toBe(true);
    await setFollowUp(rina, id, { at });
    expect(await stands()).toBe(false);
    await endFollowUp(rina, id, { at });
    expect(await stands()).toBe(true);
    await archiveRegistration(rina, id);
    expect(await stands()).toBe(false);
    await restoreRegistration(rina, id);
    expect(await stands()).toBe(true);
    await setProgress(rina, id, { progress: "IN_REVIEW", source: "person", note: "" });
    expect(await stands()).toBe(false);
  });

  test("says why DOKU rejected somebody, and nothing of it where that is over", async () => {
    await pool.query(
      `insert into doku_view (registration_id, looked_at, look_ending, told_at, rejection_reason)
       values ($1, $2, 'told', $2, 'KTP is blurred')`,
      [id, now],
    );
    for (const [progress, turn, reason] of [
      ["REJECTED", "rejected", "KTP is blurred"],
      ["ACTION_NEEDED", "action", null],
    ] as const) {
      await pool.query("update registration set progress = $2::progress where id = $1", [id, progress]);
      const standing = await readWorkStanding(rina, { ...EMPTY_FILTER, turn }, id);
      expect(standing).toMatchObject({ progress, rejectionReason: reason });
    }
  });

  test("lets go of who was nudged meanwhile, and of who was put off", async () => {
    const quiet = { ...EMPTY_FILTER, turn: "quiet" } as const;
    const standing = () => readWorkStanding(rina, quiet, id, { now });
    await pool.query("update registration set invited_at = $2 where id = $1", [
      id,
      new Date(now.getTime() - 4 * 86_400_000),
    ]);
    expect(await standing()).toMatchObject({ progress: "NOT_CHECKED", nudgedAt: null, followUp: null });
    await setFollowUp(rina, id, { at: new Date(now.getTime() + 86_400_000) });
    expect(await standing()).toBeNull();
    await endFollowUp(rina, id, { at: new Date(now.getTime() + 86_400_000) });
    expect(await standing()).not.toBeNull();
    await pool.query("update registration set nudged_at = $2, stirred_at = $2 where id = $1", [id, now]);
    expect(await standing()).toBeNull();
  });
});
