"use client";

import { useId, useState } from "react";
import { setPreferenceCookie } from "@/components/layout/preference-cookie";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SelectField } from "@/components/ui/fields/select";
import { Overlay } from "@/components/ui/overlays/overlay";
import { useMessages } from "@/lib/i18n/client-messages";
import { DEFAULT_COLUMNS, LIST_COLUMNS, LIST_SORTS, type ListColumn } from "@/lib/registrations/list/filter";
import { COLUMNS_COOKIE } from "./columns";
import { useListFilter } from "./use-filter";

/** How the list is sorted and which columns it has. The columns stand in the address and are remembered by this browser. */
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
  const [sort, setSort] = useState(filter.sort);
  const [columns, setColumns] = useState<readonly ListColumn[]>(filter.columns ?? DEFAULT_COLUMNS);
  const isDefault = columns.join() === DEFAULT_COLUMNS.join();

  function toggle(column: ListColumn) {
    setColumns(LIST_COLUMNS.filter((other) => columns.includes(other) !== (other === column)));
  }

  function apply() {
    setPreferenceCookie(COLUMNS_COOKIE, isDefault ? "" : columns.join("."));
    onClose();
    show({ sort, columns: isDefault ? null : columns });
  }

  return (
    <Overlay label={say("display")} anchor={anchor} onClose={onClose} className="sm:w-72">
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <div className="min-h-0 overflow-y-auto p-3.5">
          <SelectField
            label={say("sort")}
            value={sort}
            onChange={(event) => setSort(LIST_SORTS.find((known) => known === event.target.value) ?? sort)}
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
        <div className="flex shrink-0 justify-between gap-2 border-t p-2.5">
          <Button
            size="small"
            variant="quiet"
            disabled={isDefault}
            onClick={() => setColumns(DEFAULT_COLUMNS)}
          >
            {say("resetColumns")}
          </Button>
          <Button size="small" variant="primary" type="submit">
            {say("apply")}
          </Button>
        </div>
      </form>
    </Overlay>
  );
}
