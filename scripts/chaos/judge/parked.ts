import { CLAIM_MS, certaintyOf, knownFromMs, mayLeaveRows, wasStruck } from "./certainty";
import { type Case, type Facts, isParked, isUnderWay, isUnproven, TO_BE_SHOWN_MS } from "./facts";
import type { Call, Press, Shown } from "./outside";

/** The machine's three replays and the first send; a fourth useless answer gives the row to a person. */
const MOST_USELESS = 4;
/** A row whose senders die again and again goes to a person after six; from outside not all of them are seen. */
const DEATHS_SEEN = 3;

/** A person may be asked only about what nobody can know: where an answer was lost, or its process was struck over it. */
export function parkedOf(serial: string, facts: Facts): Case[] {
  const told = facts.shownOf(serial);
  const old = facts.inBackup(serial);
  // What waited when the copy was made waits for a person once it is put back: some of it may have been sent since.
  const isSetAside = (atMs: number) =>
    old && (isParked(old) || (isUnderWay(old) && wasUnproven(facts, atMs)));
  const doubted = new Set<string>();
  return told.flatMap((shown, at) => {
    const untilMs = told[at + 1]?.atMs ?? facts.outside.endedMs;
    if (!isParked(shown)) return [];
    // Only being accepted ends the doubt about a request, whatever else is said of it when a person sends it again.
    if (doubted.has(shown.requestId)) return [];
    if (old?.requestId === shown.requestId && isSetAside(shown.atMs)) return [];
    if (!mayBeParked(shown, untilMs, facts))
      return [{ serial, why: "a person is asked, although nothing of it is in doubt" }];
    doubted.add(shown.requestId);
    return [];
  });
}

/** Whether replays were not proven when the backup was put back, or at some time since. */
function wasUnproven({ outside: { mode, unproven, restore } }: Facts, atMs: number): boolean {
  if (restore === null) return false;
  return mode === "N" || unproven.some(({ fromMs, toMs }) => fromMs <= atMs && toMs >= restore.restoredMs);
}

function mayBeParked(shown: Shown, untilMs: number, facts: Facts): boolean {
  const { outside } = facts;
  const calls = facts
    .callsOf(shown.requestId)
    .filter((call) => call.arrivedMs <= shown.atMs && facts.isKnown(call, shown.atMs));
  const doubtful = calls.filter((call) => certaintyOf(call, outside.blows) === "doubtful");
  if (!isUnproven(shown.atMs, outside) && !outside.unproven.some(({ toMs }) => toMs <= shown.atMs)) {
    const struck = doubtful.filter((call) => wasStruck(call, outside.blows));
    // Whether the useless answer of one that was struck was counted, nobody can know.
    if (doubtful.length >= MOST_USELESS || struck.length >= DEATHS_SEEN) return true;
    return isRefusedInDoubt(shown, calls, facts);
  }
  if (doubtful.length > 0 || isRefusedInDoubt(shown, calls, facts)) return true;
  // A takeover may be shown before the answer that the other process still has in hand.
  const late = calls.filter((call) => wasStruck(call, outside.blows));
  if (late.some((call) => untilMs <= knownFromMs(call, outside.blows) + TO_BE_SHOWN_MS)) return true;
  return late.length === 0 && mayHaveBeenTakenUp(shown, calls, facts);
}

/** Once an envelope is in doubt, or a process may have died over it before it was sent, a refusal settles nothing. */
function isRefusedInDoubt({ serial }: Shown, calls: readonly Call[], { outside, pressesOf }: Facts): boolean {
  const refusal = calls.find(({ answer }) => answer === "refused");
  if (!refusal) return false;
  const isBefore = ({ atMs }: Press) => atMs <= refusal.arrivedMs;
  const sinceMs = pressesOf(serial)
    .filter(({ kind }) => kind === "register" || kind === "fix")
    .findLast(isBefore)?.atMs;
  return (
    calls.some((call) => certaintyOf(call, outside.blows) === "doubtful") ||
    outside.blows.some(
      (blow) =>
        mayLeaveRows(blow) && blow.toMs >= (sinceMs ?? refusal.arrivedMs) && blow.fromMs <= refusal.arrivedMs,
    )
  );
}

/** A process may have taken the row up and never sent it: then it was struck after the row's last news, and not long before this. */
function mayHaveBeenTakenUp(shown: Shown, calls: readonly Call[], { outside, pressesOf }: Facts): boolean {
  if (calls.some(({ answer }) => answer === "accepted" || answer === "refused")) return false;
  const newsMs = Math.max(
    ...calls.map(({ arrivedMs }) => arrivedMs),
    ...pressesOf(shown.serial).flatMap(({ kind, atMs }) =>
      atMs <= shown.atMs && kind !== "found" ? [atMs] : [],
    ),
  );
  return outside.blows.some(
    (blow) =>
      mayLeaveRows(blow) &&
      blow.toMs >= newsMs &&
      blow.fromMs <= shown.atMs &&
      blow.toMs >= shown.atMs - CLAIM_MS - TO_BE_SHOWN_MS,
  );
}
