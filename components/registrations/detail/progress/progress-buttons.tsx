"use client";

import Pencil from "lucide-react/icons/pencil";
import RefreshCw from "lucide-react/icons/refresh-cw";
import dynamic from "next/dynamic";
import { useRef, useState, useTransition } from "react";
import { Opening } from "@/components/pending/opening";
import { unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ProgressCode } from "@/lib/progress/progress";
import type { CheckProgress, ProgressHandlers } from "./progress-handlers";

// Most people who look at a registration set nothing.
const loadDialog = () => import("./set-progress-dialog").then((module) => module.SetProgressDialog);
const SetProgressDialog = dynamic(loadDialog, { loading: Opening });

/**
 * Asks DOKU how the merchant stands and says in place what came of it; or takes a person's word for it. Where a colleague
 * puts the registration away the buttons go, and the dialog that is open stays with what was typed.
 */
export function ProgressButtons({
  id,
  name,
  isOffered,
  progress,
  checkProgress,
  setProgress,
}: { id: string; name: string; isOffered: boolean; progress: ProgressCode } & ProgressHandlers) {
  const say = useMessages("atDoku");
  const sayProgress = useMessages("progress");
  const [isPending, startTransition] = useTransition();
  const busy = useRef(false);
  const [answer, setAnswer] = useState<Awaited<ReturnType<CheckProgress>> | null>(null);
  const [isOpen, setOpen] = useState(false);
  // Once there, it stays: a dialog that closes gives the focus back.
  const [hasDialog, setDialog] = useState(false);

  function check() {
    // State arrives with the next render; a second click can come before it.
    if (busy.current) return;
    busy.current = true;
    setAnswer(null);
    startTransition(async () => {
      const came = await checkProgress({ id }).catch(unreachable);
      busy.current = false;
      setAnswer(came);
    });
  }

  const came = answer?.kind === "checked" ? answer : null;
  return (
    <>
      {isOffered ? (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap gap-2">
            <Button size="small" pending={isPending} icon={<RefreshCw aria-hidden="true" />} onClick={check}>
              {say("check")}
            </Button>
            <Button
              size="small"
              variant="quiet"
              icon={<Pencil aria-hidden="true" />}
              onPointerEnter={() => void loadDialog().catch(() => undefined)}
              onFocus={() => void loadDialog().catch(() => undefined)}
              onClick={() => {
                setDialog(true);
                setOpen(true);
              }}
            >
              {say("set")}
            </Button>
          </div>
          <p role="status" className="text-ink-soft text-sm empty:hidden">
            {came
              ? say(`came.${came.came}`, {
                  progress: came.raw ?? (came.progress ? sayProgress(came.progress) : ""),
                })
              : null}
          </p>
          {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
        </div>
      ) : null}
      {hasDialog ? (
        <SetProgressDialog
          id={id}
          name={name}
          progress={progress}
          open={isOpen}
          onClose={() => setOpen(false)}
          setProgress={setProgress}
        />
      ) : null}
    </>
  );
}
