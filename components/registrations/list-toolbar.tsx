import type { Route } from "next";
import type { ReactNode } from "react";
import { getTimeStyle, getTranslator } from "@/lib/i18n/server";
import { writeListFilter } from "@/lib/registrations/list-filter";
import { type Chip, FilterBar } from "./filter-bar";
import type { LoadFilterChoices } from "./filter-panel";
import { filterWords } from "./filter-words";
import { CHIP_FILTERS, listAddress, withoutChips } from "./list-address";
import type { ListState } from "./registration-list";
import { SearchForm } from "./search-form";

/** What the rows are searched and filtered by, and how they are shown. */
export async function ListToolbar({
  state: { filter, columns, names, hasDefaultView: isExplicit },
  loadChoices,
  tools,
}: {
  state: ListState;
  loadChoices: LoadFilterChoices;
  tools?: ReactNode;
}) {
  const [filters, detail, style] = await Promise.all([
    getTranslator("filters"),
    getTranslator("detail"),
    getTimeStyle(),
  ]);
  const chips = CHIP_FILTERS.flatMap((name): Chip[] => {
    const words = filterWords(name, filter, { filters, detail, names, style });
    const without = { ...filter, [name]: null, cursor: null };
    if (!words) return [];
    const chip = { words, withoutHref: listAddress(without, { isExplicit }) };
    if (name !== "batch") return [{ ...chip, filter: name }];
    return [{ ...chip, filter: name, href: `/imports/${filter.batch}` as Route }];
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchForm filter={filter} isExplicit={isExplicit} />
      <FilterBar
        chips={chips}
        clearHref={listAddress(withoutChips(filter), { isExplicit })}
        query={writeListFilter({ ...filter, columns }).toString()}
        hasOwnColumns={filter.columns !== null}
        isExplicit={isExplicit}
        loadChoices={loadChoices}
        tools={tools}
      />
    </div>
  );
}
