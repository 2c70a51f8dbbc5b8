"use client";

import type { ReactNode } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { DialogProps } from "./found-dialog";

type ReasonFormProps = Omit<DialogProps, "open" | "name"> & {
  /** Sends again what DOKU may have, or, for an admin, settles that it has not. */
  kind: "sendAgain" | "override";
  /** A button for the safer way, where there is one. */
  otherWay?: ReactNode;
  onSubmit: (reason: string) => void;
};

/** Says what follows from being wrong about something that cannot be taken back, and asks for a written reason. */
export function ReasonDialog({ open, name, ...form }: ReasonFormProps & Pick<DialogProps, "open" | "name">) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  return (
    <Dialog
      open={open}
      onClose={form.onClose}
      title={say(`${form.kind}Dialog.title`, { name })}
      closeLabel={sayCommon("close")}
    >
      <Notice tone="warning" className="mt-1">
        {say(`${form.kind}Dialog.text`, { name })}
      </Notice>
      <ReasonForm {...form} />
    </Dialog>
  );
}

function ReasonForm({ kind, otherWay, pending, failure, onClose, onSubmit }: ReasonFormProps) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  const { attributes, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/registrations/input/reason")).reasonSchema,
    initial: { reason: "" },
    fields: ["reason"],
    codes: ["missing", "too_long"],
    say: ({ code, params }) =>
      code === "missing" ? say(`${kind}Dialog.reasonMissing`) : say("reason.tooLong", params),
    action: async ({ reason }) => onSubmit(reason),
  });

  return (
    <form {...attributes} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextAreaField
        {...field("reason")}
        label={say("reason.label")}
        hint={say(`${kind}Dialog.reasonHint`)}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("cancel")}
        </Button>
        {otherWay}
        <Button type="submit" variant="danger" pending={pending}>
          {say(`${kind}Dialog.submit`)}
        </Button>
      </div>
    </form>
  );
}
