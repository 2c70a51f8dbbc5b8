"use client";

import { ErrorSummary } from "@/components/ui/error-summary";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";
import type { PasswordProblem } from "@/lib/users/password-rules";
import type { PersonProblem } from "@/lib/users/person-input";

export type SetupAnswer =
  | {
      kind: "problems";
      problems: { name?: PersonProblem; email?: PersonProblem; password?: PasswordProblem };
    }
  | { kind: "link_over" };

/** Chooses a password; the first admin (`email` is null) also says who they are. A success leads away. */
export function SetupForm({
  token,
  email,
  setUp,
}: {
  token: string;
  email: string | null;
  setUp: FormAction<SetupAnswer>;
}) {
  const say = useMessages("setup");
  const sayAuth = useMessages("auth");
  const sayPeople = useMessages("people");
  const sayCommon = useMessages("common");
  const { answer, attempt, values, submit } = useFormAction(setUp);
  const problems = answer?.kind === "problems" ? answer.problems : {};
  const errors = {
    name: problems.name && sayPeople(`problem.${problems.name}`),
    email: problems.email && sayPeople(`problem.${problems.email}`),
    password: problems.password && sayAuth(`passwordProblem.${problems.password}`),
  };
  const summary = Object.entries(errors).flatMap(([fieldId, message]) =>
    message ? [{ fieldId, message }] : [],
  );

  return (
    <form action={submit} noValidate className="flex flex-col gap-4">
      <ErrorSummary
        title={sayCommon("errorSummary", { count: summary.length })}
        errors={summary}
        attempt={attempt}
      />
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "link_over" ? (
        <Notice tone="warning" role="alert" title={say("linkOverTitle")}>
          {say("linkOverText")}
        </Notice>
      ) : null}
      <input type="hidden" name="token" value={token} />
      {email === null ? (
        <>
          <TextField
            id="name"
            name="name"
            label={say("name")}
            error={errors.name}
            defaultValue={values.name}
            autoComplete="name"
          />
          <TextField
            id="email"
            name="email"
            type="email"
            label={say("email")}
            error={errors.email}
            defaultValue={values.email}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
        </>
      ) : (
        // Lets a password manager file the password under the right name.
        <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
      )}
      <TextField
        id="password"
        name="password"
        type="password"
        label={say("password")}
        hint={sayAuth("passwordHint")}
        error={errors.password}
        defaultValue={values.password}
        autoComplete="new-password"
      />
      <SubmitButton className="mt-1 w-full">
        {say(email === null ? "createAdmin" : "savePassword")}
      </SubmitButton>
    </form>
  );
}
