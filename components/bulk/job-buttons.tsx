"use client";

import CircleStop from "lucide-react/icons/circle-stop";
import Undo2 from "lucide-react/icons/undo-2";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { createBrowserUuid } from "@/components/ui/browser-uuid";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { StartAnswer } from "./bulk-actions";

/** Stops a job, or takes one back. */
export type JobActions = {
  // biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
  stop: (input: { jobId: string }) => Promise<ActionFailure | undefined | void>;
  undo: (input: { id: string; jobId: string }) => Promise<StartAnswer | ActionFailure>;
};

/** What can be done with a job now: *Stop* while it runs, *Undo* where it, or the rest of it, can be taken back. Undoing leads to the job that does it. */
export function JobButtons({
  jobId,
  canStop,
  canUndo,
  isHalfUndone,
  stop,
  undo,
}: JobActions & { jobId: string; canStop: boolean; canUndo: boolean; isHalfUndone: boolean }) {
  const say = useMessages("bulk");
  const router = useRouter();
  const refresh = useRefresh();
  const [undoId] = useState(createBrowserUuid);
  const [failure, setFailure] = useState<ActionFailure>();
  const [isNothing, setNothing] = useState(false);
  const [pending, startTransition] = useTransition();

  function press(work: () => Promise<void>) {
    if (pending) return;
    setFailure(undefined);
    startTransition(work);
  }

  const pressStop = () =>
    press(async () => {
      setFailure((await stop({ jobId }).catch(unreachable)) ?? undefined);
      await refresh();
    });
  const pressUndo = () =>
    press(async () => {
      const answer = await undo({ id: undoId, jobId }).catch(unreachable);
      if (answer.kind === "started") router.push(`/jobs/${answer.id}`);
      else if (answer.kind === "failure") setFailure(answer);
      else setNothing(true);
    });

  if (!canStop && !canUndo) return null;
  return (
    <div className="flex flex-col gap-3">
      {failure ? <FailureNotice failure={failure} /> : null}
      {isNothing ? (
        <Notice tone="info" role="status">
          {say("dialog.nothing")}
        </Notice>
      ) : null}
      {canStop ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Button pending={pending} icon={<CircleStop aria-hidden="true" />} onClick={pressStop}>
            {say("stop")}
          </Button>
          <p className="min-w-0 flex-1 text-ink-faint text-sm">{say("stopHint")}</p>
        </div>
      ) : (
        <Button
          className="self-start"
          pending={pending}
          icon={<Undo2 aria-hidden="true" />}
          onClick={pressUndo}
        >
          {say(isHalfUndone ? "undoRest" : "undo")}
        </Button>
      )}
    </div>
  );
}
