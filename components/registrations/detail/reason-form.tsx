"use client";

import type { ReactNode } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";

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
  const { attributes, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/registrations/input/reason")).reasonSchema,
    initial: { reason: "" },
    fields: ["reason"],
    codes: ["missing", "too_long"],
    say: ({ code, params }) => (code === "missing" ? missing : say("reason.tooLong", params)),
    action: async ({ reason }) => onSubmit(reason),
  });

  return (
    <form {...attributes} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextAreaField {...field("reason")} label={say("reason.label")} hint={hint} />
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
