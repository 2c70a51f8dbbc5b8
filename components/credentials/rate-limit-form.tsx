"use client";

import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";

export type SaveRateLimit = FormAction<{ kind: "saved" } | { kind: "out_of_range" }>;

/** Sets how many registrations a second are sent with one credential. */
export function RateLimitForm({
  credentialId,
  rateLimit,
  save,
}: {
  credentialId: string;
  rateLimit: number | null;
  save: SaveRateLimit;
}) {
  const say = useMessages("credentials");
  const { answer, attempt, values, submit } = useFormAction(save, { rateLimit: String(rateLimit ?? "") });
  return (
    <form action={submit} noValidate className="flex flex-col gap-3 border-t pt-4">
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "saved" ? (
        <Notice key={attempt} tone="success" role="status">
          {say("rate.saved")}
        </Notice>
      ) : null}
      <input type="hidden" name="credentialId" value={credentialId} />
      <TextField
        name="rateLimit"
        label={say("rate.field")}
        hint={say("rate.hint")}
        error={answer?.kind === "out_of_range" ? say("rate.outOfRange") : undefined}
        defaultValue={values.rateLimit}
        inputMode="numeric"
        autoComplete="off"
        className="max-w-sm"
      />
      <SubmitButton variant="secondary" className="self-start">
        {say("rate.save")}
      </SubmitButton>
    </form>
  );
}
