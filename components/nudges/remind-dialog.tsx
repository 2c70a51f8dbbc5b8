"use client";

import { useState } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TimeStyle } from "@/lib/i18n/format";
import type { NudgeActions } from "./nudge-actions";
import { RemindForm } from "./remind-form";
import { useReminder } from "./use-reminder";

export type RemindDialogProps = {
  open: boolean;
  onClose: () => void;
  registrationId: string;
  /** The merchant's name, for the title. */
  name: string;
  timeStyle: TimeStyle;
  actions: NudgeActions;
};

/** The ready message for one merchant and the ways to send it; afterwards it says what is known of it. */
export function RemindDialog({ open, onClose, name, ...props }: RemindDialogProps) {
  const say = useMessages("nudge");
  const sayCommon = useMessages("common");
  const refresh = useRefresh();
  const [isDone, setDone] = useState(false);

  function close() {
    onClose();
    // Not before: what stands behind the dialog would move while it is read.
    if (isDone) void refresh();
    setDone(false);
  }

  return (
    <Dialog open={open} onClose={close} title={say("title", { name })} closeLabel={sayCommon("close")}>
      <Loaded {...props} onDone={() => setDone(true)} onClose={close} />
    </Dialog>
  );
}

function Loaded({
  registrationId,
  timeStyle,
  actions,
  onDone,
  onClose,
}: Omit<RemindDialogProps, "open" | "name"> & { onDone: () => void }) {
  const say = useMessages("nudge");
  const answer = useReminder(actions.load, registrationId);
  if (answer === null) {
    return (
      <div role="status" className="mt-2 flex flex-col gap-3">
        <span className="sr-only">{say("loading")}</span>
        <Skeleton className="h-5 w-3/4" />
        <Skeleton className="h-56" />
        <Skeleton className="h-9 w-1/2 self-end" />
      </div>
    );
  }
  if ("failure" in answer) return <FailureNotice failure={answer.failure} />;
  return (
    <RemindForm
      {...answer}
      registrationId={registrationId}
      timeStyle={timeStyle}
      actions={actions}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
