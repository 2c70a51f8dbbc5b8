"use client";

import { type ReactNode, useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import type { TestResult } from "@/lib/credentials/credential-view";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TestWords } from "./test-words";

type Said = { kind: "said"; words: TestWords } | ActionFailure;
/** Asks DOKU whether it accepts the credential; creates nothing. */
export type Test = (input: { credentialId: string }) => Promise<Said>;

type ResumeAnswer =
  | { kind: "refused"; words: TestWords }
  | { kind: "tested"; result: TestResult; words: TestWords | null }
  | ActionFailure;
export type Resume = (input: { credentialId: string; isAgainstTest: boolean }) => Promise<ResumeAnswer>;

type Answer = Said | ResumeAnswer;

/** *Test*, *Test and resume* while a credential is paused, and what came of either afterwards. */
export function TestForm({
  credentialId,
  label,
  heading,
  isPaused,
  test,
  resume,
  children,
}: {
  credentialId: string;
  /** What the credential is called. */
  label: string;
  /** Beside it stand the buttons. */
  heading: ReactNode;
  isPaused: boolean;
  test: Test;
  resume: Resume;
  /** Why it is paused. */
  children: ReactNode;
}) {
  const say = useMessages("credentials");
  const [{ answer, count }, setAnswer] = useState<{ answer?: Answer; count: number }>({ count: 0 });
  const [pressed, setPressed] = useState<"test" | "resume" | "anyway">("test");
  const [pending, startTransition] = useTransition();

  function press(button: typeof pressed) {
    if (pending) return;
    setPressed(button);
    startTransition(async () => {
      const asked: Promise<Answer> =
        button === "test"
          ? test({ credentialId })
          : resume({ credentialId, isAgainstTest: button === "anyway" });
      const given = await asked.catch(unreachable);
      // Told in the moment in which the next press is heard, not while the page is still being read anew.
      startTransition(() => setAnswer((last) => ({ answer: given, count: last.count + 1 })));
    });
  }

  const isPending = (button: typeof pressed) => pending && pressed === button;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        {heading}
        <Button
          size="small"
          pending={isPending("test")}
          aria-description={say("test.pressOf", { label })}
          onClick={() => press("test")}
        >
          {say("test.press")}
        </Button>
      </div>
      {children}
      {isPaused ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button
            variant="primary"
            size="small"
            pending={isPending("resume")}
            onClick={() => press("resume")}
          >
            {say("resume")}
          </Button>
          <p className="min-w-56 flex-1 text-ink-soft text-sm">{say("resumeHint")}</p>
        </div>
      ) : null}
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "said" ? (
        <Said key={count} tone={answer.words.tone} sentences={answer.words.sentences} />
      ) : null}
      {answer?.kind === "refused" && isPaused ? (
        <Said
          key={count}
          tone="danger"
          sentences={[...answer.words.sentences, say("test.staysPaused")]}
          actions={
            <Button size="small" pending={isPending("anyway")} onClick={() => press("anyway")}>
              {say("test.resumeAnyway")}
            </Button>
          }
        />
      ) : null}
      {answer?.kind === "tested" ? (
        <Said
          key={count}
          tone={TONES[answer.result]}
          sentences={[say(`tested.${answer.result}`), ...(answer.words?.sentences ?? [])]}
        />
      ) : null}
    </>
  );
}

/** The first sentence is what it comes to, the others say more. */
function Said({
  tone,
  sentences: [first, ...others],
  actions,
}: {
  tone: NoticeTone;
  sentences: readonly string[];
  actions?: ReactNode;
}) {
  return (
    <Notice tone={tone} role="status" title={first} actions={actions}>
      {others.length > 0 ? others.map((sentence) => <p key={sentence}>{sentence}</p>) : null}
    </Notice>
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
