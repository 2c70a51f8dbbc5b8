"use client";

import { useRouter } from "next/navigation";
import type { MouseEvent } from "react";
import { ROW_CELLS, type RowLabels } from "@/components/registrations/list/cells";
import type { ListColumn } from "@/lib/registrations/list/filter";
import type { RowFacts } from "./row-facts";
import { SelectRowCheckbox } from "./selection";

/**
 * The rows of the list. They come as facts and become elements here, in the browser too: as elements of the server they
 * would be sent twice. For the same reason their looks are named in `globals.css`, and their icons stand on the page
 * once. A press on a row's link leads on without a new page; with a key held, or another button, it stays the browser's.
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
  const router = useRouter();

  function openRow(event: MouseEvent) {
    const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-row]") : null;
    if (!link || event.defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
    event.preventDefault();
    router.push(`/registrations/${link.dataset.row}`);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only notices the links, which the keyboard presses by itself.
    <tbody onClick={openRow} className="max-sm:flex max-sm:flex-col max-sm:gap-2.5">
      {rows.map((row) => (
        <tr key={row.id} className="list-row">
          {row.select ? (
            <td className="list-box">
              <SelectRowCheckbox id={row.id} label={row.select} />
            </td>
          ) : null}
          {columns.map((column) => {
            const { className, render } = ROW_CELLS[column];
            return (
              <td key={column} className={`list-cell ${className}`}>
                {render(row, labels, columns)}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}
