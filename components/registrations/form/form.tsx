"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { FormSummary } from "@/components/forms/form-summary";
import { useRefresh } from "@/components/pending/use-refresh";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";
import type { TimeStyle } from "@/lib/i18n/format";
import { EMPTY_INPUT, REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { useErrorTitle } from "./error-title";
import { RegistrationFields } from "./field-sections";
import type { CountryOption } from "./fields/countries";
import { fieldId, useFieldElements } from "./fields/field-elements";
import { useReferenceUsed } from "./fields/reference-used";
import { isOneAddress, useSameEmail } from "./fields/same-email";
import { FormAnswers, loadWarningsPanel } from "./form-answers";
import { noteArrival } from "./memory/arrival";
import { createBrowserReference } from "./memory/browser-reference";
import { type FormKeeping, useFormMemory, usePlacedMemory } from "./memory/form-memory";
import { keepRepeated, takeRepeated } from "./memory/repeat";
import { draftName } from "./memory/unsent";
import { PasteField } from "./paste-field";
import { SendingWords } from "./sending-words";
import { SentNotice } from "./sent-notice";
import { type PendingButton, type SubmitForm, useRegistrationForm } from "./use-registration-form";

export type RegistrationFormProps = {
  /** Who fills it in. */
  personId: string;
  /** What the fields hold at first; a new form comes with its partner reference. */
  initial: RegistrationInput;
  countries: readonly CountryOption[];
  timeStyle: TimeStyle;
  submit: SubmitForm;
};

/** The form that registers a merchant. Needs the areas `form`, `problems` and `status` in a provider above. */
export function RegistrationForm(props: RegistrationFormProps) {
  const { personId } = props;
  const router = useRouter();
  const memory = useFormMemory(personId);
  if (memory.sent) {
    return <SentNotice sent={memory.sent} timeStyle={props.timeStyle} onStartNew={memory.startNew} />;
  }
  return (
    <NewForm
      {...props}
      key={memory.generation}
      isFirst={memory.generation === 0}
      memory={memory}
      onSaved={(id, by, values) => {
        if (by === "register") {
          const { referralCode, country, representativeEmail, invitedUserEmail } = values;
          const sameEmail = representativeEmail === invitedUserEmail;
          keepRepeated(personId, id, { referralCode, country, sameEmail });
        }
        noteArrival(id);
        router.push(`/registrations/${id}`);
        // The buttons stay closed while the browser goes to the registration.
        return "leaving";
      }}
    />
  );
}

function NewForm({
  isFirst,
  initial: initialAtFirst,
  ...form
}: Omit<OpenFormProps, "start" | "repeats"> & { isFirst: boolean }) {
  const [initial] = useState(() => (isFirst ? initialAtFirst : emptyValues()));
  return <OpenForm {...form} initial={initial} start="plain" repeats />;
}

function emptyValues(): RegistrationInput {
  return { ...EMPTY_INPUT, partnerReference: createBrowserReference() };
}

/** A draft on its own page: the form goes on where it was left. */
export function DraftForm({
  registrationId,
  keepsReference,
  ...props
}: RegistrationFormProps & { registrationId: string; keepsReference: boolean }) {
  const refresh = useRefresh();
  const memory = usePlacedMemory({
    personId: props.personId,
    name: draftName(registrationId),
    onSent: () => void refresh(),
  });
  const [isKept, setKept] = useState(false);
  return (
    <OpenForm
      {...props}
      registrationId={registrationId}
      keepsReference={keepsReference}
      memory={memory}
      start="as typed"
      isKept={isKept}
      onTyped={() => setKept(false)}
      onSaved={(id, by) => {
        memory.forgetTyped();
        if (by === "register") noteArrival(id);
        setKept(by === "draft");
        void refresh();
        return undefined;
      }}
    />
  );
}

type OpenFormProps = RegistrationFormProps & {
  /** The draft that is opened; undefined for a new one. */
  registrationId?: string;
  keepsReference?: boolean;
  memory: FormKeeping;
  /** How the box for one address begins. */
  start: "plain" | "as typed";
  /** Whether the draft was just saved. */
  isKept?: boolean;
  /** Told of every change by hand. */
  onTyped?: () => void;
  /** Whether it is a new form, which may repeat something of the one before. */
  repeats?: boolean;
  onSaved: (id: string, by: PendingButton, values: RegistrationInput) => "leaving" | undefined;
};

function OpenForm({
  personId,
  registrationId,
  initial,
  keepsReference = false,
  countries,
  timeStyle,
  submit,
  memory,
  start,
  isKept = false,
  onTyped,
  repeats = false,
  onSaved,
}: OpenFormProps) {
  const say = useMessages("form");
  const ready = useReady();
  const [hasNothing, setNothing] = useState(false);
  const state = useRegistrationForm({
    initial,
    registrationId,
    submit,
    memory,
    onSaved,
  });
  const { form, field, pending } = state;
  const referenceUsed = useReferenceUsed(state.referenceHolder, timeStyle);
  const sameEmail = useSameEmail(form, start);
  const elements = useFieldElements({
    ...{ form, field, problemOf: state.problemOf, countries },
    ...{ referenceUsed, keepsReference, sameEmail, initial },
  });
  useBeginning({ isNew: repeats, personId, form, memory, onSameEmail: sameEmail.follow });
  const errors = REGISTRATION_FIELDS.flatMap((name) => {
    const holder = name === "partnerReference" ? referenceUsed : null;
    const message = holder?.sentence ?? state.errorOf(name);
    return message ? [{ fieldId: fieldId(name), message }] : [];
  });
  useErrorTitle(errors.length > 0);

  return (
    <form
      {...state.attributes}
      data-registration-form
      onInput={() => {
        state.attributes.onInput();
        loadWarningsPanel().catch(() => undefined);
        setNothing(false);
        onTyped?.();
      }}
      className="flex min-w-0 flex-col gap-4"
    >
      <FormSummary attempt={state.attempt} errors={errors} />
      {repeats ? <PasteField form={form} onSpread={sameEmail.follow} /> : null}
      <RegistrationFields elements={elements} form={form} onSpread={sameEmail.follow} />
      <FormAnswers state={state} timeStyle={timeStyle} />
      <div className="form-bar">
        {state.warnings ? null : (
          <Button
            type="submit"
            variant="primary"
            disabled={!ready || pending === "draft"}
            pending={pending === "register"}
          >
            {say("register")}
          </Button>
        )}
        <Button
          disabled={!ready || pending === "register"}
          pending={pending === "draft"}
          onClick={() => {
            setNothing(isNothing(form.getValues()));
            if (!isNothing(form.getValues())) state.saveDraft();
          }}
        >
          {say("saveDraft")}
        </Button>
        <SendingWords isSending={pending === "register"} />
        <p role="status" className="text-ink-soft text-sm">
          {hasNothing ? say("nothingToSave") : isKept && pending === null ? say("draftSaved") : ""}
        </p>
      </div>
    </form>
  );
}

/** Whether nothing of a merchant is typed yet; country and reference are there by themselves. */
function isNothing({ country, partnerReference, ...typed }: RegistrationInput): boolean {
  return Object.values(typed).every((text) => text.trim() === "");
}

/** A form goes on as it was left; a new one begins in its first field, with what it repeats of the one before. */
function useBeginning({
  isNew,
  personId,
  form,
  memory,
  onSameEmail,
}: Pick<OpenFormProps, "personId" | "memory"> & {
  isNew: boolean;
  form: ReturnType<typeof useRegistrationForm>["form"];
  onSameEmail: (isShared: boolean) => void;
}) {
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    // What was typed before a reload is back: the box that copies the address is as it was.
    if (memory.readTyped()) onSameEmail(isOneAddress(form.getValues()));
    if (!isNew) return;
    const repeated = takeRepeated(personId);
    if (repeated) {
      form.setValue("referralCode", repeated.referralCode);
      form.setValue("country", repeated.country);
      if (repeated.sameEmail) onSameEmail(true);
      memory.keepTyped({ values: form.getValues(), opened: null });
    }
    // Nobody's focus is taken who has begun to type before React listened.
    const isTyping = document.activeElement?.matches("input, textarea, select") ?? false;
    if (!isTyping || repeated) form.setFocus("businessName");
  });
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
