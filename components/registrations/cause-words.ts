import { type DokuField, dokuFieldOf } from "@/lib/doku/problem-field";
import type { Translator } from "@/lib/i18n/translator";
import type { Names } from "@/lib/registrations/input/remedy";
import { type RefusalTranslators, refusalText } from "./refusal-sentences";

export type CauseTranslators = RefusalTranslators & {
  filters: Translator<"filters">;
  detail: Translator<"detail">;
};

/**
 * Why a registration needs a person, from its code (`causeOf`) and from what DOKU said to it, or to one of those that
 * share the code, where that is at hand.
 */
export function causeWords(
  cause: string,
  translators: CauseTranslators,
  said: { problem: string | null; names?: Names } = { problem: null },
): string {
  const { filters, detail, form } = translators;
  const [kind, name = ""] = cause.split(".");
  if (kind === "refused") {
    const field = fieldOfCause(cause);
    if (said.problem) return refusalText({ words: said.problem, field, names: said.names }, translators);
    return field ? filters("cause.refused", { field: form(field) }) : filters("cause.refusedOther");
  }
  if (name === "by_person") return filters("cause.byPerson");
  return isReasonWithWords(name, detail) ? detail(`reasons.${name}`) : filters("cause.noAnswer");
}

/** The field that DOKU named, as far as the code of a cause tells it. */
function fieldOfCause(cause: string | null): DokuField | null {
  const [kind, name] = cause?.split(".") ?? [];
  return kind === "refused" ? dokuFieldOf(name) : null;
}

type ReasonKey = Parameters<Translator<"detail">["has"]>[0] extends infer Key
  ? Key extends `reasons.${infer Name}`
    ? Name
    : never
  : never;

function isReasonWithWords(name: string, detail: Translator<"detail">): name is ReasonKey {
  return detail.has(`reasons.${name}` as `reasons.${ReasonKey}`);
}
