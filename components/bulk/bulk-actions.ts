import type { FieldProblems } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { LeftReason } from "@/lib/bulk/kinds";
import type { BulkFollowUp, BulkRequest, BulkStart } from "@/lib/bulk/request";
import type { FollowUpProblem } from "@/lib/followups/follow-up-input";

/** What a job would do: shown before it is started. */
export type Estimate = {
  kind: "estimate";
  total: number;
  will: number;
  left: { reason: LeftReason; count: number }[];
  isTooMany: boolean;
};

export type StartAnswer =
  | { kind: "started"; id: string }
  | { kind: "nothing" }
  | { kind: "too_many"; limit: number };

/** Someone a registration can be given to. */
export type Assignee = { id: string; name: string };

/** The server actions behind the bar and its dialog. */
export type BulkActions = {
  /** Whether Mitra itself sends e-mails. */
  hasMail: boolean;
  estimate: (request: BulkRequest) => Promise<Estimate | ActionFailure>;
  start: (request: BulkStart) => Promise<StartAnswer | ActionFailure>;
  startFollowUps: (
    request: BulkFollowUp,
  ) => Promise<StartAnswer | FieldProblems<"when" | "note", FollowUpProblem> | ActionFailure>;
  people: (input: null) => Promise<{ kind: "people"; people: Assignee[] } | ActionFailure>;
};

/** What is selected: rows one by one, or everything that matches the list's query string. */
export type BarSelection = { kind: "ids"; ids: string[] } | { kind: "filter"; query: string };
