import { expect, test } from "vitest";
import { type Options, planRun } from "./plan";
import { planSchedule } from "./schedule";

const OPTIONS: Options = {
  ...{ short: false, restore: undefined, registrations: null, scale: 1, seed: null },
  ...{ mode: ["R", "N"], only: null, clientIds: 2 },
};
const planOf = (seed: number, mode: "R" | "N" = "R") => {
  const { arsenal } = planRun(OPTIONS, mode, seed);
  return planSchedule(arsenal, seed);
};
const countOf = (seed: number, kind: string) =>
  planOf(seed).filter(({ weapon }) => weapon.kind === kind).length;

test("a seed repeats what is done and when, and another one does not", () => {
  expect(planOf(7)).toEqual(planOf(7));
  expect(planOf(7)).not.toEqual(planOf(8));
});

test("the long form has at least what was promised of it", () => {
  expect(countOf(7, "kill")).toBeGreaterThanOrEqual(200);
  expect(countOf(7, "freeze")).toBeGreaterThanOrEqual(30);
  for (const kind of ["cutOff", "readOnly", "terminateAll", "slowTerminateAll"])
    expect(countOf(7, kind)).toBeGreaterThanOrEqual(5);
  const stops = planOf(7).flatMap(({ weapon }) => (weapon.kind === "stopDatabase" ? [weapon.how] : []));
  expect(stops.filter((how) => how === "immediate")).toHaveLength(5);
  expect(stops.filter((how) => how === "fast")).toHaveLength(5);
  const freezes = planOf(7).flatMap(({ weapon }) => (weapon.kind === "freeze" ? [weapon.forMs] : []));
  expect(freezes.filter((forMs) => forMs > 70_000)).toHaveLength(10);
});

test("a copy is made before it is put back, once", () => {
  const kinds = planOf(7).map(({ weapon }) => weapon.kind);
  expect(kinds.filter((kind) => kind === "backUp" || kind === "restore")).toEqual(["backUp", "restore"]);
});

test("replays become unproven and proven in turns, and only where they can be proven", () => {
  const turns = (mode: "R" | "N") =>
    planOf(7, mode).flatMap(({ weapon }) => (weapon.kind === "replayMode" ? [weapon.isProven] : []));
  expect(turns("R")).toEqual([false, true]);
  expect(turns("N")).toEqual([]);
});

test("the short form leaves at home what the long form has", () => {
  const { arsenal } = planRun({ ...OPTIONS, short: true }, "N", 7);
  const kinds = new Set(planSchedule(arsenal, 7).map(({ weapon }) => weapon.kind));
  expect(kinds).not.toContain("restore");
  expect(kinds).toContain("kill");
});
