"use client";

import type { ReactElement, ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { RegisterField } from "@/components/registrations/form/memory/use-typed-values";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { TextField } from "@/components/ui/fields/text-field";
import type { FieldProblem } from "@/lib/field-problem";
import { useMessages } from "@/lib/i18n/client-messages";
import { choicesOf, type ProblemCode, withoutChoices } from "@/lib/registrations/input/problem";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { ChoiceButtons } from "./choice-buttons";
import type { CountryOption } from "./countries";
import { EmailField } from "./email-field";
import { PhoneField } from "./phone-field";
import { useProblemSentence } from "./problem-sentence";
import { type ReferenceUsed, ReferenceUsedError } from "./reference-used";
import type { SameEmail } from "./same-email";

/** What DOKU holds against a field: why, and the value that would be without it, where that is known. */
export type RefusedField = { sentence: string; remedy: string | null };

/** The id of a field's control, for the summary's links. */
export function fieldId(field: RegistrationField): string {
  return `field-${field}`;
}

type Options = {
  form: UseFormReturn<RegistrationInput>;
  field: RegisterField;
  problemOf: (field: RegistrationField) => FieldProblem<ProblemCode> | null;
  countries: readonly CountryOption[];
  referenceUsed: ReferenceUsed | null;
  /** Whether the partner reference can be changed no more. */
  keepsReference?: boolean;
  sameEmail: SameEmail;
  /** What DOKU refused, by field. */
  refused?: Partial<Record<RegistrationField, RefusedField>>;
  /** What the fields held at first. */
  initial: RegistrationInput;
};

/** Each field of the form with its own problem beside it, to be laid out by whoever shows them. */
export function useFieldElements({
  form,
  field: register,
  problemOf,
  countries,
  referenceUsed,
  keepsReference = false,
  sameEmail,
  refused = {},
  initial,
}: Options): Readonly<Record<RegistrationField, ReactElement>> {
  const say = useMessages("form");
  const sayCommon = useMessages("common");
  const problemSentence = useProblemSentence();
  const { dirtyFields } = form.formState;

  function take(field: RegistrationField, value: string) {
    form.setValue(field, value, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    form.setFocus(field);
  }

  function errorOf(field: RegistrationField): ReactNode {
    const problem = problemOf(field);
    if (!problem) return refusalOf(field);
    const message = problemSentence({ ...problem, field });
    const choices = choicesOf(problem);
    if (choices.length === 0) return message;
    return (
      <>
        {withoutChoices(message, problem)}
        <ChoiceButtons choices={choices} onTake={(choice) => take(field, choice)} />
      </>
    );
  }

  /** Only of the value that DOKU refused: another one is not wrong before somebody has said so. */
  function refusalOf(field: RegistrationField): ReactNode {
    const refusal = refused[field];
    if (!refusal || dirtyFields[field]) return undefined;
    const { sentence, remedy } = refusal;
    if (remedy === null) return sentence;
    return (
      <>
        {sentence}.
        <button
          type="button"
          className="touch-target ml-1.5 text-left font-medium underline underline-offset-2"
          onClick={() => take(field, remedy)}
        >
          {say("useChoice", { value: remedy })}
        </button>
      </>
    );
  }

  /** What was refused stays to be read while it is typed anew. */
  function hintOf(field: RegistrationField, hint?: string): ReactNode {
    if (!refused[field] || !dirtyFields[field] || initial[field] === "") return hint;
    return say("refusedValue", { value: initial[field] });
  }

  function textField(field: RegistrationField, hint?: string) {
    return {
      id: fieldId(field),
      label: say(field),
      error: errorOf(field),
      hint: hintOf(field, hint),
      // A merchant's data is not the person's own, so the browser must not offer theirs.
      autoComplete: "off",
      spellCheck: false,
      ...register(field),
    } as const;
  }

  return {
    businessName: <TextField {...textField("businessName", say("hints.businessName"))} />,
    representativeName: <TextField {...textField("representativeName")} />,
    representativeEmail: (
      <EmailField {...textField("representativeEmail")} name="representativeEmail" form={form} />
    ),
    phoneNumber: (
      <PhoneField
        form={form}
        country={register("country")}
        phoneNumber={textField("phoneNumber")}
        countries={countries}
      />
    ),
    invitedUserEmail: (
      <div>
        <EmailField
          {...textField("invitedUserEmail", say("hints.invitedUserEmail"))}
          name="invitedUserEmail"
          form={form}
        />
        <Checkbox
          label={say("sameEmail")}
          checked={sameEmail.checked}
          onChange={(event) => sameEmail.setChecked(event.target.checked)}
          className="mt-1.5"
        />
      </div>
    ),
    referralCode: (
      <TextField
        {...textField("referralCode", say("hints.referralCode"))}
        aside={sayCommon("optional")}
        mono
        className="sm:max-w-64"
      />
    ),
    partnerReference: (
      <TextField
        {...textField(
          "partnerReference",
          say(keepsReference ? "hints.partnerReferenceKept" : "hints.partnerReference"),
        )}
        error={referenceUsed ? <ReferenceUsedError {...referenceUsed} /> : errorOf("partnerReference")}
        readOnly={keepsReference}
        mono
      />
    ),
  };
}
