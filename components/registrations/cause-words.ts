import type { Translator } from "@/lib/i18n/translator";

export type CauseTranslators = { filters: Translator<"filters">; detail: Translator<"detail"> };

const FIELDS = [
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
  "referralCode",
  "partnerReference",
] as const;

/** Why a registration needs a person, from its code alone (`causeOf`); DOKU's own words stand on the registration. */
export function causeWords(cause: string, { filters, detail }: CauseTranslators): string {
  const [kind, name = ""] = cause.split(".");
  if (kind === "refused") {
    const field = FIELDS.find((known) => known === name);
    return field
      ? filters("cause.refused", { field: detail(`fields.${field}`) })
      : filters("cause.refusedOther");
  }
  if (name === "by_person") return filters("cause.byPerson");
  return isReasonWithWords(name, detail) ? detail(`reasons.${name}`) : filters("cause.noAnswer");
}

type ReasonKey = Parameters<Translator<"detail">["has"]>[0] extends infer Key
  ? Key extends `reasons.${infer Name}`
    ? Name
    : never
  : never;

function isReasonWithWords(name: string, detail: Translator<"detail">): name is ReasonKey {
  return detail.has(`reasons.${name}` as `reasons.${ReasonKey}`);
}
