"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import type { SavedView } from "@/lib/views/saved-view";
import type { ViewActions, ViewAnswer } from "./view-actions";

/** Gives what the list shows a name as a new view, or `view` another name; then opens it. */
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
  const router = useRouter();
  const [answer, setAnswer] = useState<ViewAnswer>();
  const [pending, startTransition] = useTransition();

  function save(form: FormData) {
    if (pending) return;
    const name = `${form.get("name")}`;
    const isShared = form.get("isShared") !== null;
    startTransition(async () => {
      const request = view ? actions.update({ id: view.id, name }) : actions.save({ name, query, isShared });
      const ending = await request.catch(unreachable);
      setAnswer(ending);
      if (ending.kind !== "saved") return;
      onClose();
      router.push(`/registrations?view=${ending.id}`);
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={say(view ? "renameTitle" : "saveTitle")}
      closeLabel={sayCommon("close")}
    >
      <form
        noValidate
        className="mt-2 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save(new FormData(event.currentTarget));
        }}
      >
        {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
        <TextField
          name="name"
          label={say("name")}
          hint={view ? undefined : say("nameHint")}
          error={answer?.kind === "problem" ? say(`problem.${answer.problem}`) : undefined}
          defaultValue={view?.name ?? ""}
          autoComplete="off"
        />
        {view ? null : <Checkbox name="isShared" label={say("shareWithTeam")} hint={say("shareHint")} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <Button variant="primary" type="submit" pending={pending}>
            {say("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
