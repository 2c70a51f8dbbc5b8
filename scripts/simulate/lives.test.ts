import { describe, expect, test } from "vitest";
import { drawTrial, runTrial, shrink, tellTrial } from "./trial";
import { sentencesOf } from "./truths";
import { createWorld, type Mode, type World } from "./world";

// A short run of `npm run simulate`. What a life means is in `trial.ts`, what must hold of it in `truths.ts`.

const SEED = 20_261_129;
const LIVES = 20_000;

describe.each(["R", "N"] as const)("in mode %s", (mode) => {
  test(`nothing goes wrong in ${LIVES} lives of seed ${SEED}`, () => {
    for (let number = 0; number < LIVES; number += 1) {
      const trial = drawTrial(SEED, number, mode);
      const wrong = runTrial(trial);
      if (wrong) throw new Error([`life ${number}:`, ...tellTrial(shrink(trial))].join("\n"));
    }
  });
});

// What the long run of `npm run simulate` once found: two timelines of a restore each made a business.
test.each<[number, number, Mode]>([[1, 3_843_738, "R"]])(
  "seed %i's life %i, mode %s, goes well now",
  (seed, number, mode) => {
    expect(runTrial(drawTrial(seed, number, mode))).toBeNull();
  },
);

/** A life that the adversary leaves alone, with something done to its world after each step. */
function liveWith(mode: Mode, meddle: (world: World) => void): string | null {
  for (let number = 0; number < LIVES; number += 1) {
    const wrong = runTrial(drawTrial(SEED, number, mode), { observe: (_, world) => meddle(world) });
    if (wrong) return wrong.replace(/\d+/g, "#");
  }
  return null;
}

describe("what must hold is seen where it does not", () => {
  test.each<[string, Mode, (world: World) => void, string]>([
    [
      "a fence that lets every ending through",
      "R",
      ({ db, processes }) => {
        for (const { claim } of processes) claim.epoch = db.row.epoch;
      },
      "a late ending changed",
    ],
    [
      "a claim that never ends",
      "N",
      ({ processes }) => {
        for (const process of processes) process.mayWrite = () => true;
      },
      "are one merchant",
    ],
    [
      "a restore after which nobody waits",
      "N",
      ({ db, nowMs }) => {
        if (db.restoredAt) db.restoredAt = new Date(Math.min(db.restoredAt.getTime(), nowMs - 61_000));
      },
      "could still be sent",
    ],
    [
      "a doubt that is called not sent",
      "R",
      ({ db }) => {
        if (db.row.status !== "UNCONFIRMED") return;
        Object.assign(db.row, { status: "FAILED", nextRunAt: null, cause: "not_sent.connect_refused" });
      },
      'the page says "failed"',
    ],
    [
      "a plan that is forgotten",
      "R",
      ({ db }) => {
        if (db.row.status === "QUEUED") db.row.nextRunAt = null;
      },
      'the page says "waiting", and it will never be sent',
    ],
    [
      "a business that is not kept",
      "R",
      ({ db }) => {
        db.businesses = [];
      },
      "no business is kept",
    ],
  ])("%s", (_, mode, meddle, told) => {
    expect(liveWith(mode, meddle)).toContain(told);
  });
});

test("the same seed and number are the same life", () => {
  expect(drawTrial(7, 3, "N")).toEqual(drawTrial(7, 3, "N"));
  expect(drawTrial(7, 3, "N")).not.toEqual(drawTrial(7, 4, "N"));
});

test("a life is told step by step, with what the page says", () => {
  const lines = tellTrial({ mode: "R", isSheet: false, checksReferences: false, steps: [] });
  expect(lines[0]).toBe("registered with the form");
  expect(lines.at(-2)).toContain("→ INVITED; kept BSN-1; DOKU has BSN-1; the page: invited");
  expect(lines.at(-1)).toBe("nothing is wrong");
});

test("a registration begins as one that waits", () => {
  expect(sentencesOf(createWorld({ mode: "R", isSheet: true, checksReferences: false }))).toEqual([
    "waiting",
  ]);
});
