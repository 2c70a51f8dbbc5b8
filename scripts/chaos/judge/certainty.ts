import type { Blow, Call } from "./outside";

/** How long a process that lives, with a database that answers, may take to write an answer down. */
const TO_RECORD_MS = 5_000;
/** How long after a time without the database a process may take to find that it is back. */
const TO_RECONNECT_MS = 12_000;
/** A process that stood still for so long may find its own time-out before the answer. */
const LONG_FREEZE_MS = 8_000;
/** A row is taken up at most so long before its call arrives: what cost the claim meanwhile is not to be seen during the call. */
const TAKEN_UP_MS = 1_000;
/** A claim lasts a minute; what was taken up so long before may be lost with its claim. */
export const CLAIM_MS = 60_000;

export type Certainty =
  /** The answer that is named came whole to a process that lived on: it has to be known in the end. */
  | "accepted"
  | "refused"
  | "not_now"
  /** Nobody but the stand-in can know what became of it. */
  | "doubtful";

/** What a call settles by what the stand-in delivered and what happened to whom it was delivered to. Pure. */
export function certaintyOf(call: Call, blows: readonly Blow[]): Certainty {
  if (call.deliveredMs === null || call.answer === "useless") return "doubtful";
  const struck = blowsDuring(call, blows);
  if (struck.some(isDeadly)) return "doubtful";
  // A business's ids are facts, whoever brings them. Any other answer counts only from whom the claim still belongs to.
  if (call.answer !== "accepted" && struck.some(costsTheClaim)) return "doubtful";
  return call.answer;
}

/** Whether the process that made the call was struck before it must have written the answer down. */
export function wasStruck(call: Call, blows: readonly Blow[]): boolean {
  return blowsDuring(call, blows).some((blow) => isDeadly(blow) || costsTheClaim(blow));
}

/** When the answer of a call must have been written down, if its process lives; never before it was delivered. */
export function knownFromMs(call: Call, blows: readonly Blow[]): number {
  if (call.deliveredMs === null) return Number.POSITIVE_INFINITY;
  let fromMs = call.deliveredMs + TO_RECORD_MS;
  const holdUps = blows.filter((blow) => blow.kind !== "kill" && mayHit(blow, call));
  for (const { kind, ...blow } of holdUps.sort((a, b) => a.fromMs - b.fromMs)) {
    if (blow.fromMs > fromMs || blow.toMs < call.arrivedMs) continue;
    fromMs = Math.max(fromMs, blow.toMs + (kind === "freeze" ? TO_RECORD_MS : TO_RECONNECT_MS));
  }
  return fromMs;
}

/** Whether the blow is one that may leave rows behind that a process had taken up. */
export function mayLeaveRows(blow: Blow): boolean {
  return isDeadly(blow) || costsTheClaim(blow);
}

function blowsDuring(call: Call, blows: readonly Blow[]): Blow[] {
  const untilMs = knownFromMs(call, blows);
  return blows.filter(
    (blow) =>
      mayHit(blow, call) &&
      blow.fromMs < untilMs &&
      blow.toMs >= call.arrivedMs - (costsTheClaim(blow) ? TAKEN_UP_MS : 0),
  );
}

/** Whose connection nobody could name in time may have been anybody's. */
function mayHit({ process }: Blow, { caller }: Call): boolean {
  return process === null || caller === null || process === caller;
}

function isDeadly({ kind, fromMs, toMs }: Blow): boolean {
  return kind === "kill" || (kind === "freeze" && toMs - fromMs >= LONG_FREEZE_MS);
}

function costsTheClaim({ kind }: Blow): boolean {
  return kind === "cut" || kind === "database";
}
