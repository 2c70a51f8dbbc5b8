"use client";

import { lazy, Suspense, useState, useSyncExternalStore } from "react";
import { FormSummary } from "@/components/forms/form-summary";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatDay, type TimeStyle } from "@/lib/i18n/format";
import { createPartnerReference } from "@/lib/registrations/input/partner-reference";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/problem";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import type { CountryOption } from "./countries";
import { type DokuRefusal, fieldId, RegistrationFields } from "./fields";
import { type FormMemory, useFormMemory } from "./memory";
import { useProblemSentence } from "./problem-sentence";
import { SentNotice } from "./sent-notice";
import { type SubmitForm, useRegistrationForm } from "./use-registration-form";

// Fetched with the rules, as soon as someone starts to fill in: the page itself is lighter, and nothing waits for it.
const loadWarningsPanel = () =>
  import("./warnings-panel").then(({ WarningsPanel }) => ({ default: WarningsPanel }));
const WarningsPanel = lazy(loadWarningsPanel);

/** A new merchant, a draft that is continued, or a registration that DOKU refused. */
export type FormMode = "new" | "draft" | "fix";

export type RegistrationFormProps = {
  /** Who fills it in. */
  personId: string;
  mode: FormMode;
  /** The draft or the refused registration that is opened; undefined for a new one. */
  registrationId?: string;
  /** What the fields hold at first; a new form comes with its partner reference. */
  initial: RegistrationInput;
  /** Why DOKU refused, where the form was opened to mend it. */
  refusal?: DokuRefusal | null;
  /** Whether the partner reference can be changed no more. */
  keepsReference?: boolean;
  countries: readonly CountryOption[];
  timeStyle: TimeStyle;
  submit: SubmitForm;
};

/** The form that registers a merchant. Needs the areas `form`, `problems` and `status` in a provider above. */
export function RegistrationForm(props: RegistrationFormProps) {
  const isNew = props.mode === "new";
  const memory = useFormMemory({ personId: props.personId, isNew });
  if (memory.sent) {
    const onStartNew = isNew ? memory.startNew : null;
    return <SentNotice sent={memory.sent} timeStyle={props.timeStyle} onStartNew={onStartNew} />;
  }
  return <OpenForm {...props} key={memory.generation} memory={memory} />;
}

function emptyValues(): RegistrationInput {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return {
    businessName: "",
    representativeName: "",
    representativeEmail: "",
    country: "ID",
    phoneNumber: "",
    invitedUserEmail: "",
    referralCode: "",
    partnerReference: createPartnerReference({ now: new Date(), random }),
  };
}

function OpenForm({
  mode,
  registrationId,
  initial: initialAtFirst,
  refusal = null,
  keepsReference = false,
  countries,
  timeStyle,
  submit,
  memory,
}: RegistrationFormProps & { memory: FormMemory }) {
  const say = useMessages("form");
  const ready = useReady();
  const [initial] = useState(() => (memory.generation === 0 ? initialAtFirst : emptyValues()));
  const { form, field, pending, ...state } = useRegistrationForm({ initial, registrationId, submit, memory });
  const referenceUsed = useReferenceUsed(state.referenceHolder, timeStyle);

  return (
    <form
      {...state.attributes}
      onFocus={() => {
        state.attributes.onFocus();
        loadWarningsPanel().catch(() => undefined);
      }}
      className="flex min-w-0 flex-col gap-5"
    >
      <FormSummary
        attempt={state.attempt}
        errors={REGISTRATION_FIELDS.flatMap((name) => {
          const holder = name === "partnerReference" ? referenceUsed : null;
          const message = holder?.sentence ?? state.errorOf(name);
          return message ? [{ fieldId: fieldId(name), message }] : [];
        })}
      />
      {refusal ? (
        <Notice tone="danger" title={say("refusalTitle", { field: refusal.field ?? "other" })}>
          {say("refusal", { words: refusal.words })}
        </Notice>
      ) : null}
      <RegistrationFields
        form={form}
        field={field}
        problemOf={state.problemOf}
        countries={countries}
        refusal={refusal}
        referenceUsed={referenceUsed}
        keepsReference={keepsReference}
        startWithSameEmail={mode !== "new"}
      />
      {state.failure ? <FormFailure failure={state.failure} /> : null}
      {state.warnings ? (
        <Suspense>
          <WarningsPanel
            {...state.warnings}
            pending={pending === "register"}
            timeStyle={timeStyle}
            onAccept={state.registerAnyway}
          />
        </Suspense>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {state.warnings ? null : (
          <Button type="submit" variant="primary" disabled={!ready} pending={pending === "register"}>
            {say("register")}
          </Button>
        )}
        {mode === "fix" ? null : (
          <Button disabled={!ready} pending={pending === "draft"} onClick={state.saveDraft}>
            {say("saveDraft")}
          </Button>
        )}
        <p role="status" className="text-ink-soft text-sm">
          {pending === "register" ? say("pending") : ""}
        </p>
      </div>
    </form>
  );
}

function FormFailure({ failure }: { failure: ActionFailure }) {
  const say = useMessages("form");
  switch (failure.code) {
    case "unreachable":
      return <FailureNotice failure={failure}>{say("unreachable")}</FailureNotice>;
    case "unexpected":
      return <FailureNotice failure={failure}>{say("unexpectedAnswer")}</FailureNotice>;
    default:
      return <FailureNotice failure={failure} />;
  }
}

/** Who holds the partner reference, as a sentence. */
function useReferenceUsed(holder: DuplicateMatch | null, timeStyle: TimeStyle) {
  const problemSentence = useProblemSentence();
  if (!holder) return null;
  const params = {
    date: formatDay(new Date(holder.createdAt), new Date(), timeStyle),
    person: holder.createdByName,
    businessName: holder.businessName || holder.partnerReference,
  };
  return {
    holder,
    sentence: problemSentence({ field: "partnerReference", code: "partner_reference_used", params }),
  };
}

const NEVER_CHANGES = () => () => undefined;

/** False until React listens. A press before that would make the browser post the form itself. */
function useReady(): boolean {
  return useSyncExternalStore(
    NEVER_CHANGES,
    () => true,
    () => false,
  );
}
