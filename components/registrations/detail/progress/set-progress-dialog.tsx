"use client";

import { useState } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SelectField } from "@/components/ui/fields/select";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ProgressCode } from "@/lib/progress/progress";
import { SAID_BY, SETTABLE } from "@/lib/progress/settable";
import type { SetProgress } from "./progress-handlers";

type Props = {
  id: string;
  name: string;
  progress: ProgressCode;
  onClose: () => void;
  setProgress: SetProgress;
};

/** Takes a person's word for how DOKU's review stands: they know it, or the merchant said so. */
export function SetProgressDialog({ open, ...props }: Props & { open: boolean }) {
  const say = useMessages("atDoku");
  const sayCommon = useMessages("common");
  return (
    <Dialog
      open={open}
      onClose={props.onClose}
      title={say("dialog.title", { name: props.name })}
      closeLabel={sayCommon("close")}
    >
      <p className="text-ink-soft">{say("dialog.text")}</p>
      <SetProgressForm {...props} />
    </Dialog>
  );
}

function SetProgressForm({ id, progress, onClose, setProgress }: Props) {
  const say = useMessages("atDoku");
  const sayProgress = useMessages("progress");
  const sayCommon = useMessages("common");
  // What the page hears while this covers it was not seen.
  const [seen] = useState(progress);
  const { attributes, failure, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/progress/set-input")).setProgressSchema,
    initial: { progress: "", source: "person" as const, note: "" },
    fields: ["progress", "note"],
    codes: ["progressMissing", "noteTooLong"],
    say: ({ code }) => say(`dialog.${code}`),
    action: (typed) => setProgress({ id, seen, ...typed }),
    onEnding() {
      onClose();
      return undefined;
    },
  });
  return (
    <form {...attributes} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <SelectField {...field("progress")} label={say("dialog.progress")}>
        <option value="">{say("dialog.choose")}</option>
        {SETTABLE.map((progress) => (
          <option key={progress} value={progress}>
            {sayProgress(progress)}
          </option>
        ))}
      </SelectField>
      <SelectField {...field("source")} label={say("dialog.source")}>
        {SAID_BY.map((source) => (
          <option key={source} value={source}>
            {say(`dialog.saidBy.${source}`)}
          </option>
        ))}
      </SelectField>
      <TextAreaField
        {...field("note")}
        label={say("dialog.note")}
        aside={sayCommon("optional")}
        hint={say("dialog.noteHint")}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("cancel")}
        </Button>
        <SubmitButton>{say("set")}</SubmitButton>
      </div>
    </form>
  );
}
