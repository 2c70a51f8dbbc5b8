import type { FieldProblems } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import type { ProgressCode } from "@/lib/progress/progress";
import type { Came } from "@/lib/progress/progress-view";

export type CheckProgress = (input: { id: string }) => Promise<({ kind: "checked" } & Came) | ActionFailure>;
export type SetProgress = (input: {
  id: string;
  progress: string;
  source: "person" | "merchant";
  note: string;
  /** How it stood where the person looked. */
  seen: ProgressCode;
}) => Promise<
  { kind: "saved" } | FieldProblems<"progress" | "note", "progressMissing" | "noteTooLong"> | ActionFailure
>;

/** Server actions. */
export type ProgressHandlers = { checkProgress: CheckProgress; setProgress: SetProgress };
