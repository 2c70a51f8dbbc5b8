"use client";

import { useState } from "react";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextAreaField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";
import {
  FIX_MAX_LENGTH,
  MEANING_MAX_LENGTH,
  type PlaybookProblem,
  type PlaybookProblems,
} from "@/lib/playbook/entry-input";
import type { AttemptExplanation } from "@/lib/playbook/entry-view";

export type Explain = FormAction<{ kind: "saved" } | { kind: "problems"; problems: PlaybookProblems }>;

/** Writes down what a cause means and what helps. Needs the messages `playbook`, `errors` and `common`. */
export function EntryForm({
  explanation: { cause, entry },
  explain,
}: {
  explanation: AttemptExplanation;
  explain: Explain;
}) {
  const say = useMessages("playbook");
  const { answer, attempt, values, submit } = useFormAction(explain, {
    meaning: entry?.meaning ?? "",
    fix: entry?.fix ?? "",
  });
  // Of when the form was opened: what somebody else writes meanwhile must not be overwritten unseen.
  const [openedWith] = useState(entry?.updatedAt);
  const knownAt = answer?.kind === "saved" ? entry?.updatedAt : openedWith;
  const problems = answer?.kind === "problems" ? answer.problems : {};
  return (
    <form action={submit} noValidate className="flex max-w-prose flex-col gap-3">
      {answer?.kind === "failure" ? (
        <FailureNotice failure={answer}>
          {answer.code === "changed_meanwhile" ? say("changedMeanwhile") : undefined}
        </FailureNotice>
      ) : null}
      {answer?.kind === "saved" ? (
        <Notice key={attempt} tone="success" role="status">
          {say("saved")}
        </Notice>
      ) : null}
      <p className="text-ink-soft text-sm">{say("writeText")}</p>
      <input type="hidden" name="cause" value={cause} />
      <input type="hidden" name="knownAt" value={knownAt ?? ""} />
      <TextAreaField
        name="meaning"
        label={say("meaning")}
        hint={say("meaningHint")}
        error={problems.meaning && say(...sentence(problems.meaning, "meaningMissing", MEANING_MAX_LENGTH))}
        defaultValue={values.meaning}
        rows={2}
      />
      <TextAreaField
        name="fix"
        label={say("fix")}
        hint={say("fixHint")}
        error={problems.fix && say(...sentence(problems.fix, "fixMissing", FIX_MAX_LENGTH))}
        defaultValue={values.fix}
        rows={3}
      />
      <SubmitButton variant="secondary" className="self-start">
        {say("save")}
      </SubmitButton>
    </form>
  );
}

function sentence<Missing extends string>(
  problem: PlaybookProblem,
  missing: Missing,
  max: number,
): [Missing | "tooLong", { max: number }] {
  return [problem === "missing" ? missing : "tooLong", { max }];
}
