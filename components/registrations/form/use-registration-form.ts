"use client";

import { useCallback, useState } from "react";
import { useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { PROBLEM_CODES, type Problem, REGISTRATION_FIELDS } from "@/lib/registrations/input/problem";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import type { SaveResult, SubmissionInput } from "@/lib/registrations/intake/submission";
import type { DuplicateMatch } from "@/lib/registrations/registration-view";
import { useProblemSentence } from "./fields/problem-sentence";
import { loadRules } from "./fields/rules";
import type { FormKeeping } from "./memory/form-memory";
import { useTypedValues } from "./memory/use-typed-values";

/** What the server asked the person to look at before it is sent. */
export type FormWarnings = { warnings: readonly Problem[]; duplicates: readonly DuplicateMatch[] };

export type SubmitForm = (input: SubmissionInput) => Promise<SaveResult | ActionFailure>;

/** Which button is being worked on. */
export type PendingButton = "register" | "draft";

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
    memory,
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

  function onEnding(
    ending: Exclude<SaveResult, { kind: "problems" }> & { by: PendingButton },
    values: RegistrationInput,
  ) {
    switch (ending.kind) {
      case "saved":
        if (ending.by === "register") {
          memory.noteSent({
            ...{ id: ending.id, at: new Date().toISOString(), businessName: values.businessName },
            ...{ isSame: true, isSameReference: true },
          });
          memory.forgetTyped();
        }
        return onSaved(ending.id, ending.by, values);
      case "already_sent":
        // Somebody came back to it, after a reload while it was sent, and may have typed another merchant over it.
        if (!ending.isSame) memory.keepTyped(form.getValues());
        memory.showSent(ending);
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
    registerAnyway: (duplicateReason: string | undefined) =>
      void sendUnchecked(ask("register", { duplicateReason })),
    saveDraft: () => void sendUnchecked(ask("draft")),
  };
}
