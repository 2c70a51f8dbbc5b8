"use client";

import { useState } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { FOLLOW_UP_PROBLEMS } from "@/lib/followups/follow-up-input";
import { useMessages } from "@/lib/i18n/client-messages";
import { DayField } from "./day-field";
import type { FollowUpActions } from "./follow-up-actions";

/**
 * Asks for the day to come back to a registration: a press for the usual ones, or in words. A `note` of null is not asked
 * for and stays as it is. `at` is the day that it has; what the page hears while this is open was not seen. Needs the area
 * `followUps`.
 */
export function FollowUpDialog({
  id,
  name,
  at,
  note,
  set,
  onClose,
  onSet,
  onTheirs,
}: {
  id: string;
  name: string;
  at: string | null;
  note: string | null;
  set: FollowUpActions["set"];
  onClose: () => void;
  /** Told on which day it comes back, in words. */
  onSet?: (day: string) => void;
  /** Told that it is a colleague's by now, and stays so. */
  onTheirs?: () => void;
}) {
  const say = useMessages("followUps");
  const sayCommon = useMessages("common");
  const [seen] = useState(note === null ? { at } : { at, note });
  const { form, attributes, failure, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/followups/follow-up-input")).followUpTexts,
    initial: { when: "", note: note ?? "" },
    fields: ["when", "note"],
    codes: FOLLOW_UP_PROBLEMS,
    say: ({ code, params }) => say(`problems.${code}`, params),
    async action(typed) {
      const answer = await set({ id, when: typed.when, note: note === null ? null : typed.note, seen });
      if (answer.kind === "failure" && answer.code === "changed_meanwhile") onTheirs?.();
      return answer;
    },
    onEnding({ day }) {
      onClose();
      onSet?.(day);
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
        <DayField
          field={field("when")}
          onQuick={(quick, element) => {
            form.setValue("when", say(`quick.${quick}`), { shouldDirty: true });
            element?.requestSubmit();
          }}
        />
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
