import { CLAIM_MS } from "./certainty";
import type { Outside } from "./outside";

/** How long after a process was killed, or frozen, what it was sending went on: sent again, or told of as in doubt. */
export function resumeTimes({ calls, blows, shown, endedMs }: Outside, kind: "kill" | "freeze"): number[] {
  return blows
    .filter((blow) => blow.kind === kind)
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
        // What a frozen process ended itself was not taken over.
        return kind === "freeze" && (atMs >= toMs || toMs - fromMs < CLAIM_MS) ? [] : [atMs - fromMs];
      });
    });
}
