"use client";

import { useState } from "react";
import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { bringIntoView } from "@/components/ui/sight/bring-into-view";
import { useMessages } from "@/lib/i18n/client-messages";
import {
  FIX_MAX_LENGTH,
  MEANING_MAX_LENGTH,
  PLAYBOOK_PROBLEMS,
  type PlaybookProblem,
} from "@/lib/playbook/entry-input";
import type { PlaybookInput } from "@/lib/playbook/entry-schema";
import type { AttemptExplanation } from "@/lib/playbook/entry-view";

export type Explain = (
  input: PlaybookInput,
) => Promise<{ kind: "saved" } | FieldProblems<"meaning" | "fix", PlaybookProblem> | ActionFailure>;

/** Writes down what a cause means and what helps. Needs the messages `playbook`, `errors` and `common`. */
export function EntryForm({
  explanation: { cause, entry },
  explain,
}: {
  explanation: AttemptExplanation;
  explain: Explain;
}) {
  const say = useMessages("playbook");
  // Of when the form was opened: what somebody else writes meanwhile must not be overwritten unseen.
  const [openedWith] = useState(entry?.updatedAt);
  const [isSaved, setSaved] = useState(false);
  const knownAt = isSaved ? entry?.updatedAt : openedWith;
  const { attributes, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/playbook/entry-schema")).playbookTexts,
    initial: { meaning: entry?.meaning ?? "", fix: entry?.fix ?? "" },
    fields: ["meaning", "fix"],
    codes: PLAYBOOK_PROBLEMS,
    say({ code }, name) {
      if (code === "missing") return say(`${name}Missing`);
      return say("tooLong", { max: name === "meaning" ? MEANING_MAX_LENGTH : FIX_MAX_LENGTH });
    },
    async action(texts) {
      const answer = await explain({ ...texts, cause, knownAt: knownAt ?? "" });
      setSaved(answer.kind === "saved");
      return answer;
    },
  });
  return (
    <form {...attributes} className="flex max-w-prose flex-col gap-3">
      {failure ? (
        <FailureNotice failure={failure}>
          {failure.code === "changed_meanwhile" ? say("changedMeanwhile") : undefined}
        </FailureNotice>
      ) : null}
      {ending ? (
        <Notice key={endingKey} ref={bringIntoView} tone="success" role="status">
          {say("saved")}
        </Notice>
      ) : null}
      <p className="text-ink-soft text-sm">{say("writeText")}</p>
      <TextAreaField {...field("meaning")} label={say("meaning")} hint={say("meaningHint")} rows={2} />
      <TextAreaField {...field("fix")} label={say("fix")} hint={say("fixHint")} rows={3} />
      <SubmitButton variant="secondary" className="self-start">
        {say("save")}
      </SubmitButton>
    </form>
  );
}
