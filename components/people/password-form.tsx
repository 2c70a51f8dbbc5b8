"use client";

import { ErrorSummary } from "@/components/ui/error-summary";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";
import type { PasswordProblem } from "@/lib/users/password-rules";

type PasswordProblems = { currentPassword?: "missing" | "wrong"; newPassword?: PasswordProblem };
export type PasswordAnswer = { kind: "changed" } | { kind: "problems"; problems: PasswordProblems };

/** Changes one's own password. What was typed stays until it was changed. */
export function PasswordForm({ email, change }: { email: string; change: FormAction<PasswordAnswer> }) {
  const say = useMessages("profile");
  const sayAuth = useMessages("auth");
  const sayCommon = useMessages("common");
  const { answer, attempt, values, submit } = useFormAction<PasswordAnswer>(async (previous, form) => {
    if (form.get("currentPassword")) return change(previous, form);
    return { kind: "problems", problems: { currentPassword: "missing" } };
  });
  const problems: PasswordProblems = answer?.kind === "problems" ? answer.problems : {};
  const errors = {
    currentPassword:
      problems.currentPassword &&
      say(problems.currentPassword === "wrong" ? "currentPasswordWrong" : "currentPasswordMissing"),
    newPassword: problems.newPassword && sayAuth(`passwordProblem.${problems.newPassword}`),
  };
  const summary = Object.entries(errors).flatMap(([fieldId, message]) =>
    message ? [{ fieldId, message }] : [],
  );
  const kept = answer?.kind === "changed" ? {} : values;
  return (
    <form action={submit} noValidate className="flex max-w-sm flex-col gap-4">
      <ErrorSummary
        title={sayCommon("errorSummary", { count: summary.length })}
        errors={summary}
        attempt={attempt}
      />
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "changed" ? (
        <Notice key={attempt} tone="success" role="status">
          {say("passwordChanged")}
        </Notice>
      ) : null}
      {/* Lets a password manager file the new password under the right name. */}
      <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
      <TextField
        id="currentPassword"
        name="currentPassword"
        type="password"
        label={say("currentPassword")}
        error={errors.currentPassword}
        defaultValue={kept.currentPassword ?? ""}
        autoComplete="current-password"
      />
      <TextField
        id="newPassword"
        name="newPassword"
        type="password"
        label={say("newPassword")}
        hint={sayAuth("passwordHint")}
        error={errors.newPassword}
        defaultValue={kept.newPassword ?? ""}
        autoComplete="new-password"
      />
      <SubmitButton variant="secondary" className="self-start">
        {say("changePassword")}
      </SubmitButton>
    </form>
  );
}
