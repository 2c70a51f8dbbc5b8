"use client";

import { FormSummary } from "@/components/forms/form-summary";
import { useActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { PasswordField } from "@/components/ui/fields/password-field";
import { TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { DetailsFold } from "@/components/ui/overlays/details-fold";
import type { SignInRefusal } from "@/lib/auth/refusal";
import { useMessages } from "@/lib/i18n/client-messages";
import { formatTime, type TimeStyle } from "@/lib/i18n/format";
import { SIGN_IN_PROBLEMS } from "@/lib/users/problem";
import { enter } from "./enter";

/**
 * E-mail and password. A success leads away; anything else is said here and nothing typed is lost. Without a script, or
 * before it has come, the browser itself hands the form to next-auth, which leads back with a `refusal`.
 */
export function SignInForm({
  callbackUrl,
  csrfToken,
  refusal,
  style,
}: {
  callbackUrl: string;
  csrfToken: string;
  refusal: SignInRefusal | null;
  style: TimeStyle;
}) {
  const say = useMessages("auth");
  const { attributes, summary, failure, ending, endingKey, attempt, isSending, press, field } = useActionForm(
    {
      loadSchema: async () => (await import("@/lib/users/sign-in-input")).signInSchema,
      initial: { email: "", password: "" },
      fields: ["email", "password"],
      codes: SIGN_IN_PROBLEMS,
      say: ({ code }) => say(code),
      action: ({ email, password }) => enter({ email, password, callbackUrl }),
      hasSummary: true,
    },
  );

  const isPressed = endingKey > 0 || attempt > 0 || failure !== null;
  const told = isPressed ? (failure ?? ending) : refusal;

  return (
    <form
      {...attributes}
      method="post"
      action="/api/auth/callback/credentials"
      onSubmit={(event) => {
        event.preventDefault();
        void press();
      }}
      className="flex flex-col gap-4"
    >
      <FormSummary {...summary} />
      {told?.kind === "failure" ? <FailureNotice failure={told} /> : null}
      {told && told.kind !== "failure" ? (
        <Notice key={endingKey} tone="danger" role="alert">
          {told.kind === "wait"
            ? say("wait", { time: formatTime(told.until, new Date(), style) })
            : say(told.kind === "refused" ? "refused" : "noCookie")}
        </Notice>
      ) : null}
      <input type="hidden" name="csrfToken" value={csrfToken} />
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <TextField
        {...field("email")}
        type="email"
        label={say("email")}
        autoFocus
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...field("password")}
        label={say("password")}
        autoComplete="current-password"
        showLabel={say("show")}
        hideLabel={say("hide")}
      />
      <Button type="submit" variant="primary" pending={isSending} className="mt-1 w-full">
        {say("signIn")}
      </Button>
      <DetailsFold summary={say("forgotten")}>
        <p className="text-ink-soft text-sm">{say("forgottenText")}</p>
      </DetailsFold>
    </form>
  );
}
