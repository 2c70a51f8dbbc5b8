import type { DokuField } from "@/lib/doku/problem-field";
import type { Outcome } from "@/lib/doku/reason";
import type { Progress } from "@/lib/generated/prisma/enums";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { Shown } from "@/lib/registrations/sight";
import type { RegistrationAction, RegistrationStatus } from "@/lib/registrations/status";

export const MATCHED_FIELDS = [
  "phone",
  "email",
  "invitedEmail",
  "reference",
  "business",
  "brand",
  "requestId",
] as const;

/** What a row was found by where its names do not tell: the value, with the part that was asked for in its middle. */
export type Match = {
  field: (typeof MATCHED_FIELDS)[number];
  before: string;
  hit: string;
  after: string;
};

/** One row of the list. Times are ISO 8601 in UTC. */
export type RegistrationRow = {
  id: string;
  businessName: Shown;
  representativeName: Shown;
  partnerReference: string;
  status: RegistrationStatus;
  archived: boolean;
  ownerId: string;
  ownerName: string;
  credentialLabel: string;
  referralCode: string;
  createdAt: string;
  updatedAt: string;
  invitedAt: string | null;
  businessId: string | null;
  /** The first of DOKU's brand ids, and how many there are. */
  brandId: string | null;
  brandCount: number;
  /** A code of `causeOf`, and DOKU's words where it refused. */
  cause: string | null;
  problem: Shown | null;
  nextRunAt: string | null;
  /** Of the invited, with since when it has been so. */
  progress: Progress | "NOT_CHECKED";
  progressSince: string | null;
  /** DOKU's own value where nobody has said what it means. */
  progressRaw: Shown | null;
  /** The one next date, and why. */
  followUpAt: string | null;
  followUpNote: Shown | null;
  sending: boolean;
  /** Whether its credential sends nothing until somebody has looked at it. */
  paused: boolean;
  /** Whether it waits, and no worker that lives has the secret of its credential. */
  unserved: boolean;
  /** What a search found it by, where its names do not tell; null without one. */
  match: Match | null;
};

/** What may have been meant by words that nothing has, and the first registrations that have them. */
export type Near = { query: string; rows: readonly RegistrationRow[] };

/** What a duplicate has in common with what is being registered. */
export type MatchedBy = "email" | "phone" | "name";

/** A registration that resembles the one being made. */
export type DuplicateMatch = {
  id: string;
  businessName: Shown;
  representativeName: Shown;
  /** As its reader may see them. */
  representativeEmail: string;
  phone: string;
  partnerReference: string;
  status: RegistrationStatus;
  /** ISO 8601, UTC. */
  createdAt: string;
  createdByName: string;
  matchedBy: MatchedBy[];
};

/** One signed call; `outcome` is null while it runs. */
export type AttemptView = {
  number: number;
  kind: "first" | "retry" | "check" | "send_again";
  requestId: string;
  startedAt: string;
  endedAt: string | null;
  outcome: Outcome | null;
  reason: string | null;
  httpStatus: number | null;
  errorCode: Shown | null;
  /** DOKU's words. */
  message: Shown | null;
  /** "" where it was removed for its age. */
  maskedAnswer: Shown | null;
  answerRemovedAt: string | null;
  latencyMs: number | null;
  signature: "verified" | "not_signed" | "mismatch" | null;
  reportedBusinessId: string | null;
};

export type BusinessView = {
  businessId: string;
  source: "doku" | "person";
  receivedAt: string;
  brandIds: string[];
};

/** Everything the page of one registration shows; attempts newest first. */
export type RegistrationView = {
  id: string;
  credential: {
    label: string;
    replay: "proven" | "unproven";
    pausedAt: string | null;
    /** A reason of `lib/doku/reason`. */
    pausedReason: string | null;
    /** Whether no worker that lives has its secret. */
    isUnserved: boolean;
  };
  status: RegistrationStatus;
  archived: boolean;
  sending: boolean;
  /** What the reader may do now. */
  actions: readonly RegistrationAction[];
  partnerReference: string;
  /** Whether DOKU may have what stands here as unsent: a backup was put back since it was queued or made. */
  wasPutBack: boolean;
  /** Whether the reference can be changed no more. */
  keepsReference: boolean;
  input: RegistrationInput;
  phoneE164: string;
  duplicateReason: Shown | null;
  requestId: string | null;
  ownerName: string;
  createdByName: string;
  createdAt: string;
  queuedAt: string | null;
  /** The first attempt of which a byte may have left us. */
  firstSentAt: string | null;
  invitedAt: string | null;
  nextRunAt: string | null;
  lastOutcome: Outcome | null;
  /** A code of `causeOf`; null while nobody has to do anything. */
  cause: string | null;
  /** DOKU's words of the last refusal, and the field they name. */
  problem: Shown | null;
  problemField: DokuField | null;
  businesses: readonly BusinessView[];
  attempts: readonly AttemptView[];
};
