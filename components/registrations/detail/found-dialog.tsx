"use client";

import { useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/fields/text-field";
import { Dialog } from "@/components/ui/overlays/dialog";
import { useMessages } from "@/lib/i18n/client-messages";
import type { FoundIds } from "@/lib/registrations/input/found";

export type DialogProps = {
  open: boolean;
  name: string;
  pending: boolean;
  failure: ActionFailure | undefined;
  onClose: () => void;
};

/** Takes the ids that a person found in DOKU Dashboard. */
export function FoundDialog({
  open,
  onClose,
  name,
  ...form
}: DialogProps & { onSubmit: (ids: FoundIds) => void }) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  return (
    <Dialog open={open} onClose={onClose} title={say("foundDialog.title")} closeLabel={sayCommon("close")}>
      <p className="text-ink-soft">{say("foundDialog.text", { name })}</p>
      <FoundForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function FoundForm({
  pending,
  failure,
  onClose,
  onSubmit,
}: Omit<DialogProps, "open" | "name"> & {
  onSubmit: (ids: FoundIds) => void;
}) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  const { attributes, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/registrations/input/found")).foundSchema,
    initial: { businessId: "", brandId: "" },
    fields: ["businessId", "brandId"],
    codes: ["businessIdMissing", "brandIdFormat"],
    say: ({ code }) => say(`foundDialog.${code}`),
    action: async (ids) => onSubmit(ids),
  });

  return (
    <form {...attributes} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextField
        {...field("businessId")}
        label={say("businessId")}
        hint={say("foundDialog.businessIdHint")}
        mono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...field("brandId")}
        label={say("brandId")}
        aside={sayCommon("optional")}
        hint={say("foundDialog.brandIdHint")}
        mono
        autoComplete="off"
        spellCheck={false}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("cancel")}
        </Button>
        <Button type="submit" variant="primary" pending={pending}>
          {say("foundDialog.submit")}
        </Button>
      </div>
    </form>
  );
}
