import { canFollowUp } from "@/lib/followups/follow-up-view";
import {
  type ActionFacts,
  allowedActions,
  type RegistrationAction,
  type RegistrationStatus,
} from "@/lib/registrations/status";

/** What can be done to many registrations at once; each is a button with this name in the catalogue (`bulk.kind`). */
export const BULK_KINDS = [
  "retry",
  "check",
  "assign",
  "archive",
  "restore",
  "clean",
  "nudge",
  "follow_up",
] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

/**
 * Where a job stands. It is paused because the database was put back, until a person has looked. What was done when it
 * was stopped stays done.
 */
const BULK_STATUSES = ["running", "paused", "stopped", "finished"] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/** Why a registration is left as it is; the words are `bulk.reason.<code>`. */
const LEFT_REASONS = [
  "is_draft",
  "is_queued",
  "is_invited",
  "is_needs_fix",
  "is_unconfirmed",
  "is_failed",
  "archived",
  "not_archived",
  "sending",
  "replay_unproven",
  "same_owner",
  "assignee_gone",
  "changed_meanwhile",
  "not_allowed",
  "no_remedy",
  "not_their_turn",
  "cooling",
  "no_email",
  "message_refused",
  "message_too_long",
  "no_mail_server",
  "mail_unreachable",
  "mail_tls",
  "mail_login",
  "mail_address",
  "mail_later",
  "mail_refused",
  "maybe_sent",
  "maybe_reminded",
  "put_back",
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

/** What became of one registration: done, or why not. */
export type ItemOutcome = "done" | LeftReason;

export function isLeftReason(text: string): text is LeftReason {
  return LEFT_REASONS.some((reason) => reason === text);
}

/** Rows chosen one by one, at most: their ids fit into the largest body that an action may have. */
export const MAX_CHOSEN = 3_000;
/** Rows of one job, at most. */
export const MAX_ITEMS = 100_000;

/** What is known of a registration when it is asked whether a job can do something with it. */
export type BulkFacts = Pick<ActionFacts, "status" | "archived" | "replay" | "sending"> & {
  wasPutBack: boolean;
};

const REASON_OF_STATUS = {
  DRAFT: "is_draft",
  QUEUED: "is_queued",
  INVITED: "is_invited",
  NEEDS_FIX: "is_needs_fix",
  UNCONFIRMED: "is_unconfirmed",
  FAILED: "is_failed",
} as const satisfies Record<RegistrationStatus, LeftReason>;

/** What is known of a registration when it is asked whether its merchant is reminded. */
export type BulkNudgeFacts = {
  isTheirTurn: boolean;
  /** Whether they were reminded less than a day ago. */
  isCooling: boolean;
  hasEmail: boolean;
};

/** Why a merchant is not reminded by a job; null where they are. Pure. */
export function reasonNotToNudge({ isTheirTurn, isCooling, hasEmail }: BulkNudgeFacts): LeftReason | null {
  if (!isTheirTurn) return "not_their_turn";
  if (isCooling) return "cooling";
  return hasEmail ? null : "no_email";
}

/** Kinds that are decided by what `allowedActions` says. */
type ActingKind = Exclude<BulkKind, "nudge">;

/** Why a job of this kind would leave the registration as it is; null where it would not. Assigning is always possible. */
export function reasonToLeave(kind: ActingKind, facts: BulkFacts): LeftReason | null {
  if (kind === "assign") return null;
  if (kind === "follow_up") return reasonNotToFollowUp(facts);
  // What was ever sent, is planned or may stand at DOKU decides over none of these actions; of whom a business is known
  // is left when it comes to it.
  const unasked = { everSent: true, planned: false, standing: false, hasBusiness: false };
  const allowed = allowedActions({ ...facts, ...unasked });
  const action = kind === "clean" ? "fix" : kind;
  // What was not sent may be fixed too, but DOKU named nothing in it.
  const isMeant = kind !== "clean" || facts.status === "NEEDS_FIX";
  if (!isMeant || !allowed.includes(action)) return reasonAgainst(action, facts);
  // A backup does not know whether it was sent since: a person looks at each. To check is to look.
  return facts.wasPutBack && (action === "retry" || action === "fix") ? "put_back" : null;
}

/** Why a registration gets no day to come back to it; null where it does. Pure. */
export function reasonNotToFollowUp(facts: Pick<BulkFacts, "status" | "archived">): LeftReason | null {
  if (canFollowUp(facts)) return null;
  return facts.archived ? "archived" : "is_draft";
}

function reasonAgainst(
  action: Extract<RegistrationAction, BulkKind> | "fix",
  { status, archived, replay, sending }: BulkFacts,
): LeftReason {
  if (sending) return "sending";
  if (action === "restore") return "not_archived";
  if (archived) return "archived";
  if (action === "check" && status === "UNCONFIRMED" && replay === "unproven") return "replay_unproven";
  return REASON_OF_STATUS[status];
}

/** Whether there is something left of the job that can be stopped. */
export function canStop(status: BulkStatus): boolean {
  return status === "running" || status === "paused";
}

/** Whether what a job of this kind has done stays where it is stopped, because it has left us. */
export function isLeaving(kind: BulkKind): boolean {
  return isSending(kind) || kind === "nudge";
}

/** Whether a job of this kind can be taken back. */
export function canUndo(kind: BulkKind): boolean {
  return kind === "assign" || kind === "archive";
}

/** Of an item of a job that takes another one back: that it can be asked for again once that job is over. */
export const LEFT_UNDONE_SQL = "(outcome is null or outcome = 'not_allowed')";

const SENDING: readonly BulkKind[] = ["retry", "check", "clean"];

/** Whether a job of this kind sends something to DOKU, so that its rows go on after their turn. */
export function isSending(kind: BulkKind): boolean {
  return SENDING.includes(kind);
}

/** The same of `bulk_job j`. */
export const IS_SENDING_SQL = `j.kind in (${SENDING.map((kind) => `'${kind}'`).join(", ")})`;
