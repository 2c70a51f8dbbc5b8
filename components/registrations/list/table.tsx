import clsx from "clsx";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import Link from "next/link";
import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { listAddress } from "@/components/registrations/filter/address";
import { columnsOf } from "@/components/registrations/filter/columns";
import { ROW_CELLS, type RowLabels } from "@/components/registrations/list/cells";
import { ProgressIcons } from "@/components/registrations/progress-icons";
import { ColumnHeader } from "@/components/ui/table";
import type { Translator } from "@/lib/i18n/translator";
import { PROGRESSES, WHO } from "@/lib/progress/progress";
import {
  keyOf,
  LIST_COLUMNS,
  type ListColumn,
  type ListFilter,
  type ListKey,
} from "@/lib/registrations/list/filter";
import { MATCHED_FIELDS, type RegistrationRow } from "@/lib/registrations/registration-view";
import { STATUSES } from "@/lib/registrations/status";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { type RowWords, rowFacts } from "./row-facts";
import { RegistrationRows } from "./rows";
import { SelectAllCheckbox } from "./selection";

/** As many columns have room beside one another on a usual screen. */
const MOST_WITHOUT_SCROLLING = 7;

/**
 * The rows as a table; under 640 px each row is laid out as a card. The markup stays one table, so
 * that names and roles are the same on every screen. The whole row leads to the registration.
 */
export async function RegistrationTable({
  rows,
  filter,
  columns: chosen,
  isExplicit,
}: {
  rows: readonly RegistrationRow[];
  filter: ListFilter;
  /** Null is the usual ones. */
  columns: ListFilter["columns"];
  isExplicit: boolean;
}) {
  const columns = columnsOf({ tab: filter.tab, columns: chosen });
  const [words, search, status, progress, who] = await Promise.all([
    readRowWords(),
    getTranslator("search"),
    getTranslator("status"),
    getTranslator("progress"),
    getTranslator("who"),
  ]);
  const t = words.list;
  return (
    <div
      className={clsx(
        "fades-when-pending sm:rounded-xl sm:border sm:bg-surface sm:shadow-raised",
        // What scrolls sideways cannot have a heading that stays when the page scrolls.
        columns.length > MOST_WITHOUT_SCROLLING ? "sm:overflow-x-auto" : "sm:max-xl:overflow-x-auto",
      )}
    >
      {columns.includes("progress") ? <ProgressIcons /> : null}
      <table
        aria-label={t("title")}
        className="w-full border-separate border-spacing-0 text-left max-sm:block"
      >
        <thead
          className={clsx(
            "max-sm:block",
            columns.length <= MOST_WITHOUT_SCROLLING && "xl:sticky xl:top-13 xl:z-20",
          )}
        >
          <tr className="max-sm:block max-sm:[&>th+th]:sr-only max-sm:[&>th+th]:block!">
            <ColumnHeader className="w-9 pr-0! max-sm:block max-sm:h-auto max-sm:w-auto max-sm:border-0 max-sm:bg-transparent max-sm:pb-2.5 sm:rounded-tl-xl">
              <SelectAllCheckbox label={t("selectAll")} />
            </ColumnHeader>
            {columns.map((column) => {
              const by = KEY_OF[column];
              return by ? (
                <SortHeader key={column} column={column} by={by} filter={filter} isExplicit={isExplicit}>
                  {t(`columns.${column}`)}
                </SortHeader>
              ) : (
                <ColumnHeader key={column} className={ROW_CELLS[column].className}>
                  {t(`columns.${column}`)}
                </ColumnHeader>
              );
            })}
          </tr>
        </thead>
        <RegistrationRows
          rows={rowFacts(rows, words, { columns })}
          columns={columns}
          labels={rowLabels({ list: t, search, status, progress, who })}
        />
      </table>
    </div>
  );
}

async function readRowWords(): Promise<RowWords> {
  const [list, causes, style] = await Promise.all([
    getTranslator("list"),
    getCauseTranslators(),
    getTimeStyle(),
  ]);
  return { list, ...causes, style, now: new Date() };
}

function rowLabels({
  list: t,
  search,
  status,
  progress,
  who,
}: {
  [Area in "list" | "search" | "status" | "progress" | "who"]: Translator<Area>;
}): RowLabels {
  const byName = <Name extends string>(names: readonly Name[], say: (name: Name) => string) =>
    Object.fromEntries(names.map((name) => [name, say(name)])) as Record<Name, string>;
  return {
    columns: byName(LIST_COLUMNS, (column) => t(`columns.${column}`)),
    status: byName(STATUSES, (name) => status(name)),
    progress: byName(PROGRESSES, (name) => progress(name)),
    who: byName(WHO, (name) => who(name)),
    archived: status("archived"),
    sending: t("sending"),
    unnamed: t("unnamed"),
    match: byName(MATCHED_FIELDS, (field) => search(`match.${field}`)),
  };
}

/** What a column is sorted by; the others have no index to walk along. */
const KEY_OF: Partial<Record<ListColumn, ListKey>> = {
  merchant: "name",
  reference: "reference",
  created: "created",
  updated: "updated",
  followup: "followup",
};

/** A heading that sorts: newest first, or from A on, and the other way when it is pressed again. */
function SortHeader({
  column,
  by,
  filter,
  isExplicit,
  children,
}: {
  column: ListColumn;
  by: ListKey;
  filter: ListFilter;
  isExplicit: boolean;
  children: string;
}) {
  const isCurrent = keyOf(filter.sort) === by;
  const isDescending = isCurrent && filter.sort.endsWith("_desc");
  const Icon = isDescending ? ArrowDown : ArrowUp;
  const isTime = by === "created" || by === "updated";
  const goesDown = isCurrent ? !isDescending : isTime;
  const sort = `${by}_${goesDown ? "desc" : "asc"}` as const;
  return (
    <ColumnHeader
      aria-sort={isCurrent ? (isDescending ? "descending" : "ascending") : undefined}
      className={ROW_CELLS[column].className}
    >
      <Link
        href={listAddress({ ...filter, sort, cursor: null }, { isExplicit })}
        prefetch={false}
        scroll={false}
        className="-mx-1 inline-flex items-center gap-1 rounded px-1 hover:text-ink"
      >
        {children}
        {isCurrent ? <Icon aria-hidden="true" className="size-3" /> : null}
      </Link>
    </ColumnHeader>
  );
}
