import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { causeWords } from "@/components/registrations/cause-words";
import { countText } from "@/components/registrations/list-count";
import type { UserActor } from "@/lib/authority/actor";
import { EMPTY_FILTER, type ListFilter } from "@/lib/registrations/list/filter";
import { causesUnder } from "@/lib/registrations/list/needs-you";
import { getLocale } from "@/lib/server/language";

/** The causes there are among what the other filters show, in words, the commonest first. */
export async function readCauseChoices(actor: UserActor, filter: ListFilter) {
  const [found, locale, translators] = await Promise.all([
    causesUnder(actor, filter),
    getLocale(),
    getCauseTranslators(),
  ]);
  // Too hard a question is asked without the other filters, and then nothing is said of how many.
  const groups = found ?? (await causesUnder(actor, EMPTY_FILTER)) ?? [];
  return groups.map(({ cause, count, problem }) => ({
    cause,
    words: causeWords(cause, translators, { problem }),
    count: found ? countText(count, locale) : null,
  }));
}
