"use client";

import { type KeyboardEvent, useEffect, useOptimistic, useRef, useState, useTransition } from "react";
import type { ImportActions, SaveAnswer } from "@/components/import/import-actions";
import { focusIsFree } from "@/components/keyboard/keep-focus";
import { useRefresh } from "@/components/pending/use-refresh";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { useMessages } from "@/lib/i18n/client-messages";
import { removeUntyped } from "@/lib/text/characters";
import { cellsToMend, type GridCellPlace, type GridColumn, type GridRow, nextPlace } from "./view";

/** A cell that is being changed. `text` is what the field begins with, `was` what stood in the cell. */
export type Editing = GridCellPlace & { text: string; was: string };
/** What was typed into a cell and could not be saved, where its field is not open any more. */
export type Unsaved = GridCellPlace & { text: string };
/** Where the focus goes once a cell is saved; `leave` is where somebody put it already. */
export type AfterSave = "stay" | "next" | "right" | "left" | "leave";

/** The id of a cell's button, by which the focus finds it. */
export function cellId({ position, column }: GridCellPlace): string {
  return `cell-${position}-${column}`;
}

/**
 * What the grid knows of itself: which cell is being changed, which one the Tab key finds, and what is being saved,
 * which shows at once and is taken back where it could not be saved.
 */
export function useRowGrid({
  importId,
  rows,
  columns,
  actions,
}: {
  importId: string;
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
  actions: Pick<ImportActions, "edit" | "leaveOut">;
}) {
  const say = useMessages("imports");
  const refresh = useRefresh();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [active, setActive] = useState<GridCellPlace | null>(null);
  const [failure, setFailure] = useState<ActionFailure>();
  const [unsaved, setUnsaved] = useState<readonly Unsaved[]>([]);
  const [news, setNews] = useState("");
  const [pending, startTransition] = useTransition();
  const [shownRows, showEdit] = useOptimistic(rows, withEdit);
  const toMend = cellsToMend(shownRows, columns);
  const tabStop = stopOf(active, shownRows, columns, toMend);

  const focusAfter = useRef<GridCellPlace | null>(null);
  useEffect(() => {
    // Only after the commit is the cell's button there again, in place of its field.
    if (!focusAfter.current || editing) return;
    document.getElementById(cellId(focusAfter.current))?.focus();
    focusAfter.current = null;
  });

  const isEditing = useRef(false);
  useEffect(() => {
    isEditing.current = editing !== null;
  }, [editing]);

  /** The cell that the focus was led to, which nobody has looked at yet. */
  const ledTo = useRef<string | null>(null);
  useEffect(() => {
    // A row that is mended leaves its tab, and takes the focus with it.
    const isGone = active !== null && !rows.some(({ position }) => position === active.position);
    const place = nextPlace(toMend, active, columns) ?? tabStop;
    if (!isGone || !place || !focusIsFree()) return;
    ledTo.current = cellId(place);
    document.getElementById(cellId(place))?.focus();
  });

  function focus(place: GridCellPlace) {
    setActive(place);
    focusAfter.current = place;
  }

  function edit(place: GridCellPlace) {
    const row = shownRows.find(({ position }) => position === place.position);
    if (!row?.can.edit) return;
    ledTo.current = null;
    setActive(place);
    const was = row.cells[place.column] ?? "";
    setEditing({ ...place, text: was, was });
  }

  /** Opens the next cell that somebody has to look at: the one with the focus, where it only just came to it. */
  function mendNext() {
    const isHere = active !== null && ledTo.current === cellId(active);
    const next = isHere ? active : nextPlace(toMend, active, columns);
    if (next) edit(next);
  }

  // The key works wherever the focus is, but in a field or a dialog, where it is that one's.
  useEffect(() => {
    function press(event: globalThis.KeyboardEvent) {
      const isElsewhere =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "F8" || event.defaultPrevented || isElsewhere || toMend.length === 0) return;
      event.preventDefault();
      mendNext();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });

  function report(position: number, answer: SaveAnswer) {
    if (answer.kind === "failure") setFailure(answer);
    else setNews(say(`grid.saved.${answer.state}`, { row: position }));
  }

  /** Whoever opened the cell again has seen what was not saved there. */
  function forget(place: GridCellPlace) {
    setUnsaved((all) => all.filter((each) => cellId(each) !== cellId(place)));
  }

  function save(text: string, after: AfterSave) {
    if (!editing) return;
    const { position, column, was } = editing;
    forget(editing);
    setEditing(null);
    go({ position, column }, after);
    if (text !== was) write({ position, column, text, was });
  }

  function write({ position, column, text, was }: Editing) {
    setFailure(undefined);
    setNews(say("grid.saving", { row: position }));
    startTransition(async () => {
      showEdit({ position, column, text });
      const answer = await actions
        .edit({ importId, position, column, text, was: removeUntyped(was) })
        .catch(unreachable);
      report(position, answer);
      const isFailed = answer.kind === "failure";
      const isChanged = isFailed && answer.code === "changed_meanwhile";
      // What was typed is not lost: the field is there again with it, unless somebody is at another one, or has to see
      // first what a colleague wrote there.
      if (isFailed && !isChanged && !isEditing.current) setEditing({ position, column, text, was });
      else if (isFailed) setUnsaved((all) => [...all, { position, column, text }]);
      if (!isFailed || isChanged) await refresh();
    });
  }

  function go(from: GridCellPlace, after: AfterSave) {
    if (after === "leave") return;
    const next = after === "next" ? nextPlace(toMend, from, columns) : null;
    if (next && cellId(next) !== cellId(from)) return edit(next);
    focus(after === "right" || after === "left" ? besides(from, after, columns) : from);
  }

  return {
    rows: shownRows,
    editing,
    tabStop,
    failure,
    unsaved,
    news,
    pending,
    hasToMend: toMend.length > 0,
    edit,
    save,
    cancel() {
      if (editing) {
        forget(editing);
        focus(editing);
      }
      setEditing(null);
    },
    /** Writes a value that was offered into its cell, which keeps the focus. */
    take(place: GridCellPlace, text: string) {
      const row = shownRows.find(({ position }) => position === place.position);
      focus(place);
      write({ ...place, text, was: row?.cells[place.column] ?? "" });
    },
    mendNext,
    leaveOut(position: number, isLeftOut: boolean) {
      setFailure(undefined);
      setActive({ position, column: columns[0]?.index ?? 0 });
      startTransition(async () => {
        const answer = await actions.leaveOut({ importId, position, isLeftOut }).catch(unreachable);
        report(position, answer);
        if (answer.kind !== "failure") await refresh();
      });
    },
    /** Arrows, Home and End walk from cell to cell; Enter and F2 open the one that has the focus. */
    walk(event: KeyboardEvent, place: GridCellPlace) {
      const to = walkTo(event.key, place, shownRows, columns);
      if (!to) return;
      event.preventDefault();
      focus(to);
    },
    focused: setActive,
  };
}

export type RowGridState = ReturnType<typeof useRowGrid>;

function withEdit(
  rows: readonly GridRow[],
  { position, column, text }: GridCellPlace & { text: string },
): readonly GridRow[] {
  return rows.map((row) =>
    row.position === position ? { ...row, cells: row.cells.with(column, text) } : row,
  );
}

/** The one cell that the Tab key finds: the last one used, or the first that needs a look. */
function stopOf(
  active: GridCellPlace | null,
  rows: readonly GridRow[],
  columns: readonly GridColumn[],
  toMend: readonly GridCellPlace[],
): GridCellPlace | null {
  if (active && rows.some(({ position, can }) => position === active.position && can.edit)) return active;
  const [first] = toMend;
  const row = rows.find(({ can }) => can.edit);
  const column = columns[0]?.index;
  return first ?? (row && column !== undefined ? { position: row.position, column } : null);
}

function besides(from: GridCellPlace, side: "left" | "right", columns: readonly GridColumn[]): GridCellPlace {
  const place = columns.findIndex(({ index }) => index === from.column);
  const to = columns[place + (side === "right" ? 1 : -1)];
  return to ? { ...from, column: to.index } : from;
}

function walkTo(
  key: string,
  from: GridCellPlace,
  rows: readonly GridRow[],
  columns: readonly GridColumn[],
): GridCellPlace | null {
  const open = rows.filter(({ can }) => can.edit).map(({ position }) => position);
  const at = open.indexOf(from.position);
  const first = columns[0]?.index ?? from.column;
  const last = columns.at(-1)?.index ?? from.column;
  switch (key) {
    case "ArrowLeft":
      return besides(from, "left", columns);
    case "ArrowRight":
      return besides(from, "right", columns);
    case "ArrowUp":
      return { ...from, position: open[Math.max(0, at - 1)] ?? from.position };
    case "ArrowDown":
      return { ...from, position: open[at + 1] ?? from.position };
    case "Home":
      return { ...from, column: first };
    case "End":
      return { ...from, column: last };
    default:
      return null;
  }
}
