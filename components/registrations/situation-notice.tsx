import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { formatTime } from "@/lib/i18n/format";
import { getTimeStyle, getTranslator } from "@/lib/i18n/server";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { describeSituation, isRegistrationField } from "./situation";

/** What happened, whether anything was created, and what to do: the sentences that `describeSituation` chose. */
export async function SituationNotice({
  registration,
  name,
  actions,
}: {
  registration: RegistrationView;
  name: string;
  /** Buttons for what can be done about it. */
  actions: ReactNode;
}) {
  const [t, style] = await Promise.all([getTranslator("detail"), getTimeStyle()]);
  const { tone, sentences } = describeSituation(registration);
  const { problemField, problem, nextRunAt, credential, businesses, attempts } = registration;
  const refusedField = isRegistrationField(problemField) ? problemField : null;
  const lastWords = attempts.find((attempt) => attempt.outcome !== null)?.message;
  const values = {
    name,
    email: registration.input.invitedUserEmail,
    businessId: businesses[0]?.businessId ?? "",
    credential: credential.label,
    time: nextRunAt ? formatTime(new Date(nextRunAt), new Date(), style) : "",
    words: problem ?? lastWords ?? "",
    field: refusedField ? t(`fields.${refusedField}`) : "",
  };
  return (
    <Notice tone={tone} role="status" actions={actions}>
      {sentences.map((sentence) => t(`situation.${sentence}`, values)).join(" ")}
    </Notice>
  );
}
