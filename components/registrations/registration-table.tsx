import clsx from "clsx";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import Link from "next/link";
import { RowCheckbox } from "@/components/ui/checkbox";
import { Cell, ColumnHeader, Row } from "@/components/ui/table";
import { getTranslator } from "@/lib/i18n/server";
import { type ListColumn, type ListFilter, type ListTime, timeOf } from "@/lib/registrations/list-filter";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { listAddress } from "./list-address";
import { columnsOf } from "./list-columns";
import { SelectAllCheckbox } from "./list-selection";
import { ROW_CELLS, type RowWords, readRowWords } from "./registration-cells";

/**
 * The rows as a table; under 640 px each row is laid out as a card. The markup stays one table, so
 * that names and roles are the same on every screen. The whole row leads to the registration.
 */
export async function RegistrationTable({
  rows,
  filter,
  columns: chosen,
  isExplicit,
  selectable,
}: {
  rows: readonly RegistrationRow[];
  filter: ListFilter;
  /** Null is the usual ones. */
  columns: ListFilter["columns"];
  isExplicit: boolean;
  selectable: boolean;
}) {
  const [t, words] = await Promise.all([getTranslator("list"), readRowWords()]);
  const columns = columnsOf(chosen);
  return (
    <div className="sm:overflow-x-auto sm:rounded-xl sm:border sm:bg-surface sm:shadow-raised">
      <table aria-label={t("title")} className="w-full border-collapse text-left max-sm:block">
        <thead className="max-sm:sr-only">
          <tr>
            {selectable ? (
              <ColumnHeader className="w-9 pr-0!">
                <SelectAllCheckbox label={t("selectAll")} />
              </ColumnHeader>
            ) : null}
            {columns.map((column) =>
              column === "created" || column === "updated" ? (
                <SortHeader key={column} time={column} filter={filter} isExplicit={isExplicit}>
                  {t(`columns.${column}`)}
                </SortHeader>
              ) : (
                <ColumnHeader key={column} className={ROW_CELLS[column].className}>
                  {t(`columns.${column}`)}
                </ColumnHeader>
              ),
            )}
          </tr>
        </thead>
        <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-2.5">
          {rows.map((row) => (
            <RegistrationTableRow
              key={row.id}
              row={row}
              columns={columns}
              words={words}
              selectLabel={selectable ? t("selectRow", { name: row.businessName || t("unnamed") }) : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RegistrationTableRow({
  row,
  columns,
  words,
  selectLabel,
}: {
  row: RegistrationRow;
  columns: readonly ListColumn[];
  words: RowWords;
  selectLabel: string | null;
}) {
  return (
    <Row
      interactive
      className={clsx(
        "relative has-checked:bg-accent-wash/60 has-[a:focus-visible]:bg-hover",
        "max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:rounded-xl max-sm:border! max-sm:bg-surface max-sm:p-3.5 max-sm:shadow-raised",
        selectLabel && "max-sm:grid-cols-[auto_1fr_auto]",
      )}
    >
      {selectLabel ? (
        <Cell className="relative z-10 w-9 pr-0! max-sm:-order-3 max-sm:row-span-13 max-sm:w-auto max-sm:p-0! max-sm:pt-0.5!">
          <RowCheckbox name="id" value={row.id} label={selectLabel} />
        </Cell>
      ) : null}
      {columns.map((column) => {
        const { className, render } = ROW_CELLS[column];
        return (
          <Cell key={column} className={clsx("max-sm:p-0! max-sm:empty:hidden", className)}>
            {render(row, words, columns)}
          </Cell>
        );
      })}
    </Row>
  );
}

/** A heading that sorts: newest first, and oldest first when it is pressed again. */
function SortHeader({
  time,
  filter,
  isExplicit,
  children,
}: {
  time: ListTime;
  filter: ListFilter;
  isExplicit: boolean;
  children: string;
}) {
  const isCurrent = timeOf(filter.sort) === time;
  const isDescending = isCurrent && filter.sort.endsWith("_desc");
  const Icon = isDescending ? ArrowDown : ArrowUp;
  const sort = isDescending ? (`${time}_asc` as const) : (`${time}_desc` as const);
  return (
    <ColumnHeader
      aria-sort={isCurrent ? (isDescending ? "descending" : "ascending") : undefined}
      className={ROW_CELLS[time].className}
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
