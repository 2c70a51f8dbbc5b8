"use client";

import { FormSummary } from "@/components/forms/form-summary";
import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { PasswordField } from "@/components/ui/fields/password-field";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { Notice } from "@/components/ui/notice";
import { useMessages } from "@/lib/i18n/client-messages";
import type { ChangePasswordInput } from "@/lib/users/password-input";
import { PASSWORD_PROBLEMS, type PasswordProblem } from "@/lib/users/problem";

export type PasswordAnswer =
  | { kind: "changed" }
  | FieldProblems<"currentPassword" | "newPassword", "wrong" | PasswordProblem>;

/** Changes one's own password. What was typed stays until it was changed. */
export function PasswordForm({
  email,
  change,
}: {
  email: string;
  change: (input: ChangePasswordInput) => Promise<PasswordAnswer | ActionFailure>;
}) {
  const say = useMessages("profile");
  const sayAuth = useMessages("auth");
  const { attributes, summary, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/users/password-input")).changePasswordSchema,
    initial: { currentPassword: "", newPassword: "" },
    fields: ["currentPassword", "newPassword"],
    codes: ["missing", "wrong", ...PASSWORD_PROBLEMS],
    say({ code }) {
      if (code === "missing") return say("currentPasswordMissing");
      return code === "wrong" ? say("currentPasswordWrong") : sayAuth(`passwordProblem.${code}`);
    },
    action: change,
    isEmptiedAfter: true,
    hasSummary: true,
  });

  return (
    <form {...attributes} className="flex max-w-sm flex-col gap-4">
      <FormSummary {...summary} />
      {failure ? <FailureNotice failure={failure} /> : null}
      {ending ? (
        <Notice key={endingKey} tone="success" role="status">
          {say("passwordChanged")}
        </Notice>
      ) : null}
      {/* Lets a password manager file the new password under the right name. */}
      <input type="hidden" name="username" autoComplete="username" defaultValue={email} />
      <PasswordField
        {...field("currentPassword")}
        label={say("currentPassword")}
        autoComplete="current-password"
        showLabel={sayAuth("show")}
        hideLabel={sayAuth("hide")}
      />
      <PasswordField
        {...field("newPassword")}
        label={say("newPassword")}
        hint={sayAuth("passwordHint")}
        autoComplete="new-password"
        showLabel={sayAuth("show")}
        hideLabel={sayAuth("hide")}
      />
      <SubmitButton variant="secondary" className="self-start">
        {say("changePassword")}
      </SubmitButton>
    </form>
  );
}
