"use client";

import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import { SettingButton, type SettingEndings } from "./setting-button";

export type SaveRateLimit = (input: {
  credentialId: string;
  rateLimit: string;
}) => Promise<{ kind: "saved" } | FieldProblems<"rateLimit", "outOfRange"> | ActionFailure>;

type RateLimitProps = {
  credentialId: string;
  /** What the credential is called. */
  label: string;
  rateLimit: number | null;
  save: SaveRateLimit;
};

/** The button that sets how many registrations a second are sent with one credential, and its dialog. */
export function RateLimitButton(props: RateLimitProps) {
  const say = useMessages("credentials");
  return (
    <SettingButton
      label={say("rate.change")}
      title={say("rate.changeOf", { label: props.label })}
      savedWords={say("rate.saved")}
      form={(endings) => <RateLimitForm {...props} {...endings} />}
    />
  );
}

function RateLimitForm({
  credentialId,
  rateLimit,
  save,
  onCancel,
  onSaved,
}: Omit<RateLimitProps, "label"> & SettingEndings) {
  const say = useMessages("credentials");
  const sayCommon = useMessages("common");
  const { attributes, failure, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/credentials/rate-limit-input")).rateLimitSchema,
    initial: { rateLimit: String(rateLimit ?? "") },
    fields: ["rateLimit"],
    codes: ["outOfRange"],
    say: ({ code }) => say(`rate.${code}`),
    action: (typed) => save({ credentialId, ...typed }),
    onEnding() {
      onSaved();
      return undefined;
    },
  });
  return (
    <form {...attributes} className="mt-1 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <TextField
        {...field("rateLimit")}
        label={say("rate.field")}
        hint={say("rate.hint")}
        inputMode="numeric"
        autoComplete="off"
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          {sayCommon("cancel")}
        </Button>
        <SubmitButton>{say("rate.save")}</SubmitButton>
      </div>
    </form>
  );
}
