"use client";

import { useCallback, useRef, useState } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { PROBLEM_CODES, type Problem } from "@/lib/registrations/input/problem";
import { REGISTRATION_FIELDS, type RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { SaveResult, SubmissionInput } from "@/lib/registrations/intake/submission";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { useProblemSentence } from "./fields/problem-sentence";
import { loadRules } from "./fields/rules";
import type { FormKeeping } from "./memory/form-memory";
import { useTypedValues } from "./memory/use-typed-values";

/** What the server asked the person to look at before it is sent. */
export type FormWarnings = { warnings: readonly Problem[]; duplicates: readonly DuplicateMatch[] };

/** Where somebody else has changed what the form was opened for. */
export type Changed = {
  /** The fields that the person had not touched, which show theirs now. */
  taken: readonly RegistrationField[];
  /** The fields in which the form holds something else than they wrote. */
  fields: readonly { name: RegistrationField; there: string }[];
  /** Takes theirs in place of one's own. */
  onTake: (name: RegistrationField) => void;
};

export type SubmitForm = (input: SubmissionInput) => Promise<SaveResult | ActionFailure>;

/** Which button is being worked on. */
export type PendingButton = "register" | "draft";

/** In the order in which they are asked. */
const INPUT_FIELDS = [
  ...REGISTRATION_FIELDS,
  "country",
] as const satisfies readonly (keyof RegistrationInput)[];

type Options = {
  initial: RegistrationInput;
  registrationId: string | undefined;
  submit: SubmitForm;
  memory: FormKeeping;
  /** Told once it is stored; the form stays closed where the browser leaves it then. */
  onSaved: (id: string, by: PendingButton, values: RegistrationInput) => "leaving" | undefined;
};

/**
 * The form's state and its one way to the server. A second press while one is on its way does nothing; whatever comes
 * back, what was typed stays.
 */
export function useRegistrationForm({ initial, registrationId, submit, memory, onSaved }: Options) {
  const problemSentence = useProblemSentence();
  const [button, setButton] = useState<PendingButton>("register");
  const [warnings, setWarnings] = useState<FormWarnings | null>(null);
  const [referenceHolder, setReferenceHolder] = useState<DuplicateMatch | null>(null);
  const [changed, setChanged] = useState<Omit<Changed, "onTake"> | null>(null);
  // What the registration held when the form came to it; a new form comes to none.
  const opened = useRef(registrationId === undefined ? null : initial);
  const { keepTyped, readTyped } = memory;

  const actionForm = useActionForm({
    loadSchema: async () => (await loadRules()).registrationSchema,
    initial,
    fields: REGISTRATION_FIELDS,
    codes: PROBLEM_CODES,
    say: (problem, field) =>
      problemSentence({ ...problem, field: field === "country" ? "phoneNumber" : field }),
    action: ask("register"),
    onEnding,
    hasSummary: true,
  });
  const { form, noteAttempt, sendUnchecked } = actionForm;

  const field = useTypedValues({
    form,
    initial,
    keepTyped: useCallback(
      (values: RegistrationInput) => keepTyped({ values, opened: opened.current }),
      [keepTyped],
    ),
    readTyped: useCallback(() => {
      const kept = readTyped();
      if (kept?.opened) opened.current = kept.opened;
      return kept?.values ?? null;
    }, [readTyped]),
    onChange: useCallback((name: string) => {
      // What is changed after a warning must be looked at again, not waved through.
      setWarnings(null);
      if (name === "partnerReference") setReferenceHolder(null);
    }, []),
  });

  function ask(kind: PendingButton, accepted?: { duplicateReason?: string }) {
    return async (values: RegistrationInput) => {
      setButton(kind);
      const result = await submit({
        formKey: memory.takeKey(),
        values,
        opened: opened.current,
        acceptWarnings: accepted !== undefined,
        duplicateReason: accepted?.duplicateReason,
        draft: kind === "draft" || undefined,
        registrationId,
      });
      if (result.kind !== "problems") return { ...result, by: kind };
      const problems = Object.fromEntries(result.problems.map((problem) => [problem.field, problem]));
      return { kind: "problems" as const, problems };
    };
  }

  /** What the form had not touched becomes theirs; what both changed stays the person's own until they say otherwise. */
  function meet(theirs: RegistrationInput) {
    const before = opened.current ?? initial;
    // The form changes the object that it hands out.
    const own = { ...form.getValues() };
    const untouched = INPUT_FIELDS.filter((name) => own[name] === before[name]);
    // Compared with what stands there now: the first address may have brought the second with it.
    for (const name of untouched)
      if (form.getValues(name) !== theirs[name]) form.setValue(name, theirs[name]);
    opened.current = theirs;
    memory.keepTyped({ values: form.getValues(), opened: theirs });
    setChanged({
      taken: fieldsOf(untouched.filter((name) => own[name] !== theirs[name])),
      fields: differing(form.getValues(), theirs),
    });
  }

  function takeTheirs(name: RegistrationField) {
    const theirs = opened.current;
    if (!theirs) return;
    if (name === "phoneNumber") form.setValue("country", theirs.country);
    form.setValue(name, theirs[name], { shouldDirty: true });
    form.setFocus(name);
    const fields = differing(form.getValues(), theirs);
    setChanged((known) => known && { ...known, fields });
  }

  function onEnding(
    ending: Exclude<SaveResult, { kind: "problems" }> & { by: PendingButton },
    values: RegistrationInput,
  ) {
    setChanged(null);
    switch (ending.kind) {
      case "saved":
        opened.current = values;
        if (ending.by === "register") {
          memory.noteSent({
            ...{ id: ending.id, at: new Date().toISOString(), businessName: values.businessName },
            ...{ isSame: true, isSameReference: true, isDraft: false },
          });
          memory.forgetTyped();
        } else memory.keepTyped({ values, opened: values });
        return onSaved(ending.id, ending.by, values);
      case "already_sent":
        // Somebody came back to it, after a reload while it was sent, and may have typed another merchant over it.
        if (!ending.isSame) memory.keepTyped({ values: form.getValues(), opened: opened.current });
        memory.showSent(ending);
        break;
      case "changed":
        meet(ending.there);
        break;
      case "reference_used":
        setReferenceHolder(ending.match);
        noteAttempt();
        break;
      case "warnings":
        setWarnings({ warnings: ending.warnings, duplicates: ending.duplicates });
        break;
    }
    return undefined;
  }

  return {
    ...actionForm,
    field,
    pending: actionForm.isSending ? button : null,
    warnings,
    referenceHolder,
    changed: changed && { ...changed, onTake: takeTheirs },
    registerAnyway: (duplicateReason: string | undefined) =>
      void sendUnchecked(ask("register", { duplicateReason })),
    saveDraft: () => void sendUnchecked(ask("draft")),
  };
}

function differing(own: RegistrationInput, there: RegistrationInput): Changed["fields"] {
  const others = INPUT_FIELDS.filter((name) => own[name] !== there[name]);
  return fieldsOf(others).map((name) => ({ name, there: there[name] }));
}

/** The fields by which they are shown: a country belongs to its number. */
function fieldsOf(names: readonly (keyof RegistrationInput)[]): RegistrationField[] {
  return REGISTRATION_FIELDS.filter(
    (field) => names.includes(field) || (field === "phoneNumber" && names.includes("country")),
  );
}
