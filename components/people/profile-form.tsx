"use client";

import { ErrorSummary } from "@/components/ui/error-summary";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { type FormAction, useFormAction } from "@/components/ui/use-form-action";
import { useMessages } from "@/lib/i18n/client-messages";
import { TIME_ZONES, type TimeZone } from "@/lib/i18n/format";
import { LOCALE_NAMES, LOCALES, type Locale } from "@/lib/i18n/locale";
import type { PersonProblem } from "@/lib/users/person-input";

export type ProfileAnswer = { kind: "saved" } | { kind: "problems"; problems: { name: PersonProblem } };

export type ProfileValues = { name: string; locale: Locale | null; timeZone: TimeZone };

/** One's own name, language and time zone. */
export function ProfileForm({ profile, save }: { profile: ProfileValues; save: FormAction<ProfileAnswer> }) {
  const say = useMessages("profile");
  const sayPeople = useMessages("people");
  const sayCommon = useMessages("common");
  const { answer, attempt, values, submit } = useFormAction(save, {
    ...profile,
    locale: profile.locale ?? "",
  });
  const nameError = answer?.kind === "problems" ? sayPeople(`problem.${answer.problems.name}`) : undefined;
  const summary = nameError ? [{ fieldId: "profile-name", message: nameError }] : [];
  return (
    <form action={submit} noValidate className="flex max-w-sm flex-col gap-4">
      <ErrorSummary
        title={sayCommon("errorSummary", { count: summary.length })}
        errors={summary}
        attempt={attempt}
      />
      {answer?.kind === "failure" ? <FailureNotice failure={answer} /> : null}
      {answer?.kind === "saved" ? (
        <Notice key={attempt} tone="success" role="status">
          {say("saved")}
        </Notice>
      ) : null}
      <TextField
        id="profile-name"
        name="name"
        label={say("name")}
        error={nameError}
        defaultValue={values.name}
        autoComplete="name"
      />
      {/* React does not give a select its new default after an action, so a new one is made. */}
      <SelectField
        key={`locale ${attempt}`}
        name="locale"
        label={say("screens")}
        defaultValue={values.locale}
      >
        <option value="">{say("screensBrowser")}</option>
        {LOCALES.map((locale) => (
          <option key={locale} value={locale} lang={locale}>
            {LOCALE_NAMES[locale]}
          </option>
        ))}
      </SelectField>
      <SelectField
        key={`zone ${attempt}`}
        name="timeZone"
        label={say("timeZone")}
        defaultValue={values.timeZone}
      >
        {TIME_ZONES.map((timeZone) => (
          <option key={timeZone} value={timeZone}>
            {say(`timeZones.${timeZone}`)}
          </option>
        ))}
      </SelectField>
      <SubmitButton className="self-start">{say("save")}</SubmitButton>
    </form>
  );
}
