/** How long a person waits for DOKU before the page says "sending" and the work goes on without them. */
export const PATIENCE_MS = 6_000;

const SHORTEST_MS = 50;
const GROWTH = 1.3;

/**
 * In how many milliseconds to look again at what was not due the last of `looks` times; null where a person waits no
 * longer then. `dueInMs` is by the process's clock: however far that is ahead, looks grow rarer and end. Pure.
 */
export function lookAgainInMs({
  looks,
  elapsedMs,
  dueInMs,
}: {
  looks: number;
  elapsedMs: number;
  dueInMs: number;
}): number | null {
  const inMs = Math.max(dueInMs, SHORTEST_MS * GROWTH ** (looks - 1));
  return elapsedMs + inMs > PATIENCE_MS ? null : inMs;
}
