import type { AnswerHeaders } from "./answer";
import { decideReason, findCredentialReason, findDistrust, isSuccess, type JudgedAnswer } from "./outcome";
import { readRetryAfterMs } from "./reading/retry-after";
import type { Reason } from "./reason";
import { readRefusalWords } from "./refusal-words";

/** How a call ended that creates nothing, where it did not end well. */
export type CallFailure =
  /** A 404 of a business that is not complete yet. */
  | { kind: "no_news" }
  /** This account has no such call. */
  | { kind: "not_offered" }
  | { kind: "slowed_down"; retryAfterMs: number | null }
  | { kind: "credential_refused"; reason: Reason }
  /** No answer. */
  | { kind: "unreachable"; reason: Reason }
  /** An answer that cannot be believed, or says nothing. */
  | { kind: "unusable"; reason: Reason };

type Trust = { requireSignedAnswers: boolean; now: Date };

/**
 * Why an answer tells nothing; null where it is a sound success. Where it is about one business (`isOfBusiness`), a 404
 * is no news of it, unless it says that there is no such address. Pure; never throws.
 */
export function findCallFailure(
  answer: JudgedAnswer,
  { isOfBusiness, ...trust }: Trust & { isOfBusiness: boolean },
): CallFailure | null {
  const { httpStatus, content } = answer;
  const refusal = findCredentialReason(httpStatus, content);
  const isAbsence = refusal === "http_403" || refusal === "http_404" || refusal === "http_405";
  if (refusal !== null && !isAbsence) return { kind: "credential_refused", reason: refusal };
  if (answer.signature === "mismatch") return { kind: "unusable", reason: "signature_mismatch" };
  const mayBeOfBusiness = isOfBusiness && refusal === "http_404" && !saysNoSuchAddress(content.messages);
  // Gateways do not sign, so a call that is not there is believed unsigned.
  if (isAbsence && !mayBeOfBusiness) return { kind: "not_offered" };

  const distrust = findDistrust(answer, trust);
  if (distrust !== null) return { kind: "unusable", reason: distrust };
  const isEmpty = content.unreadable === "empty_answer";
  if (
    content.unreadable !== null &&
    (isSuccess(httpStatus) || mayBeOfBusiness) &&
    !(mayBeOfBusiness && isEmpty)
  )
    return { kind: "unusable", reason: content.unreadable };
  if (mayBeOfBusiness) return { kind: "no_news" };
  if (isSuccess(httpStatus)) {
    return carriesError(content.json) ? { kind: "unusable", reason: "error_in_success" } : null;
  }
  const reason = decideReason(answer, { ...trust, partnerRefId: "" });
  if (reason !== "rate_limited") return { kind: "unusable", reason };
  return { kind: "slowed_down", retryAfterMs: readRetryAfterMs(answer.retryAfter, trust.now) };
}

function saysNoSuchAddress(messages: readonly string[]): boolean {
  return messages.some((message) => /\bno static resource\b/i.test(message));
}

/** In an answer about a business, `status` is the business's: "REJECTED" there is news and no error. */
function carriesError(json: unknown): boolean {
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  return isObject && readRefusalWords({ ...json, status: undefined }).carriesError;
}

/** Half of what a time stamp without milliseconds has lost. */
const LOST_MS = 499;

/**
 * How many milliseconds DOKU's clock is ahead of ours, from what the answer says of its time and when the call began and
 * ended by our clock. Null where it says nothing. Right to half a second and half the way there and back.
 */
export function readClockOffMs(
  headers: AnswerHeaders,
  { beganAt, endedAt }: { beganAt: Date; endedAt: Date },
): number | null {
  const told = [headers["response-timestamp"], headers.date]
    .map((header) => (typeof header === "string" ? Date.parse(header) : Number.NaN))
    .find((ms) => !Number.isNaN(ms));
  if (told === undefined) return null;
  return Math.round(told + LOST_MS - (beganAt.getTime() + endedAt.getTime()) / 2);
}
