import type { ReactNode } from "react";
import { listAddress, withoutChips } from "@/components/registrations/filter/address";
import { type Chip, FilterBar } from "@/components/registrations/filter/bar";
import type { LoadFilterChoices } from "@/components/registrations/filter/choice-lists";
import { getFilterTranslators } from "@/components/registrations/filter/filter-translators";
import { SearchForm } from "@/components/registrations/filter/search-form";
import { filterWords } from "@/components/registrations/filter/words";
import { CHIP_FILTERS, writeListFilter } from "@/lib/registrations/list/filter";
import { getTimeStyle } from "@/lib/server/language";
import type { ListState } from "./list-state";

/** What the rows are searched and filtered by, and how they are shown. */
export async function ListToolbar({
  state: { filter, columns, names, isExplicit, whose, seesContacts },
  hasWhose,
  loadChoices,
  tools,
  range,
}: {
  state: ListState;
  hasWhose: boolean;
  loadChoices: LoadFilterChoices;
  tools?: ReactNode;
  /** Which rows of how many. */
  range?: ReactNode;
}) {
  const [translators, style] = await Promise.all([getFilterTranslators(), getTimeStyle()]);
  const chips = CHIP_FILTERS.flatMap((name): Chip[] => {
    // Whose they are stands in its switch.
    if (name === "owner" && filter.owner === "me" && hasWhose) return [];
    const words = filterWords(name, filter, { ...translators, names, style });
    const without = { ...filter, [name]: null, cursor: null };
    if (!words) return [];
    return [{ filter: name, words, withoutHref: listAddress(without, { isExplicit }) }];
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchForm filter={filter} isExplicit={isExplicit} whose={whose} seesContacts={seesContacts} />
      <FilterBar
        chips={chips}
        clearHref={listAddress(withoutChips(filter), { isExplicit })}
        query={writeListFilter({ ...filter, columns }).toString()}
        hasOwnColumns={filter.columns !== null}
        isExplicit={isExplicit}
        loadChoices={loadChoices}
        tools={tools}
        range={range}
      />
    </div>
  );
}
