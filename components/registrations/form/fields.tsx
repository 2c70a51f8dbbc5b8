"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { TextField } from "@/components/ui/fields/text-field";
import type { FieldProblem } from "@/lib/field-problem";
import { useMessages } from "@/lib/i18n/client-messages";
import {
  choicesOf,
  type ProblemCode,
  type RegistrationField,
  withoutChoices,
} from "@/lib/registrations/input/problem";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { ChatOffer } from "./chat-offer";
import { ChoiceButtons } from "./choice-buttons";
import type { CountryOption } from "./countries";
import { EmailField } from "./email-field";
import { PhoneField } from "./phone-field";
import { useProblemSentence } from "./problem-sentence";
import type { RegisterField } from "./use-typed-values";

/** DOKU's words, and the field of ours they name, if they name one. */
export type DokuRefusal = { field: RegistrationField | null; words: string };

/** Why the partner reference cannot be used, and who has it. */
export type ReferenceUsed = { holder: DuplicateMatch; sentence: string };

/** The id of a field's control, for the summary's links. */
export function fieldId(field: RegistrationField): string {
  return `field-${field}`;
}

/** The fields in the order in which they are asked, each with its own problem beside it. */
export function RegistrationFields({
  form,
  field: register,
  problemOf,
  countries,
  refusal,
  referenceUsed,
  keepsReference,
  startWithSameEmail,
}: {
  form: UseFormReturn<RegistrationInput>;
  field: RegisterField;
  problemOf: (field: RegistrationField) => FieldProblem<ProblemCode> | null;
  countries: readonly CountryOption[];
  refusal: DokuRefusal | null;
  referenceUsed: ReferenceUsed | null;
  /** Whether the partner reference can be changed no more. */
  keepsReference: boolean;
  /** Whether two equal addresses mean that the box was ticked; a new form starts without. */
  startWithSameEmail: boolean;
}) {
  const say = useMessages("form");
  const sayCommon = useMessages("common");
  const problemSentence = useProblemSentence();
  const sameEmail = useSameEmail(form, startWithSameEmail);
  const { submitCount } = form.formState;

  function errorOf(field: RegistrationField): ReactNode {
    const isStillRefused = refusal?.field === field && submitCount === 0;
    const problem = problemOf(field);
    if (!problem) return isStillRefused ? say("refusal", { words: refusal.words }) : undefined;
    const message = problemSentence({ ...problem, field });
    const choices = choicesOf(problem);
    if (choices.length === 0) return message;
    return (
      <>
        {withoutChoices(message, problem)}
        <ChoiceButtons
          choices={choices}
          onTake={(choice) => {
            form.setValue(field, choice, { shouldDirty: true, shouldValidate: true });
            form.setFocus(field);
          }}
        />
      </>
    );
  }

  function textField(field: RegistrationField) {
    const onChange = sameEmail.listeners[field];
    // A merchant's data is not the person's own, so the browser must not offer theirs.
    const plain = { autoComplete: "off", spellCheck: false } as const;
    return {
      id: fieldId(field),
      label: say(field),
      error: errorOf(field),
      ...plain,
      ...register(field, onChange && { onChange }),
    };
  }

  return (
    <div className="divide-y rounded-xl border bg-surface shadow-raised">
      <Section title={say("sections.merchant")}>
        <ChatOffer form={form} onSpread={sameEmail.follow}>
          <TextField {...textField("businessName")} hint={say("hints.businessName")} />
        </ChatOffer>
      </Section>
      <Section title={say("sections.representative")}>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField {...textField("representativeName")} />
          <EmailField {...textField("representativeEmail")} name="representativeEmail" form={form} />
        </div>
        <PhoneField
          form={form}
          country={register("country")}
          phoneNumber={textField("phoneNumber")}
          countries={countries}
        />
      </Section>
      <Section title={say("sections.invitation")}>
        <div>
          <EmailField
            {...textField("invitedUserEmail")}
            name="invitedUserEmail"
            form={form}
            hint={say("hints.invitedUserEmail")}
          />
          <Checkbox
            label={say("sameEmail")}
            checked={sameEmail.checked}
            onChange={(event) => sameEmail.setChecked(event.target.checked)}
            className="mt-1.5"
          />
        </div>
        <TextField
          {...textField("referralCode")}
          aside={sayCommon("optional")}
          hint={say("hints.referralCode")}
          mono
          className="sm:max-w-64"
        />
      </Section>
      <Section title={say("sections.tracking")}>
        <TextField
          {...textField("partnerReference")}
          error={referenceUsed ? <ReferenceUsedError {...referenceUsed} /> : errorOf("partnerReference")}
          hint={say(keepsReference ? "hints.partnerReferenceKept" : "hints.partnerReference")}
          readOnly={keepsReference}
          mono
        />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-6 gap-y-4 px-4 py-4 sm:grid-cols-[8.5rem_minmax(0,1fr)] sm:px-5 sm:py-5">
      <h2 className="font-semibold text-base">{title}</h2>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

function ReferenceUsedError({ holder, sentence }: ReferenceUsed) {
  const say = useMessages("form");
  return (
    <>
      {sentence}.{" "}
      <Link href={`/registrations/${holder.id}`} className="font-medium underline underline-offset-2">
        {say("openReferenceHolder", { name: holder.businessName || holder.partnerReference })}
      </Link>
    </>
  );
}

/**
 * The tick box that copies the representative's address. The invited address stays an ordinary field:
 * typing in it takes the tick away, so nobody has to find out why it cannot be changed.
 */
function useSameEmail(form: UseFormReturn<RegistrationInput>, startWithSameEmail: boolean) {
  const [checked, setCheckedState] = useState(() => {
    const { representativeEmail, invitedUserEmail } = form.getValues();
    return startWithSameEmail && representativeEmail !== "" && representativeEmail === invitedUserEmail;
  });

  function copy() {
    const options = { shouldDirty: true, shouldValidate: form.formState.isSubmitted };
    form.setValue("invitedUserEmail", form.getValues("representativeEmail"), options);
  }

  function setChecked(next: boolean) {
    setCheckedState(next);
    if (next) copy();
  }

  const listeners: Partial<Record<RegistrationField, () => void>> = {
    representativeEmail: () => {
      if (checked) copy();
    },
    invitedUserEmail: () => setCheckedState(false),
  };
  /** One address was filled in from outside: the box is ticked where it is to serve for both. */
  function follow(isShared: boolean) {
    if (isShared) setChecked(true);
    else setCheckedState(false);
  }
  return { checked, setChecked, listeners, follow };
}
