"use client";

import {
  type ChangeEvent,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import type { BarSelection, BulkActions } from "@/components/bulk/bulk-actions";
import { BulkBar } from "@/components/bulk/bulk-bar";
import { isOverlayOpen, isTyping } from "@/components/keyboard/key-press";
import { RowCheckbox } from "@/components/ui/fields/checkbox";
import type { BulkKind } from "@/lib/bulk/kinds";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import {
  forgetSelection,
  keepSelection,
  NOTHING_SELECTED,
  readSelection,
  rowsBetween,
  type Selected,
  withRows,
} from "./selection-memory";
import { TakeSelection, type Taking } from "./take-selection";

/** What the check boxes of the page show, and tell. */
type PageSelection = {
  isSelected: (id: string) => boolean;
  /** How many of the page are selected. */
  count: "none" | "some" | "all";
  onRow: (id: string, event: ChangeEvent<HTMLInputElement>) => void;
  onEvery: (event: ChangeEvent<HTMLInputElement>) => void;
};

const PageSelectionContext = createContext<PageSelection | null>(null);

/** Checks and clears one row. Stands in it, inside a `ListSelection`. */
export function SelectRowCheckbox({ id, label }: { id: string; label: string }) {
  const selection = useContext(PageSelectionContext);
  return (
    <RowCheckbox
      label={label}
      checked={selection?.isSelected(id) ?? false}
      onChange={(event) => selection?.onRow(id, event)}
    />
  );
}

/**
 * Checks and clears every row of the page. Stands in the head of the table, inside a `ListSelection`; on a phone, where
 * nothing else is left of the head, its name is there to be read.
 */
export function SelectAllCheckbox({ label }: { label: string }) {
  const selection = useContext(PageSelectionContext);
  const id = useId();
  return (
    <label htmlFor={id} className="flex w-fit items-center gap-3">
      <RowCheckbox
        id={id}
        ref={(box) => {
          if (box) box.indeterminate = selection?.count === "some";
        }}
        label={label}
        checked={selection?.count === "all"}
        onChange={selection?.onEvery}
      />
      <span aria-hidden="true" className="text-sm sm:hidden">
        {label}
      </span>
    </label>
  );
}

/**
 * Keeps which rows are selected, over pages and until the filter changes, and offers what can be done with them. With
 * Shift, every row between the last check box and this one becomes like this one.
 */
export function ListSelection({
  personId,
  ids,
  query,
  matches,
  kinds,
  actions,
  taking,
  children,
}: {
  /** Whose selection it is. */
  personId: string;
  /** The rows of the page, in their order. */
  ids: readonly string[];
  /** The filter by which the rows were found: sort and columns left out, no place, no view. */
  query: string;
  /** How many match it, and how that is written (`1,000+`); null where that is not known. */
  matches: { count: number; text: string } | null;
  kinds: readonly BulkKind[];
  /** Null for people who may only look. */
  actions: BulkActions | null;
  taking: Taking;
  children: ReactNode;
}) {
  const say = useMessages("list");
  const locale = useClientLocale();
  const lastId = useRef<string | null>(null);
  // Null until it is known, which the server does not. Then all boxes are drawn anew: some may have been pressed before.
  const [kept, setSelected] = useState<Selected | null>(null);
  const selected = kept ?? NOTHING_SELECTED;
  const hasAny = selected.kind === "all" || selected.ids.length > 0;

  useEffect(() => setSelected(readSelection(personId, query)), [personId, query]);

  useEffect(() => {
    if (!hasAny) return;
    function clearOnEscape(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || isTyping(event) || isOverlayOpen()) return;
      forgetSelection(personId);
      setSelected(NOTHING_SELECTED);
    }
    document.addEventListener("keydown", clearOnEscape);
    return () => document.removeEventListener("keydown", clearOnEscape);
  }, [hasAny, personId]);

  function select(next: Selected) {
    keepSelection(personId, query, next);
    setSelected(next);
  }

  function onRow(id: string, { target, nativeEvent }: ChangeEvent<HTMLInputElement>) {
    const withShift = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
    const rows = withShift ? rowsBetween(ids, lastId.current, id) : [id];
    lastId.current = id;
    select(withRows(selected, { page: ids, rows, isChecked: target.checked }));
  }

  function onEvery({ target }: ChangeEvent<HTMLInputElement>) {
    select(withRows(selected, { page: ids, rows: ids, isChecked: target.checked }));
  }

  function clear() {
    forgetSelection(personId);
    setSelected(NOTHING_SELECTED);
  }

  const chosen = new Set(selected.kind === "all" ? ids : selected.ids);
  const count = ids.filter((id) => chosen.has(id)).length;
  const selection: PageSelection = {
    isSelected: (id) => chosen.has(id),
    count: count === 0 ? "none" : count < ids.length ? "some" : "all",
    onRow,
    onEvery,
  };
  const toTake: BarSelection =
    selected.kind === "all" ? { kind: "filter", query } : { kind: "ids", ids: [...selected.ids] };
  return (
    <div className="flex flex-col gap-3">
      <PageSelectionContext value={selection}>{children}</PageSelectionContext>
      {hasAny ? (
        <BulkBar
          selection={toTake}
          count={
            selected.kind === "all"
              ? (matches?.text ?? say("all"))
              : formatNumber(selected.ids.length, locale)
          }
          kinds={kinds}
          actions={actions}
          onClear={clear}
          onStarted={() => forgetSelection(personId)}
          tools={<TakeSelection selection={toTake} taking={taking} />}
        >
          {selected.kind === "all" ? (
            <span className="text-ink-soft">{say("allMatching")}</span>
          ) : matches === null || matches.count > selected.ids.length ? (
            <button
              type="button"
              onClick={() => select({ kind: "all" })}
              className="rounded font-medium text-accent-ink underline-offset-2 hover:underline"
            >
              {matches ? say("selectAllMatching", { count: matches.text }) : say("selectEverything")}
            </button>
          ) : null}
        </BulkBar>
      ) : null}
    </div>
  );
}
