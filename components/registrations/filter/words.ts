import { type CauseTranslators, causeWords } from "@/components/registrations/cause-words";
import { formatDate, type TimeStyle } from "@/lib/i18n/format";
import type { Translator } from "@/lib/i18n/translator";
import type { DateRange } from "@/lib/registrations/list/date-range";
import type { ListFilter } from "@/lib/registrations/list/filter";
import type { ChipFilter } from "./address";

/** What the ids of a filter stand for. */
export type FilterNames = { owner: string | null; credential: string | null; batch: string | null };

/** A filter in force as a chip says it, `Owner: Rina`; null where it is not in force. */
export function filterWords(
  name: ChipFilter,
  filter: ListFilter,
  { names, style, ...translators }: CauseTranslators & { names: FilterNames; style: TimeStyle },
): string | null {
  const value = valueWords();
  return value && translators.filters("chip", { name: translators.filters(`names.${name}`), value });

  function valueWords(): string | null {
    switch (name) {
      case "owner":
        return filter.owner === "me" ? translators.filters("me") : names.owner;
      case "credential":
        return names.credential;
      case "batch":
        return names.batch === "" ? translators.filters("pasted") : names.batch;
      case "referral":
        return filter.referral;
      case "cause":
        return filter.cause && causeWords(filter.cause, translators);
      case "created":
      case "updated":
        return filter[name] && rangeWords(filter[name], translators.filters, style);
    }
  }
}

function rangeWords(range: DateRange, t: Translator<"filters">, style: TimeStyle): string {
  if (typeof range === "string") return t(`ranges.${range}`);
  // A day of the calendar has no zone; 03:00 in UTC is that day in every zone of Indonesia.
  const day = (text: string) => formatDate(new Date(`${text}T03:00:00Z`), style);
  if (range.from === null) return t("until", { day: day(range.to ?? "") });
  if (range.to === null) return t("since", { day: day(range.from) });
  return range.from === range.to
    ? day(range.from)
    : t("between", { from: day(range.from), to: day(range.to) });
}
