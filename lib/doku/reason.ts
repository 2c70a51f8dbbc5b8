/** How an attempt can end; what each means stands in `OUTCOME_OF`. */
export const OUTCOMES = [
  "accepted",
  "refused",
  "not_sent",
  "rate_limited",
  "credential_refused",
  "unknown",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why an attempt ended as it did: every reason, and the one outcome it stands for. */
export const OUTCOME_OF = {
  accepted: "accepted",
  /** 409 with our business: DOKU had this registration already. */
  accepted_replay: "accepted",

  validation: "refused",

  // No byte of the request was written.
  dns: "not_sent",
  connect_refused: "not_sent",
  /** No connection was ready in time, or all of them were busy. */
  connect_timeout: "not_sent",
  connect_failed: "not_sent",
  tls: "not_sent",
  /** Whoever was to send had come too late, or did not learn that it was theirs to send. */
  claim_over: "not_sent",

  rate_limited: "rate_limited",

  // The account, the address or a clock is wrong, not the registration.
  invalid_signature: "credential_refused",
  invalid_header_request: "credential_refused",
  invalid_client_id: "credential_refused",
  request_time_out_of_range: "credential_refused",
  http_401: "credential_refused",
  http_403: "credential_refused",
  http_404: "credential_refused",
  http_405: "credential_refused",
  merchant_not_active: "credential_refused",

  // The request may have arrived, and no answer did.
  unsure_if_sent: "unknown",
  header_timeout: "unknown",
  connection_lost: "unknown",
  headers_too_large: "unknown",
  protocol_error: "unknown",

  // An answer began and cannot be read.
  answer_timeout: "unknown",
  answer_cut_off: "unknown",
  answer_too_large: "unknown",
  unreadable_encoding: "unknown",
  empty_answer: "unknown",
  invalid_utf8: "unknown",
  not_json: "unknown",
  repeated_key: "unknown",
  too_deep: "unknown",

  // An answer came and must not be believed.
  signature_mismatch: "unknown",
  signature_missing: "unknown",
  answer_out_of_time: "unknown",

  // An answer came and settles nothing.
  http_408: "unknown",
  http_425: "unknown",
  server_error: "unknown",
  redirect: "unknown",
  unexpected_status: "unknown",
  error_in_success: "unknown",
  unsound_business: "unknown",
  other_reference: "unknown",
  conflict_without_business: "unknown",
  /** DOKU says that it has this already, and not under which id. */
  duplicate_reported: "unknown",
  conflict_other_business: "unknown",
  /** A refusal that carries a business id all the same. */
  contradictory_answer: "unknown",
  refusal_without_words: "unknown",

  // An answer to a question, which creates nothing; no attempt ends so.
  other_business: "unknown",
  unsound_answer: "unknown",
} as const satisfies Record<string, Outcome>;
export type Reason = keyof typeof OUTCOME_OF;

export const REASONS: readonly Reason[] = Object.keys(OUTCOME_OF).filter(isReason);

/** Whether a stored or foreign word is one of our reasons. */
export function isReason(word: string): word is Reason {
  return Object.hasOwn(OUTCOME_OF, word);
}
