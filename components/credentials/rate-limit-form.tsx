"use client";

import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";

export type SaveRateLimit = (input: {
  credentialId: string;
  rateLimit: string;
}) => Promise<{ kind: "saved" } | FieldProblems<"rateLimit", "outOfRange"> | ActionFailure>;

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
  const { attributes, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/credentials/rate-limit-input")).rateLimitSchema,
    initial: { rateLimit: String(rateLimit ?? "") },
    fields: ["rateLimit"],
    codes: ["outOfRange"],
    say: ({ code }) => say(`rate.${code}`),
    action: (typed) => save({ credentialId, ...typed }),
  });
  return (
    <form {...attributes} className="flex flex-col gap-3 border-t pt-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      {ending ? (
        <Notice key={endingKey} tone="success" role="status">
          {say("rate.saved")}
        </Notice>
      ) : null}
      <TextField
        {...field("rateLimit")}
        label={say("rate.field")}
        hint={say("rate.hint")}
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
