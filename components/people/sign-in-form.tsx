"use client";

import { ErrorSummary } from "@/components/ui/error-summary";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";

export type SignInAnswer = { kind: "refused" } | { kind: "wait"; time: string };

type SignInProblems = { kind: "problems"; problems: { email?: string; password?: string } };

/** E-mail and password. A success leads away; anything else is said here and nothing typed is lost. */
export function SignInForm({ next, signIn }: { next: string | undefined; signIn: FormAction<SignInAnswer> }) {
  const say = useMessages("auth");
  const sayCommon = useMessages("common");
  const { answer, attempt, values, submit } = useFormAction<SignInAnswer | SignInProblems>(
    async (previous, form) => {
      const email = form.get("email") ? undefined : say("emailMissing");
      const password = form.get("password") ? undefined : say("passwordMissing");
      return email || password ? { kind: "problems", problems: { email, password } } : signIn(previous, form);
    },
  );
  const problems = answer?.kind === "problems" ? answer.problems : {};
  const summary = [
    { fieldId: "email", message: problems.email },
    { fieldId: "password", message: problems.password },
  ].flatMap(({ fieldId, message }) => (message ? [{ fieldId, message }] : []));

  return (
    <form action={submit} noValidate className="flex flex-col gap-4">
      <ErrorSummary
        title={sayCommon("errorSummary", { count: summary.length })}
        errors={summary}
        attempt={attempt}
      />
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "refused" ? <RefusedNotice key={attempt} text={say("refused")} /> : null}
      {answer?.kind === "wait" ? (
        <RefusedNotice key={attempt} text={say("wait", { time: answer.time })} />
      ) : null}
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <TextField
        id="email"
        name="email"
        type="email"
        label={say("email")}
        error={problems.email}
        defaultValue={values.email}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextField
        id="password"
        name="password"
        type="password"
        label={say("password")}
        error={problems.password}
        defaultValue={values.password}
        autoComplete="current-password"
      />
      <SubmitButton className="mt-1 w-full">{say("signIn")}</SubmitButton>
      <p className="text-center text-ink-faint text-sm">{say("forgotten")}</p>
    </form>
  );
}

function RefusedNotice({ text }: { text: string }) {
  return (
    <Notice tone="danger" role="alert">
      {text}
    </Notice>
  );
}
