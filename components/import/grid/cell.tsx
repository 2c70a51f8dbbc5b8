"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useEffect, useRef } from "react";
import { useMessages } from "@/lib/i18n/client-messages";
import { type AfterSave, cellId } from "./use-grid";
import type { GridColumn, GridFinding } from "./view";

/** How a cell and its sentence look by what is to be said. */
export const MARKS = {
  problem: { icon: CircleAlert, cell: "bg-danger-wash", ink: "text-danger-ink" },
  warning: { icon: TriangleAlert, cell: "bg-warning-wash", ink: "text-warning-ink" },
  note: { icon: Info, cell: "", ink: "text-ink-soft" },
} as const satisfies Record<GridFinding["tone"], object>;

export type GridCellProps = {
  position: number;
  column: GridColumn;
  text: string;
  tone: GridFinding["tone"] | null;
  /** The id of the sentences about it. */
  describedBy: string | undefined;
};

/** A cell that can be changed: a button with its text, which the Tab key finds in one cell of the grid only. */
export function CellButton({
  position,
  column,
  text,
  tone,
  describedBy,
  isTabStop,
  onOpen,
  onFocus,
  onKeyDown,
}: GridCellProps & {
  isTabStop: boolean;
  onOpen: () => void;
  onFocus: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
}) {
  const say = useMessages("imports");
  return (
    <button
      type="button"
      id={cellId({ position, column: column.index })}
      tabIndex={isTabStop ? 0 : -1}
      aria-describedby={describedBy}
      title={text || undefined}
      onClick={onOpen}
      onFocus={onFocus}
      onKeyDown={(event) => {
        if (event.key === "F2") onOpen();
        else onKeyDown(event);
      }}
      className={clsx(
        "-outline-offset-2 flex h-9 w-full min-w-0 items-center gap-1.5 px-3 text-left hover:bg-hover max-sm:h-auto max-sm:min-h-11 max-sm:justify-end max-sm:rounded-md max-sm:px-2 max-sm:py-2",
        tone && MARKS[tone].cell,
      )}
    >
      <CellText text={text} tone={tone} empty={say("grid.empty")} />
    </button>
  );
}

/** What stands in a cell, with its mark. */
export function CellText({
  text,
  tone,
  empty,
}: {
  text: string;
  tone: GridFinding["tone"] | null;
  empty: string;
}) {
  const Icon = tone ? MARKS[tone].icon : null;
  return (
    <>
      {Icon && tone ? (
        <Icon aria-hidden="true" className={clsx("size-3.5 shrink-0", MARKS[tone].ink)} strokeWidth={2.25} />
      ) : null}
      {text === "" ? (
        <span className={tone ? "min-w-0 truncate text-ink-faint italic" : "sr-only"}>{empty}</span>
      ) : (
        // Cards have room below, and no other way to the rest of a long text.
        <span className="min-w-0 truncate max-sm:line-clamp-3 max-sm:whitespace-normal max-sm:text-right max-sm:[overflow-wrap:anywhere]">
          {text}
        </span>
      )}
    </>
  );
}

/** The field of a cell that is being changed. Enter, Tab and leaving it save; Esc leaves the cell as it was; F8 goes on to the next problem. */
export function CellField({
  label,
  text,
  describedBy,
  isWrong,
  onSave,
  onCancel,
}: {
  label: string;
  text: string;
  describedBy: string | undefined;
  isWrong: boolean;
  onSave: (text: string, after: AfterSave) => void;
  onCancel: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  // Saving and cancelling take the field away, which is another way of leaving it.
  const isOver = useRef(false);
  useEffect(() => {
    isOver.current = false;
    field.current?.focus();
    field.current?.select();
  }, []);

  function end(after: AfterSave | "cancel") {
    if (isOver.current) return;
    isOver.current = true;
    if (after === "cancel") onCancel();
    else onSave(field.current?.value ?? "", after);
  }

  return (
    <input
      ref={field}
      type="text"
      aria-label={label}
      aria-invalid={isWrong || undefined}
      aria-describedby={describedBy}
      defaultValue={text}
      autoComplete="off"
      spellCheck={false}
      onBlur={() => end("leave")}
      onKeyDown={(event) => {
        const after = KEYS[event.key];
        if (!after || event.nativeEvent.isComposing) return;
        event.preventDefault();
        end(event.key === "Tab" && event.shiftKey ? "left" : after);
      }}
      className="block h-9 w-full min-w-44 bg-surface px-3 text-ink outline-2 outline-accent-ink -outline-offset-2 max-sm:h-11 max-sm:min-w-0 max-sm:rounded-md max-sm:text-field"
    />
  );
}

const KEYS: Readonly<Record<string, AfterSave | "cancel">> = {
  Enter: "stay",
  Tab: "right",
  F8: "next",
  Escape: "cancel",
};
