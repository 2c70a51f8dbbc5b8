"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { FormSummary } from "@/components/forms/form-summary";
import { useErrorTitle } from "@/components/registrations/form/error-title";
import type { CountryOption } from "@/components/registrations/form/fields/countries";
import { fieldId, useFieldElements } from "@/components/registrations/form/fields/field-elements";
import { useReferenceUsed } from "@/components/registrations/form/fields/reference-used";
import { useSameEmail } from "@/components/registrations/form/fields/same-email";
import { FormAnswers } from "@/components/registrations/form/form-answers";
import { usePlacedMemory } from "@/components/registrations/form/memory/form-memory";
import { fixName, forgetUnsent } from "@/components/registrations/form/memory/unsent";
import { SendingWords } from "@/components/registrations/form/sending-words";
import { type SubmitForm, useRegistrationForm } from "@/components/registrations/form/use-registration-form";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TimeStyle } from "@/lib/i18n/format";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { type FormRefusal, refusedFields } from "./refused-fields";

/** What is mended: one registration, as it is kept. */
export type ToFix = {
  registrationId: string;
  /** Of the envelope that was refused: what is typed for it is no use for the next one. */
  requestId: string | null;
  initial: RegistrationInput;
  refusal: FormRefusal | null;
  keepsReference: boolean;
};

export type FixFormProps = ToFix & {
  personId: string;
  countries: readonly CountryOption[];
  timeStyle: TimeStyle;
  submit: SubmitForm;
  /** Whether DOKU's own words stand in the form; they may stand above it already. */
  showsWords?: boolean;
  /** The name of its button. */
  submitLabel: string;
  /** Told once it is stored with its new envelope. */
  onSaved: () => void;
  /** Told where somebody else has sent it meanwhile. */
  onSent: () => void;
  /** Further buttons, such as the way out. */
  children?: ReactNode;
};

/**
 * What DOKU refused, to be typed anew: the refused field first and alone, everything else quiet below it. Needs the areas
 * `form`, `problems` and `status`.
 */
export function FixForm({
  registrationId,
  requestId,
  initial,
  refusal,
  keepsReference,
  personId,
  countries,
  timeStyle,
  submit,
  showsWords = false,
  submitLabel,
  onSaved,
  onSent,
  children,
}: FixFormProps) {
  const say = useMessages("form");
  const memory = usePlacedMemory({ personId, name: fixName(registrationId, requestId), onSent });
  const state = useRegistrationForm({
    initial,
    registrationId,
    submit,
    memory,
    onSaved: () => {
      forgetUnsent(personId, registrationId);
      onSaved();
      return undefined;
    },
  });
  const { form, field, pending } = state;
  const referenceUsed = useReferenceUsed(state.referenceHolder, timeStyle);
  const sameEmail = useSameEmail(form, "as typed");
  const elements = useFieldElements({
    ...{ form, field, problemOf: state.problemOf, countries, referenceUsed },
    ...{ keepsReference, sameEmail, initial, refused: refusal?.fields },
  });
  const refused = refusedFields(refusal);
  const others = REGISTRATION_FIELDS.filter((name) => !refused.includes(name));
  const [first] = [...refused, ...others];
  useFocus(first ? fieldId(first) : "");

  const errors = REGISTRATION_FIELDS.flatMap((name) => {
    const holder = name === "partnerReference" ? referenceUsed : null;
    const message = holder?.sentence ?? state.errorOf(name);
    return message ? [{ fieldId: fieldId(name), message }] : [];
  });
  useErrorTitle(errors.length > 0);

  return (
    <form {...state.attributes} data-fixing className="flex w-full min-w-0 flex-col gap-4">
      {errors.length > 0 ? <FormSummary attempt={state.attempt} errors={errors} /> : null}
      {refused.map((name) => (
        <div key={name} className="max-w-xl">
          {elements[name]}
        </div>
      ))}
      {refused.includes("representativeEmail") && sameEmail.checked ? (
        <p className="-mt-2 text-ink-soft text-sm">{say("fix.sameEmail")}</p>
      ) : null}
      {refusal && showsWords ? (
        <p className="-mt-1 text-ink-faint text-xs [overflow-wrap:anywhere]">
          {say("fix.dokuWords", { words: refusal.words })}
        </p>
      ) : null}
      <FormAnswers state={state} timeStyle={timeStyle} />
      <div className="flex flex-wrap items-center gap-2">
        {state.warnings ? null : (
          <Button type="submit" variant="primary" pending={pending !== null}>
            {submitLabel}
          </Button>
        )}
        {children}
        <SendingWords isSending={pending !== null} />
      </div>
      <fieldset className="flex min-w-0 flex-col gap-3 border-t pt-3">
        <legend className="float-left mb-1 font-medium text-ink-soft text-sm">
          {say(refused.length > 0 ? "fix.else" : "fix.everything")}
        </legend>
        <div className={refused.length > 0 ? "quiet-fields" : "fields-in-pairs"}>
          {others.map((name) => (
            <div key={name} className="min-w-0">
              {elements[name]}
            </div>
          ))}
        </div>
      </fieldset>
    </form>
  );
}

/** Whoever comes to mend begins in the field that is wrong, with what stands there selected. */
function useFocus(id: string): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current) return;
    done.current = true;
    const control = document.getElementById(id);
    control?.focus();
    if (control instanceof HTMLInputElement) control.select();
  }, [id]);
}
