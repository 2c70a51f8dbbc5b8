import type { ReactNode } from "react";
import { pauseWords } from "@/components/credentials/pause-words";
import { refusalText } from "@/components/registrations/refusal-sentences";
import { Notice } from "@/components/ui/notice";
import { formatTime } from "@/lib/i18n/format";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { OUTCOME_ID } from "./outcome-id";
import { describeSituation } from "./situation";

/** What happened, whether anything was created, and what to do: the sentences that `describeSituation` chose. */
export async function SituationNotice({
  registration,
  name,
  words,
  actions,
}: {
  registration: RegistrationView;
  name: string;
  /** DOKU's own words of a refusal. */
  words: string | null;
  /** Buttons for what can be done about it. */
  actions: ReactNode;
}) {
  const [t, refusals, form, style] = await Promise.all([
    getTranslator("detail"),
    getTranslator("refusals"),
    getTranslator("form"),
    getTimeStyle(),
  ]);
  const now = new Date();
  const { tone, sentences } = describeSituation(registration);
  const { problemField, problem, nextRunAt, credential, businesses, attempts, input } = registration;
  const lastWords = attempts.find((attempt) => attempt.outcome !== null)?.message;
  const values = {
    name,
    email: registration.input.invitedUserEmail,
    businessId: businesses[0]?.businessId ?? "",
    credential: credential.label,
    time: nextRunAt ? formatTime(new Date(nextRunAt), now, style) : "",
    // A time that is over says nothing of when it goes on: its turn has come, and others may be before it.
    when: nextRunAt && new Date(nextRunAt) > now ? "later" : "due",
    ...pauseWords(credential.pausedReason, t),
    refusal: refusalText(
      {
        words: problem ?? lastWords ?? "",
        field: problemField,
        names: input,
      },
      { refusals, form },
    ),
  };
  const shownWords = words && !registration.archived ? form("fix.dokuWords", { words }) : null;
  return (
    <Notice
      id={OUTCOME_ID}
      tabIndex={-1}
      tone={tone}
      role="status"
      className="focus-visible:outline-offset-2"
      actions={
        shownWords || actions ? (
          <>
            {shownWords ? <p className="-mt-2 w-full text-ink-soft text-xs">{shownWords}</p> : null}
            {actions}
          </>
        ) : null
      }
    >
      {inOneLine(sentences.map((sentence) => t(`situation.${sentence}`, values)))}
    </Notice>
  );
}

/** The last sentence of a notice has no full stop; one that another follows gets it. */
function inOneLine(sentences: readonly string[]): string {
  return sentences
    .map((sentence, at) => (at < sentences.length - 1 ? sentence.replace(/[^.!?…]$/, "$&.") : sentence))
    .join(" ");
}
