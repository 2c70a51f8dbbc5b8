"use client";

import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField, TextField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { FOLLOW_UP_PROBLEMS } from "@/lib/followups/follow-up-input";
import { QUICK_WHENS, WHEN_MAX_LENGTH } from "@/lib/followups/when";
import { useMessages } from "@/lib/i18n/client-messages";
import type { FollowUpActions } from "./follow-up-actions";

/**
 * Asks for the day to come back to a registration: a press for the usual ones, or in words. A `note` of null is not asked
 * for and stays as it is. Needs the area `followUps`.
 */
export function FollowUpDialog({
  id,
  name,
  note,
  set,
  onClose,
  onSet,
}: {
  id: string;
  name: string;
  note: string | null;
  set: FollowUpActions["set"];
  onClose: () => void;
  /** Told when it comes back: ISO 8601. */
  onSet?: (at: string) => void;
}) {
  const say = useMessages("followUps");
  const sayCommon = useMessages("common");
  const { form, attributes, failure, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/followups/follow-up-input")).followUpTexts,
    initial: { when: "", note: note ?? "" },
    fields: ["when", "note"],
    codes: FOLLOW_UP_PROBLEMS,
    say: ({ code, params }) => say(`problems.${code}`, params),
    action: (typed) => set({ id, when: typed.when, note: note === null ? null : typed.note }),
    onEnding({ at }) {
      onClose();
      onSet?.(at);
      return undefined;
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={say(note === null ? "snoozeTitle" : "setTitle", { name })}
      closeLabel={sayCommon("close")}
    >
      <form {...attributes} className="mt-3 flex flex-col gap-4">
        {failure ? <FailureNotice failure={failure} /> : null}
        <TextField
          {...field("when")}
          label={say("when")}
          hint={say("whenHint")}
          autoComplete="off"
          maxLength={WHEN_MAX_LENGTH}
        />
        <div className="-mt-2 flex flex-wrap gap-2">
          {QUICK_WHENS.map((quick) => (
            <Button
              key={quick}
              size="small"
              // No submit button: Enter in the field would press the first of them.
              onClick={(event) => {
                form.setValue("when", quick, { shouldDirty: true });
                event.currentTarget.form?.requestSubmit();
              }}
            >
              {say(`quick.${quick}`)}
            </Button>
          ))}
        </div>
        {note === null ? null : <TextAreaField {...field("note")} label={say("note")} rows={2} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <SubmitButton>{say(note === null ? "snooze" : "save")}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
