import type { Environment } from "@/lib/generated/prisma/enums";
import type { FileFacts } from "@/lib/imports/file-facts";
import type { Problem, ProblemCode } from "@/lib/registrations/input/problem";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { Shown } from "@/lib/registrations/sight";
import type { RegistrationStatus } from "@/lib/registrations/status";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** What is being done with a batch; the words are `imports.status.<code>`. */
export const IMPORT_STATUSES = [
  "reading",
  "mapping",
  "checking",
  "checked",
  "canary",
  "canary_done",
  "sending",
  "paused",
  "stopped",
  "finished",
  "refused",
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** Why a batch is paused, where no person did it; the words are `imports.pauseReason.<code>`. */
const PAUSE_REASONS = ["restored", "sender_not_allowed"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Where one row stands; the words are `imports.rowState.<code>`. */
export const ROW_STATES = ["unchecked", "problems", "warnings", "ready", "skipped", "done", "sent"] as const;
export type RowState = (typeof ROW_STATES)[number];

/**
 * What a cell was in its file, where its text alone does not say it; the sentences are `imports.findings.<code>`. Of
 * `params` `text` is what the cell holds, `shown` what a person sees there or what was meant, `row` another row's number.
 */
export const CELL_FINDING_CODES = [
  "cell_error",
  "cell_formula",
  "cell_moment",
  "cell_boolean",
  "cell_merged",
  "cell_zero",
  "cell_format",
  "cell_format_unknown",
  "text_formula",
  "text_moment",
  "text_boolean",
  "letters_spoilt",
  "letters_lost",
] as const;
export type CellFindingCode = (typeof CELL_FINDING_CODES)[number];

/** What a row meets, and so may meet no longer when another one changes. */
export const MET_CODES = [
  "row_repeats_reference",
  "row_repeats_email",
  "row_repeats_phone",
  "row_repeats_name",
  "row_repeats_row",
  "reference_used",
  "put_back",
  "registered_email",
  "registered_phone",
  "registered_name",
  "in_other_batch",
] as const;

/** Of rows that are left out for what they say. */
export const LEFT_OUT_CODES = ["row_empty", "row_note"] as const;

/**
 * What a row meets outside its own fields; the sentences are `imports.findings.<code>`. `row_repeats_reference`,
 * `reference_used` and `put_back` are problems, the others warnings. `params`: `row` is a row's number in this file, `name`, `by`,
 * `date` (ISO), `status` and `id` are a registration's, `file` the other batch's file name. `done_differs` is told of a row
 * that is done, and has nothing to be accepted; `row_empty` of one that has nothing in any column that fills a field, `row_note` of one with a
 * total, a note or a signature there. `row_example` is a problem: the row shows how one is filled in. `row_called_off` quotes a note (`text`) by
 * which the merchant is not to be invited.
 * `calling_code_…` ask about a country code in a column of its own (`text`), and the number as it is read without it.
 * `form_lost` and `changed_since` compare with what the row said when it was given back (`was`).
 */
export const ROW_FINDING_CODES = [
  ...MET_CODES,
  "done_differs",
  "row_too_short",
  "row_too_long",
  "row_empty",
  "row_note",
  "row_example",
  "row_called_off",
  "calling_code_unclear",
  "calling_code_differs",
  "phone_rounded",
  ...CELL_FINDING_CODES,
  "form_lost",
  "changed_since",
] as const;
export type RowFindingCode = (typeof ROW_FINDING_CODES)[number];

/** A problem or a warning of a row: about one field, or (`field` null) about the row as a whole. */
export type RowFinding =
  | Problem
  | { field: RegistrationField | null; code: RowFindingCode; params?: Problem["params"] };

export type FindingCode = ProblemCode | RowFindingCode;

export type RowCounts = Record<RowState, number>;
/** How the registrations of the rows that were handed out, now or before, are doing. */
export type DeliveryCounts = Record<RegistrationStatus, number>;

/** A batch as the batches page shows it. Times are ISO 8601 in UTC. */
export type ImportSummary = {
  id: string;
  environment: Environment;
  /** "" for pasted rows. */
  fileName: Shown;
  createdByName: string;
  createdAt: string;
  status: ImportStatus;
  /** Null where it is not paused, or a person did it. */
  pauseReason: PauseReason | null;
  rowCount: number;
  /** When its sending is to begin, if not at once. */
  scheduledAt: string | null;
  rows: RowCounts;
  /** Of the rows that were handed out: those that wait to be sent. */
  waiting: number;
  delivered: DeliveryCounts;
  /** Of those, the ones that nobody put away, as the list shows them. */
  standing: DeliveryCounts;
  /** Whether a later upload took its place. */
  isReplaced: boolean;
};

/** An earlier upload that a batch may take the place of. */
export type Replaceable = Pick<ImportSummary, "id" | "fileName" | "createdAt"> & {
  /** Its rows that are no rows of the later one, and would not be sent. */
  missing: number;
  /** Its rows that a person changed, accepted or left out here, which the later one knows nothing of. */
  edited: number;
};

/** A batch as its own page shows it. */
export type ImportView = ImportSummary & {
  headings: readonly string[];
  fields: readonly HeadingField[];
  /** Where the status is `refused`. */
  refusal: { code: string; params: Record<string, string | number> } | null;
  checkedCount: number;
  /** Null until its rows have been read, and for those that were read by an earlier version. */
  facts: FileFacts | null;
  /** Rows that are left out: the file hides them, nothing stands in any column of a field, or a note does. */
  leftOut: { hidden: number; empty: number; notes: number };
  /** Of the rows with warnings: those that may be registered twice. */
  duplicates: number;
  /** Done rows that say something else than what was registered. */
  differing: number;
  credential: { label: string; pausedAt: string | null; ratePerSecond: number | null };
  /** The row that goes or went first, once there is one. */
  canary: {
    position: number;
    registrationId: string;
    merchant: Shown;
    status: RegistrationStatus;
    /** Whether a process has it at this moment. */
    sending: boolean;
    problem: Shown | null;
  } | null;
  holdAfterFirst: boolean;
  /** Whether rows that stand as not sent may have been, since a backup was put back: a person looks before they go. */
  wasPutBack: boolean;
  /** The later upload that took its place. */
  replacedBy: Pick<ImportSummary, "id" | "fileName" | "createdAt"> | null;
  sendingAt: string | null;
  finishedAt: string | null;
  /** Since when what its rows say is removed for its age: there are no rows to show or to give back. */
  rowsRemovedAt: string | null;
};

export type ImportRowView = {
  /** Its number in the file, as the spreadsheet program counts. */
  position: number;
  rowKey: string;
  /** All their cells in the order of the headings. */
  cells: readonly string[];
  state: RowState;
  problems: readonly RowFinding[];
  warnings: readonly RowFinding[];
  acceptedReason: Shown | null;
  /** Whether the file hides it. */
  isHidden: boolean;
  registration: {
    id: string;
    status: RegistrationStatus;
    /** Whether somebody put it away: nothing is left to do about it. */
    isArchived: boolean;
    /** Whether a process has it at this moment. */
    sending: boolean;
    businessId: string | null;
    brandIds: readonly string[];
    /** DOKU's words of the last refusal. */
    problem: Shown | null;
  } | null;
};
