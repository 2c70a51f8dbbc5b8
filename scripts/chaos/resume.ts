import type { Blow, Outside } from "./judge/outside";
import { lengthOf, overlapMs, unionOf } from "./judge/span";

/** After a time without it everybody has to come back first. */
const SETTLED_MS = 3_000;

/** A freeze that lasts longer has to be taken over by others. */
const TAKEN_OVER_MS = 70_000;

/**
 * A program starts, or finds its way after it was frozen, in this time at most: where all were killed at once, the first
 * of them sent 4 to 8 seconds later.
 */
const COME_BACK_MS = 8_000;

/**
 * How long after a process was killed, or frozen, what it was sending went on: sent again, or told of as in doubt.
 * Time in which DOKU or the database did not answer is left out.
 * `helped` where another worker of its Client-Id was awake; `alone`, in how many cases one had to start first.
 */
export function resumeTimes(
  outside: Outside,
  kind: "kill" | "freeze",
): { helped: number[]; alone: number[] } {
  const { calls, blows, shown, obstacles, restore, endedMs } = outside;
  // While the database is away nobody can go on, and it measures nothing.
  const isAway = ({ fromMs }: Blow) =>
    blows.some(
      (blow) =>
        blow.kind === "database" && blow.fromMs < fromMs + SETTLED_MS && blow.toMs + SETTLED_MS > fromMs,
    );
  const obstructed = unionOf(obstacles);
  const isAlone = findAlone(outside);
  const struck = blows.filter((blow) => blow.kind === kind && !isAway(blow));
  return {
    helped: struck.filter((blow) => !isAlone(blow)).flatMap(timesOf),
    alone: struck.filter(isAlone).flatMap(timesOf),
  };

  function timesOf({ process, fromMs, toMs }: Blow): number[] {
    const held = calls.filter(
      ({ caller, arrivedMs, endedMs: overMs }) =>
        caller === process && arrivedMs <= fromMs && (overMs === null || overMs >= fromMs),
    );
    return held.flatMap((call) => {
      const again = calls.find((other) => other.requestId === call.requestId && other.arrivedMs > fromMs);
      const news = shown.find(
        ({ requestId, atMs, status }) => requestId === call.requestId && atMs > fromMs && status !== "QUEUED",
      );
      const atMs = Math.min(again?.arrivedMs ?? endedMs, news?.atMs ?? endedMs);
      // A shorter freeze need not be taken over: its process goes on itself.
      if (kind === "freeze" && toMs - fromMs < TAKEN_OVER_MS) return [];
      // What was in doubt before is asked about by its schedule, and what was settled by somebody else is over.
      const before = shown.findLast(({ requestId, atMs }) => requestId === call.requestId && atMs <= fromMs);
      if (before && before.status !== "QUEUED") return [];
      // A backup that is put back meanwhile begins another story.
      if (restore !== null && fromMs < restore.restoredMs && atMs >= restore.restoredMs) return [];
      const waited = { fromMs, toMs: atMs };
      return [lengthOf(waited) - overlapMs(waited, obstructed)];
    });
  }
}

/** Whether at a blow no other worker of that Client-Id was awake: each one frozen, or about to start. */
function findAlone({ calls, blows }: Outside): (blow: Blow) => boolean {
  const clientOf = new Map(calls.map(({ caller, clientId }) => [seatOf(caller), clientId]));
  const workers = [...clientOf.keys()].filter((seat) => seat?.includes("worker"));
  const isAsleep = (seat: string | null, atMs: number) =>
    blows.some(
      ({ process, fromMs, toMs }) =>
        seatOf(process) === seat && fromMs < atMs + SETTLED_MS && toMs + COME_BACK_MS > atMs,
    );
  return ({ process, fromMs }) =>
    workers
      .filter((seat) => seat !== seatOf(process) && clientOf.get(seat) === clientOf.get(seatOf(process)))
      .every((seat) => isAsleep(seat, fromMs));
}

/** `chaos-worker-6-113` is the 113th process, on seat `chaos-worker-6`. */
function seatOf(process: string | null): string | null {
  return process?.replace(/-\d+$/, "") ?? null;
}
