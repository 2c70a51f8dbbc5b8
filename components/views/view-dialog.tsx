"use client";

import { useActionForm } from "@/components/forms/use-action-form";
import { useGo } from "@/components/pending/use-go";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import { type SavedView, VIEW_PROBLEMS } from "@/lib/views/saved-view";
import { tellPinsChanged } from "./pins-changed";
import type { ViewActions } from "./view-actions";

/** Gives what the list shows a name as a new view and opens it, or gives `view` another name. */
export function ViewDialog({
  view,
  query,
  actions,
  onClose,
}: {
  view: SavedView | null;
  query: string;
  actions: ViewActions;
  onClose: () => void;
}) {
  const say = useMessages("views");
  const sayCommon = useMessages("common");
  const go = useGo();
  const { form, attributes, failure, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/views/view-input")).viewSchema,
    initial: { name: view?.name ?? "", isShared: false },
    fields: ["name"],
    codes: VIEW_PROBLEMS,
    say: ({ code }) => say(`problem.${code}`),
    action: ({ name, isShared }) =>
      view ? actions.update({ id: view.id, name }) : actions.save({ name, query, isShared }),
    onEnding({ id }) {
      onClose();
      tellPinsChanged();
      // Another name changes nothing of what is shown, which may not be saved yet.
      if (view) return undefined;
      go(`/registrations?view=${id}`);
      return "leaving";
    },
  });

  return (
    <Dialog
      open
      onClose={onClose}
      title={say(view ? "renameTitle" : "saveTitle")}
      closeLabel={sayCommon("close")}
    >
      <form {...attributes} className="mt-2 flex flex-col gap-4">
        {failure ? <FailureNotice failure={failure} /> : null}
        <TextField
          {...field("name")}
          label={say("name")}
          hint={view ? undefined : say("nameHint")}
          autoComplete="off"
        />
        {view ? null : (
          <Checkbox {...form.register("isShared")} label={say("shareWithTeam")} hint={say("shareHint")} />
        )}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <SubmitButton>{say("save")}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
