"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { DialogProps } from "./found-dialog";
import { ReasonForm } from "./reason-form";

/** Warns that DOKU may register the merchant twice, offers to enter what was found, and asks why it is sent again. */
export function SendAgainDialog({
  open,
  name,
  onFound,
  ...form
}: DialogProps & { onFound: () => void; onSubmit: (reason: string) => void }) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  return (
    <Dialog
      open={open}
      onClose={form.onClose}
      title={say("sendAgainDialog.title", { name })}
      closeLabel={sayCommon("close")}
    >
      <Notice tone="warning" className="mt-1">
        {say("sendAgainDialog.text", { name })}
      </Notice>
      <ReasonForm
        {...form}
        hint={say("sendAgainDialog.reasonHint")}
        missing={say("sendAgainDialog.reasonMissing")}
        submitLabel={say("sendAgainDialog.submit")}
        otherWay={<Button onClick={onFound}>{say("actions.found")}</Button>}
      />
    </Dialog>
  );
}
