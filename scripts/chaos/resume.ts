import type { Blow, Outside } from "./judge/outside";

/** After a time without it everybody has to come back first. */
const SETTLED_MS = 3_000;

/** A freeze that lasts longer has to be taken over by others. */
const TAKEN_OVER_MS = 70_000;

/** How long after a process was killed, or frozen, what it was sending went on: sent again, or told of as in doubt. */
export function resumeTimes({ calls, blows, shown, endedMs }: Outside, kind: "kill" | "freeze"): number[] {
  // While the database is away nobody can go on, and it measures nothing.
  const isAway = ({ fromMs }: Blow) =>
    blows.some(
      (blow) =>
        blow.kind === "database" && blow.fromMs < fromMs + SETTLED_MS && blow.toMs + SETTLED_MS > fromMs,
    );
  return blows
    .filter((blow) => blow.kind === kind && !isAway(blow))
    .flatMap(({ process, fromMs, toMs }) => {
      const held = calls.filter(
        ({ caller, arrivedMs, endedMs: overMs }) =>
          caller === process && arrivedMs <= fromMs && (overMs === null || overMs >= fromMs),
      );
      return held.flatMap((call) => {
        const again = calls.find((other) => other.requestId === call.requestId && other.arrivedMs > fromMs);
        const news = shown.find(
          ({ requestId, atMs, status }) =>
            requestId === call.requestId && atMs > fromMs && status !== "QUEUED",
        );
        const atMs = Math.min(again?.arrivedMs ?? endedMs, news?.atMs ?? endedMs);
        // A shorter freeze need not be taken over: its process goes on itself.
        return kind === "freeze" && toMs - fromMs < TAKEN_OVER_MS ? [] : [atMs - fromMs];
      });
    });
}
