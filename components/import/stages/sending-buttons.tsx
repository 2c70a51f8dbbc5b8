"use client";

import CirclePause from "lucide-react/icons/circle-pause";
import CirclePlay from "lucide-react/icons/circle-play";
import CircleStop from "lucide-react/icons/circle-stop";
import { useState, useTransition } from "react";
import type { ImportActions } from "@/components/import/import-actions";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ImportStatus } from "@/lib/imports/import-view";

/** What can be done while a batch is sent: hold it, go on with it, or end it, which asks once; so does going on after a restore. */
export function SendingButtons({
  importId,
  status,
  unsent,
  waiting,
  isDoubtful,
  asksToLook,
  pause,
  goOn,
  stop,
}: Pick<ImportActions, "pause" | "goOn" | "stop"> & {
  importId: string;
  status: ImportStatus;
  /** Rows that would stay unsent. */
  unsent: number;
  /** Rows that were handed out and wait to be sent. */
  waiting: number;
  /** Whether to go on is not what is wanted first: the first row was not registered, or the database was put back. */
  isDoubtful: boolean;
  /** Whether a backup was put back, since when rows that stand as not sent may have been. */
  asksToLook: boolean;
}) {
  const say = useMessages("imports");
  const sayCommon = useMessages("common");
  const refresh = useRefresh();
  const [asking, setAsking] = useState<"stop" | "look" | null>(null);
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();

  const isMoving = status === "canary" || status === "sending";

  function press(action: ImportActions["pause"]) {
    if (pending) return;
    setFailure(undefined);
    startTransition(async () => {
      setFailure((await action({ importId }).catch(unreachable)) ?? undefined);
      setAsking(null);
      await refresh();
    });
  }

  const goOnNow = () => press((input) => goOn({ ...input, hasLooked: asksToLook }));
  const cancel = (
    <Button variant="quiet" onClick={() => setAsking(null)}>
      {sayCommon("cancel")}
    </Button>
  );

  return (
    <div className="flex flex-col gap-3">
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap gap-2">
        {isMoving && unsent > 0 ? (
          <Button pending={pending} icon={<CirclePause aria-hidden="true" />} onClick={() => press(pause)}>
            {say("sending.pause")}
          </Button>
        ) : null}
        {isMoving ? null : (
          <Button
            variant={isDoubtful ? "secondary" : "primary"}
            pending={pending}
            icon={<CirclePlay aria-hidden="true" />}
            onClick={asksToLook ? () => setAsking("look") : goOnNow}
          >
            {say(status === "canary_done" ? "sending.rest" : "sending.resume")}
          </Button>
        )}
        <Button variant="quiet" icon={<CircleStop aria-hidden="true" />} onClick={() => setAsking("stop")}>
          {say("sending.stop")}
        </Button>
      </div>
      <Dialog
        open={asking === "look"}
        onClose={() => setAsking(null)}
        title={say("sending.lookTitle")}
        closeLabel={sayCommon("close")}
      >
        <p className="mt-1 text-ink-soft">{say("sending.lookText", { count: unsent })}</p>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          {cancel}
          <Button variant="primary" pending={pending} onClick={goOnNow}>
            {say("sending.lookConfirm")}
          </Button>
        </div>
      </Dialog>
      <Dialog
        open={asking === "stop"}
        onClose={() => setAsking(null)}
        title={say("sending.stopTitle")}
        closeLabel={sayCommon("close")}
      >
        <p className="mt-1 text-ink-soft">{say("sending.stopText", { count: unsent + waiting })}</p>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          {cancel}
          <Button variant="danger" pending={pending} onClick={() => press(stop)}>
            {say("sending.stopConfirm")}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
