import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { causeWords } from "@/components/registrations/cause-words";
import { countText } from "@/components/registrations/list-count";
import type { UserActor } from "@/lib/authority/actor";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { getLocale } from "@/lib/server/language";

/** The causes there are at this moment in words, the commonest first. */
export async function readCauseChoices(actor: UserActor) {
  const [needs, locale, translators] = await Promise.all([
    needsYou(actor, "all"),
    getLocale(),
    getCauseTranslators(),
  ]);
  return (needs?.groups ?? []).map(({ cause, count, problem }) => ({
    cause,
    words: causeWords(cause, translators, { problem }),
    count: countText(count, locale),
  }));
}
