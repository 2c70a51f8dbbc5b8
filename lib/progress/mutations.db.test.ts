import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { readBusinessData } from "@/lib/doku/business-data";
import { followMeaning } from "@/lib/progress/follow-meaning";
import { quietDays } from "@/lib/progress/house-setting";
import { lookOnce } from "@/lib/progress/looks/look";
import { changeQuietDays, decideMeaning, setProgress } from "@/lib/progress/mutations";
import { getProgress, listMeanings, listReports } from "@/lib/progress/queries";
import { setProgressSchema } from "@/lib/progress/set-input";
import { quietDaysSchema } from "@/lib/progress/settings-input";
import { listRegistrationAudit } from "@/lib/registrations/queries";
import { useTestDatabase } from "@/lib/testing/database";
import { inviteMerchants } from "@/lib/testing/invited";
import { makeLookEnding, makeLooker, makeTold } from "@/lib/testing/looks";
import { pressTogether } from "@/lib/testing/pressed-together";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let admin: UserActor;
let viewer: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
  admin = { ...(await makeManager("Ayu")), role: "admin" };
  viewer = { ...(await makeManager("Sari")), role: "viewer" };
});
beforeEach(() => pool.query("delete from graphile_worker._private_jobs"));

const invite = async (count: number) => inviteMerchants(pool, { count, ownerId: manager.id, credentialId });
async function inviteOne(): Promise<string> {
  const [id = ""] = await invite(1);
  return id;
}
const tell = (id: string, raw: string) =>
  lookOnce(
    makeLooker(pool, { ask: async () => makeTold({ statuses: [{ place: "brands.status", raw }] }) }),
    id,
  );
const read = (id: string) => prisma.registration.findUniqueOrThrow({ where: { id } });
const audited = (id: string, action: string) =>
  prisma.auditEntry.count({ where: { registrationId: id, action } });

describe("what a person says", () => {
  test("is kept with who, source and note, audited without the note, and shown", async () => {
    const id = await inviteOne();
    await setProgress(manager, id, { progress: "ACTION_NEEDED", source: "merchant", note: "KTP is blurred" });
    const row = await read(id);
    expect(row).toMatchObject({ progress: "ACTION_NEEDED", progressSource: "merchant" });
    expect(row.stirredAt).not.toBeNull();
    const [entry] = await prisma.auditEntry.findMany({ where: { registrationId: id } });
    expect(entry).toMatchObject({ action: "registration.progress_set", actorId: manager.id });
    expect(JSON.stringify(entry?.details)).not.toContain("KTP");
    expect(await getProgress(manager, id)).toMatchObject({
      ...{ progress: "ACTION_NEEDED", who: "merchant", source: "merchant", byName: "Rina", told: null },
    });
    expect(await listReports(manager, id)).toMatchObject([{ note: "KTP is blurred", actorName: "Rina" }]);
    expect(await listReports(viewer, id)).toMatchObject([{ note: "•••" }]);
  });

  test("said again it is a report, and no change since when", async () => {
    const id = await inviteOne();
    await setProgress(manager, id, { progress: "IN_REVIEW", source: "person", note: "" });
    const { progressSince, stirredAt } = await read(id);
    await setProgress(manager, id, { progress: "IN_REVIEW", source: "person", note: "" });
    expect(await read(id)).toMatchObject({ progressSince, stirredAt });
    expect(await listReports(manager, id)).toHaveLength(2);
  });

  test("by a press that comes twice is said once, and a colleague's word or another note is one of its own", async () => {
    const id = await inviteOne();
    const said = { progress: "IN_REVIEW", source: "person", note: "", seen: "NOT_CHECKED" } as const;
    await Promise.all([setProgress(manager, id, said), setProgress(manager, id, said)]);
    expect(await listReports(manager, id)).toHaveLength(1);
    expect(await audited(id, "registration.progress_set")).toBe(1);
    await setProgress(manager, id, { ...said, note: "DOKU menelepon" });
    await setProgress(manager, id, { ...said, note: "DOKU menelepon", source: "merchant" });
    await setProgress(admin, id, { ...said, note: "DOKU menelepon", source: "merchant" });
    expect(await listReports(manager, id)).toHaveLength(4);
    // Who saw it so already says that it is so still.
    const again = { ...said, note: "DOKU menelepon", source: "merchant", seen: "IN_REVIEW" } as const;
    await setProgress(admin, id, again);
    expect(await listReports(manager, id)).toHaveLength(5);
  });

  test("does not hide what became of it since the person looked", async () => {
    const id = await inviteOne();
    const said = { progress: "IN_REVIEW", source: "person", note: "" } as const;
    await tell(id, "ACTIVE");
    await expect(setProgress(manager, id, { ...said, seen: "NOT_CHECKED" })).rejects.toMatchObject({
      code: "changed_meanwhile",
    });
    expect(await read(id)).toMatchObject({ progress: "VERIFIED", progressSource: "doku" });
    expect(await audited(id, "registration.progress_set")).toBe(0);
    await setProgress(manager, id, { ...said, seen: "VERIFIED" });
    // Who says the same hides nothing.
    await setProgress(manager, id, { ...said, seen: "VERIFIED" });
    expect(await read(id)).toMatchObject({ progress: "IN_REVIEW", progressSource: "person" });
  });

  test("is for who may write, and of one that is invited", async () => {
    const id = await inviteOne();
    const said = { progress: "VERIFIED", source: "person", note: "" } as const;
    await expect(setProgress(viewer, id, said)).rejects.toMatchObject({ code: "not_allowed" });
    await pool.query("update registration set archived_at = now() where id = $1", [id]);
    await expect(setProgress(manager, id, said)).rejects.toMatchObject({ code: "changed_meanwhile" });
    const [draft = ""] = await makeRegistrations(pool, {
      ...{ status: "DRAFT", count: 1, ownerId: manager.id, credentialId },
    });
    await expect(setProgress(manager, draft, said)).rejects.toMatchObject({ code: "changed_meanwhile" });
    await expect(setProgress(manager, crypto.randomUUID(), said)).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await read(id)).progress).toBeNull();
  });

  test.each([
    [{ progress: "", source: "person", note: "" }, false],
    [{ progress: "UNKNOWN_VALUE", source: "person", note: "" }, false],
    [{ progress: "NOT_CHECKED", source: "person", note: "" }, false],
    [{ progress: "VERIFIED", source: "person", note: "n".repeat(501) }, false],
    [{ progress: "VERIFIED", source: "merchant", note: ` ${"n".repeat(500)} ` }, true],
  ] as const)("%j is taken: %s", (typed, isTaken) => {
    expect(setProgressSchema.safeParse(typed).success).toBe(isTaken);
  });
});

describe("what a value means", () => {
  test("said once, all registrations of which DOKU says so follow; a person's word stays", async () => {
    const [one = "", other = "", bySomebody = "", elsewhere = ""] = await invite(4);
    for (const id of [one, other, bySomebody]) await tell(id, "WAITING_FOR_KTP");
    await tell(elsewhere, "ANOTHER_VALUE");
    await setProgress(manager, bySomebody, { progress: "IN_REVIEW", source: "person", note: "" });
    expect(await read(one)).toMatchObject({ progress: "UNKNOWN_VALUE", progressRaw: "WAITING_FOR_KTP" });
    const before = new Map([one, other].map((id) => [id, read(id)]));
    await Promise.all(before.values());

    const value = { place: "brands.status", raw: "WAITING_FOR_KTP" };
    expect((await listMeanings(admin))[0]).toMatchObject({ meaning: null });
    await decideMeaning(admin, { ...value, meaning: "ACTION_NEEDED" });
    expect(await jobKeys()).toEqual(["meaning:brands.status:WAITING_FOR_KTP"]);
    expect(await followMeaning(pool, value, () => false)).toBe(true);
    expect(await followMeaning(pool, value, () => false)).toBe(true);

    for (const id of [one, other]) {
      // What is called otherwise has not moved.
      const stirredAt = (await before.get(id))?.stirredAt;
      expect(await read(id)).toMatchObject({ progress: "ACTION_NEEDED", progressRaw: null, stirredAt });
      expect(await audited(id, "registration.progress_changed")).toBe(2);
    }
    expect(await read(bySomebody)).toMatchObject({ progress: "IN_REVIEW", progressSource: "person" });
    expect(await read(elsewhere)).toMatchObject({ progress: "UNKNOWN_VALUE", progressRaw: "ANOTHER_VALUE" });
    const decided = (await listMeanings(admin)).find(({ raw }) => raw === value.raw);
    expect(decided).toMatchObject({ meaning: "ACTION_NEEDED", decidedByName: "Ayu" });
    const { details } = await prisma.auditEntry.findFirstOrThrow({
      where: { action: "progress.meaning_decided" },
    });
    expect(details).toEqual({ place: value.place, value: value.raw, from: null, to: "ACTION_NEEDED" });
  });

  test("the same again changes nothing, and one that says nothing is passed over from then on", async () => {
    const id = await inviteOne();
    await tell(id, "PASSED_OVER");
    const value = { place: "brands.status", raw: "PASSED_OVER" };
    await decideMeaning(admin, { ...value, meaning: "says_nothing" });
    await decideMeaning(admin, { ...value, meaning: "says_nothing" });
    const entries = await prisma.auditEntry.findMany({ where: { action: "progress.meaning_decided" } });
    expect(entries.filter(({ details }) => JSON.stringify(details).includes("PASSED_OVER"))).toHaveLength(1);
    expect(await tell(id, "PASSED_OVER")).toMatchObject({ news: { told: null, changedTo: null } });
  });

  test("said by two at once is what the first said, and the other is told", async () => {
    const id = await inviteOne();
    await tell(id, "BY_TWO");
    const value = { place: "brands.status", raw: "BY_TWO" };
    const pressed = await pressTogether(
      pool,
      (tx) => tx.query("select from progress_meaning where raw = 'BY_TWO' for update"),
      (["ACTION_NEEDED", "IN_REVIEW"] as const).map(
        (meaning) => () => decideMeaning(admin, { ...value, meaning, seen: null }),
      ),
    );
    expect(pressed.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { meaning } = (await listMeanings(admin)).find(({ raw }) => raw === "BY_TWO") ?? {};
    await decideMeaning(admin, { ...value, meaning: "REJECTED", seen: meaning });
    const isDecided = { raw: "BY_TWO", meaning: "REJECTED" };
    expect(await listMeanings(admin)).toContainEqual(expect.objectContaining(isDecided));
  });

  test("where it turns out to say nothing, what only it said is taken back, and what was said before holds", async () => {
    const value = { place: "brands.status", raw: "SAYS_NOTHING_AFTER_ALL" };
    const [fresh = "", begun = "", told = "", away = ""] = await invite(4);
    await tell(begun, "UPDATING");
    const { progressAt } = await read(begun);
    await setProgress(manager, told, { progress: "ACTION_NEEDED", source: "merchant", note: "" });
    for (const id of [fresh, begun, told, away]) await tell(id, value.raw);
    await pool.query("update registration set archived_at = now() where id = $1", [away]);
    const stirred = (await read(fresh)).stirredAt;

    await decideMeaning(admin, { ...value, meaning: "says_nothing" });
    expect(await followMeaning(pool, value, () => false)).toBe(true);
    expect(await followMeaning(pool, value, () => false)).toBe(true);

    const nothing = { progress: null, progressRaw: null, progressSource: null, progressSince: null };
    expect(await read(fresh)).toMatchObject({ ...nothing, progressAt: null, stirredAt: stirred });
    expect(await getProgress(manager, fresh)).toMatchObject({ progress: "NOT_CHECKED", who: "merchant" });
    expect(await read(begun)).toMatchObject({
      ...{ progress: "IN_PROGRESS", progressRaw: null, progressSource: "doku", progressAt },
    });
    expect(await read(told)).toMatchObject({ progress: "ACTION_NEEDED", progressSource: "merchant" });
    expect(await read(away)).toMatchObject(nothing);
    expect(await audited(fresh, "registration.progress_changed")).toBe(1);
    // No report says so, so the timeline has it from the audit log.
    expect(await listRegistrationAudit(manager, fresh)).toMatchObject([
      { action: "registration.progress_taken_back", actorName: null },
    ]);
  });

  test("what was said before holds also where the same word says nothing in another place", async () => {
    const id = await inviteOne();
    await tell(id, "ACTIVE");
    await tell(id, "PASSING");
    await decideMeaning(admin, { place: "services.status", raw: "ACTIVE", meaning: "says_nothing" });
    const value = { place: "brands.status", raw: "PASSING" };
    await decideMeaning(admin, { ...value, meaning: "says_nothing" });
    expect(await followMeaning(pool, value, () => false)).toBe(true);
    expect(await read(id)).toMatchObject({ progress: "VERIFIED", progressSource: "doku" });
    await decideMeaning(admin, { place: "services.status", raw: "ACTIVE", meaning: "VERIFIED" });
  });

  test.each([
    ["ACTION_NEEDED", { progress: "ACTION_NEEDED", progressSource: "doku", progressRaw: null }],
    ["says_nothing", { progress: null, progressSource: null, progressRaw: null }],
  ] as const)("%s: also those of which DOKU has said nothing since", async (meaning, becomes) => {
    const value = { place: "brands.status", raw: `LAST_SAID_${meaning}` };
    const id = await inviteOne();
    await tell(id, value.raw);
    await lookOnce(makeLooker(pool, { ask: async () => makeTold({ name: "Kopi Senja" }) }), id);
    await decideMeaning(admin, { ...value, meaning });
    expect(await followMeaning(pool, value, () => false)).toBe(true);
    expect(await read(id)).toMatchObject(becomes);
  });

  test("what DOKU says meanwhile is not overwritten by what it said before", async () => {
    const id = await inviteOne();
    await tell(id, "OVERTAKEN");
    const value = { place: "brands.status", raw: "OVERTAKEN" };
    await decideMeaning(admin, { ...value, meaning: "IN_REVIEW" });
    // A look that is being recorded at this moment.
    const look = await pool.connect();
    try {
      await look.query("begin");
      await look.query("select from registration where id = $1 for no key update", [id]);
      await look.query(
        `update doku_view set statuses = '[{"place":"status","raw":"ACTIVE"}]' where registration_id = $1`,
        [id],
      );
      await look.query(
        "update registration set progress = 'VERIFIED', progress_raw = null, progress_source = 'doku' where id = $1",
        [id],
      );
      const followed = followMeaning(pool, value, () => false);
      await vi.waitFor(async () =>
        expect((await pool.query("select 1 from pg_locks where not granted")).rowCount).toBe(1),
      );
      await look.query("commit");
      await followed;
    } finally {
      look.release();
    }
    expect(await read(id)).toMatchObject({ progress: "VERIFIED" });
  });

  test("goes through more than one batch, and begins anew where it was stopped", async () => {
    const ids = await invite(620);
    await pool.query(
      `insert into doku_view (registration_id, looked_at, look_ending, told_at, statuses)
       select id, now(), 'told', now(), '[{"place":"brands.status","raw":"MANY"}]' from unnest($1::uuid[]) as id`,
      [ids],
    );
    await pool.query(
      "update registration set progress = 'UNKNOWN_VALUE', progress_raw = 'MANY', progress_source = 'doku' where id = any($1)",
      [ids],
    );
    await pool.query(
      "insert into progress_meaning (place, raw, meaning) values ('brands.status', 'MANY', 'VERIFIED')",
    );
    const value = { place: "brands.status", raw: "MANY" };
    let looks = 0;
    expect(await followMeaning(pool, value, () => ++looks > 1)).toBe(false);
    expect(await followMeaning(pool, value, () => false)).toBe(true);
    expect(
      await prisma.registration.count({
        where: { id: { in: ids }, progress: "VERIFIED", progressRaw: null },
      }),
    ).toBe(620);
  });

  test("is an admin's to say, of a value that DOKU has said", async () => {
    const said = { place: "status", raw: "ACTIVE", meaning: "VERIFIED" } as const;
    await expect(decideMeaning(manager, said)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(listMeanings(manager)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(decideMeaning(admin, { ...said, raw: "NEVER_SEEN" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  const jobKeys = async () =>
    (await pool.query<{ key: string }>("select key from graphile_worker.jobs")).rows.map(({ key }) => key);
});

describe("when a merchant is quiet", () => {
  test("is three days, or what an admin sets, audited once", async () => {
    expect(await quietDays()).toBe(3);
    await expect(changeQuietDays(manager, 5)).rejects.toMatchObject({ code: "not_allowed" });
    await changeQuietDays(admin, 5, 3);
    await changeQuietDays(admin, 5, 3);
    await expect(changeQuietDays(admin, 7, 3)).rejects.toMatchObject({ code: "changed_meanwhile" });
    expect(await quietDays()).toBe(5);
    const entries = await prisma.auditEntry.findMany({ where: { action: "progress.quiet_days_changed" } });
    expect(entries).toMatchObject([{ details: { from: 3, to: 5 } }]);
  });

  test.each([
    ["1", 1],
    [" 30 ", 30],
    ["0", null],
    ["31", null],
    ["-3", null],
    ["3.5", null],
    ["", null],
    ["tiga", null],
    ["9".repeat(500), null],
  ])("%j typed is %s", (days, read) => {
    const { success, data } = quietDaysSchema.safeParse({ days });
    expect(success ? data.days : null).toBe(read);
  });
});

test("one without a brand, by which DOKU could be asked, is told apart from one that was not asked yet", async () => {
  const [without = ""] = await makeRegistrations(pool, {
    ...{ status: "INVITED", count: 1, ownerId: manager.id, credentialId },
  });
  expect(await getProgress(manager, without)).toMatchObject({ look: null, hasBrand: false });
  expect(await getProgress(manager, await inviteOne())).toMatchObject({ look: null, hasBrand: true });
});

describe("as of when DOKU is said to have said so", () => {
  const asOf = async (id: string) => (await getProgress(manager, id)).asOf;
  const telling = (data: Parameters<typeof makeTold>[0]) =>
    makeLooker(pool, { ask: async () => makeTold(data) });
  const toldAt = async (id: string) =>
    (await prisma.dokuView.findUniqueOrThrow({ where: { registrationId: id } })).toldAt?.toISOString();

  test("is its last answer that says so, also where it could not be asked since", async () => {
    const id = await inviteOne();
    await tell(id, "UPDATING");
    const first = await asOf(id);
    await tell(id, "UPDATING");
    const again = await toldAt(id);
    expect(again).not.toBe(first);
    expect(await asOf(id)).toBe(again);
    await lookOnce(makeLooker(pool, { ask: async () => makeLookEnding("unreachable") }), id);
    expect(await asOf(id)).toBe(again);
  });

  test("is no answer that says nothing of it", async () => {
    const id = await inviteOne();
    await tell(id, "UPDATING");
    const said = await asOf(id);
    await lookOnce(telling({ name: "Kopi Senja" }), id);
    expect(await toldAt(id)).not.toBe(said);
    expect(await asOf(id)).toBe(said);
  });
});

describe("what DOKU has otherwise", () => {
  const seen = async (data: Parameters<typeof makeTold>[0], actor = manager) => {
    const id = await inviteOne();
    await lookOnce(makeLooker(pool, { ask: async () => makeTold(data) }), id);
    const { told } = await getProgress(actor, id);
    return { row: await read(id), told };
  };

  test("stands beside ours, however it is written", async () => {
    const { row, told } = await seen({ name: "Kopi Pagi", email: "lain@kopisenja.example" });
    expect(told?.drift).toEqual({
      name: { here: row.businessName, atDoku: "Kopi Pagi" },
      email: { here: row.representativeEmail, atDoku: "lain@kopisenja.example" },
    });
  });

  test("is nothing where it is the same but for its letters, or the invited user's", async () => {
    const id = await inviteOne();
    const { businessName, invitedUserEmail } = await read(id);
    const data = { name: ` ${businessName.toUpperCase()} `, email: invitedUserEmail.toUpperCase() };
    await lookOnce(makeLooker(pool, { ask: async () => makeTold(data) }), id);
    expect((await getProgress(manager, id)).told?.drift).toEqual({ name: null, email: null });
  });

  test.each([
    "SK-II Beauty Solo",
    "Dapur \u{1F469}\u200D\u{1F373} Bu Sri",
    `${"\u{1F35C}".repeat(120)} Bakso`,
  ])("is nothing where DOKU repeats %s, of which not every sign is kept", async (businessName) => {
    const id = await inviteOne();
    await prisma.registration.update({ where: { id }, data: { businessName } });
    const read = readBusinessData(
      { name: businessName },
      { isWrapped: false, businessId: "", brandId: "", secrets: [] },
    );
    if (read.kind !== "read") throw new Error(read.kind);
    await lookOnce(makeLooker(pool, { ask: async () => makeTold(read.data) }), id);
    expect((await getProgress(manager, id)).told?.drift.name).toBeNull();
  });

  test("is masked for who sees no contacts", async () => {
    const { told } = await seen({ email: "lain@kopisenja.example", rejectionReason: "a@b.example" }, viewer);
    expect(JSON.stringify(told)).not.toMatch(/lain@|a@b/);
  });
});
