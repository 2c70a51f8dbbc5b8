import { describe, expect, test } from "vitest";
import { type DeliveryCounts, IMPORT_STATUSES, type RowCounts } from "@/lib/imports/import-view";
import type { Shown } from "@/lib/registrations/sight";
import {
  importResult,
  isGoingOn,
  isScheduled,
  leftToDo,
  leftToSend,
  sendingProgress,
  situationWords,
  timeLeft,
} from "./import-progress";

const NONE: DeliveryCounts = { DRAFT: 0, QUEUED: 0, INVITED: 0, NEEDS_FIX: 0, UNCONFIRMED: 0, FAILED: 0 };
const NO_ROWS: RowCounts = { unchecked: 0, problems: 0, warnings: 0, ready: 0, skipped: 0, done: 0, sent: 0 };

describe("what goes on by itself", () => {
  test("is what a worker has in hand", () => {
    const moving = IMPORT_STATUSES.filter((status) => isGoingOn({ status, delivered: NONE }));
    expect(moving).toEqual(["reading", "checking", "canary", "sending"]);
  });

  test("is also a stopped batch whose last rows are on their way", () => {
    expect(isGoingOn({ status: "stopped", delivered: { ...NONE, QUEUED: 1 } })).toBe(true);
  });
});

test("a batch is scheduled until its time has come or its first row has gone", () => {
  const batch = { status: "canary", scheduledAt: "2026-11-23T02:00:00Z", rows: NO_ROWS } as const;
  const [before, after] = [new Date("2026-11-23T01:59:59Z"), new Date("2026-11-23T02:00:00Z")];
  expect(isScheduled(batch, before)).toBe(true);
  expect(isScheduled(batch, after)).toBe(false);
  expect(isScheduled({ ...batch, rows: { ...NO_ROWS, sent: 1 } }, before)).toBe(false);
  expect(isScheduled({ ...batch, status: "paused" }, before)).toBe(false);
  expect(isScheduled({ ...batch, scheduledAt: null }, before)).toBe(false);
});

test("a row counts as sent once it has an answer", () => {
  const rows = { ...NO_ROWS, ready: 400, sent: 12, problems: 9 };
  expect(sendingProgress({ rows, delivered: { ...NONE, QUEUED: 2, INVITED: 10 } })).toEqual({
    answered: 10,
    answeredNow: 10,
    total: 412,
  });
});

test("rows that had been registered before are counted as where they stand counts them", () => {
  const rows = { ...NO_ROWS, sent: 501, done: 299 };
  expect(sendingProgress({ rows, delivered: { ...NONE, INVITED: 758, NEEDS_FIX: 42 } })).toEqual({
    answered: 800,
    answeredNow: 501,
    total: 800,
  });
});

const FIRST = {
  position: 2,
  registrationId: "0193c0de-0000-7000-8000-000000000001",
  merchant: "Kopi Senja" as Shown,
  status: "QUEUED",
  sending: false,
  problem: null,
} as const;

describe("what is said of a batch that is sent", () => {
  const credential = { label: "main", pausedAt: null, ratePerSecond: null };
  const blocked = { ...credential, pausedAt: "2026-11-23T02:00:00Z" };
  const rows = { ...NO_ROWS, ready: 3 };

  test.each([
    ["its first row is on its way", { status: "canary", rows, credential }, "canary.sending"],
    [
      "nothing of it is while its credential is paused",
      { status: "canary", rows, credential: blocked },
      null,
    ],
    [
      "the rest is held back while it is paused",
      { status: "paused", rows, credential },
      "sending.pausedText",
    ],
    [
      "paused with no row left, it says so",
      { status: "paused", rows: NO_ROWS, credential },
      "sending.nothingLeft",
    ],
    [
      "paused since the database was restored, it says so",
      { status: "paused", pauseReason: "restored", rows, credential },
      "sending.restoredText",
    ],
    [
      "its first row was mended on its own page and is on its way again",
      { status: "canary_done", rows, credential, canary: FIRST },
      "canary.again",
    ],
    [
      "paused since its sender lost the right, it says so",
      { status: "paused", pauseReason: "sender_not_allowed", rows, credential },
      "sending.senderText",
    ],
    [
      "paused since then with no row left, it says that",
      { status: "paused", pauseReason: "sender_not_allowed", rows: NO_ROWS, credential },
      "sending.nothingLeft",
    ],
  ] as const)("%s", (_, batch, words) => {
    expect(situationWords({ pauseReason: null, canary: null, ...batch })).toBe(words);
  });
});

describe("the time left", () => {
  const at = { left: 600, answered: 0, elapsedMs: 0, ratePerSecond: null };

  test.each([
    ["nothing is known at the start without a limit", at, { kind: "unknown" }],
    ["two answers say nothing yet", { ...at, answered: 2, elapsedMs: 1_000 }, { kind: "unknown" }],
    ["a limit tells it before the first answer", { ...at, ratePerSecond: 2 }, { kind: "minutes", count: 5 }],
    [
      "the measured speed tells it without a limit",
      { ...at, answered: 10, elapsedMs: 10_000 },
      { kind: "minutes", count: 10 },
    ],
    [
      "a burst is not taken for more than the limit",
      { ...at, answered: 100, elapsedMs: 1_000, ratePerSecond: 2 },
      { kind: "minutes", count: 5 },
    ],
    [
      "slower than the limit is said as it is",
      { ...at, answered: 10, elapsedMs: 20_000, ratePerSecond: 50 },
      { kind: "minutes", count: 20 },
    ],
    ["under a minute is not counted", { ...at, left: 59, ratePerSecond: 1 }, { kind: "seconds" }],
    [
      "from an hour and a half on hours are enough",
      { ...at, left: 5_400, ratePerSecond: 1 },
      { kind: "hours", count: 2 },
    ],
  ] as const)("%s", (_, facts, expected) => {
    expect(timeLeft(facts)).toEqual(expected);
  });
});

test("every row of an ended batch is registered, in doubt, waiting, refused or not sent, unless the file left it out", () => {
  const delivered = { ...NONE, INVITED: 410, UNCONFIRMED: 2, NEEDS_FIX: 3, FAILED: 1 };
  expect(importResult({ rowCount: 623, delivered, leftOut: { hidden: 3, empty: 197, notes: 2 } })).toEqual({
    registered: 410,
    unsure: 2,
    waiting: 0,
    refused: 3,
    notSent: 6,
  });
});

test("a batch that has ended says how much of it waits for a person, and one that goes on nothing", () => {
  const rows = { ...NO_ROWS, problems: 2, warnings: 1, ready: 5, done: 9 };
  const standing = { ...NONE, DRAFT: 1, INVITED: 40, NEEDS_FIX: 3, UNCONFIRMED: 4, FAILED: 5, QUEUED: 6 };
  const ended = { status: "finished", rows, standing, isReplaced: false } as const;
  expect(leftToDo(ended)).toBe(15);
  expect(leftToSend(ended)).toBe(21);
  expect(leftToDo({ ...ended, status: "stopped", rows: NO_ROWS, standing: NONE })).toBe(0);
  expect(leftToDo({ ...ended, status: "sending" })).toBe(0);
});

test("nothing is left to do with a batch whose place a later upload has taken", () => {
  const rows = { ...NO_ROWS, problems: 2, warnings: 1, ready: 5 };
  const replaced = { status: "stopped", rows, standing: NONE, isReplaced: true } as const;
  expect([leftToDo(replaced), leftToSend(replaced)]).toEqual([0, 0]);
});
