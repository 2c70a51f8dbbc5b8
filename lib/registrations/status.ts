/** Our delivery of a registration; always known. Labels are `status.<code>` in the catalogues. */
export const STATUSES = ["DRAFT", "QUEUED", "INVITED", "NEEDS_FIX", "UNCONFIRMED", "FAILED"] as const;
export type RegistrationStatus = (typeof STATUSES)[number];

/**
 * How a registration is called, `status.<word>` of the catalogues: one that waits is being sent while a process has it
 * (`sending`). Pure.
 */
export function statusWord({
  status,
  sending,
}: {
  status: RegistrationStatus;
  sending: boolean;
}): RegistrationStatus | "sending" {
  return sending && status === "QUEUED" ? "sending" : status;
}

/** May an unknown outcome be replayed by machine? A property of the credential. */
export type ReplayMode = "proven" | "unproven";

/** What a person may do with a registration; each is a button with this name in the catalogue (`detail.actions`). */
export const REGISTRATION_ACTIONS = [
  "continue",
  "cancel",
  "fix",
  "retry",
  "check",
  "found",
  "sendAgain",
  "override",
  "archive",
  "restore",
] as const;
export type RegistrationAction = (typeof REGISTRATION_ACTIONS)[number];

export type ActionFacts = {
  status: RegistrationStatus;
  archived: boolean;
  replay: ReplayMode;
  /** Whether any attempt may have put a byte on the wire. */
  everSent: boolean;
  /** Whether a process holds the row at this moment. */
  sending: boolean;
  /** Whether a machine goes on by itself, at a time that is set. */
  planned: boolean;
  /** Whether DOKU may have the merchant although the row is settled as not created; `mayStand` says when. */
  standing: boolean;
  /** Whether a business of it is known: to send anything more would make a second one. */
  hasBusiness: boolean;
};

/**
 * Whether DOKU may have the merchant although the row is settled as not created: its refusal was that the reference is
 * used already, only a person said that nothing was sent, or a backup was put back that knows no better. Pure.
 */
export function mayStand({
  cause,
  problemField,
  wasPutBack,
}: {
  cause: string | null;
  problemField: string | null;
  wasPutBack: boolean;
}): boolean {
  return problemField === "partnerReference" || cause === NOT_SENT_BY_PERSON || wasPutBack;
}

/** The cause of a registration that a person settled as not sent. */
export const NOT_SENT_BY_PERSON = "not_sent.by_person";

const ACTIONS_BY_STATUS = {
  DRAFT: ["continue", "archive"],
  QUEUED: ["cancel"],
  INVITED: ["archive"],
  NEEDS_FIX: ["fix", "found", "archive"],
  UNCONFIRMED: ["check", "found", "sendAgain", "override"],
  FAILED: ["retry", "fix", "found", "archive"],
} as const satisfies Record<RegistrationStatus, readonly RegistrationAction[]>;

/**
 * The actions that the status table of the product allows, in the order in which they are offered.
 *
 * While a process is sending nothing is offered, because what it receives decides. An unknown
 * outcome is replayed by *check* only where replays are proven, else by *sendAgain*, which warns.
 * *Override* settles by a person's word what neither can; it waits while a machine may still learn the truth.
 */
export function allowedActions(facts: ActionFacts): RegistrationAction[] {
  if (facts.sending) return [];
  if (facts.archived) return ["restore"];
  return ACTIONS_BY_STATUS[facts.status].filter((action) => isOffered(action, facts));
}

function isOffered(action: RegistrationAction, facts: ActionFacts): boolean {
  switch (action) {
    case "cancel":
      return !facts.everSent;
    case "check":
      return facts.replay === "proven" && !facts.hasBusiness;
    case "sendAgain":
      return facts.replay === "unproven" && !facts.hasBusiness;
    case "override":
      return !facts.planned && !facts.hasBusiness;
    case "found":
      return facts.status === "UNCONFIRMED" || facts.standing || facts.hasBusiness;
    case "continue":
    case "fix":
    case "retry":
      return !facts.hasBusiness;
    case "archive":
    case "restore":
      return true;
  }
}
