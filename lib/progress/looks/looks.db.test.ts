import type { Pool } from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { readPlaces, takeLookPlace, takePlaces } from "@/lib/credentials/gate/rate-limit";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import type { BusinessData } from "@/lib/doku/business-data";
import { metrics } from "@/lib/metrics";
import { chooseLook, listDueLooks } from "@/lib/progress/looks/due";
import { type Looker, lookAtDue, lookOnce } from "@/lib/progress/looks/look";
import { askLooks } from "@/lib/progress/looks/queue";
import { recordLook } from "@/lib/progress/looks/record";
import { setProgress } from "@/lib/progress/mutations";
import { useTestDatabase } from "@/lib/testing/database";
import { inviteMerchants } from "@/lib/testing/invited";
import { makeLookEnding, makeLooker, makeTold } from "@/lib/testing/looks";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
});

const NO_LIMIT = {
  ...{ usableAt: null, keyVersion: "0badc0de", faultCount: 0, breakerUntil: null, pausedAt: null },
  ...{
    probeUntil: null,
    rateLimit: null,
    slowUntil: null,
    nextSlotAt: null,
    rateShare: 1,
    rateLoweredAt: null,
  },
  ...{ lookRefusedAt: null, lookRefusedReason: null },
};
const setCredential = (data: object) => prisma.credential.update({ where: { id: credentialId }, data });

beforeEach(async () => {
  await pool.query("update registration set archived_at = now(), next_run_at = null");
  await pool.query("delete from graphile_worker._private_jobs");
  await pool.query("delete from database_restore");
  await setCredential(NO_LIMIT);
});

/** Invited so many hours ago, with a business and a brand of their own. */
const invite = (count = 1, hoursAgo = 5): Promise<string[]> =>
  inviteMerchants(pool, { count, ownerId: manager.id, credentialId, hoursAgo });

async function inviteOne(hoursAgo?: number): Promise<string> {
  const [id = ""] = await invite(1, hoursAgo);
  return id;
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { dokuView: true, reports: true } });
const actionsOf = async (id: string) =>
  (await prisma.auditEntry.findMany({ where: { registrationId: id }, orderBy: { id: "asc" } })).map(
    ({ action }) => action,
  );

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const status = (raw: string, place: "status" | "brands.status" = "status"): Partial<BusinessData> => ({
  statuses: [{ place, raw }],
});
const telling = (data: Partial<BusinessData>, more: Partial<Looker> = {}) =>
  makeLooker(pool, { ask: async () => makeTold(data), ...more });

describe("what a look writes", () => {
  test("a change: the progress with its time and source, a report, an audit entry, and when it is asked again", async () => {
    const id = await inviteOne();
    const before = await read(id);
    await lookOnce(telling(status("UPDATING")), id);
    const row = await read(id);
    expect(row).toMatchObject({ progress: "IN_PROGRESS", progressSource: "doku", progressRaw: null });
    expect(row.progressSince).toEqual(row.progressAt);
    expect(row.stirredAt).toEqual(row.progressAt);
    expect(row.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
    expect(row.lookAt?.getTime()).toBeGreaterThan(Date.now());
    expect(row.dokuView).toMatchObject({ lookCount: 1, lookEnding: "told" });
    expect(row.reports).toMatchObject([{ progress: "IN_PROGRESS", source: "doku", raw: "UPDATING" }]);
    expect(await actionsOf(id)).toEqual(["registration.progress_changed"]);
  });

  test.each(["no_news", "told"] as const)("no news (%s): no more than the look itself", async (kind) => {
    const id = await inviteOne();
    await lookOnce(telling(status("UPDATING")), id);
    const before = await read(id);
    const ending = kind === "told" ? makeTold(status("UPDATING")) : makeLookEnding("no_news");
    await lookOnce(makeLooker(pool, { ask: async () => ending }), id);
    const { dokuView, lookAt, ...row } = await read(id);
    expect({ ...before, dokuView: null, lookAt: null }).toEqual({ ...row, dokuView: null, lookAt: null });
    expect(dokuView).toMatchObject({ lookCount: 2, lookEnding: kind, statuses: status("UPDATING").statuses });
    expect(lookAt).not.toEqual(before.lookAt);
    expect(await actionsOf(id)).toEqual(["registration.progress_changed"]);
  });

  test("a value that nobody knows shows as itself and is kept, to be asked about", async () => {
    const id = await inviteOne();
    await lookOnce(telling(status("BRAND_NEW_VALUE")), id);
    expect(await read(id)).toMatchObject({ progress: "UNKNOWN_VALUE", progressRaw: "BRAND_NEW_VALUE" });
    const meaning = await prisma.progressMeaning.findMany({ where: { raw: "BRAND_NEW_VALUE" } });
    expect(meaning).toMatchObject([{ place: "status", meaning: null, saysNothing: false, decidedAt: null }]);
  });

  test.each(["archived", "not invited"])("of one that is %s meanwhile the facts alone", async (how) => {
    const id = await inviteOne();
    const looker = makeLooker(pool, {
      async ask() {
        const set = how === "archived" ? "archived_at = now()" : "status = 'UNCONFIRMED'";
        await pool.query(`update registration set ${set} where id = $1`, [id]);
        return makeTold({ name: "Kopi Senja", ...status("ACTIVE") });
      },
    });
    await lookOnce(looker, id);
    const row = await read(id);
    expect(row).toMatchObject({ progress: null, lookAt: null, reports: [] });
    expect(row.dokuView).toMatchObject({ name: "Kopi Senja", lookEnding: "told" });
  });

  test("an answer to a question of before counts no more", async () => {
    const id = await inviteOne();
    const [slow, fast] = await Promise.all([
      chooseLook(pool, { registrationId: id, keyVersionFor: () => "0badc0de", random: 0 }),
      // Its question is put a moment later.
      new Promise((resolve) => setTimeout(resolve, 30)).then(() =>
        chooseLook(pool, { registrationId: id, keyVersionFor: () => "0badc0de", random: 0 }),
      ),
    ]);
    if (slow.kind !== "look" || fast.kind !== "look") throw new Error("hindered");
    await recordLook(pool, fast.look, makeTold(status("ACTIVE")), 0);
    expect(await recordLook(pool, slow.look, makeTold(status("UPDATING")), 0)).toEqual({ kind: "overtaken" });
    expect(await read(id)).toMatchObject({ progress: "VERIFIED", dokuView: { lookCount: 1 } });
  });

  test("a person's word stays where DOKU repeats itself, and goes where DOKU's changes", async () => {
    const id = await inviteOne();
    await lookOnce(telling(status("UPDATING")), id);
    await setProgress(manager, id, { progress: "ACTION_NEEDED", source: "person", note: "KTP is missing" });
    await lookOnce(telling(status("UPDATING")), id);
    expect(await read(id)).toMatchObject({ progress: "ACTION_NEEDED", progressSource: "person" });
    await lookOnce(telling(status("ACTIVE")), id);
    expect(await read(id)).toMatchObject({ progress: "VERIFIED", progressSource: "doku" });
  });

  test("an answer that was asked for before a person spoke leaves their word", async () => {
    const id = await inviteOne();
    const looker = makeLooker(pool, {
      async ask() {
        await setProgress(manager, id, { progress: "ACTION_NEEDED", source: "merchant", note: "" });
        return makeTold(status("ACTIVE"));
      },
    });
    await lookOnce(looker, id);
    expect(await read(id)).toMatchObject({ progress: "ACTION_NEEDED", progressSource: "merchant" });
  });

  test("what changed at DOKU while a person spoke is not taken for what they knew: it is asked again soon", async () => {
    const id = await inviteOne();
    await lookOnce(telling(status("UPDATING")), id);
    const looker = makeLooker(pool, {
      async ask() {
        await setProgress(manager, id, { progress: "IN_REVIEW", source: "person", note: "" });
        return makeTold(status("REJECTED"));
      },
    });
    expect(await lookOnce(looker, id)).toMatchObject({ news: { kind: "overtaken" } });
    expect(await read(id)).toMatchObject({ progress: "IN_REVIEW", progressSource: "person" });
    expect((await read(id)).lookAt?.getTime()).toBeLessThan(Date.now() + 70_000);
    await lookOnce(telling(status("REJECTED")), id);
    expect(await read(id)).toMatchObject({ progress: "REJECTED", progressSource: "doku" });
  });

  test("a value that was found to say nothing while DOKU was asked is taken back with the next look", async () => {
    const id = await inviteOne();
    await lookOnce(telling(status("FOUND_EMPTY")), id);
    expect(await read(id)).toMatchObject({ progress: "UNKNOWN_VALUE" });
    // Those of which it was said had followed before this one was written.
    await pool.query("update progress_meaning set says_nothing = true where raw = 'FOUND_EMPTY'");
    await lookOnce(telling({ name: "Kopi Senja" }), id);
    expect(await read(id)).toMatchObject({ progress: "UNKNOWN_VALUE" });
    await lookOnce(telling(status("FOUND_EMPTY")), id);
    expect(await read(id)).toMatchObject({ progress: null, progressSource: null, progressRaw: null });
  });

  test("whom a person says not to be verified is not left alone for as long as the verified", async () => {
    const [id = "", never = ""] = await invite(2);
    const say = (progress: "IN_REVIEW" | "VERIFIED", of = id) =>
      setProgress(manager, of, { progress, source: "person", note: "" });
    const days = async () => (Number((await read(id)).lookAt) - Date.now()) / 86_400_000;
    await lookOnce(telling(status("ACTIVE")), id);
    expect(await days()).toBeGreaterThan(26);
    await say("IN_REVIEW");
    expect(await days()).toBeLessThan(1.01);
    await say("VERIFIED");
    expect(await days()).toBeLessThan(1.01);
    await say("IN_REVIEW", never);
    expect((await read(never)).lookAt).toBeNull();
  });
});

test("each question and how it ended is counted", async () => {
  const counted = async (ending: string) =>
    Number(
      (await metrics().scrape(pool)).text.match(
        new RegExp(`^mitra_looks_total\\{environment="simulator",ending="${ending}"\\} (\\d+)$`, "m"),
      )?.[1] ?? 0,
    );
  const before = [await counted("told"), await counted("unreachable")];
  const id = await inviteOne();
  await lookOnce(telling(status("UPDATING")), id);
  await lookOnce(makeLooker(pool, { ask: async () => makeLookEnding("unreachable") }), id);
  expect([await counted("told"), await counted("unreachable")]).toEqual(before.map((count) => count + 1));
});

describe("brands and drift", () => {
  test("a new brand joins the mapping once, and what differs is kept beside ours", async () => {
    const id = await inviteOne();
    const before = await read(id);
    const [known, fresh] = [`BRN-${id}`, `BRN-NEW-${id}`];
    const brands = [known, fresh].map((brandId) => ({ id: brandId, name: "Kopi" }));
    const looker = telling({ brands, name: "Kopi Senja Baru", email: "lain@kopisenja.example" });
    await lookOnce(looker, id);
    await lookOnce(looker, id);
    const mapped = await prisma.brand.findMany({ where: { business: { registrationId: id } } });
    expect(mapped.map(({ brandId }) => brandId).sort()).toEqual([known, fresh].sort());
    expect(await actionsOf(id)).toEqual(["registration.brand_received"]);
    const row = await read(id);
    expect(row.dokuView).toMatchObject({ name: "Kopi Senja Baru", email: "lain@kopisenja.example" });
    expect(row.businessName).toBe(before.businessName);
    expect(row.representativeEmail).toBe(before.representativeEmail);
    expect(row.invitedUserEmail).toBe(before.invitedUserEmail);
  });

  test("a brand of another registration stays there and raises an alarm once", async () => {
    const [mine = "", other = ""] = await invite(2);
    const looker = telling({ brands: [{ id: `BRN-${other}`, name: null }] });
    await lookOnce(looker, mine);
    await lookOnce(looker, mine);
    expect(await prisma.brand.count({ where: { business: { registrationId: mine } } })).toBe(1);
    expect(await prisma.brand.count({ where: { business: { registrationId: other } } })).toBe(1);
    expect(await actionsOf(mine)).toEqual(["registration.foreign_brand_alarm"]);
  });
});

describe("whether DOKU is asked", () => {
  test.each<[string, object, string]>([
    ["a pause", { pausedAt: new Date() }, "paused"],
    ["an open breaker", { faultCount: 5, breakerUntil: new Date(Date.now() + 60_000) }, "waiting"],
    ["a wait that DOKU asked for", { slowUntil: new Date(Date.now() + 60_000) }, "waiting"],
    ["a refusal of this day", { lookRefusedAt: new Date(), lookRefusedReason: "not_offered" }, "refused"],
  ])("%s stops it", async (_case, facts, by) => {
    await setCredential(facts);
    const id = await inviteOne();
    expect(await lookOnce(unaskable, id)).toEqual({ kind: "hindered", by });
  });

  const unaskable = makeLooker(pool, {
    ask: () => {
      throw new Error("asked");
    },
  });

  test("a restore that nobody has looked at stops it, and a process without the secret", async () => {
    const id = await inviteOne();
    await pool.query(
      "insert into database_restore (id, position, sign) values (gen_random_uuid(), 1, 'mark')",
    );
    expect(await lookOnce(unaskable, id)).toEqual({ kind: "hindered", by: "restored" });
    await pool.query("delete from database_restore");
    const stranger = makeLooker(pool, { keyVersionFor: () => null });
    expect(await lookOnce(stranger, id)).toEqual({ kind: "hindered", by: "secret_missing" });
  });

  test("sends come first: not while one is due, nor in the place of one", async () => {
    const id = await inviteOne();
    const queued = { status: "QUEUED", count: 1, ownerId: manager.id, credentialId } as const;
    const [send = ""] = await makeRegistrations(pool, queued);
    await pool.query("update registration set next_run_at = now() where id = $1", [send]);
    expect(await lookOnce(unaskable, id)).toEqual({ kind: "hindered", by: "sends_first" });
    await pool.query("update registration set next_run_at = now() + interval '1 hour' where id = $1", [send]);
    await setCredential({ rateLimit: 5, nextSlotAt: new Date(Date.now() + 60_000) });
    expect(await lookOnce(unaskable, id)).toEqual({ kind: "hindered", by: "sends_first" });
    await setCredential({ nextSlotAt: null });
    expect(await lookOnce(makeLooker(pool), id)).toMatchObject({ kind: "asked" });
  });

  test("a person who waits is served while others send, where no limit counts the calls", async () => {
    const id = await inviteOne();
    const queued = { status: "QUEUED", count: 1, ownerId: manager.id, credentialId } as const;
    const [send = ""] = await makeRegistrations(pool, queued);
    await pool.query("update registration set next_run_at = now() where id = $1", [send]);
    await setCredential({ rateLimit: 5 });
    const waiting = { isWaitedFor: true };
    expect(await lookOnce(unaskable, id, waiting)).toEqual({ kind: "hindered", by: "sends_first" });
    await setCredential({ rateLimit: null });
    expect(await lookOnce(makeLooker(pool), id, waiting)).toMatchObject({ kind: "asked" });
    await pool.query("update registration set next_run_at = null where id = $1", [send]);
  });

  test("of the places under a rate limit it leaves every second one, and takes one itself", async () => {
    await setCredential({ rateLimit: 5 });
    const id = await inviteOne();
    const choice = await chooseLook(pool, { registrationId: id, keyVersionFor: () => "x", random: 0 });
    if (choice.kind !== "look") throw new Error(choice.kind);
    expect(choice.restMs).toBeGreaterThanOrEqual(400);
    const { nextSlotAt } = await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });
    expect(nextSlotAt?.getTime()).toBeGreaterThan(choice.look.askedAt.getTime() + 190);
  });

  test("P12: no send waits for the place of a look, and no second holds more calls than are allowed", async () => {
    const limit = 20;
    await setCredential({ rateLimit: limit });
    const times: number[] = [];
    let behindLooks = 0;
    const endsAt = performance.now() + 8_000;
    async function look(): Promise<void> {
      for (; performance.now() < endsAt; await pause(1))
        await inTransaction(pool, async (tx) => {
          const places = await readPlaces(tx, credentialId);
          if (places && (await takeLookPlace(tx, credentialId, places))) times.push(places.nowMs);
        });
    }
    /** Sends one by one, and now and then for a second all that there are places for. */
    async function send(): Promise<void> {
      for (let sent = 0; performance.now() < endsAt; sent += 1) {
        await inTransaction(pool, async (tx) => {
          const places = await readPlaces(tx, credentialId);
          if (!places) throw new Error("no limit");
          const taken = await takePlaces(tx, credentialId, places, sent % 12 < 6 ? places.free : 1);
          if (places.isAfterLook) {
            behindLooks += 1;
            expect(taken[0]).toBe(places.nowMs);
          }
          times.push(...taken);
        });
        await pause(sent % 12 < 5 ? 200 : sent % 12 === 5 ? 1_100 : 70 + 30 * ((sent * 7) % 5));
      }
    }
    await Promise.all([look(), send()]);
    times.sort((one, other) => one - other);
    const fullest = times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length);
    expect(Math.max(...fullest)).toBeLessThanOrEqual(limit);
    expect(behindLooks).toBeGreaterThan(2);
  });

  test("one without a brand is left for a day", async () => {
    const [id = ""] = await makeRegistrations(pool, {
      ...{ status: "INVITED", count: 1, ownerId: manager.id, credentialId },
    });
    expect(await lookOnce(unaskable, id)).toEqual({ kind: "no_brand" });
    expect(await listDueLooks(pool, credentialId, 10)).toEqual([]);
  });
});

describe("what a refusal leaves", () => {
  test.each([
    ["not_offered", "not_offered"],
    ["credential_refused", "invalid_signature"],
  ] as const)("%s ends the turn, is remembered, and pauses no sending", async (kind, reason) => {
    await invite(3);
    let asked = 0;
    const looker = makeLooker(pool, {
      async ask() {
        asked += 1;
        return makeLookEnding(kind);
      },
    });
    expect(await lookAtDue(looker, credentialId, () => false)).toMatchObject({ endedBy: "doku" });
    // One more may have begun before the first answer was recorded.
    expect(asked).toBeLessThanOrEqual(2);
    const credential = await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });
    expect(credential).toMatchObject({ lookRefusedReason: reason, pausedAt: null, faultCount: 0 });
    expect(credential.lookRefusedAt).not.toBeNull();
  });

  test("an answer after a day forgets it", async () => {
    await setCredential({
      lookRefusedAt: new Date(Date.now() - 25 * 3_600_000),
      lookRefusedReason: "not_offered",
    });
    await lookOnce(makeLooker(pool), await inviteOne());
    expect(await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } })).toMatchObject({
      lookRefusedAt: null,
      lookRefusedReason: null,
    });
  });

  test("429 has sends wait too, and does not say that they work", async () => {
    await setCredential({ rateLimit: 10, usableAt: null });
    const looker = makeLooker(pool, { ask: async () => makeLookEnding("slowed_down") });
    await lookOnce(looker, await inviteOne());
    const credential = await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });
    expect(credential.slowUntil?.getTime()).toBeGreaterThan(Date.now());
    expect(credential.rateShare).toBe(0.5);
    expect(credential.usableAt).toBeNull();
  });
});

describe("a turn", () => {
  test("asks about all that is due, longest due first, and about each once", async () => {
    const old = await inviteOne(50);
    const planned = await inviteOne(90);
    await pool.query("update registration set look_at = now() - interval '3 hours' where id = $1", [planned]);
    const young = await inviteOne(2);
    await inviteOne(0.5);
    const later = await inviteOne(60);
    await pool.query("update registration set look_at = now() + interval '1 hour' where id = $1", [later]);
    const asked: string[] = [];
    const looker = makeLooker(pool, {
      async ask({ businessId }) {
        asked.push(businessId);
        return makeLookEnding("no_news");
      },
    });
    expect(await lookAtDue(looker, credentialId, () => false)).toEqual({ asked: 3, endedBy: "nothing_due" });
    expect(asked).toEqual([old, planned, young].map((id) => `BSN-${id}`));
  });

  test("waits behind sends and goes on after them", async () => {
    await invite(2);
    const [send = ""] = await makeRegistrations(pool, {
      ...{ status: "QUEUED", count: 1, ownerId: manager.id, credentialId },
    });
    await pool.query("update registration set next_run_at = now() where id = $1", [send]);
    let asked = 0;
    const looker = makeLooker(pool, {
      async ask() {
        asked += 1;
        return makeLookEnding("no_news");
      },
    });
    const turn = lookAtDue(looker, credentialId, () => false);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked).toBe(0);
    await pool.query("update registration set next_run_at = null where id = $1", [send]);
    expect(await turn).toEqual({ asked: 2, endedBy: "nothing_due" });
  });

  test("leaves DOKU alone after three calls without an answer, and opens no breaker", async () => {
    await invite(8);
    const looker = makeLooker(pool, { ask: async () => makeLookEnding("unreachable") });
    const turn = await lookAtDue(looker, credentialId, () => false);
    expect(turn.endedBy).toBe("doku");
    expect(turn.asked).toBeLessThanOrEqual(4);
    expect(await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } })).toMatchObject({
      faultCount: 0,
      breakerUntil: null,
    });
  });

  test("what cannot be recorded is put off, and the others are looked at", async () => {
    const [poison = "", sound = ""] = await invite(2);
    const looker = makeLooker(pool, {
      // A text that PostgreSQL cannot hold, as no answer should bring one.
      ask: async ({ businessId }) =>
        makeTold(businessId === `BSN-${poison}` ? { name: "\u0000" } : status("ACTIVE")),
    });
    expect(await lookAtDue(looker, credentialId, () => false)).toMatchObject({ endedBy: "nothing_due" });
    expect(await read(sound)).toMatchObject({ progress: "VERIFIED" });
    expect(await read(poison)).toMatchObject({ progress: null, dokuView: null });
  });

  test("each credential with something due is asked for once", async () => {
    await askLooks(pool);
    expect(await jobKeys()).toEqual([]);
    await invite(3);
    await askLooks(pool);
    await askLooks(pool);
    expect(await jobKeys()).toEqual([`look:${credentialId}`]);
  });

  const jobKeys = async () =>
    (await pool.query<{ key: string }>("select key from graphile_worker.jobs")).rows.map(({ key }) => key);
});

test("whoever dies at any step of a look leaves nothing half written, and it is asked again", async () => {
  let isDead = true;
  let stepsToLive = 0;
  for (; isDead; stepsToLive += 1) {
    const id = await inviteOne();
    const before = await read(id);
    const mortal = createMortal(pool, stepsToLive);
    const dying = makeLooker(mortal.pool, {
      ask: () => mortal.step("DOKU", async () => makeTold(status("ACTIVE"))),
    });
    isDead = await Promise.race([lookOnce(dying, id).then(() => false), mortal.died.then(() => true)]);
    const after = await read(id);
    if (after.progress === null) {
      expect(after).toEqual(before);
      expect(await listDueLooks(pool, credentialId, 10)).toContain(id);
      await lookOnce(telling(status("ACTIVE")), id);
    }
    const whole = await read(id);
    expect(whole).toMatchObject({ progress: "VERIFIED", dokuView: { lookEnding: "told", lookCount: 1 } });
    expect(whole.reports).toHaveLength(1);
    expect(await actionsOf(id)).toEqual(["registration.progress_changed"]);
    await pool.query("update registration set archived_at = now() where id = $1", [id]);
  }
  expect(stepsToLive).toBeGreaterThan(10);
});

test("whom to ask next is found by an index among any number of invited, those of this minute too", async () => {
  const later = await invite(20_000, 400);
  await pool.query("update registration set look_at = now() + interval '1 day' where id = any($1)", [later]);
  await invite(2_000, 0.5);
  await invite(200, 400);
  await pool.query("analyze");
  const plans: string[] = [];
  const explaining = {
    async query(text: string, values: unknown[] = []) {
      const { rows } = await pool.query<{ "QUERY PLAN": string }>(
        `explain (analyze, buffers off) ${text}`,
        values,
      );
      plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
      return { rows: [] };
    },
  };
  const db = explaining as unknown as Pool;
  await listDueLooks(db, credentialId, 50);
  await askLooks(db);
  for (const plan of plans) {
    expect(plan).toContain("registration_look");
    expect(plan).not.toContain("Seq Scan on registration");
  }
});
