"use client";

import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import type { TestResult } from "@/lib/credentials/credential-view";
import { useMessages } from "@/lib/i18n/client-messages";

export type Resume = FormAction<{ kind: "tested"; result: TestResult }>;

/** *Test and resume* while a credential is paused, and what came of the test afterwards. */
export function ResumeForm({
  credentialId,
  isPaused,
  resume,
}: {
  credentialId: string;
  isPaused: boolean;
  resume: Resume;
}) {
  const say = useMessages("credentials");
  const { answer, attempt, submit } = useFormAction(resume, {});
  return (
    <>
      {isPaused ? (
        <form action={submit} className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <input type="hidden" name="credentialId" value={credentialId} />
          <SubmitButton size="small">{say("resume")}</SubmitButton>
          <p className="min-w-56 flex-1 text-ink-soft text-sm">{say("resumeHint")}</p>
        </form>
      ) : null}
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "tested" ? (
        <Notice key={attempt} tone={TONES[answer.result]} role="status">
          {say(`tested.${answer.result}`)}
        </Notice>
      ) : null}
    </>
  );
}

const TONES = {
  on: "success",
  paused: "danger",
  untested: "info",
  unanswered: "warning",
  unreachable: "warning",
  pending: "info",
} as const satisfies Record<TestResult, "success" | "danger" | "info" | "warning">;
