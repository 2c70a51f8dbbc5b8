import clsx from "clsx";
import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import Form from "next/form";
import Link from "next/link";
import { CONTROL_CLASS, CONTROL_HEIGHT_CLASS } from "@/components/ui/fields/field";
import { type ListFilter, QUERY_MAX_LENGTH, writeListFilter } from "@/lib/registrations/list/filter";
import { getTranslator } from "@/lib/server/language";
import { listAddress } from "./address";

/** The search of the list. It is an address like any other, so it can be kept, shared and gone back to. */
export async function SearchForm({ filter, isExplicit }: { filter: ListFilter; isExplicit: boolean }) {
  const t = await getTranslator("list");
  const { query } = filter;
  // A merchant is looked for among everybody's: a search of one's own would say that a colleague's is not there.
  const owner = filter.owner === "me" ? null : filter.owner;
  // Clearing the box and sending it must not lead to a view that the bare address would open.
  const kept = [...writeListFilter({ ...filter, owner, query: "", cursor: null })];
  const hidden = filter.tab === "all" && isExplicit ? [["status", "all"], ...kept] : kept;
  return (
    <Form
      action="/registrations"
      role="search"
      prefetch={false}
      className="relative min-w-0 flex-1 sm:max-w-sm"
    >
      {hidden.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Search
        aria-hidden="true"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-ink-faint"
      />
      <input
        // A new key puts the field back to the address when the person goes back.
        key={query}
        type="search"
        name="q"
        data-search=""
        maxLength={QUERY_MAX_LENGTH}
        defaultValue={query}
        aria-label={t("search")}
        aria-keyshortcuts="/"
        placeholder={t("searchPlaceholder")}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        className={clsx(
          CONTROL_CLASS,
          CONTROL_HEIGHT_CLASS,
          "px-9! [&::-webkit-search-cancel-button]:hidden",
        )}
      />
      {query ? (
        <Link
          href={listAddress({ ...filter, query: "", cursor: null }, { isExplicit })}
          prefetch={false}
          aria-label={t("clearSearch")}
          title={t("clearSearch")}
          className="-translate-y-1/2 touch-target absolute! top-1/2 right-2 inline-flex size-6 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </Link>
      ) : null}
    </Form>
  );
}
