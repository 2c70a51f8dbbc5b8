"use client";

import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";

export type SaveQuietDays = (input: {
  days: string;
  /** The figure that was looked at. */
  seen: number;
}) => Promise<{ kind: "saved" } | FieldProblems<"days", "outOfRange"> | ActionFailure>;

/** Sets after how many days a merchant is quiet. */
export function QuietDaysForm({ days, save }: { days: number; save: SaveQuietDays }) {
  const say = useMessages("progressSettings");
  const { attributes, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/progress/settings-input")).quietDaysSchema,
    initial: { days: String(days) },
    fields: ["days"],
    codes: ["outOfRange"],
    say: ({ code }) => say(code),
    action: (typed) => save({ ...typed, seen: days }),
  });
  return (
    <form {...attributes} className="flex max-w-sm flex-col gap-3">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextField
        {...field("days")}
        label={say("days")}
        hint={say("daysHint")}
        inputMode="numeric"
        autoComplete="off"
      />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton>{say("save")}</SubmitButton>
        <p key={endingKey} role="status" className="text-sm text-success-ink empty:hidden">
          {ending ? say("quietSaved") : null}
        </p>
      </div>
    </form>
  );
}
