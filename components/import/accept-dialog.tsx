"use client";

import { type FormEvent, useRef, useState, useTransition } from "react";
import { readReason } from "@/components/registrations/reason";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextAreaField } from "@/components/ui/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ImportActions } from "./import-actions";

/** Whose warnings are accepted: those of one row, or of all. */
export type Acceptance = { position: number | null; count: number; asksReason: boolean };

/** Accepts warnings, with a reason where a merchant may be registered twice. */
export function AcceptDialog({
  importId,
  acceptance: { position, count, asksReason },
  accept,
  onClose,
  onAccepted,
}: {
  importId: string;
  acceptance: Acceptance;
  accept: ImportActions["accept"];
  onClose: () => void;
  onAccepted: () => void;
}) {
  const say = useMessages("imports");
  const sayCommon = useMessages("common");
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState<string>();
  const [failure, setFailure] = useState<ActionFailure>();
  const [pending, startTransition] = useTransition();

  function complain(text: string) {
    setError(text);
    field.current?.focus();
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const reading = readReason(field.current?.value ?? "");
    if (reading.kind === "too_long") return complain(say("accept.tooLong", { count: reading.count }));
    const reason = reading.kind === "ok" ? reading.reason : "";
    if (asksReason && position !== null && reason === "") return complain(say("accept.missing"));
    setError(undefined);
    startTransition(async () => {
      const answer = await accept({ importId, position, reason }).catch(unreachable);
      if (answer.kind === "accepted") onAccepted();
      else if (answer.kind === "failure") setFailure(answer);
      else complain(say("accept.missing"));
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={position === null ? say("accept.titleAll") : say("accept.titleOne", { row: position })}
      closeLabel={sayCommon("close")}
    >
      <form noValidate onSubmit={submit} className="mt-1 flex flex-col gap-4">
        <p className="text-ink-soft">
          {position === null ? say("accept.textAll", { count }) : say("accept.textOne")}{" "}
          {asksReason ? say("accept.why") : null}
        </p>
        {failure ? <FailureNotice failure={failure} /> : null}
        {asksReason ? (
          <TextAreaField
            ref={field}
            label={say("accept.reason")}
            hint={position === null ? say("accept.optional") : undefined}
            error={error}
          />
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <Button type="submit" variant="primary" pending={pending}>
            {say("accept.submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
