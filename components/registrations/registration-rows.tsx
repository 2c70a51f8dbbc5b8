"use client";

import clsx from "clsx";
import { ROW_CHECKBOX_CLASS } from "@/components/ui/checkbox";
import { joinMarkup, type Markup, markup } from "@/components/ui/markup";
import { CELL_CLASS, INTERACTIVE_ROW_CLASS } from "@/components/ui/table";
import type { ListColumn } from "@/lib/registrations/list-filter";
import { ROW_CELLS, type RowLabels } from "./registration-cells";
import type { RowFacts } from "./row-facts";

const ROW = clsx(
  INTERACTIVE_ROW_CLASS,
  "relative has-checked:bg-accent-wash/60 has-[a:focus-visible]:bg-hover",
  "max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:rounded-xl max-sm:border! max-sm:bg-surface max-sm:p-3.5 max-sm:shadow-raised",
);
const CHECKBOX_CELL = clsx(
  CELL_CLASS,
  "relative z-10 w-9 pr-0! max-sm:-order-3 max-sm:row-span-13 max-sm:w-auto max-sm:p-0! max-sm:pt-0.5!",
);

/**
 * The rows of the list. They come as facts and become markup here: as elements of React, a thousand of them on a
 * page, they took the server longer than all the rest. A row whose markup is the same stays when the page is read
 * again, with its focus.
 */
export function RegistrationRows({
  rows,
  columns,
  labels,
}: {
  rows: readonly RowFacts[];
  columns: readonly ListColumn[];
  labels: RowLabels;
}) {
  return (
    <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-2.5">
      {rows.map((row) => (
        <tr
          key={row.id}
          className={clsx(ROW, row.select && "max-sm:grid-cols-[auto_1fr_auto]")}
          // `markup` escapes every text that is put in.
          dangerouslySetInnerHTML={{ __html: rowMarkup(row, columns, labels).html }}
        />
      ))}
    </tbody>
  );
}

function rowMarkup(row: RowFacts, columns: readonly ListColumn[], labels: RowLabels): Markup {
  const box = row.select
    ? markup`<td class="${CHECKBOX_CELL}"><input type="checkbox" name="id" value="${row.id}" aria-label="${row.select}" class="${ROW_CHECKBOX_CLASS}"></td>`
    : null;
  const cells = columns.map((column) => {
    const { className, render } = ROW_CELLS[column];
    const look = clsx(CELL_CLASS, "max-sm:p-0! max-sm:empty:hidden", className);
    return markup`<td class="${look}">${render(row, labels, columns)}</td>`;
  });
  return markup`${box}${joinMarkup(cells)}`;
}
