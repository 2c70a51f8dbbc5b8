import { describe, expect, it } from "vitest";
import { restartDelayMs } from "./restart-policy.mjs";

/** Times of deaths, from the gaps between them in seconds. */
function deaths(...gapsSeconds: number[]): number[] {
  let at = 0;
  return gapsSeconds.map((gap) => {
    at += gap * 1_000;
    return at;
  });
}

describe("restarting a process that died", () => {
  const cases: [title: string, gaps: number[], delaySeconds: number | null][] = [
    ["waits a second after the first death", [100], 1],
    ["doubles the wait while deaths follow each other", [100, 20, 20], 4],
    ["never waits longer than half a minute", [100, 20, 20, 20, 20, 20, 20, 20], 30],
    ["begins anew after a minute without a death", [100, 20, 20, 60], 1],
    ["still starts it after the fourth death in a minute", [100, 1, 2, 4], 8],
    ["gives up at the fifth death in a minute", [100, 1, 2, 4, 8], null],
    ["does not give up when the fifth death comes a minute after the first", [100, 15, 15, 15, 15], 16],
  ];
  for (const [title, gaps, delaySeconds] of cases) {
    it(title, () => {
      expect(restartDelayMs(deaths(...gaps))).toBe(delaySeconds === null ? null : delaySeconds * 1_000);
    });
  }
});
