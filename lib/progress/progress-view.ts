import type { ProgressSource } from "@/lib/generated/prisma/enums";
import type { Meaning } from "@/lib/progress/meaning";
import type { LookEndingKind } from "@/lib/progress/next-look";
import type { ProgressCode, Who } from "@/lib/progress/progress";
import type { Shown } from "@/lib/registrations/sight";

/** How DOKU's review of a merchant stands, and what is known of it. Times are ISO 8601 in UTC. */
export type ProgressView = {
  progress: ProgressCode;
  who: Who;
  /** DOKU's own value, where nobody has said what it means. */
  raw: Shown | null;
  source: ProgressSource | null;
  /** Who set it; null where DOKU said so. */
  byName: string | null;
  since: string | null;
  /** When somebody last told that it is so. */
  asOf: string | null;
  look: LookView | null;
  /** Whether DOKU has told a brand of it, by which alone it can be asked. */
  hasBrand: boolean;
  told: ToldView | null;
  /** Why DOKU tells nothing of this account's merchants: `not_offered`, or a reason of `lib/doku/reason`. */
  refusedReason: string | null;
};

/** The last time that DOKU was asked. */
export type LookView = { at: string; ending: LookEndingKind };

/** What DOKU last told. */
export type ToldView = {
  at: string;
  businessType: Shown | null;
  legalEntity: Shown | null;
  rejectionReason: Shown | null;
  values: readonly { place: string; raw: Shown; meaning: Meaning | null }[];
  /** Where DOKU has it otherwise than it was sent. */
  drift: { name: Drift | null; email: Drift | null };
  /** Brands of this business at DOKU that belong to another registration here. */
  foreignBrandIds: readonly string[];
};

export type Drift = { here: string; atDoku: string };

/** A change of the progress, or what a person said of it. */
export type ReportView = {
  id: string;
  at: string;
  source: ProgressSource;
  progress: ProgressCode;
  raw: Shown | null;
  note: Shown | null;
  actorName: string | null;
};

/** A value of DOKU's and what it means. */
export type MeaningView = {
  place: string;
  raw: string;
  /** Null while nobody has said. */
  meaning: Meaning | null;
  seenAt: string;
  decidedAt: string | null;
  decidedByName: string | null;
};

/** Why DOKU is not asked now. */
export type LookHindrance =
  | "paused"
  /** DOKU is not reached, or asked to be left alone. */
  | "waiting"
  /** A restore was noticed and nobody has looked at it. */
  | "restored"
  | "secret_missing"
  /** DOKU refused within the last day. */
  | "refused"
  /** Registrations are to be sent, or one was a moment ago. */
  | "sends_first";

/** What came of *Check progress*, each with a sentence of its own (`atDoku.came`). */
export type Came = {
  came:
    | "changed"
    | "same"
    | "kept"
    | "says_nothing"
    | "no_news"
    | "not_offered"
    | "slowed_down"
    | "credential_refused"
    | "unreachable"
    | "unusable"
    | LookHindrance
    | "not_invited"
    | "no_brand"
    | "pending";
  progress: ProgressCode | null;
  /** DOKU's own value, where nobody has said what it means. */
  raw: Shown | null;
};
