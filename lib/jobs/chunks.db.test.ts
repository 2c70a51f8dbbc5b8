import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { roomBeside, runInChunks, type Step, type Waiting } from "@/lib/jobs/chunks";
import { useTestDatabase } from "@/lib/testing/database";

const { pool } = useTestDatabase();
const never = () => false;

describe("beside rows that wait to be sent", () => {
  test.each([
    // chunk, most, waiting → room
    [32, 96, 0, 32],
    [32, 96, 64, 32],
    [32, 96, 80, 16],
    [32, 96, 81, 0],
    [32, 96, 500, 0],
    [250, 500, 375, 125],
    [250, 500, 376, 0],
    [250, 3, 0, 3],
    [250, 3, 1, 2],
    [250, 3, 2, 0],
    [250, 1, 0, 1],
    [250, 1, 1, 0],
  ])("in chunks of %i and at most %i, where %i wait, there is room for %i", (chunk, most, waiting, room) => {
    const beside = roomBeside({ chunk, waiting: most }, waiting);
    expect(beside.room).toBe(room);
    expect(room > 0).toBe(waiting <= beside.enough);
  });

  test("there are never more than may wait, and with none there is always room", () => {
    for (const chunk of [1, 2, 3, 8, 31, 32, 33, 250])
      for (let most = 1; most <= 70; most += 1) {
        expect(roomBeside({ chunk, waiting: most }, 0).room).toBeGreaterThan(0);
        for (let waiting = 0; waiting <= most; waiting += 1)
          expect(waiting + roomBeside({ chunk, waiting: most }, waiting).room).toBeLessThanOrEqual(most);
      }
  });
});

describe("a job that works through rows", () => {
  let steps = 0;
  let looks = 0;
  let woken = 0;
  beforeEach(() => {
    steps = looks = woken = 0;
  });

  const worked: Step = { kind: "worked" };
  const ended: Step = { kind: "ended" };

  /** Waits for one of ten rows; how many wait at each look, and nobody has them in hand. */
  function waitingFor(...counts: number[]): Waiting {
    return {
      kind: "waiting",
      count: 10,
      isSoon: true,
      enough: 9,
      async look() {
        const waiting = counts[Math.min(looks, counts.length - 1)] ?? 0;
        looks += 1;
        return { waiting, unclaimed: waiting };
      },
      async wake() {
        woken += 1;
      },
    };
  }

  const run = (script: Step[], isStopping = never) =>
    runInChunks(
      pool,
      async () => {
        const step = script[Math.min(steps, script.length - 1)] ?? ended;
        steps += 1;
        return step;
      },
      isStopping,
    );

  /** What a look finds out takes a second. */
  function slowly(waiting: Waiting): Waiting {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    return {
      ...waiting,
      async look(tx) {
        vi.advanceTimersByTime(1_000);
        return waiting.look(tx);
      },
    };
  }

  test("goes on until it has ended", async () => {
    expect(await run([worked, worked, ended])).toBeNull();
    expect(steps).toBe(3);
  });

  test("comes back when its step says so", async () => {
    const at = new Date("2026-11-12T07:00:00Z");
    expect(await run([worked, { kind: "again", when: { at } }])).toEqual({ at });
  });

  test("looks until enough of its rows were sent, and goes on only then", async () => {
    expect(await run([waitingFor(10, 10, 10, 9), worked, ended])).toBeNull();
    expect({ steps, looks }).toEqual({ steps: 3, looks: 4 });
  });

  test("has somebody send its rows, where nobody has any of them in hand at two looks", async () => {
    await run([waitingFor(10, 10, 10, 9), ended]);
    expect(woken).toBe(2);
    looks = woken = 0;
    const look = async () => {
      looks += 1;
      return { waiting: looks < 5 ? 10 : 0, unclaimed: 9 };
    };
    steps = 0;
    await run([{ ...waitingFor(), look }, ended]);
    expect(woken).toBe(0);
  });

  test("leaves its place where none of its rows goes soon, without a look", async () => {
    expect(await run([{ ...waitingFor(10), isSoon: false }])).toEqual({ inMs: 3_000 });
    expect({ steps, looks }).toEqual({ steps: 1, looks: 0 });
  });

  test("leaves its place where nothing moves, and keeps it as long as something does", async () => {
    expect(await run([slowly(waitingFor(10))])).toEqual({ inMs: 3_000 });
    expect({ steps, looks }).toEqual({ steps: 2, looks: 4 });
    steps = looks = 0;
    expect(
      await run([slowly({ ...waitingFor(19, 18, 17, 16, 15, 14, 13, 12, 11, 9), count: 20 }), ended]),
    ).toBeNull();
    expect(looks).toBe(10);
  });

  test("is over at once when the process stops, and comes back at once", async () => {
    expect(await run([worked], () => steps === 2)).toEqual({ inMs: 0 });
    expect(steps).toBe(2);
    steps = 0;
    expect(await run([waitingFor(10)], () => looks === 2)).toEqual({ inMs: 0 });
    expect({ steps, looks }).toEqual({ steps: 1, looks: 2 });
  });
});
