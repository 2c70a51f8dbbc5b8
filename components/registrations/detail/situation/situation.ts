import { isReason, OUTCOME_OF, type Reason } from "@/lib/doku/reason";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { mayStand, NOT_SENT_BY_PERSON } from "@/lib/registrations/status";

/** One sentence of the catalogue (`detail.situation.<key>`); `name`, `email`, `words`, … are filled in where it is shown. */
export type SituationSentence =
  | "draft"
  | "draftPutBack"
  | "sending"
  | "checking"
  | "waiting"
  | "notSent"
  | "slowedDown"
  | "paused"
  | "pausedInDoubt"
  | "resumed"
  | "unserved"
  | "unservedInDoubt"
  | "invited"
  | "invitedReplay"
  | "invitedByPerson"
  | "refused"
  | "refusedReference"
  | "refusedNoWords"
  | "noAnswer"
  | "unusable"
  | "restored"
  | "refusedInDoubt"
  | "checkAgainAt"
  | "chooseCheck"
  | "businessKnown"
  | "lookFirst"
  | "failed"
  | "failedSlowedDown"
  | "settledByAdmin"
  | "putBack"
  | "archived";

/** What happened, whether anything was created, and what to do, as sentences in their order. */
export type Situation = {
  tone: "neutral" | "info" | "success" | "warning" | "danger";
  sentences: readonly SituationSentence[];
};

type Facts = Pick<
  RegistrationView,
  | "status"
  | "archived"
  | "sending"
  | "requestId"
  | "credential"
  | "wasPutBack"
  | "lastOutcome"
  | "nextRunAt"
  | "cause"
  | "problem"
  | "problemField"
  | "businesses"
  | "attempts"
>;

/** Chooses the sentences of the page from what is known. Pure; `attempts` come newest first. */
export function describeSituation(facts: Facts): Situation {
  const situation = describeStatus(facts);
  return facts.archived ? { tone: "neutral", sentences: [...situation.sentences, "archived"] } : situation;
}

function describeStatus(facts: Facts): Situation {
  switch (facts.status) {
    case "DRAFT":
      return facts.wasPutBack
        ? { tone: "warning", sentences: ["draftPutBack"] }
        : { tone: "info", sentences: ["draft"] };
    case "QUEUED":
      return describeQueued(facts);
    case "INVITED":
      return describeInvited(facts);
    case "NEEDS_FIX":
      return { tone: "danger", sentences: [refusalSentence(facts), ...sinceBackup(facts)] };
    case "UNCONFIRMED":
      return describeDoubt(facts);
    case "FAILED":
      return { tone: "danger", sentences: [failureSentence(facts), ...sinceBackup(facts)] };
  }
}

function describeQueued(facts: Facts): Situation {
  if (facts.sending) return { tone: "info", sentences: ["sending"] };
  if (facts.credential.pausedAt) return { tone: "warning", sentences: ["paused"] };
  const planned = facts.nextRunAt !== null;
  if (facts.credential.isUnserved && planned) return { tone: "warning", sentences: ["unserved"] };
  if (facts.lastOutcome === "not_sent" && planned) return { tone: "warning", sentences: ["notSent"] };
  if (facts.lastOutcome === "rate_limited" && planned) return { tone: "warning", sentences: ["slowedDown"] };
  if (facts.lastOutcome === "credential_refused") return { tone: "info", sentences: ["resumed"] };
  return { tone: "info", sentences: ["waiting"] };
}

function describeInvited({ businesses, attempts }: Facts): Situation {
  const how =
    businesses[0]?.source === "person"
      ? "invitedByPerson"
      : attempts.find((attempt) => attempt.outcome === "accepted")?.reason === "accepted_replay"
        ? "invitedReplay"
        : "invited";
  return { tone: "success", sentences: [how] };
}

function refusalSentence(facts: Facts): SituationSentence {
  if (!facts.problem) return "refusedNoWords";
  // Who has used the reference may be this very merchant, by a send that nobody knows of.
  if (mayStand({ ...facts, wasPutBack: false })) return "refusedReference";
  return "refused";
}

/** What a backup says of a registration may be over. */
function sinceBackup({ wasPutBack }: Facts): SituationSentence[] {
  return wasPutBack ? ["putBack"] : [];
}

function describeDoubt(facts: Facts): Situation {
  if (facts.sending) return { tone: "warning", sentences: ["checking"] };
  if (facts.credential.pausedAt) return { tone: "warning", sentences: ["pausedInDoubt"] };
  if (facts.businesses.length > 0) return { tone: "warning", sentences: ["businessKnown"] };
  return { tone: "warning", sentences: [doubtSentence(facts), wayOutOfDoubt(facts)] };
}

function failureSentence({ cause, lastOutcome }: Facts): SituationSentence {
  if (cause === NOT_SENT_BY_PERSON) return "settledByAdmin";
  return lastOutcome === "rate_limited" ? "failedSlowedDown" : "failed";
}

function wayOutOfDoubt({ nextRunAt, credential }: Facts): SituationSentence {
  if (nextRunAt !== null) return credential.isUnserved ? "unservedInDoubt" : "checkAgainAt";
  return credential.replay === "proven" ? "chooseCheck" : "lookFirst";
}

// That a backup was the reason only the cause says: how an attempt is taken to have ended may change afterwards, when
// the process that made it comes back.
const RESTORED = "unsure.restored";

/** Reasons of an unknown outcome under which DOKU said something; after the others it was silence. */
const SILENT_REASONS: ReadonlySet<string> = new Set<Reason | "process_stopped">([
  "unsure_if_sent",
  "header_timeout",
  "connection_lost",
  "answer_timeout",
  "http_408",
  "process_stopped",
]);

function doubtSentence({ attempts, cause, requestId }: Facts): SituationSentence {
  if (cause === RESTORED) return "restored";
  const last = attempts.find((attempt) => attempt.requestId === requestId && attempt.outcome !== null);
  if (last?.outcome === "refused" && last.message) return "refusedInDoubt";
  const doubtful = attempts.find((attempt) => attempt.outcome === "unknown");
  return doubtful?.reason && !SILENT_REASONS.has(doubtful.reason) ? "unusable" : "noAnswer";
}

/** A reason that has words in the catalogue (`detail.reasons.<reason>`); null for those of other builds. */
export function explainableReason(reason: string | null): Reason | "process_stopped" | null {
  if (reason === null) return null;
  if (reason === "process_stopped") return reason;
  return isReason(reason) && reason in OUTCOME_OF ? reason : null;
}
