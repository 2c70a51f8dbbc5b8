/** The longest reason a person may give, in characters. */
export const REASON_MAX_LENGTH = 500;

export type ReasonReading =
  | { kind: "ok"; reason: string }
  | { kind: "missing" }
  | { kind: "too_long"; count: number };

/** A reason as typed: trimmed, present and not too long. */
export function readReason(text: string): ReasonReading {
  const reason = text.trim();
  if (reason === "") return { kind: "missing" };
  const count = [...reason].length;
  return count > REASON_MAX_LENGTH ? { kind: "too_long", count } : { kind: "ok", reason };
}
