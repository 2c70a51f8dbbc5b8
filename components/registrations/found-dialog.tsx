"use client";

import { type FormEvent, useState } from "react";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/text-field";
import { useMessages } from "@/lib/i18n/client-messages";

/** DOKU may change the form of its ids, so only what can be no id at all is sent back. */
const ID_FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/;

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
}: DialogProps & { onSubmit: (ids: { businessId: string; brandId: string }) => void }) {
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
  onSubmit: (ids: { businessId: string; brandId: string }) => void;
}) {
  const say = useMessages("detail");
  const sayCommon = useMessages("common");
  const [wrong, setWrong] = useState({ businessId: false, brandId: false });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const [businessId = "", brandId = ""] = ["businessId", "brandId"].map((name) => readText(form, name));
    const problems = {
      businessId: !ID_FORM.test(businessId),
      brandId: brandId !== "" && !ID_FORM.test(brandId),
    };
    setWrong(problems);
    if (problems.businessId || problems.brandId) {
      form
        .querySelector<HTMLInputElement>(`[name="${problems.businessId ? "businessId" : "brandId"}"]`)
        ?.focus();
      return;
    }
    onSubmit({ businessId, brandId });
  }

  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextField
        name="businessId"
        label={say("businessId")}
        hint={say("foundDialog.businessIdHint")}
        error={wrong.businessId ? say("foundDialog.businessIdMissing") : undefined}
        mono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        name="brandId"
        label={say("brandId")}
        aside={sayCommon("optional")}
        hint={say("foundDialog.brandIdHint")}
        error={wrong.brandId ? say("foundDialog.brandIdFormat") : undefined}
        mono
        autoComplete="off"
        spellCheck={false}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onClose}>
          {sayCommon("close")}
        </Button>
        <Button type="submit" variant="primary" pending={pending}>
          {say("foundDialog.submit")}
        </Button>
      </div>
    </form>
  );
}

function readText(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
}
