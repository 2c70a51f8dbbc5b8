import * as z from "zod";
import type { CallKey } from "@/lib/stand-in/ledger/ledger";
import { drawNumbers } from "./chance";
import { FAILURES, type FailureKeyword, type FailureRow, getFailure } from "./failures";

/**
 * Failures that no address asks for. A refusal or a refused credential would be believed, and what ends
 * well is no fault: neither stands here, though `kinds` may name them.
 */
export const DEFAULT_FAULT_KINDS: readonly FailureKeyword[] = [
  "reset-before",
  "reset",
  "timeout-before",
  "timeout",
  "error500",
  "html",
  "html200",
  "empty",
  "truncated",
  "conflict",
  "busy",
  "otherref",
  "wrongsigned",
  "redirect",
  "huge",
];

/** Which share of the calls is struck, and by what. */
export const faultsSchema = z.strictObject({
  rate: z.number().min(0).max(1),
  seed: z.int().default(1),
  /** No Request-Id meets more struck calls than this one after the other. */
  mostInARow: z.int().min(0).default(3),
  kinds: z
    .array(z.enum(FAILURES.map(({ keyword }) => keyword)))
    .min(1)
    .default([...DEFAULT_FAULT_KINDS]),
});

export type Faults = z.infer<typeof faultsSchema>;

/**
 * What strikes a call, if anything. Decided by the seed, the Request-Id and the number of the call (1 is the
 * first) alone, so that a run with the same seed meets the same faults whatever the order of its calls.
 */
export function drawFault(
  { rate, seed, mostInARow, kinds }: Faults,
  call: { requestId: string; callNumber: number; struckInARow: number },
): FailureKeyword | null {
  if (call.struckInARow >= mostInARow) return null;
  const [chance, choice] = drawNumbers(`${seed}\n${call.requestId}\n${call.callNumber}`);
  return chance < rate ? (kinds[Math.floor(choice * kinds.length)] ?? null) : null;
}

/** Counts the calls of each Request-Id and says what strikes the next. A restart begins to count anew. */
export type FaultDraws = {
  /** What an address asked for strikes in any case, and counts as one of those in a row. */
  next(faults: Faults | null, call: CallKey, asked: FailureRow | null): FailureRow | null;
  reset(): void;
};

export function createFaultDraws(): FaultDraws {
  const counts = new Map<string, { calls: number; struckInARow: number }>();

  function next(faults: Faults | null, call: CallKey, asked: FailureRow | null): FailureRow | null {
    if (faults === null) return asked;
    const key = `${call.clientId}\n${call.requestId}`;
    const { calls, struckInARow } = counts.get(key) ?? { calls: 0, struckInARow: 0 };
    const callNumber = calls + 1;
    const drawn = drawFault(faults, { requestId: call.requestId, callNumber, struckInARow });
    const struck = asked ?? getFailure(drawn ?? "");
    counts.set(key, { calls: callNumber, struckInARow: struck === null ? 0 : struckInARow + 1 });
    return struck;
  }

  return { next, reset: () => counts.clear() };
}
