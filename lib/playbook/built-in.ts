import { isReason, OUTCOME_OF, type Reason } from "@/lib/doku/reason";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";

/** What the product itself knows to advise; the words are `playbook.advice.<key>`. */
const ADVICE = [
  "nothing",
  "changeField",
  "waitForNetwork",
  "waitForTurn",
  "checkSecret",
  "checkHeaders",
  "checkClientId",
  "checkClock",
  "askForAccess",
  "checkAddress",
  "settleDoubt",
  "settleDoubtByLooking",
  "settleForeignAnswer",
  "askDoku",
] as const;
export type Advice = (typeof ADVICE)[number];

/** A process that died leaves a reason of its own. */
export type ExplainedReason = Reason | "process_stopped";

/** What to do after an attempt that ended so. What each means stands in `detail.reasons`. */
export const ADVICE_OF = {
  accepted: "nothing",
  accepted_replay: "nothing",
  validation: "changeField",
  dns: "waitForNetwork",
  connect_refused: "waitForNetwork",
  connect_timeout: "waitForNetwork",
  connect_failed: "waitForNetwork",
  tls: "waitForNetwork",
  claim_over: "nothing",
  rate_limited: "waitForTurn",
  invalid_signature: "checkSecret",
  invalid_header_request: "checkHeaders",
  invalid_client_id: "checkClientId",
  request_time_out_of_range: "checkClock",
  http_401: "checkSecret",
  http_403: "askForAccess",
  http_404: "checkAddress",
  http_405: "checkAddress",
  merchant_not_active: "askForAccess",
  unsure_if_sent: "settleDoubt",
  header_timeout: "settleDoubt",
  connection_lost: "settleDoubt",
  headers_too_large: "settleDoubt",
  protocol_error: "settleDoubt",
  answer_timeout: "settleDoubt",
  answer_cut_off: "settleDoubt",
  answer_too_large: "settleDoubt",
  unreadable_encoding: "settleDoubt",
  empty_answer: "settleDoubt",
  invalid_utf8: "settleDoubt",
  not_json: "settleDoubt",
  repeated_key: "settleDoubt",
  too_deep: "settleDoubt",
  signature_mismatch: "settleForeignAnswer",
  signature_missing: "settleForeignAnswer",
  answer_out_of_time: "checkClock",
  http_408: "settleDoubt",
  http_425: "settleDoubt",
  server_error: "settleDoubt",
  redirect: "checkAddress",
  unexpected_status: "settleDoubt",
  error_in_success: "settleDoubt",
  unsound_business: "settleDoubt",
  other_reference: "askDoku",
  conflict_without_business: "askDoku",
  duplicate_reported: "settleDoubt",
  conflict_other_business: "askDoku",
  contradictory_answer: "askDoku",
  refusal_without_words: "askDoku",
  other_business: "askDoku",
  unsound_answer: "askDoku",
  process_stopped: "settleDoubt",
} as const satisfies Record<ExplainedReason, Advice>;

/** How a registration stands, as far as it says which advice is true for it. */
export type AdviceFacts = {
  status: RegistrationStatus;
  isArchived: boolean;
  isPaused: boolean;
  /** Whether a machine goes on by itself. */
  isPlanned: boolean;
  replay: ReplayMode;
  /** Whether DOKU may have the merchant although it is settled otherwise. */
  isStanding: boolean;
};

/**
 * What to do after the newest attempt of a registration ended so, as it stands now; null where there is nothing. The
 * same ending asks for nothing while a machine goes on, and for something else once another attempt is in doubt.
 */
export function adviceOf(reason: ExplainedReason, facts: AdviceFacts): Exclude<Advice, "nothing"> | null {
  const advice = ADVICE_OF[reason];
  if (advice === "nothing" || facts.isArchived) return null;
  const outcome = reason === "process_stopped" ? "unknown" : OUTCOME_OF[reason];
  if (outcome === "credential_refused") return facts.isPaused ? advice : null;
  switch (facts.status) {
    case "QUEUED": {
      const goesOn = facts.isPlanned && !facts.isPaused;
      return goesOn && (outcome === "not_sent" || outcome === "rate_limited") ? advice : null;
    }
    case "NEEDS_FIX":
      return outcome === "refused" && !facts.isStanding ? advice : null;
    case "UNCONFIRMED": {
      if (outcome === "unknown" && advice !== "settleDoubt") return advice;
      if (facts.isPlanned) return null;
      return facts.replay === "proven" ? "settleDoubt" : "settleDoubtByLooking";
    }
    case "DRAFT":
    case "INVITED":
    case "FAILED":
      return null;
  }
}

/** Whether a stored word is a reason that the product can explain; one of a newer build may not be. */
export function isExplainedReason(word: string | null): word is ExplainedReason {
  return word !== null && (word === "process_stopped" || isReason(word));
}
