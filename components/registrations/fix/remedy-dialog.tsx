"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { BulkActions, StartAnswer } from "@/components/bulk/bulk-actions";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { createBrowserUuid } from "@/components/ui/browser-uuid";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { Remedy } from "@/lib/registrations/input/remedy";

/** A name of one registration, as it is and as it would be. */
export type PreviewedRemedy = Remedy & { id: string };

/** Shows every name as it is and as it would be sent, asks once, starts the job and goes to its page. */
export function RemedyDialog({
  remedies,
  readAt,
  start,
  onClose,
}: {
  remedies: readonly PreviewedRemedy[];
  /** When the names were so: who was changed since is left out. */
  readAt: string;
  start: BulkActions["start"];
  onClose: () => void;
}) {
  const say = useMessages("fixing");
  const sayForm = useMessages("form");
  const sayBulk = useMessages("bulk");
  const sayCommon = useMessages("common");
  const router = useRouter();
  const [jobId] = useState(createBrowserUuid);
  const [answer, setAnswer] = useState<StartAnswer | ActionFailure>();
  const [pending, startTransition] = useTransition();
  const ids = [...new Set(remedies.map(({ id }) => id))];

  function press() {
    if (pending) return;
    startTransition(async () => {
      const started = await start({
        id: jobId,
        kind: "clean",
        selection: { kind: "ids", ids },
        assigneeId: null,
        unchangedSince: readAt,
      }).catch(unreachable);
      setAnswer(started);
      if (started.kind === "started") router.push(`/jobs/${started.id}`);
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={say("remedy.title", { count: ids.length })}
      closeLabel={sayCommon("close")}
    >
      <div className="mt-1 flex flex-col gap-4">
        <p className="text-ink-soft">{say("remedy.text")}</p>
        <section
          aria-label={say("remedy.list")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
          tabIndex={0}
          className="max-h-[45vh] overflow-y-auto rounded-lg border"
        >
          <ul className="divide-y">
            {remedies.map(({ id, field, before, after }) => (
              <li key={`${id} ${field}`} className="grid gap-x-4 px-3.5 py-2 sm:grid-cols-2">
                <span className="sr-only">{sayForm(field)}:</span>
                <del className="text-ink-soft decoration-danger-line [overflow-wrap:anywhere]">{before}</del>
                <ins className="no-underline [overflow-wrap:anywhere]">
                  <span aria-hidden="true" className="text-ink-faint">
                    →{" "}
                  </span>
                  {after}
                </ins>
              </li>
            ))}
          </ul>
        </section>
        {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
        {answer?.kind === "nothing" ? <Notice tone="info">{sayBulk("dialog.nothing")}</Notice> : null}
        <p className="text-ink-faint text-sm">
          {sayBulk("dialog.canStop")} {say("remedy.noUndo")}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <Button variant="primary" pending={pending} onClick={press}>
            {say("remedy.press", { count: ids.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
