import type { AnswerContent, AnswerHeaders } from "./answer";
import { readCodeReason, readCredentialCode, saysItIsThere } from "./answer-code";
import { cleanWords, maskAnswer, type Sensitive } from "./masking";
import { type DokuField, findProblemField } from "./problem-field";
import { readRetryAfterMs } from "./reading/retry-after";
import { OUTCOME_OF, type Outcome, type Reason } from "./reason";

export type { DokuField } from "./problem-field";
export { isReason, OUTCOME_OF, OUTCOMES, type Outcome, REASONS, type Reason } from "./reason";

export type SignatureVerdict = "verified" | "not_signed" | "mismatch";

/** How one signed call ended, as it is recorded with its attempt. */
export type AttemptEnding = {
  outcome: Outcome;
  reason: Reason;
  /** Whether any byte of this request was written; null when that cannot be told, which counts as yes. */
  bytesWritten: boolean | null;
  httpStatus: number | null;
  /** DOKU's code, at most 100 characters. */
  errorCode: string | null;
  /** DOKU's words in one line, at most 500 characters; they may quote what the merchant typed. */
  message: string | null;
  problemField: DokuField | null;
  /** Only when the outcome is accepted. */
  business: { id: string; brandIds: string[] } | null;
  /** An id in an answer that is not believed: for a person, never for the mapping. */
  reportedBusinessId: string | null;
  signature: SignatureVerdict | null;
  /** From a 429 only, at most 15 minutes. */
  retryAfterMs: number | null;
  /** At most 4 KiB; personal data and secrets masked. */
  maskedAnswer: string | null;
  latencyMs: number;
  /** The header Request-Timestamp to the letter, as it was signed; null where nothing was. */
  requestTimestamp: string | null;
};

/** What is known without knowing what was sent. */
export type UnstampedEnding = Omit<AttemptEnding, "requestTimestamp">;

/** An answer with the verdict on its signature, which is null where the body is not whole and so cannot be judged. */
export type JudgedAnswer = {
  httpStatus: number;
  content: AnswerContent;
  signature: SignatureVerdict | null;
  signedAtMs: number | null;
  retryAfter: AnswerHeaders[string] | null;
};

/** What we know of our side: the reference we sent, the setting, and the time. */
export type Expectation = { partnerRefId: string; requireSignedAnswers: boolean; now: Date };

const MAX_MESSAGE_LENGTH = 500;
const MAX_ANSWER_SKEW_MS = 60 * 60_000;

/** The ending of an attempt that was answered. Pure; never throws. */
export function endWithAnswer(
  answer: JudgedAnswer,
  expected: Expectation,
  measured: { sensitive: Sensitive; latencyMs: number },
): UnstampedEnding {
  const { content, httpStatus } = answer;
  const reason = decideReason(answer, expected);
  const outcome = OUTCOME_OF[reason];
  const isAccepted = outcome === "accepted";
  const words = isAccepted ? "" : content.messages.join("; ");
  const { secrets } = measured.sensitive;
  return {
    outcome,
    reason,
    bytesWritten: true,
    httpStatus,
    errorCode: content.errorCode === null ? null : cleanWords(content.errorCode, 100, secrets) || null,
    message: cleanWords(words, MAX_MESSAGE_LENGTH, secrets) || null,
    problemField: outcome === "refused" ? findProblemField(content.messages) : null,
    business:
      isAccepted && content.business
        ? { id: content.business.id, brandIds: content.business.brandIds }
        : null,
    reportedBusinessId: isAccepted ? null : content.reportedBusinessId,
    signature: answer.signature,
    retryAfterMs: outcome === "rate_limited" ? readRetryAfterMs(answer.retryAfter, expected.now) : null,
    maskedAnswer: maskAnswer({ ...content, sensitive: measured.sensitive }) || null,
    latencyMs: measured.latencyMs,
  };
}

/** The ending of an attempt that got no answer at all. */
export function endWithoutAnswer(failure: {
  reason: Reason;
  bytesWritten: boolean | null;
  latencyMs: number;
}): UnstampedEnding {
  return {
    outcome: OUTCOME_OF[failure.reason],
    ...failure,
    httpStatus: null,
    errorCode: null,
    message: null,
    problemField: null,
    business: null,
    reportedBusinessId: null,
    signature: null,
    retryAfterMs: null,
    maskedAnswer: null,
  };
}

/**
 * What an answer means. DOKU's code comes first, the status second; what is not surely a yes or a no is unknown.
 *
 * A refused credential is believed whatever the answer's signature: where our secret is wrong, the signature of
 * a true refusal cannot match, and gateways do not sign. Nothing else unsigned passes where signatures are required.
 */
export function decideReason(answer: JudgedAnswer, expected: Expectation): Reason {
  const { httpStatus, content } = answer;
  const mayCarryBusiness = isSuccess(httpStatus) || httpStatus === 409;
  const hasContradiction = content.reportedBusinessId !== null && !mayCarryBusiness;
  const credentialReason = hasContradiction ? null : findCredentialReason(httpStatus, content);
  if (credentialReason !== null) return credentialReason;
  const distrust = findDistrust(answer, expected);
  if (distrust !== null) return distrust;
  if (hasContradiction) return "contradictory_answer";
  if (isSuccess(httpStatus)) return decideSuccess(content, expected);
  if (httpStatus === 409) return decideConflict(content, expected);
  if (httpStatus >= 400 && httpStatus < 500) {
    if (content.claimsSuccess) return "contradictory_answer";
    const told = readCodeReason(content.errorCode);
    if (told !== null) return told;
  }
  if (httpStatus === 429) return "rate_limited";
  if (httpStatus === 408) return "http_408";
  if (httpStatus === 425) return "http_425";
  if (httpStatus >= 500) return "server_error";
  if (httpStatus < 300) return "unexpected_status";
  if (httpStatus < 400) return "redirect";
  if (content.unreadable !== null || content.messages.length === 0) return "refusal_without_words";
  return "validation";
}

/** Why an answer must not be believed, whatever it says; null where it may be. */
export function findDistrust(
  { content, signature, signedAtMs }: JudgedAnswer,
  expected: Pick<Expectation, "requireSignedAnswers" | "now">,
): Reason | null {
  if (signature === "mismatch") return "signature_mismatch";
  if (signature === null) return content.unreadable ?? "answer_cut_off";
  if (signature === "not_signed") return expected.requireSignedAnswers ? "signature_missing" : null;
  const isInTime = signedAtMs !== null && Math.abs(signedAtMs - expected.now.getTime()) <= MAX_ANSWER_SKEW_MS;
  return isInTime ? null : "answer_out_of_time";
}

function decideSuccess(content: AnswerContent, { partnerRefId }: Expectation): Reason {
  if (content.unreadable !== null) return content.unreadable;
  if (readCodeReason(content.errorCode) === "duplicate_reported") return "duplicate_reported";
  if (content.carriesError) return "error_in_success";
  if (content.business === null) return "unsound_business";
  const echoed = content.business.partnerRefId;
  return echoed === null || echoed === partnerRefId ? "accepted" : "other_reference";
}

/** A 409 must echo our reference: without it, nothing says that the business is ours. */
function decideConflict(content: AnswerContent, { partnerRefId }: Expectation): Reason {
  const { business, errorCode, messages } = content;
  if (business === null) {
    const isThere = readCodeReason(errorCode) === "duplicate_reported" || saysItIsThere(messages);
    return isThere ? "duplicate_reported" : "conflict_without_business";
  }
  return business.partnerRefId === partnerRefId ? "accepted_replay" : "conflict_other_business";
}

// Messages seen at DOKU that speak of the headers, for answers that carry no code.
const HEADER_MESSAGES = [
  {
    pattern: /^Header (?:Client-Id|Request-Id|Request-Timestamp|Signature) is required\.?$/i,
    reason: "invalid_header_request",
  },
  { pattern: /^Invalid format Header Request-Timestamp\.?$/i, reason: "invalid_header_request" },
  { pattern: /^Header Request-Timestamp is out of range\.?$/i, reason: "request_time_out_of_range" },
  { pattern: /^Invalid (?:Header )?Client-Id\.?$/i, reason: "invalid_client_id" },
  { pattern: /^Invalid (?:Header )?Signature\.?$/i, reason: "invalid_signature" },
] as const satisfies readonly { pattern: RegExp; reason: Reason }[];

/** Why an answer refuses the credential, the address or the clock; null where it does not. */
export function findCredentialReason(
  httpStatus: number,
  { errorCode, messages }: Pick<AnswerContent, "errorCode" | "messages">,
): Reason | null {
  if (httpStatus < 400) return null;
  const named = readCredentialCode(errorCode);
  if (named !== null) return named;
  const told = httpStatus < 500 ? readCodeReason(errorCode) : null;
  if (told !== null && OUTCOME_OF[told] === "credential_refused") return told;
  if (httpStatus === 401) return "http_401";
  if (httpStatus === 403) return "http_403";
  if (httpStatus === 404) return "http_404";
  if (httpStatus === 405) return "http_405";
  const sentence = messages.length === 1 ? messages[0] : undefined;
  if (sentence === undefined) return null;
  return HEADER_MESSAGES.find(({ pattern }) => pattern.test(sentence))?.reason ?? null;
}

export function isSuccess(httpStatus: number): boolean {
  return httpStatus >= 200 && httpStatus < 300;
}
