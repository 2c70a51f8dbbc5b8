/** What is known of a run by those who stand outside of the product: nothing here was written by the product about itself. */

export type Mode = "R" | "N";

/** What an answer says, if it arrives: that the business exists, a definite no, not now (and nothing happened), or nothing that settles anything. */
export type Answer = "accepted" | "refused" | "not_now" | "useless";

/** A call as the stand-in received and answered it. Times are milliseconds of one clock throughout. */
export type Call = {
  /** Which merchant its body names; null where the body never came whole. */
  serial: string | null;
  clientId: string;
  requestId: string;
  /** The process at the other end of the connection, or null where it was gone before anybody could look. */
  caller: string | null;
  arrivedMs: number;
  answer: Answer;
  /** When the answer was handed over whole; null where it never was. */
  deliveredMs: number | null;
  /** When it was over, however it ended; null while it is open. */
  endedMs: number | null;
  businessId: string | null;
  /** The bytes of its body, as a hash; null where they never came whole. */
  bodySha256: string | null;
};

/** A business in the stand-in's ledger. */
export type Made = {
  serial: string;
  requestId: string;
  businessId: string;
  brandIds: readonly string[];
  madeMs: number;
};

/** What was done to a process, or (null) to all of them: killed, frozen, cut off from the database; or the database itself was away. */
export type Blow = {
  kind: "kill" | "freeze" | "cut" | "database";
  process: string | null;
  fromMs: number;
  /** Of a kill, the same moment. */
  toMs: number;
};

/** While this lasts nobody can be blamed that rows wait: the credential is paused, the database is away, DOKU does not answer. */
export type Obstacle = { fromMs: number; toMs: number };

export type Press = {
  serial: string;
  atMs: number;
  kind: "register" | "fix" | "retry" | "check" | "found" | "sendAgain" | "override";
  /** Whether the person was told that it is done. */
  isAcknowledged: boolean;
  /** How many businesses of this merchant the ledger held when it was pressed. */
  madeBefore: number;
};

/** What people are told of a registration, from this moment until the next entry of the same merchant. */
export type Shown = {
  serial: string;
  /** The registration's. */
  id: string;
  clientId: string;
  atMs: number;
  status: "DRAFT" | "QUEUED" | "INVITED" | "NEEDS_FIX" | "UNCONFIRMED" | "FAILED";
  isSending: boolean;
  /** When a machine goes on, as the page promises; null where it does not. */
  promisedMs: number | null;
  requestId: string;
  /** The mapping: `BSN-… BRN-…,BRN-…` for each business, brands in order. */
  entries: readonly string[];
  /** Whether the page says that a backup was put back since, and that the merchant may have been sent after it was made. */
  tellsRestore: boolean;
};

export type Outside = {
  mode: Mode;
  calls: readonly Call[];
  blows: readonly Blow[];
  presses: readonly Press[];
  made: readonly Made[];
  shown: readonly Shown[];
  obstacles: readonly Obstacle[];
  /** When replays were not proven, in a run of mode R; mode N is one such time. */
  unproven: readonly { fromMs: number; toMs: number }[];
  /** The database of `backupMs` was put back at `restoredMs`. */
  restore: { backupMs: number; restoredMs: number } | null;
  endedMs: number;
};

/** A business as the mapping and the ledger are compared by. */
export function entryOf(businessId: string, brandIds: readonly string[]): string {
  return `${businessId} ${[...brandIds].sort().join()}`;
}
