import { CLAIM_MS } from "./certainty";
import { type Case, type Facts, isUnderWay } from "./facts";
import type { Outside } from "./outside";
import { lengthOf, overlapMs, type Span, unionOf } from "./span";

/** So long after a row was due, with nothing in the way and nothing of its credential moving, somebody must have acted. */
const ACT_WITHIN_MS = 45_000;
/** … where a process stands still or is cut off, and its claims and its turn have to run out first. */
const ACT_AFTER_FREEZE_MS = 75_000;
/** … and so long where others go first. */
const TURN_WITHIN_MS = 300_000;

/** Whatever is under way has somebody who acts by the time that is promised, or soon after. */
export function idleOf(serial: string, facts: Facts): Case[] {
  const told = facts.shownOf(serial);
  const cases = told.flatMap((shown, at): Case[] => {
    if (!isUnderWay(shown)) return [];
    const toMs = told[at + 1]?.atMs ?? facts.outside.endedMs;
    const dueMs = shown.isSending
      ? shown.atMs + CLAIM_MS
      : Math.max(shown.atMs, shown.promisedMs ?? shown.atMs);
    // Whoever sends it acts, also where what is shown stays the same.
    const calls = facts
      .callsOf(shown.requestId)
      .map(({ arrivedMs }) => arrivedMs)
      .filter((ms) => ms > dueMs && ms < toMs);
    return spansBetween(dueMs, calls, toMs).flatMap((span) => {
      const overdueMs = lengthOf(span) - overlapMs(span, facts.obstacles);
      const others = facts.movingOf(shown.clientId);
      const stillMs = lengthOf(span) - overlapMs(span, unionOf([...facts.obstacles, ...others]));
      const isIdle = stillMs > patienceMs(span, facts.outside) || overdueMs > TURN_WITHIN_MS;
      return isIdle ? [{ serial, why: `due, and nobody acted for ${Math.round(overdueMs / 1_000)} s` }] : [];
    });
  });
  const last = told.at(-1);
  // The run goes on until everything has come to rest, or nothing moves any more.
  if (cases.length === 0 && last && isUnderWay(last))
    cases.push({ serial, why: `still ${last.status} when everything had stopped moving` });
  return cases.slice(0, 1);
}

function patienceMs(span: Span, { blows }: Outside): number {
  const mayBeHeld = blows.some(
    ({ kind, fromMs, toMs }) =>
      (kind === "freeze" || kind === "cut") && fromMs < span.toMs && toMs + CLAIM_MS > span.fromMs,
  );
  return mayBeHeld ? ACT_AFTER_FREEZE_MS : ACT_WITHIN_MS;
}

function spansBetween(fromMs: number, cutsMs: readonly number[], toMs: number): Span[] {
  const edges = [fromMs, ...[...cutsMs].sort((a, b) => a - b), toMs];
  return edges.slice(1).map((edge, at) => ({ fromMs: edges[at] ?? edge, toMs: edge }));
}
