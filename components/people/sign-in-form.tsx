"use client";

import { FormSummary } from "@/components/forms/form-summary";
import { useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import { SIGN_IN_PROBLEMS } from "@/lib/users/problem";
import type { SignInInput } from "@/lib/users/sign-in-input";

export type SignInAnswer = { kind: "refused" } | { kind: "wait"; time: string };

/** E-mail and password. A success leads away; anything else is said here and nothing typed is lost. */
export function SignInForm({
  next,
  signIn,
}: {
  next: string | undefined;
  signIn: (input: SignInInput) => Promise<SignInAnswer | ActionFailure>;
}) {
  const say = useMessages("auth");
  const { attributes, summary, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/users/sign-in-input")).signInSchema,
    initial: { email: "", password: "", next },
    fields: ["email", "password"],
    codes: SIGN_IN_PROBLEMS,
    say: ({ code }) => say(code),
    action: signIn,
    hasSummary: true,
  });

  return (
    <form {...attributes} className="flex flex-col gap-4">
      <FormSummary {...summary} />
      {failure ? <FailureNotice failure={failure} /> : null}
      {ending ? (
        <Notice key={endingKey} tone="danger" role="alert">
          {ending.kind === "wait" ? say("wait", { time: ending.time }) : say("refused")}
        </Notice>
      ) : null}
      <TextField
        {...field("email")}
        type="email"
        label={say("email")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextField
        {...field("password")}
        type="password"
        label={say("password")}
        autoComplete="current-password"
      />
      <SubmitButton className="mt-1 w-full">{say("signIn")}</SubmitButton>
      <p className="text-center text-ink-faint text-sm">{say("forgotten")}</p>
    </form>
  );
}
