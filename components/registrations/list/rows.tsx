"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, useRef } from "react";
import { endPending, showPending } from "@/components/pending/pending";
import { ROW_CELLS, type RowLabels } from "@/components/registrations/list/cells";
import type { ListColumn } from "@/lib/registrations/list/filter";
import type { RowFacts } from "./row-facts";
import { SelectRowCheckbox } from "./selection";

/** Within this a second press on an id makes it a double one, which selects the id. */
const SECOND_PRESS_MS = 220;

/**
 * The rows of the list. They come as facts and become elements here, in the browser too: as elements of the server they
 * would be sent twice. For the same reason their looks are named in `globals.css`, and their icons stand on the page
 * once. A press on a row's link leads on without a new page; with a key held, or another button, it stays the browser's.
 * What can be selected lies over the link: a press there is one on the link, unless text was selected by it.
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
  const opening = useRef<ReturnType<typeof setTimeout>>(undefined);

  function openRow(event: MouseEvent) {
    const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-row]") : null;
    if (!link || event.defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
    event.preventDefault();
    // The end of a stroke over the name, which selects it.
    if (event.detail > 0 && hasSelectedText()) return event.stopPropagation();
    router.push(`/registrations/${link.dataset.row}`);
  }

  function pressLink(event: MouseEvent) {
    const { target, detail, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (!(target instanceof Element) || target.closest("a, button, input")) return;
    clearTimeout(opening.current);
    const link = target.closest("tr")?.querySelector<HTMLAnchorElement>("a[data-row]");
    const isId = target.closest(".list-id") !== null;
    if (!link || hasSelectedText() || (isId && isForFingers())) return endPending();
    const keys = { ctrlKey, metaKey, shiftKey, altKey };
    const press = () =>
      link.dispatchEvent(new window.MouseEvent("click", { bubbles: true, cancelable: true, ...keys }));
    if (!isId || detail === 0 || ctrlKey || metaKey || shiftKey) return press();
    showPending(link.closest("tr"));
    opening.current = setTimeout(press, SECOND_PRESS_MS);
  }

  function pressMiddle({ target, button }: MouseEvent) {
    if (button !== 1 || !(target instanceof Element) || target.closest("a, button, input")) return;
    const link = target.closest("tr")?.querySelector<HTMLAnchorElement>("a[data-row]");
    if (link) window.open(link.href, "_blank", "noopener");
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only notices the links, which the keyboard presses by itself.
    <tbody
      onClick={(event) => {
        openRow(event);
        pressLink(event);
      }}
      onAuxClick={pressMiddle}
      className="max-sm:flex max-sm:flex-col max-sm:gap-2.5"
    >
      {rows.map((row) => (
        <tr key={row.id} className="list-row">
          <td className="list-box">
            <SelectRowCheckbox id={row.id} label={row.select} />
          </td>
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

function hasSelectedText(): boolean {
  return (window.getSelection()?.toString().trim() ?? "") !== "";
}

/** Where nothing hovers, a press on an id copies it. */
function isForFingers(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}
