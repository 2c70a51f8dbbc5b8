"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Resolver, useForm } from "react-hook-form";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { useClientLocale } from "@/lib/i18n/client-messages";
import { choicesOf, type Problem } from "@/lib/registrations/problem";
import type { DuplicateMatch, RegistrationValues } from "@/lib/registrations/registration-view";
import type { FormResult, FormSubmission } from "./action-result";
import type { FormMemory } from "./form-memory";
import { useProblemSentence } from "./problem-sentence";
import { loadRules } from "./rules";
import { useTypedValues } from "./use-typed-values";

/** What the server asked the person to look at before it is sent. */
export type FormWarnings = { warnings: readonly Problem[]; duplicates: readonly DuplicateMatch[] };

export type SubmitForm = (input: FormSubmission) => Promise<FormResult>;

/** Which button is being worked on. */
export type PendingButton = "register" | "draft";

type Options = {
  initial: RegistrationValues;
  registrationId: string | undefined;
  submit: SubmitForm;
  memory: FormMemory;
};

/**
 * The form's state and its one way to the server. A second press while one is on its way does
 * nothing; whatever comes back, what was typed stays.
 */
export function useRegistrationForm({ initial, registrationId, submit, memory }: Options) {
  const router = useRouter();
  const problemSentence = useProblemSentence();
  const [pending, setPending] = useState<PendingButton | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [warnings, setWarnings] = useState<FormWarnings | null>(null);
  const [referenceHolder, setReferenceHolder] = useState<DuplicateMatch | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const busy = useRef(false);

  function errorOf(problem: Problem) {
    return { type: problem.code, message: problemSentence(problem), types: { choices: choicesOf(problem) } };
  }

  const resolver: Resolver<RegistrationValues> = async (values) => {
    // Rules that cannot be fetched are no reason to stop: the server checks everything again.
    const rules = await loadRules().catch(() => null);
    const problems = rules?.findProblems(values) ?? [];
    if (problems.length === 0) return { values, errors: {} };
    const errors = problems.map((problem) => [problem.field, errorOf(problem)]);
    return { values: {}, errors: Object.fromEntries(errors) };
  };
  const form = useForm<RegistrationValues>({ defaultValues: initial, resolver, shouldFocusError: false });

  const locale = useClientLocale();
  // Errors that are shown were said in the language that was left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another language says them anew.
  useEffect(() => {
    if (form.formState.isSubmitted) void form.trigger();
  }, [locale]);

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

  function showProblems(problems: readonly Problem[]) {
    for (const problem of problems) {
      form.setError(problem.field, errorOf(problem));
    }
    setAttempt((count) => count + 1);
  }

  function leaveFor(id: string, kind: PendingButton) {
    if (kind === "register") {
      memory.noteSent({ id, at: new Date().toISOString() });
      memory.forgetTyped();
    }
    router.push(`/registrations/${id}`);
  }

  function stay(result: Exclude<FormResult, { kind: "saved" }>) {
    switch (result.kind) {
      case "already_sent":
        return memory.showSent({ id: result.id, at: result.at });
      case "problems":
        return showProblems(result.problems);
      case "reference_used":
        setReferenceHolder(result.match);
        return setAttempt((count) => count + 1);
      case "warnings":
        return setWarnings({ warnings: result.warnings, duplicates: result.duplicates });
      case "failure":
        return setFailure(result);
    }
  }

  async function send(kind: PendingButton, accepted?: { duplicateReason?: string }) {
    setPending(kind);
    setFailure(null);
    const result = await submit({
      formKey: memory.takeKey(),
      values: form.getValues(),
      acceptWarnings: accepted !== undefined,
      duplicateReason: accepted?.duplicateReason,
      draft: kind === "draft" || undefined,
      registrationId,
    }).catch(unreachable);
    // The buttons stay closed while the browser goes to the registration.
    if (result.kind === "saved") return leaveFor(result.id, kind);
    stay(result);
    busy.current = false;
    setPending(null);
  }

  /** State arrives with the next render, and a second press can come before it: the ref closes the door at once. */
  function once(start: () => Promise<void>) {
    if (busy.current) return;
    busy.current = true;
    void start();
  }

  const register = form.handleSubmit(
    () => send("register"),
    () => {
      busy.current = false;
      setAttempt((count) => count + 1);
    },
  );

  return {
    form,
    field,
    pending,
    attempt,
    warnings,
    referenceHolder,
    failure,
    register: () => once(register),
    registerAnyway: (duplicateReason: string | undefined) =>
      once(() => send("register", { duplicateReason })),
    saveDraft: () => once(() => send("draft")),
  };
}
