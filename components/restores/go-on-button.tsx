"use client";

import CirclePlay from "lucide-react/icons/circle-play";
import { useState, useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";

/** Lets everything go on that was paused; a server action. */
export type GoOn = (input: {
  restoreId: string;
  // biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
}) => Promise<ActionFailure | undefined | void>;

export function GoOnButton({ restoreId, goOn }: { restoreId: string; goOn: GoOn }) {
  const say = useMessages("restore");
  const refresh = useRefresh();
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();

  function press() {
    if (pending) return;
    setFailure(undefined);
    startTransition(async () => {
      setFailure((await goOn({ restoreId }).catch(unreachable)) ?? undefined);
      await refresh();
    });
  }

  return (
    <div className="flex flex-col items-start gap-3">
      {failure ? <FailureNotice failure={failure} /> : null}
      <Button variant="primary" pending={pending} icon={<CirclePlay aria-hidden="true" />} onClick={press}>
        {say("goOn")}
      </Button>
    </div>
  );
}
