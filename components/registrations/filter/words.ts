import { type CauseTranslators, causeWords } from "@/components/registrations/cause-words";
import { formatDate, type TimeStyle } from "@/lib/i18n/format";
import type { Translator } from "@/lib/i18n/translator";
import { PROGRESSES, WHO } from "@/lib/progress/progress";
import { choicesOf } from "@/lib/registrations/list/choices";
import { type DateRange, isRangeFilter, type RangeFilter } from "@/lib/registrations/list/date-range";
import type { ChipFilter, ListFilter } from "@/lib/registrations/list/filter";

/** What the values of a filter stand for; see `readFilterNames`. */
export type FilterNames = Readonly<
  Record<"owner" | "credential" | "batch" | "cause", Readonly<Record<string, string>>>
>;

export type FilterTranslators = CauseTranslators & {
  progress: Translator<"progress">;
  who: Translator<"who">;
};

type NamedFilter = Exclude<ChipFilter, "turn" | RangeFilter>;

/** More are counted. */
const NAMED_VALUES = 3;

/** A filter in force as a chip says it, `Owner: Rina`; null where it is not in force. */
export function filterWords(
  name: ChipFilter,
  filter: ListFilter,
  { names, style, ...translators }: FilterTranslators & { names: FilterNames; style: TimeStyle },
): string | null {
  const t = translators.filters;
  if (isRangeFilter(name)) {
    const range = filter[name];
    return range && t("chip", { name: t(`names.${name}`), value: rangeWords(range, t, style) });
  }
  if (name === "turn") {
    return filter.turn && t("chip", { name: t("names.turn"), value: t(`turns.${filter.turn}`) });
  }
  const { values, isNot } = choicesOf(filter[name]);
  const [first, ...others] = values.map((value) => valueWords(name, value));
  if (first === undefined) return null;
  const named = [first, ...others.slice(0, NAMED_VALUES - 1)].join(", ");
  const more = values.length - NAMED_VALUES;
  const value = more > 0 ? t("andMore", { named, count: more }) : named;
  return t(isNot ? "chipNot" : "chip", { name: t(`names.${name}`), value });

  function valueWords(kind: NamedFilter, value: string): string {
    switch (kind) {
      case "progress":
        return translators.progress(PROGRESSES.find((progress) => progress === value) ?? "UNKNOWN_VALUE");
      case "who":
        return translators.who(WHO.find((who) => who === value) ?? "nobody");
      case "owner":
        return value === "me" ? t("me") : (names.owner[value] ?? value);
      case "credential":
        return names.credential[value] ?? value;
      case "batch":
        return names.batch[value] || t("pasted");
      case "referral":
        return value;
      case "cause":
        return causeWords(value, translators, { problem: names.cause[value] ?? null });
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
