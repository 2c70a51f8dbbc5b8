import { getFilterTranslators } from "@/components/registrations/filter/filter-translators";
import { filterWords } from "@/components/registrations/filter/words";
import type { UserActor } from "@/lib/authority/actor";
import { CHIP_FILTERS, type ListFilter } from "@/lib/registrations/list/filter";
import { showLabel } from "@/lib/registrations/sight";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { readFilterNames } from "@/lib/views/filter-choices";

/** A filter in the words of the list, each part by itself: `Status: Needs fixing`, `Owner: Rina`. Empty where everything is shown. */
export async function describeFilter(actor: UserActor, filter: ListFilter): Promise<string[]> {
  const [translators, list, status, style, names] = await Promise.all([
    getFilterTranslators(),
    getTranslator("list"),
    getTranslator("status"),
    getTimeStyle(),
    readFilterNames(actor, filter),
  ]);
  const { filters } = translators;
  const chip = (name: string, value: string) => filters("chip", { name, value });
  return [
    ...(filter.tab === "all" ? [] : [chip(list("columns.status"), status(filter.tab))]),
    ...(filter.query === "" ? [] : [chip(filters("parameters.q"), showLabel(actor, filter.query))]),
    ...CHIP_FILTERS.flatMap((name) => filterWords(name, filter, { names, style, ...translators }) ?? []),
  ];
}
