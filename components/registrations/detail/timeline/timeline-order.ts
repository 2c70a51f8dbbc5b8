/** What happened, as far as its place in time goes: ISO 8601. */
type Deed = { at: string };
type Begun = { startedAt: string };

/** One attempt with the deeds that came before it, after the attempt before; both newest first. */
export type TimelineStep<A extends Begun, D extends Deed> = { attempt: A; deeds: D[] };

/**
 * Puts what people did and what was sent into one order, newest first: what came after the last attempt stands by
 * itself, everything else below the attempt that followed it. Pure; both come newest first.
 */
export function orderTimeline<A extends Begun, D extends Deed>(
  attempts: readonly A[],
  deeds: readonly D[],
): { latest: D[]; steps: TimelineStep<A, D>[] } {
  const times = attempts.map(({ startedAt }) => Date.parse(startedAt));
  const within = (deed: D, until: number | undefined, from: number | undefined) => {
    const at = Date.parse(deed.at);
    return (until === undefined || at <= until) && (from === undefined || at > from);
  };
  return {
    latest: deeds.filter((deed) => within(deed, undefined, times[0])),
    steps: attempts.map((attempt, place) => ({
      attempt,
      deeds: deeds.filter((deed) => within(deed, times[place], times[place + 1])),
    })),
  };
}
