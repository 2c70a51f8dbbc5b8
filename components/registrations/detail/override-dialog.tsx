"use client";

import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { DialogProps } from "./found-dialog";
import { ReasonForm } from "./reason-form";

/** An admin's way out of a doubt: says what follows from being wrong, and asks how they know. */
export function OverrideDialog({
  open,
  name,
  ...form
}: DialogProps & { onSubmit: (reason: string) => void }) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  return (
    <Dialog
      open={open}
      onClose={form.onClose}
      title={say("overrideDialog.title", { name })}
      closeLabel={sayCommon("close")}
    >
      <Notice tone="warning" className="mt-1">
        {say("overrideDialog.text", { name })}
      </Notice>
      <ReasonForm
        {...form}
        hint={say("overrideDialog.reasonHint")}
        missing={say("overrideDialog.reasonMissing")}
        submitLabel={say("overrideDialog.submit")}
      />
    </Dialog>
  );
}
