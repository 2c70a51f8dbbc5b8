import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { countMatching, countSoon } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { readAfterInvitation } from "./after-queries";
import { afterFunnelOf, afterProgress, noProgress } from "./after-view";

const { pool } = useTestDatabase();
useSimulatorEnv();

const NOW = new Date("2026-11-30T05:00:00Z");
const ALL = { range: "30d", by: "day", mine: false } as const;
let rina: UserActor;
let dewi: UserActor;

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

type Made = {
  progress?: string | null;
  invitedDaysAgo: number;
  owner?: UserActor;
  code?: string;
  /** Progresses that were told, by how many days ago. */
  told?: [string, number][];
  stirredDaysAgo?: number;
  /** A day to come back, by how many days from now. */
  putOffDays?: number;
  archived?: boolean;
};

async function make(made: Made): Promise<string> {
  const credentialId = (await syncCredentialFromEnv()).id;
  const ownerId = (made.owner ?? rina).id;
  const [id = ""] = await makeRegistrations(pool, { status: "INVITED", count: 1, ownerId, credentialId });
  await pool.query(
    `update registration set progress = $2::progress, created_at = $3, invited_at = $3, stirred_at = $4, referral_code = $5,
            archived_at = $6, follow_up_at = $7 where id = $1`,
    [
      id,
      made.progress ?? null,
      daysAgo(made.invitedDaysAgo),
      made.stirredDaysAgo === undefined ? null : daysAgo(made.stirredDaysAgo),
      made.code ?? "",
      made.archived ? NOW : null,
      made.putOffDays === undefined ? null : daysAgo(-made.putOffDays),
    ],
  );
  for (const [progress, days] of made.told ?? [])
    await pool.query(
      "insert into progress_report (id, registration_id, at, source, progress) values ($1, $2, $3, 'doku', $4::progress)",
      [randomUUID(), id, daysAgo(days), progress],
    );
  return id;
}

const nudge = (registrationId: string, daysBefore: number, channel: string, state = "handed_over") =>
  pool.query(
    `insert into nudge (id, registration_id, channel, state, locale, at, actor_id)
     values ($1, $2, $3::nudge_channel, $4::nudge_state, 'id', $5, $6)`,
    [randomUUID(), registrationId, channel, state, daysAgo(daysBefore), rina.id],
  );

beforeAll(async () => {
  [rina, dewi] = [await makeManager("Rina"), await makeManager("Dewi")];
  const verified = await make({
    progress: "VERIFIED",
    invitedDaysAgo: 10,
    code: "ABC123",
    told: [
      ["IN_PROGRESS", 8],
      ["IN_PROGRESS", 7],
      ["IN_REVIEW", 6],
      ["VERIFIED", 3],
    ],
  });
  const inReview = await make({
    progress: "IN_REVIEW",
    invitedDaysAgo: 12,
    owner: dewi,
    code: "ABC123",
    told: [["IN_REVIEW", 8]],
  });
  const silent = await make({ invitedDaysAgo: 20 });
  await make({ invitedDaysAgo: 9, stirredDaysAgo: 4, progress: "INVITED" });
  await make({ invitedDaysAgo: 1 });
  await make({ invitedDaysAgo: 40, owner: dewi });
  await make({ progress: "REJECTED", invitedDaysAgo: 2, archived: true });
  // Quiet in the same way, but put off until tomorrow: the list behind the figure has no such ones.
  const putOff = await make({ invitedDaysAgo: 50, owner: dewi });
  await pool.query("update registration set follow_up_at = $2 where id = $1", [putOff, daysAgo(-1)]);
  await nudge(verified, 9, "whatsapp");
  await nudge(inReview, 9, "whatsapp");
  await nudge(silent, 9, "whatsapp");
  await nudge(silent, 2, "email", "sent");
  await nudge(silent, 1, "email", "failed");
});

test("each step of the funnel leads to as many as it counts", async () => {
  const { total } = await readAfterInvitation(rina, ALL, NOW);
  const funnel = afterFunnelOf(total ?? noProgress());
  expect(funnel).toEqual({ invited: 5, begun: 2, handedIn: 2, verified: 1 });
  for (const step of ["invited", "begun", "handedIn", "verified"] as const) {
    const filter = {
      ...EMPTY_FILTER,
      tab: "INVITED",
      created: "30d",
      progress: afterProgress(step),
    } as const;
    expect((await countMatching(rina, filter, { now: NOW })).count, step).toBe(funnel[step]);
  }
});

test("the invited of the days stand where they stand now, each with their owner and code", async () => {
  const { total, owners, referrals } = await readAfterInvitation(rina, ALL, NOW);
  const counts = (some: Partial<ReturnType<typeof noProgress>>) => ({ ...noProgress(), ...some });
  expect(total).toEqual(counts({ NOT_CHECKED: 2, INVITED: 1, IN_REVIEW: 1, VERIFIED: 1 }));
  expect(owners).toEqual([
    { id: rina.id, name: "Rina", counts: counts({ NOT_CHECKED: 2, INVITED: 1, VERIFIED: 1 }) },
    { id: dewi.id, name: "Dewi", counts: counts({ IN_REVIEW: 1 }) },
  ]);
  expect(referrals).toEqual([
    { id: "ABC123", name: "ABC123", counts: counts({ IN_REVIEW: 1, VERIFIED: 1 }) },
  ]);
});

test("a stay is from the invitation or a change to the next change, however often it was told meanwhile", async () => {
  const DAY_MS = 86_400_000;
  const { stages } = await readAfterInvitation(rina, ALL, NOW);
  expect(stages).toEqual([
    { stage: "INVITED", measured: 2, medianMs: 3 * DAY_MS, p90Ms: 3.8 * DAY_MS },
    { stage: "IN_PROGRESS", measured: 1, medianMs: 2 * DAY_MS, p90Ms: 2 * DAY_MS },
    { stage: "IN_REVIEW", measured: 1, medianMs: 3 * DAY_MS, p90Ms: 3 * DAY_MS },
  ]);
});

test("the quiet are counted by how long, whenever they were registered, and not those who were stirred", async () => {
  const { quiet } = await readAfterInvitation(rina, ALL, NOW);
  expect(quiet?.map(({ fromDays, untilDays, count }) => [fromDays, untilDays, count])).toEqual([
    [3, 7, 1],
    [7, 14, 0],
    [14, 30, 1],
    [30, null, 1],
  ]);
  const all = await countSoon(rina, { ...EMPTY_FILTER, turn: "quiet" }, { now: NOW });
  expect(quiet?.reduce((sum, { count }) => sum + count, 0)).toBe(all);
});

test("the quiet are those whom the list has, and not who was put off until a later day", async () => {
  const filter = { ...EMPTY_FILTER, turn: "quiet", owner: "me" } as const;
  const figures = async () => {
    const { quiet } = await readAfterInvitation(rina, { ...ALL, mine: true }, NOW);
    const all = quiet?.reduce((sum, { count }) => sum + count, 0);
    return [all, (await countMatching(rina, filter, { now: NOW })).count];
  };
  expect(await figures()).toEqual([2, 2]);
  const ids = [
    await make({ invitedDaysAgo: 20, putOffDays: 1 }),
    await make({ invitedDaysAgo: 20, putOffDays: 0 }),
    await make({ invitedDaysAgo: 20, putOffDays: -1 }),
  ];
  try {
    expect(await figures()).toEqual([4, 4]);
  } finally {
    await pool.query("update registration set archived_at = $2 where id = any($1)", [ids, NOW]);
  }
});

test("a reminder is followed by a change within a week, and one that failed is none", async () => {
  const { reminders } = await readAfterInvitation(rina, ALL, NOW);
  expect(reminders).toEqual([
    { channel: "whatsapp", count: 3, followed: 2 },
    { channel: "email", count: 1, followed: 0 },
  ]);
});

test("mine are one's own alone, in every part", async () => {
  const mine = await readAfterInvitation(dewi, { ...ALL, mine: true }, NOW);
  expect(mine.owners).toBeNull();
  expect(mine.total).toMatchObject({ IN_REVIEW: 1, VERIFIED: 0, NOT_CHECKED: 0 });
  expect(mine.referrals).toMatchObject([{ counts: { IN_REVIEW: 1, VERIFIED: 0 } }]);
  expect(mine.stages).toMatchObject([{ stage: "INVITED", measured: 1 }]);
  expect(mine.quiet?.map(({ count }) => count)).toEqual([0, 0, 0, 1]);
  expect(mine.reminders).toEqual([{ channel: "whatsapp", count: 1, followed: 1 }]);
});

test("what was known before a reminder and is only said again after it is no change", async () => {
  const reviewed = await make({
    progress: "IN_REVIEW",
    invitedDaysAgo: 10,
    told: [
      ["IN_REVIEW", 8],
      ["IN_REVIEW", 5],
    ],
  });
  const waiting = await make({ progress: "INVITED", invitedDaysAgo: 10, told: [["INVITED", 5]] });
  for (const id of [reviewed, waiting]) await nudge(id, 6, "copy");
  const { reminders } = await readAfterInvitation(rina, ALL, NOW);
  expect(reminders).toContainEqual({ channel: "copy", count: 2, followed: 0 });
});

test("a part that takes too long is left out instead of holding the page", async () => {
  const blocker = await pool.connect();
  try {
    await blocker.query("begin; lock table registration in access exclusive mode");
    expect(await readAfterInvitation(rina, ALL, NOW, 50)).toEqual({
      total: null,
      owners: null,
      referrals: null,
      stages: null,
      quiet: null,
      reminders: null,
    });
  } finally {
    await blocker.query("rollback");
    blocker.release();
  }
});
