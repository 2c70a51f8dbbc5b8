"use client";

import { type ComponentProps, useCallback, useEffect, useState } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { TextField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import { choicesOf, type Problem, withoutChoices } from "@/lib/registrations/input/problem";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { ChoiceButtons } from "./choice-buttons";
import { useProblemSentence } from "./problem-sentence";
import { loadRules } from "./rules";

type Preview = { taken: string } | { asked: Problem };

/**
 * An address, with what it will be sent as where it was pasted with more around it, and with what was probably meant
 * where it looks mistyped, which never blocks and is taken over with one press.
 */
export function EmailField({
  form,
  name,
  hint,
  onBlur,
  ...field
}: Omit<ComponentProps<typeof TextField>, "name" | "form"> & {
  form: UseFormReturn<RegistrationInput>;
  name: "representativeEmail" | "invitedUserEmail";
}) {
  const say = useMessages("form");
  const problemSentence = useProblemSentence();
  const [preview, setPreview] = useState<Preview | null>(null);

  const value = useWatch({ control: form.control, name });

  const look = useCallback(async (typed: string) => {
    // Only a hint: where the rules cannot be fetched there is none.
    const rules = typed ? await loadRules().catch(() => null) : null;
    setPreview(rules?.previewAddress(typed) ?? null);
  }, []);

  // What came from elsewhere, as from a message that was pasted, is looked at as soon as it is there; what is being typed,
  // once its field is left.
  useEffect(() => {
    if (document.activeElement?.id !== field.id) void look(value);
  }, [value, field.id, look]);

  function take(address: string) {
    form.setValue(name, address, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    setPreview(null);
    form.setFocus(name);
  }

  return (
    <TextField
      {...field}
      name={name}
      inputMode="email"
      autoCapitalize="none"
      onBlur={(event) => {
        onBlur?.(event);
        void look(event.target.value);
      }}
      hint={
        // An error says the same, with the same choices.
        preview && "asked" in preview && !field.error ? (
          <span className="text-warning-ink">
            {withoutChoices(problemSentence(preview.asked), preview.asked)}
            <ChoiceButtons choices={choicesOf(preview.asked)} onTake={take} />
          </span>
        ) : preview && "taken" in preview ? (
          say("emailEcho", { address: preview.taken })
        ) : (
          hint
        )
      }
    />
  );
}
