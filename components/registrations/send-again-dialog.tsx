"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { TextAreaField } from "@/components/ui/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import type { DialogProps } from "./found-dialog";
import { REASON_MAX_LENGTH, readReason } from "./reason";

/** Warns that DOKU may register the merchant twice, offers to enter what was found, and asks why it is sent again. */
export function SendAgainDialog({
  open,
  onClose,
  name,
  ...form
}: DialogProps & { onFound: () => void; onSubmit: (reason: string) => void }) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={say("sendAgainDialog.title", { name })}
      closeLabel={sayCommon("close")}
    >
      <Notice tone="warning" className="mt-1">
        {say("sendAgainDialog.text", { name })}
      </Notice>
      <SendAgainForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function SendAgainForm({
  pending,
  failure,
  onClose,
  onFound,
  onSubmit,
}: Omit<DialogProps, "open" | "name"> & { onFound: () => void; onSubmit: (reason: string) => void }) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState<string>();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reading = readReason(field.current?.value ?? "");
    switch (reading.kind) {
      case "ok":
        setError(undefined);
        return onSubmit(reading.reason);
      case "missing":
        setError(say("sendAgainDialog.reasonMissing"));
        break;
      case "too_long":
        setError(say("sendAgainDialog.reasonTooLong", { count: reading.count, max: REASON_MAX_LENGTH }));
        break;
    }
    field.current?.focus();
  }

  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextAreaField
        ref={field}
        label={say("sendAgainDialog.reason")}
        hint={say("sendAgainDialog.reasonHint")}
        error={error}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("cancel")}
        </Button>
        <Button onClick={onFound}>{say("actions.found")}</Button>
        <Button type="submit" variant="danger" pending={pending}>
          {say("sendAgainDialog.submit")}
        </Button>
      </div>
    </form>
  );
}
