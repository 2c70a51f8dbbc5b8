"use client";

import { type ComponentProps, useEffect, useState } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { SelectField } from "@/components/ui/fields/select";
import { TextField } from "@/components/ui/fields/text-field";
import { useMessages } from "@/lib/i18n/client-messages";
import { choicesOf, type Problem, withoutChoices } from "@/lib/registrations/input/problem";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { ChoiceButtons } from "./choice-buttons";
import type { CountryOption } from "./countries";
import { useProblemSentence } from "./problem-sentence";
import { loadRules } from "./rules";

/** Country prefix and number, with the number as it will be sent under it while it is typed. */
export function PhoneField({
  form,
  country,
  phoneNumber,
  countries,
}: {
  form: UseFormReturn<RegistrationInput>;
  country: ComponentProps<"select">;
  phoneNumber: ComponentProps<typeof TextField>;
  countries: readonly CountryOption[];
}) {
  const say = useMessages("form");
  const preview = usePhonePreview(form);
  const problemSentence = useProblemSentence();

  function take(number: string) {
    form.setValue("phoneNumber", number, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    form.setFocus("phoneNumber");
  }

  return (
    <div className="grid items-start gap-4 sm:grid-cols-[11.5rem_1fr]">
      <SelectField label={say("countryCode")} {...country}>
        {countries.map((option) => (
          <option key={option.country} value={option.country}>
            {option.label}
          </option>
        ))}
      </SelectField>
      <TextField
        {...phoneNumber}
        placeholder={say("phonePlaceholder")}
        inputMode="tel"
        hint={
          // Always there, so that nothing jumps and what changes is read out.
          <>
            <span aria-live="polite" className="block min-h-5 tabular-nums">
              {preview && "display" in preview ? say("phoneEcho", { display: preview.display }) : ""}
              {preview && "asked" in preview && !phoneNumber.error ? (
                <span className="text-warning-ink">
                  {withoutChoices(problemSentence(preview.asked), preview.asked)}
                  <ChoiceButtons choices={choicesOf(preview.asked)} onTake={take} />
                </span>
              ) : null}
            </span>
            {phoneNumber.hint}
          </>
        }
      />
    </div>
  );
}

type Preview = { display: string } | { asked: Problem };

function usePhonePreview(form: UseFormReturn<RegistrationInput>): Preview | null {
  const [phoneNumber, country] = useWatch({ control: form.control, name: ["phoneNumber", "country"] });
  const [preview, setPreview] = useState<Preview | null>(null);

  useEffect(() => {
    let overtaken = false;
    async function read() {
      // Only an echo: where the rules cannot be fetched there is none.
      const rules = phoneNumber ? await loadRules().catch(() => null) : null;
      const found = rules?.previewPhone(phoneNumber, country) ?? null;
      if (!overtaken) setPreview(found);
    }
    void read();
    return () => {
      overtaken = true;
    };
  }, [phoneNumber, country]);

  return preview;
}
