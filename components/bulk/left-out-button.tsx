"use client";

import MailCheck from "lucide-react/icons/mail-check";
import { useState, useTransition } from "react";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { useMessages } from "@/lib/i18n/client-messages";

// biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
export type RemindLeftOut = (input: { jobId: string }) => Promise<ActionFailure | undefined | void>;

/** Reminds those whom a job left out after a restore, for whoever knows that they are to be. Needs the areas `bulk` and `errors`. */
export function LeftOutButton({
  jobId,
  count,
  remind,
}: {
  jobId: string;
  count: number;
  remind: RemindLeftOut;
}) {
  const say = useMessages("bulk");
  const refresh = useRefresh();
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();

  function press() {
    if (pending) return;
    startTransition(async () => {
      setFailure((await remind({ jobId }).catch(unreachable)) ?? undefined);
      await refresh();
    });
  }

  return (
    <div className="flex flex-col gap-3">
      {failure ? <FailureNotice failure={failure} /> : null}
      <Button
        className="self-start"
        pending={pending}
        icon={<MailCheck aria-hidden="true" />}
        onClick={press}
      >
        {say("remindLeftOut", { count })}
      </Button>
    </div>
  );
}
