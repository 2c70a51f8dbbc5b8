"use client";

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextAreaField } from "@/components/ui/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import { REASON_MAX_LENGTH, readReason } from "./reason";

export type ReasonFormProps = {
  pending: boolean;
  failure: ActionFailure | undefined;
  onClose: () => void;
  onSubmit: (reason: string) => void;
};

/** Asks for a written reason before something that cannot be taken back. Stands in a dialog. */
export function ReasonForm({
  hint,
  missing,
  submitLabel,
  otherWay,
  pending,
  failure,
  onClose,
  onSubmit,
}: ReasonFormProps & {
  hint: string;
  /** What is said where nothing was written. */
  missing: string;
  submitLabel: string;
  /** A button for the safer way, where there is one. */
  otherWay?: ReactNode;
}) {
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
        setError(missing);
        break;
      case "too_long":
        setError(say("reason.tooLong", { count: reading.count, max: REASON_MAX_LENGTH }));
        break;
    }
    field.current?.focus();
  }

  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextAreaField ref={field} label={say("reason.label")} hint={hint} error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("cancel")}
        </Button>
        {otherWay}
        <Button type="submit" variant="danger" pending={pending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
