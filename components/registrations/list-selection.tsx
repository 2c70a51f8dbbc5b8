"use client";

import { type InputEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import { BulkBar } from "@/components/bulk/bulk-bar";
import { isOverlayOpen, isTyping } from "@/components/keyboard/key-press";
import { RowCheckbox } from "@/components/ui/checkbox";
import { type BulkKind, MAX_CHOSEN } from "@/lib/bulk/kinds";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import {
  forgetSelection,
  keepSelection,
  NOTHING_SELECTED,
  readSelection,
  type Selected,
} from "./selection-memory";

/** Checks and clears every row of the page. Stands in the head of the table, inside a `ListSelection`. */
export function SelectAllCheckbox({ label }: { label: string }) {
  return <RowCheckbox data-every-row="" label={label} />;
}

/**
 * Keeps which rows are selected, over pages and until the filter changes, and offers what can be done with them.
 * The check boxes are the server's; they are brought in line with the selection whenever rows come.
 */
export function ListSelection({
  query,
  matches,
  kinds,
  actions,
  children,
}: {
  /** The filter by which the rows were found: sort and columns left out, no place, no view. */
  query: string;
  /** How many match it, and how that is written (`1,000+`); null where that is not known. */
  matches: { count: number; text: string } | null;
  kinds: readonly BulkKind[];
  actions: BulkActions;
  children: ReactNode;
}) {
  const say = useMessages("list");
  const locale = useClientLocale();
  const form = useRef<HTMLFormElement>(null);
  const lastBox = useRef<HTMLInputElement | null>(null);
  const [selected, setSelected] = useState(NOTHING_SELECTED);
  const hasAny = selected.kind === "all" || selected.ids.length > 0;

  // Read after the first rendering: the server knows nothing of it.
  useEffect(() => setSelected(readSelection(query)), [query]);

  useEffect(() => {
    if (form.current) checkBoxes(form.current, selected);
  });

  useEffect(() => {
    if (!hasAny) return;
    function clearOnEscape(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || isTyping(event) || isOverlayOpen()) return;
      forgetSelection(query);
      setSelected(NOTHING_SELECTED);
    }
    document.addEventListener("keydown", clearOnEscape);
    return () => document.removeEventListener("keydown", clearOnEscape);
  }, [hasAny, query]);

  function select(next: Selected) {
    keepSelection(query, next);
    setSelected(next);
  }

  // Not a change: React tells of that only for boxes that it made itself, and the rows are markup.
  function onInput(event: InputEvent<HTMLFormElement>) {
    const box: unknown = event.target;
    if (!(box instanceof HTMLInputElement) || !form.current) return;
    const boxes = rowBoxes(form.current);
    if (box.dataset.everyRow !== undefined) for (const row of boxes) row.checked = box.checked;
    else if (box.name !== "id") return;
    select(withBoxes(selected, boxes));
  }

  function onClick(event: MouseEvent<HTMLFormElement>) {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== "id") return;
    if (event.shiftKey && form.current) checkBetween(rowBoxes(form.current), lastBox.current, box);
    lastBox.current = box;
  }

  function clear() {
    forgetSelection(query);
    setSelected(NOTHING_SELECTED);
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only notices Shift; the keyboard works the boxes themselves.
    <form
      ref={form}
      onInput={onInput}
      onClick={onClick}
      onSubmit={(event) => event.preventDefault()}
      className="flex flex-col gap-3"
    >
      {children}
      {hasAny ? (
        <BulkBar
          selection={
            selected.kind === "all" ? { kind: "filter", query } : { kind: "ids", ids: [...selected.ids] }
          }
          count={
            selected.kind === "all"
              ? (matches?.text ?? say("all"))
              : formatNumber(selected.ids.length, locale)
          }
          kinds={kinds}
          actions={actions}
          onClear={clear}
          onStarted={() => forgetSelection(query)}
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
    </form>
  );
}

function rowBoxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"][name="id"]')];
}

/** The selection after the boxes of this page were changed: other pages keep theirs, unless everything was selected. */
function withBoxes(selected: Selected, boxes: readonly HTMLInputElement[]): Selected {
  const here = new Set(boxes.map((box) => box.value));
  const elsewhere = selected.kind === "all" ? [] : selected.ids.filter((id) => !here.has(id));
  const checked = boxes.filter((box) => box.checked).map((box) => box.value);
  return { kind: "ids", ids: [...elsewhere, ...checked].slice(0, MAX_CHOSEN) };
}

function checkBoxes(form: HTMLFormElement, selected: Selected): void {
  const boxes = rowBoxes(form);
  const ids = selected.kind === "all" ? null : new Set(selected.ids);
  for (const box of boxes) box.checked = ids === null || ids.has(box.value);
  const every = form.querySelector<HTMLInputElement>("input[data-every-row]");
  const count = boxes.filter((box) => box.checked).length;
  if (!every) return;
  every.checked = count > 0 && count === boxes.length;
  every.indeterminate = count > 0 && count < boxes.length;
}

/** With Shift, every row between the last box and this one becomes like this one. */
function checkBetween(boxes: HTMLInputElement[], from: HTMLInputElement | null, to: HTMLInputElement): void {
  const [start, end] = [from ? boxes.indexOf(from) : -1, boxes.indexOf(to)].toSorted((a, b) => a - b);
  if (start === undefined || end === undefined || start < 0) return;
  for (const box of boxes.slice(start, end + 1)) box.checked = to.checked;
}
