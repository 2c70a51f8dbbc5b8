import { expect, test } from "vitest";
import type { Progress } from "@/lib/generated/prisma/enums";
import { FIRST_LOOK_MS, nextLook } from "./next-look";

// A credential that allows five calls a second has invited 100,000 merchants over three months, and polling begins on a
// day like any other: each morning a spreadsheet of 36,000 takes every place for two hours, and 1,000 more merchants are
// invited each day. Of the places that are left a look takes every second one, the longest due first, as `chooseLook`
// and `listDueLooks` have it.

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const LOOK_MS = (2 * 1.015 * SECOND) / 5;
const INVITED = 100_000;
const DAYS = 6;
/** Once all have been looked at, nobody waits longer than the spreadsheet takes. */
const LATEST_HOURS = 2.1;
const SENDS = { fromMs: 9 * HOUR, untilMs: 11 * HOUR };

type Merchant = {
  invitedMs: number;
  /** When they begin at DOKU, hand it in and are verified; two in five never begin. */
  fate: readonly [beginMs: number, reviewMs: number, verifiedMs: number] | null;
  dueMs: number;
  lookedMs: number | null;
  changedMs: number | null;
  progress: Progress | null;
};

test("polling 100,000 invitations under five calls a second: nobody starves, whatever is sent first", () => {
  const random = createRandom(7);
  const queue = createQueue();
  const invite = (invitedMs: number) =>
    queue.add({
      ...{ invitedMs, dueMs: invitedMs + FIRST_LOOK_MS, fate: fateOf(invitedMs, random) },
      ...{ lookedMs: null, changedMs: null, progress: null },
    });
  for (let made = 0; made < INVITED; made += 1) invite(-random() * 90 * DAY);
  for (let made = 0; made < DAYS * 1_000; made += 1) invite(random() * DAYS * DAY);

  let looks = 0;
  let idleMs = 0;
  const longest = { atFirst: 0, later: 0, young: 0 };
  for (let nowMs = 0; nowMs < DAYS * DAY; ) {
    const inDay = nowMs % DAY;
    if (inDay >= SENDS.fromMs && inDay < SENDS.untilMs) {
      nowMs += SENDS.untilMs - inDay;
      continue;
    }
    const merchant = queue.take(nowMs);
    if (!merchant) {
      // The cron asks each minute.
      idleMs += 60 * SECOND;
      nowMs += 60 * SECOND;
      continue;
    }
    looks += 1;
    const lateMs = nowMs - Math.max(0, merchant.dueMs);
    if (nowMs < 2 * DAY) longest.atFirst = Math.max(longest.atFirst, lateMs);
    else if (nowMs - merchant.invitedMs < DAY) longest.young = Math.max(longest.young, lateMs);
    else longest.later = Math.max(longest.later, lateMs);
    look(merchant, nowMs, random);
    queue.add(merchant);
    nowMs += LOOK_MS;
  }

  const hours = (ms: number) => ms / HOUR;
  // All of them are due when polling begins: the last waits for the others, and for the spreadsheet.
  expect(hours(longest.atFirst)).toBeLessThan(15);
  expect(hours(longest.later)).toBeLessThan(LATEST_HOURS);
  expect(hours(longest.young)).toBeLessThan(LATEST_HOURS);
  expect(looks).toBeGreaterThan(INVITED);
  expect(idleMs / (DAYS * DAY)).toBeGreaterThan(0.1);
});

function fateOf(invitedMs: number, random: () => number): Merchant["fate"] {
  if (random() < 0.4) return null;
  const beginMs = invitedMs + random() * 20 * DAY;
  const reviewMs = beginMs + random() * 10 * DAY;
  return [beginMs, reviewMs, reviewMs + random() * 4 * DAY];
}

const STEPS = [null, "IN_PROGRESS", "IN_REVIEW", "VERIFIED"] as const;

function look(merchant: Merchant, nowMs: number, random: () => number): void {
  const progress = STEPS[merchant.fate?.filter((atMs) => atMs <= nowMs).length ?? 0] ?? null;
  if (progress !== merchant.progress) {
    merchant.progress = progress;
    merchant.changedMs = nowMs;
  }
  const now = new Date(nowMs);
  merchant.dueMs = nextLook({
    progress: merchant.progress ?? "NOT_CHECKED",
    invitedAt: new Date(merchant.invitedMs),
    changedAt: merchant.changedMs === null ? null : new Date(merchant.changedMs),
    ending: { kind: merchant.progress ? "told" : "no_news" },
    before: merchant.lookedMs === null ? null : { at: new Date(merchant.lookedMs), ending: "told" },
    now,
    random: random(),
  }).getTime();
  merchant.lookedMs = nowMs;
}

/** The same numbers with each run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Gives what is due longest, to the minute, as the index does; nothing becomes due before what was given last. */
function createQueue() {
  const minutes: Merchant[][] = [];
  let first = 0;
  return {
    add(merchant: Merchant): void {
      const minute = Math.max(first, Math.floor(merchant.dueMs / (60 * SECOND)));
      const due = minutes[minute] ?? [];
      minutes[minute] = due;
      due.push(merchant);
    },
    take(nowMs: number): Merchant | undefined {
      for (; first * 60 * SECOND <= nowMs; first += 1) {
        const merchant = minutes[first]?.pop();
        if (merchant) return merchant;
      }
      return undefined;
    },
  };
}
