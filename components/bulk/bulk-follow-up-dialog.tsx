"use client";

import { useRouter } from "next/navigation";
import { DayField } from "@/components/follow-ups/day-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { usePressIds } from "@/components/forms/use-press-ids";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { FOLLOW_UP_PROBLEMS } from "@/lib/followups/follow-up-input";
import { useMessages } from "@/lib/i18n/client-messages";
import type { BarSelection, BulkActions } from "./bulk-actions";
import { EstimateText, StartFailure, useEstimate } from "./estimate";

/**
 * Asks for the one day to come back to many registrations, says how many get it, starts the job and goes to its page.
 * Needs the areas `bulk`, `followUps`, `common` and `errors`.
 */
export function BulkFollowUpDialog({
  selection,
  actions,
  onClose,
  onStarted,
}: {
  selection: BarSelection;
  actions: BulkActions;
  onClose: () => void;
  onStarted?: () => void;
}) {
  const say = useMessages("bulk");
  const sayCommon = useMessages("common");
  const sayFollowUps = useMessages("followUps");
  const router = useRouter();
  const ids = usePressIds();
  const request = { kind: "follow_up" as const, selection, assigneeId: null };
  const estimate = useEstimate(actions.estimate, request);
  const will = estimate?.kind === "estimate" && !estimate.isTooMany ? estimate.will : 0;
  const { form, attributes, failure, ending, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/followups/follow-up-input")).followUpTexts,
    initial: { when: "", note: "" },
    fields: ["when", "note"],
    codes: FOLLOW_UP_PROBLEMS,
    say: ({ code, params }) => sayFollowUps(`problems.${code}`, params),
    action: (typed) => actions.startFollowUps({ id: ids.idOf(typed), selection, ...typed }),
    onEnding(answer) {
      if (answer.kind !== "started") return undefined;
      onStarted?.();
      router.push(`/jobs/${answer.id}`);
      return "leaving";
    },
  });
  return (
    <Dialog open onClose={onClose} title={say("kind.follow_up")} closeLabel={sayCommon("close")}>
      <form {...attributes} className="mt-2 flex flex-col gap-4">
        {failure ? <FailureNotice failure={failure} /> : null}
        <DayField
          field={field("when")}
          // Many are asked for once more, by the button that says how many.
          onQuick={(quick) =>
            form.setValue("when", sayFollowUps(`quick.${quick}`), { shouldDirty: true, shouldValidate: true })
          }
        />
        <TextAreaField
          {...field("note")}
          label={sayFollowUps("note")}
          hint={say("dialog.noteHint")}
          rows={2}
        />
        <EstimateText kind="follow_up" estimate={estimate} />
        <StartFailure answer={ending} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <SubmitButton disabled={will === 0}>
            {will === 0 ? say("kind.follow_up") : say("job.follow_up", { count: will })}
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
