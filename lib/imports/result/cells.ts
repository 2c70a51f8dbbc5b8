import type { ImportRowView, ImportStatus, RowFinding, RowState } from "@/lib/imports/import-view";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";
import { columnOf, type HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** What is left to do for a row; each is the sentence `imports.whatToDo.<code>`. */
const WHAT_TO_DO = [
  "nothing",
  "wait",
  "check",
  "look",
  "fix",
  "retry",
  "continue",
  "accept",
  "acceptAgain",
  "send",
  "sendAgain",
  "leftOut",
] as const;
export type WhatToDo = (typeof WHAT_TO_DO)[number];

/** The words of a result file, in the language of whoever takes it away. */
export type ResultWords = {
  status: (status: RegistrationStatus) => string;
  state: (state: RowState) => string;
  finding: (finding: RowFinding) => string;
  /** What DOKU refused, from its words. */
  doku: (words: string) => string;
  whatToDo: (code: WhatToDo) => string;
};

/** The batch that rows are given back of. */
export type GivenBatch = {
  status: ImportStatus;
  headings: readonly string[];
  fields: readonly HeadingField[];
  /** Whether an unknown outcome may be replayed under its credential. */
  replay: ReplayMode;
};

/** A row as the result file shows it: their own cells in their order, then what became of it. Pure. */
export function resultCells(row: ImportRowView, batch: GivenBatch, words: ResultWords): string[] {
  const { registration, rowKey, state } = row;
  return [
    ...theirCells(row.cells, batch),
    registration ? words.status(registration.status) : words.state(state),
    registration?.businessId ?? "",
    registration?.brandIds.join(", ") ?? "",
    problemWords(row, batch, words),
    words.whatToDo(whatToDo(row, batch)),
    rowKey,
  ];
}

/** The headings of the columns that are theirs. */
export function theirHeadings({ headings, fields }: Pick<GivenBatch, "headings" | "fields">): string[] {
  return headings.filter((_, column) => isTheirs(fields[column]));
}

function theirCells(cells: readonly string[], { headings, fields }: GivenBatch): string[] {
  return headings.flatMap((_, column) => (isTheirs(fields[column]) ? [cells[column] ?? ""] : []));
}

function isTheirs(field: HeadingField | undefined): boolean {
  return field !== "ours" && field !== "row_key";
}

/** Whether a person has something to fix in a row, or to see to. A row that waits to be sent is no such row. Pure. */
export function isLeftToDo(row: ImportRowView, batch: GivenBatch): boolean {
  switch (whatToDo(row, batch)) {
    case "nothing":
    case "wait":
    case "send":
    case "leftOut":
      return false;
    case "check":
    case "look":
    case "fix":
    case "retry":
    case "continue":
    case "accept":
    case "acceptAgain":
    case "sendAgain":
      return true;
  }
}

/** What a person does next about a row. Pure. */
function whatToDo(
  { state, registration }: Pick<ImportRowView, "state" | "registration">,
  { status, replay }: Pick<GivenBatch, "status" | "replay">,
): WhatToDo {
  const isEnded = status === "stopped" || status === "finished";
  switch (state) {
    case "unchecked":
      return "wait";
    case "problems":
      return "fix";
    case "warnings":
      return isEnded ? "acceptAgain" : "accept";
    case "ready":
      return isEnded ? "sendAgain" : "send";
    case "skipped":
      return "leftOut";
    case "done":
    case "sent":
      if (registration?.isArchived) return "nothing";
      return registration ? whatToDoFor(registration.status, replay) : "wait";
  }
}

function whatToDoFor(status: RegistrationStatus, replay: ReplayMode): WhatToDo {
  switch (status) {
    case "DRAFT":
      return "continue";
    case "QUEUED":
      return "wait";
    case "INVITED":
      return "nothing";
    case "NEEDS_FIX":
      return "fix";
    case "UNCONFIRMED":
      return replay === "proven" ? "check" : "look";
    case "FAILED":
      return "retry";
  }
}

/** What is wrong with a row: each finding under the heading that it is about, then DOKU's words. */
function problemWords(row: ImportRowView, { headings, fields }: GivenBatch, words: ResultWords): string {
  const { problems, warnings, registration, state } = row;
  const shown = state === "ready" || state === "sent" ? [] : warnings;
  const said = [...(state === "sent" ? [] : problems), ...shown].map((finding) => {
    const heading = finding.field === null ? "" : (headings[columnOf(fields, finding.field)] ?? "");
    const sentence = words.finding(finding);
    return heading === "" ? sentence : `${heading}: ${sentence}`;
  });
  const isRefused = registration?.status === "NEEDS_FIX" && registration.problem;
  return [...said, ...(isRefused ? [words.doku(isRefused)] : [])].join("; ");
}
