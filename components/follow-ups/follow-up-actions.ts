import type { FieldProblems } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { FollowUpProblem } from "@/lib/followups/follow-up-input";

/** The server actions of follow-ups. */
export type FollowUpActions = {
  /** `when` as it was typed; a note of null stays as it is, and everything where it is another than was `seen`. */
  set: (input: {
    id: string;
    when: string;
    note: string | null;
    seen: { at: string | null; note?: string | undefined };
  }) => Promise<
    { kind: "set"; at: string; day: string } | FieldProblems<"when" | "note", FollowUpProblem> | ActionFailure
  >;
  /** `at` is the day that is seen: another one that somebody set meanwhile stays. */
  finish: (input: { id: string; at: string }) => Promise<{ kind: "done" } | ActionFailure>;
};
