import { causeWords } from "@/components/registrations/cause-words";
import { countText } from "@/components/registrations/list-count";
import type { UserActor } from "@/lib/authority/actor";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { getLocale, getTranslator } from "@/lib/server/language";

/** The causes there are at this moment in words, the commonest first. */
export async function readCauseChoices(actor: UserActor) {
  const [needs, locale, filters, detail] = await Promise.all([
    needsYou(actor, "all"),
    getLocale(),
    getTranslator("filters"),
    getTranslator("detail"),
  ]);
  return (needs?.groups ?? []).map(({ cause, count, problem }) => {
    const words = causeWords(cause, { filters, detail });
    return { cause, words: problem ? `${words}: “${problem}”` : words, count: countText(count, locale) };
  });
}
