"use client";

import { FormSummary } from "@/components/forms/form-summary";
import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { buttonClass } from "@/components/ui/button-look";
import { FailureNotice } from "@/components/ui/failure-notice";
import { PasswordField } from "@/components/ui/fields/password-field";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { HOME_PATH, SIGN_IN_PATH } from "@/lib/auth/next-path";
import { useMessages } from "@/lib/i18n/client-messages";
import {
  PASSWORD_PROBLEMS,
  type PasswordProblem,
  PERSON_PROBLEMS,
  type PersonProblem,
} from "@/lib/users/problem";
import type { SetUpInput } from "@/lib/users/setup-input";
import { enter } from "./enter";

export type SetupAnswer =
  | FieldProblems<"name" | "email" | "password", PersonProblem | PasswordProblem>
  | { kind: "link_over" }
  | { kind: "done"; email: string };

/** Chooses a password; the first admin (`email` is null) also says who they are. A success leads away. */
export function SetupForm({
  token,
  email,
  setUp,
}: {
  token: string;
  email: string | null;
  setUp: (input: SetUpInput) => Promise<SetupAnswer | ActionFailure>;
}) {
  const say = useMessages("setup");
  const sayAuth = useMessages("auth");
  const sayPeople = useMessages("people");
  const { attributes, summary, failure, ending, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/users/setup-input")).setUpSchema,
    initial: { token, name: "", email: "", password: "" },
    fields: ["name", "email", "password"],
    codes: [...PERSON_PROBLEMS, ...PASSWORD_PROBLEMS],
    say: ({ code }) =>
      isPasswordProblem(code) ? sayAuth(`passwordProblem.${code}`) : sayPeople(`problem.${code}`),
    action: async (values) => {
      const answer = await setUp(values);
      if (answer.kind === "done")
        await enter({ email: answer.email, password: values.password, callbackUrl: HOME_PATH });
      return answer;
    },
    hasSummary: true,
  });

  if (ending?.kind === "done")
    return (
      <Notice
        tone="warning"
        role="alert"
        title={say("savedTitle")}
        // As a new page: where signing in failed, nothing that this one holds is to be trusted.
        actions={
          <a href={SIGN_IN_PATH} className={buttonClass({})}>
            {say("toSignIn")}
          </a>
        }
      >
        {say("savedText")}
      </Notice>
    );
  return (
    <form {...attributes} className="flex flex-col gap-4">
      <FormSummary {...summary} />
      {failure ? <FailureNotice failure={failure} /> : null}
      {ending ? (
        <Notice tone="warning" role="alert" title={say("linkOverTitle")}>
          {say("linkOverText")}
        </Notice>
      ) : null}
      {email === null ? (
        <>
          <TextField {...field("name")} label={say("name")} autoComplete="name" />
          <TextField
            {...field("email")}
            type="email"
            label={say("email")}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
        </>
      ) : (
        // Lets a password manager file the password under the right name.
        <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
      )}
      <PasswordField
        {...field("password")}
        label={say("password")}
        hint={sayAuth("passwordHint")}
        autoComplete="new-password"
        showLabel={sayAuth("show")}
        hideLabel={sayAuth("hide")}
      />
      <SubmitButton className="mt-1 w-full">
        {say(email === null ? "createAdmin" : "savePassword")}
      </SubmitButton>
    </form>
  );
}

function isPasswordProblem(code: PersonProblem | PasswordProblem): code is PasswordProblem {
  return PASSWORD_PROBLEMS.some((known) => known === code);
}
