"use client";

import { type ComponentProps, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { TextField } from "@/components/ui/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import type { RegistrationValues } from "@/lib/registrations/registration-view";
import { loadRules } from "./rules";

/** An address with a hint when it looks mistyped. The hint never blocks and is taken over with one press. */
export function EmailField({
  form,
  name,
  hint,
  onBlur,
  ...field
}: Omit<ComponentProps<typeof TextField>, "name" | "form"> & {
  form: UseFormReturn<RegistrationValues>;
  name: "representativeEmail" | "invitedUserEmail";
}) {
  const say = useMessages("form");
  const [suggestion, setSuggestion] = useState<string | null>(null);

  async function suggest(typed: string) {
    // Only a hint: where the rules cannot be fetched there is none.
    const rules = typed ? await loadRules().catch(() => null) : null;
    setSuggestion(rules?.suggestAddress(typed) ?? null);
  }

  return (
    <TextField
      {...field}
      name={name}
      inputMode="email"
      autoCapitalize="none"
      onBlur={(event) => {
        onBlur?.(event);
        void suggest(event.target.value);
      }}
      hint={
        suggestion ? (
          <span className="text-warning-ink">
            {say("suggestion", { address: suggestion })}{" "}
            <button
              type="button"
              className="touch-target font-medium underline underline-offset-2"
              onClick={() => {
                form.setValue(name, suggestion, {
                  shouldDirty: true,
                  shouldValidate: form.formState.isSubmitted,
                });
                setSuggestion(null);
                form.setFocus(name);
              }}
            >
              {say("useSuggestion")}
            </button>
          </span>
        ) : (
          hint
        )
      }
    />
  );
}
