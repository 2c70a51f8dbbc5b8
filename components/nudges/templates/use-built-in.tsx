"use client";

import { useState, useTransition } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TemplateKey } from "@/lib/nudges/template-view";

export type RestoreBuiltIn = (
  input: TemplateKey & { knownAt: string },
) => Promise<{ kind: "restored" } | ActionFailure>;

/** Takes written words away, once the person has said so. */
export function UseBuiltIn({
  template: { channel, locale },
  written,
  restore,
  onRestored,
}: {
  template: TemplateKey;
  /** By whom the words were written, and when. */
  written: { byName: string; at: string };
  restore: RestoreBuiltIn;
  onRestored: () => void;
}) {
  const say = useMessages("templates");
  const sayCommon = useMessages("common");
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();

  function press() {
    if (pending) return;
    startTransition(async () => {
      const answer = await restore({ channel, locale, knownAt: written.at }).catch(unreachable);
      if (answer.kind === "failure") setFailure(answer);
      else {
        setOpen(false);
        onRestored();
      }
    });
  }

  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {say("useBuiltIn")}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={say("useBuiltIn")}
        closeLabel={sayCommon("close")}
      >
        <div className="mt-1 flex flex-col gap-4">
          <p className="text-ink-soft">{say("useBuiltInText", { name: written.byName })}</p>
          {failure ? <FailureNotice failure={failure} /> : null}
          <div className="flex flex-wrap justify-end gap-2">
            <Button variant="quiet" onClick={() => setOpen(false)}>
              {sayCommon("cancel")}
            </Button>
            <Button variant="danger" pending={pending} onClick={press}>
              {say("useBuiltIn")}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
