import type { BulkKind, BulkStatus, ItemOutcome } from "@/lib/bulk/kinds";
import type { FollowUp } from "@/lib/followups/follow-up-view";
import type { Locale } from "@/lib/i18n/locale";
import type { Shown } from "@/lib/registrations/sight";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** A job as a list shows it. Times are ISO 8601 in UTC. */
export type BulkJobRow = {
  id: string;
  kind: BulkKind;
  status: BulkStatus;
  isUndo: boolean;
  total: number;
  done: number;
  /** Left as they were. */
  left: number;
  /** Of those that were asked to be sent, how many wait for it still. */
  waiting: number;
  createdByName: string;
  createdAt: string;
  finishedAt: string | null;
  /** Since when its items are removed for their age: it cannot be taken back, and shows only figures. */
  itemsRemovedAt: string | null;
};

/** A job in the list of all of them; where its registrations stand is known of what was sent lately. */
export type ListedBulkJob = BulkJobRow & { standing: { status: RegistrationStatus; count: number }[] };

/** How a row ended, or that its turn has not come. */
export type OutcomeKey = ItemOutcome | "pending";

export type BulkJobView = BulkJobRow & {
  /** The language of its reminders, and the day and note of its follow-ups; null for other kinds. */
  locale: Locale | null;
  followUp: FollowUp | null;
  /** The list's query string, where everything that matched it was chosen. */
  query: string | null;
  assigneeName: string | null;
  undoOfId: string | null;
  undoneById: string | null;
  /** Whether the job that takes it back is over and has left some, so that it can be asked for again. */
  isHalfUndone: boolean;
  /** How many rows ended how. */
  outcomes: { outcome: OutcomeKey; count: number }[];
  /** Where the rows that were acted on stand now. */
  standing: { status: RegistrationStatus; count: number }[];
};

/** One registration of a job. `outcome` is null until its turn. */
export type BulkItemRow = {
  position: number;
  registrationId: string;
  businessName: Shown;
  partnerReference: string;
  status: RegistrationStatus;
  isArchived: boolean;
  /** Whether it is being sent at this moment. */
  isSending: boolean;
  outcome: ItemOutcome | null;
  endedAt: string | null;
};
