"use client";

import { useId, useState } from "react";
import { setPreferenceCookie } from "@/components/layout/preference-cookie";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SelectField } from "@/components/ui/fields/select";
import { Overlay } from "@/components/ui/overlays/overlay";
import { useMessages } from "@/lib/i18n/client-messages";
import {
  LIST_COLUMNS,
  LIST_SORTS,
  type ListColumn,
  type ListSort,
  usualColumns,
} from "@/lib/registrations/list/filter";
import { COLUMNS_COOKIE } from "./columns";
import { useListFilter } from "./use-filter";

/** How the list is sorted and which columns it has, shown as it is chosen. The columns stand in the address and are remembered by this browser. */
export function DisplayPanel({
  query,
  isExplicit,
  anchor,
  onClose,
}: {
  query: string;
  isExplicit: boolean;
  anchor: Element;
  onClose: () => void;
}) {
  const say = useMessages("filters");
  const sayList = useMessages("list");
  const legendId = useId();
  const { filter, show } = useListFilter(query, isExplicit);
  const usual = usualColumns(filter.tab);
  // Here, since the list answers later than the box must.
  const [sort, setSort] = useState(filter.sort);
  const [columns, setColumns] = useState<readonly ListColumn[]>(filter.columns ?? usual);
  const [hasShown, setHasShown] = useState(false);
  const isUsual = columns.join() === usual.join();

  function apply(next: { sort?: ListSort; columns?: readonly ListColumn[] }) {
    const [toSort, toColumns] = [next.sort ?? sort, next.columns ?? columns];
    const kept = toColumns.join() === usual.join() ? null : toColumns;
    setSort(toSort);
    setColumns(toColumns);
    if (next.columns) setPreferenceCookie(COLUMNS_COOKIE, kept?.join(".") ?? "");
    setHasShown(true);
    show({ sort: toSort, columns: kept }, { replaces: hasShown });
  }

  function toggle(column: ListColumn) {
    apply({ columns: LIST_COLUMNS.filter((other) => columns.includes(other) !== (other === column)) });
  }

  return (
    <Overlay label={say("display")} anchor={anchor} onClose={onClose} className="sm:w-72">
      <div className="flex min-h-0 flex-col">
        <div className="min-h-0 overflow-y-auto p-3.5">
          <SelectField
            label={say("sort")}
            value={sort}
            onChange={(event) => apply({ sort: LIST_SORTS.find((known) => known === event.target.value) })}
          >
            {LIST_SORTS.map((known) => (
              <option key={known} value={known}>
                {say(`sorts.${known}`)}
              </option>
            ))}
          </SelectField>
          <fieldset aria-labelledby={legendId} className="mt-4">
            <p id={legendId} className="pb-1 font-medium text-sm">
              {say("columns")}
            </p>
            {LIST_COLUMNS.map((column) => (
              <Checkbox
                key={column}
                label={sayList(`columns.${column}`)}
                checked={columns.includes(column)}
                disabled={column === "merchant"}
                onChange={() => toggle(column)}
              />
            ))}
          </fieldset>
        </div>
        <div className="flex shrink-0 justify-between gap-2 border-t p-2">
          <Button size="small" variant="quiet" disabled={isUsual} onClick={() => apply({ columns: usual })}>
            {say("resetColumns")}
          </Button>
          <Button size="small" onClick={onClose}>
            {say("done")}
          </Button>
        </div>
      </div>
    </Overlay>
  );
}
