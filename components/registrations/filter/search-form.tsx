import Search from "lucide-react/icons/search";
import Form from "next/form";
import { LiveSearch } from "@/components/search/live-search";
import { type ListFilter, QUERY_MAX_LENGTH } from "@/lib/registrations/list/filter";
import type { Whose } from "@/lib/registrations/list/whose";
import { getTranslator } from "@/lib/server/language";
import { listAddress, searchFields, withoutSearch } from "./address";

/** The search of the list. It is an address like any other, so it can be kept, shared and gone back to. */
export async function SearchForm({
  filter,
  isExplicit,
  whose,
  seesContacts,
}: {
  filter: ListFilter;
  isExplicit: boolean;
  /** Whose registrations the list begins with. */
  whose: Whose;
  /** Who does not finds nothing by addresses and numbers. */
  seesContacts: boolean;
}) {
  const t = await getTranslator("list");
  const { query } = filter;
  return (
    <Form
      action="/registrations"
      role="search"
      prefetch={false}
      className="relative min-w-36 flex-1 sm:max-w-sm"
    >
      {searchFields(filter, { isExplicit }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Search
        aria-hidden="true"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-ink-faint"
      />
      <LiveSearch
        query={query}
        clearHref={listAddress(withoutSearch(filter, whose), { isExplicit })}
        maxLength={QUERY_MAX_LENGTH}
        label={t("search")}
        placeholder={t(seesContacts ? "searchPlaceholder" : "searchMaskedPlaceholder")}
        clearLabel={t("clearSearch")}
      />
    </Form>
  );
}
