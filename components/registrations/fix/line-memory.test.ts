import { expect, test } from "vitest";
import { advanced, readPlace } from "./line-memory";

const NOW = Date.parse("2026-11-12T09:00:00Z");
const HOUR_MS = 3_600_000;

test("a line goes on where it was left that morning", () => {
  const kept = { sent: ["a"], skipped: ["b"], at: NOW - HOUR_MS };
  expect(readPlace(kept, { nowMs: NOW, ids: ["b", "c"] })).toEqual({ sent: ["a"], skipped: ["b"] });
});

test("what DOKU refused once more stands in the line again", () => {
  const kept = { sent: ["a", "b"], skipped: [], at: NOW };
  expect(readPlace(kept, { nowMs: NOW, ids: ["b", "c"] })).toEqual({ sent: ["a"], skipped: [] });
});

test("what was passed over while it was being sent is sent, and nothing is there twice", () => {
  const place = { sent: ["a"], skipped: ["b"] };
  expect(advanced(place, "sent", "b")).toEqual({ sent: ["a", "b"], skipped: [] });
  expect(advanced(place, "skipped", "a")).toEqual(place);
  expect(advanced(place, "skipped", "b")).toEqual(place);
  expect(advanced(place, "sent", "a")).toEqual(place);
  expect(advanced(place, "skipped", "c")).toEqual({ sent: ["a"], skipped: ["b", "c"] });
});

test.each([
  ["nothing was kept", null],
  ["it was yesterday's round", { sent: ["a"], skipped: ["b"], at: NOW - 9 * HOUR_MS }],
  ["what was kept is no place", "a"],
  ["it has no time", { sent: ["a"], skipped: [] }],
])("it begins anew where %s", (_why, kept) => {
  expect(readPlace(kept, { nowMs: NOW, ids: [] })).toEqual({ sent: [], skipped: [] });
});
