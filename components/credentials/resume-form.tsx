"use client";

import { useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import type { TestResult } from "@/lib/credentials/credential-view";
import { useMessages } from "@/lib/i18n/client-messages";

type ResumeAnswer = { kind: "tested"; result: TestResult } | ActionFailure;
export type Resume = (input: { credentialId: string }) => Promise<ResumeAnswer>;

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
  const [{ answer, count }, setAnswer] = useState<{ answer?: ResumeAnswer; count: number }>({ count: 0 });
  const [pending, startTransition] = useTransition();

  function press() {
    if (pending) return;
    startTransition(async () => {
      const given = await resume({ credentialId }).catch(unreachable);
      setAnswer((last) => ({ answer: given, count: last.count + 1 }));
    });
  }

  return (
    <>
      {isPaused ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button variant="primary" size="small" pending={pending} onClick={press}>
            {say("resume")}
          </Button>
          <p className="min-w-56 flex-1 text-ink-soft text-sm">{say("resumeHint")}</p>
        </div>
      ) : null}
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "tested" ? (
        <Notice key={count} tone={TONES[answer.result]} role="status">
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
