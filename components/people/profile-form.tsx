"use client";

import { FormSummary } from "@/components/forms/form-summary";
import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";
import { SelectField } from "@/components/ui/fields/select";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { bringIntoView } from "@/components/ui/sight/bring-into-view";
import { useMessages } from "@/lib/i18n/client-messages";
import { TIME_ZONES } from "@/lib/i18n/format";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locale";
import type { ProfileInput } from "@/lib/users/person-input";
import { PERSON_PROBLEMS, type PersonProblem } from "@/lib/users/problem";

export type ProfileAnswer = { kind: "saved" } | FieldProblems<"name", PersonProblem>;

/** One's own name, language and time zone. */
export function ProfileForm({
  profile,
  save,
}: {
  profile: ProfileInput;
  save: (input: ProfileInput) => Promise<ProfileAnswer | ActionFailure>;
}) {
  const say = useMessages("profile");
  const sayPeople = useMessages("people");
  const { attributes, summary, failure, ending, endingKey, field } = useActionForm({
    loadSchema: async () => (await import("@/lib/users/person-input")).profileSchema,
    initial: profile,
    fields: ["name"],
    codes: PERSON_PROBLEMS,
    say: ({ code }) => sayPeople(`problem.${code}`),
    action: save,
    hasSummary: true,
  });
  return (
    <form {...attributes} className="flex max-w-sm flex-col gap-4">
      <FormSummary {...summary} />
      {failure ? <FailureNotice failure={failure} /> : null}
      {ending ? (
        <Notice key={endingKey} ref={bringIntoView} tone="success" role="status">
          {say("saved")}
        </Notice>
      ) : null}
      <TextField {...field("name")} label={say("name")} autoComplete="name" />
      <SelectField {...field("locale")} label={say("screens")}>
        <option value="">{say("screensBrowser")}</option>
        {LOCALES.map((locale) => (
          <option key={locale} value={locale} lang={locale}>
            {LOCALE_NAMES[locale]}
          </option>
        ))}
      </SelectField>
      <SelectField {...field("timeZone")} label={say("timeZone")}>
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
