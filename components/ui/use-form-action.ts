"use client";

import { unstable_rethrow } from "next/navigation";
import { useActionState } from "react";
import { type ActionFailure, unreachable } from "./action-failure";

/** A server action in the form in which `useActionState` calls it. */
export type FormAction<Answer> = (previous: unknown, form: FormData) => Promise<Answer | ActionFailure>;

type FormState<Answer> = {
  answer: Answer | ActionFailure | null;
  /** Grows with each answer, so that the same answer given twice is noticed twice. */
  attempt: number;
  /** What was handed in, by field. Give it back as `defaultValue`: React empties a form after its action. */
  values: Readonly<Record<string, string>>;
};

/** Runs a form's action and keeps what was typed, whatever the answer; a call that got none is `unreachable`. */
export function useFormAction<Answer>(
  action: FormAction<Answer>,
  initialValues: FormState<Answer>["values"] = {},
) {
  const [state, submit] = useActionState<FormState<Answer>, FormData>(
    async ({ attempt }, form) => {
      const answer = await action(null, form).catch((error: unknown) => {
        // Being led to another page reaches us as an error too.
        unstable_rethrow(error);
        return unreachable();
      });
      return { answer, attempt: attempt + 1, values: textsOf(form) };
    },
    { answer: null, attempt: 0, values: initialValues },
  );
  return { ...state, submit };
}

function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
