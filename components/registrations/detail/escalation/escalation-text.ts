import { DEFAULT_TIME_ZONE, formatMoment, formatUtc } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";
import type { Translator } from "@/lib/i18n/translator";
import type { ProgressView } from "@/lib/progress/progress-view";
import type { AttemptView, RegistrationView } from "@/lib/registrations/registration-view";

/** The translators of one language that the text needs. */
export type EscalationWords = {
  locale: Locale;
  escalation: Translator<"escalation">;
  detail: Translator<"detail">;
  outcome: Translator<"outcome">;
  status: Translator<"status">;
  progress: Translator<"progress">;
};

/** As many attempts as somebody at DOKU reads. */
const MAX_ATTEMPTS = 8;

/**
 * A registration as DOKU's support needs it: by which ids they find it, what was tried and when, and what is asked. No
 * secret and no signature; of the merchant what its reader may see. Pure.
 */
export function escalationText(
  registration: RegistrationView,
  progress: Pick<ProgressView, "progress" | "raw" | "asOf">,
  words: EscalationWords,
): string {
  const { escalation: t, detail, status } = words;
  const { input, businesses, requestId, partnerReference, invitedAt, attempts } = registration;
  const line = (term: string, value: string) => (value === "" ? [] : [`${term}: ${value}`]);
  const isInvited = registration.status === "INVITED";
  const shown = attempts.slice(0, MAX_ATTEMPTS).toReversed();
  const left = attempts.length - shown.length;
  return [
    t("greeting"),
    "",
    t(`ask.${questionOf(registration, progress)}`, {
      name: input.businessName,
      email: input.invitedUserEmail,
    }),
    "",
    ...line(t("business"), input.businessName),
    ...line(detail("ourReference"), partnerReference),
    ...line(detail("requestId"), requestId ?? ""),
    ...line(detail("businessId"), businesses.map(({ businessId }) => businessId).join(", ")),
    ...line(detail("brandId"), businesses.flatMap(({ brandIds }) => brandIds).join(", ")),
    ...line(t("status"), status(registration.status)),
    ...(isInvited
      ? line(t("progress"), progress.raw ?? words.progress(progress.progress)).map((text) =>
          progress.asOf ? `${text} (${bothTimes(progress.asOf, words.locale)})` : text,
        )
      : []),
    ...line(t("invitedAt"), invitedAt ? bothTimes(invitedAt, words.locale) : ""),
    "",
    t("tried"),
    ...(left > 0 ? [t("earlier", { count: left })] : []),
    ...shown.map((attempt) => attemptLine(attempt, words)),
    "",
    t("thanks"),
  ].join("\n");
}

/** `12 Nov 2026, 14.05.09 WIB (2026-11-12 07:05:09 UTC)`: ours and theirs. */
function bothTimes(at: string, locale: Locale): string {
  const date = new Date(at);
  return `${formatMoment(date, { locale, timeZone: DEFAULT_TIME_ZONE })} (${formatUtc(date)})`;
}

function attemptLine(attempt: AttemptView, { locale, detail, outcome, escalation }: EscalationWords): string {
  const { number, kind, startedAt, httpStatus, errorCode, message, requestId } = attempt;
  const facts = [
    attempt.outcome ? outcome(attempt.outcome) : detail("running"),
    ...(httpStatus === null ? [] : [detail("httpStatus", { status: httpStatus })]),
    ...(errorCode ? [errorCode] : []),
    ...(message ? [`“${message}”`] : []),
    escalation("requestIdOf", { requestId }),
  ];
  return `${number}. ${detail(`kinds.${kind}`)}, ${bothTimes(startedAt, locale)}: ${facts.join(", ")}`;
}

/** What is asked, as a key of `escalation.ask`. */
function questionOf({ status }: RegistrationView, { progress }: Pick<ProgressView, "progress">) {
  if (status === "UNCONFIRMED") return "unsure";
  if (status !== "INVITED") return "refused";
  switch (progress) {
    case "IN_REVIEW":
      return "review";
    case "REJECTED":
    case "ACTION_NEEDED":
    case "UNKNOWN_VALUE":
    case "IN_PROGRESS":
    case "VERIFIED":
      return "reason";
    case "NOT_CHECKED":
    case "INVITED":
      return "invitation";
  }
}
