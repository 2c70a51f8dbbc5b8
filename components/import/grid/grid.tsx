"use client";

import clsx from "clsx";
import CheckCheck from "lucide-react/icons/check-check";
import CornerDownRight from "lucide-react/icons/corner-down-right";
import { type ReactNode, useState } from "react";
import type { ImportActions } from "@/components/import/import-actions";
import { useRefresh } from "@/components/pending/use-refresh";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Notice } from "@/components/ui/notice";
import { ColumnHeader } from "@/components/ui/table";
import { Kbd } from "@/components/ui/text/kbd";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import { type Acceptance, AcceptDialog } from "./accept-dialog";
import { GridRowGroup } from "./row";
import { type RowGridState, useRowGrid } from "./use-grid";
import type { GridColumn, GridRow } from "./view";

/**
 * One page of rows as a grid in which cells are changed where they stand. Under 640 px each row is a card. `tools`
 * stand beside its buttons.
 */
export function RowGrid({
  importId,
  columns,
  rows,
  hiddenColumns,
  warnings,
  actions,
  tools,
}: {
  importId: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  /** How many columns of theirs are not shown. */
  hiddenColumns: number;
  /** Rows of the whole batch whose warnings can be accepted; 0 where nobody may. */
  warnings: number;
  actions: Pick<ImportActions, "edit" | "leaveOut" | "accept">;
  tools?: ReactNode;
}) {
  const say = useMessages("imports");
  const refresh = useRefresh();
  const [acceptance, setAcceptance] = useState<Acceptance>();
  const grid = useRowGrid({ importId, rows, columns, actions });
  const isOpen = grid.rows.some(({ can }) => can.edit);
  const showsIds = grid.rows.some(({ registration }) => registration?.businessId);
  return (
    <div className="flex flex-col gap-3">
      <GridTools
        grid={grid}
        isOpen={isOpen}
        warnings={warnings}
        onAcceptAll={() => setAcceptance({ position: null, count: warnings, asksReason: true })}
        tools={tools}
      />
      {grid.failure ? <FailureNotice failure={grid.failure} /> : null}
      {grid.unsaved.length > 0 ? (
        <Notice tone="warning" role="status">
          <ul className="flex flex-col gap-1">
            {grid.unsaved.map(({ position, column, text }) => (
              <li key={`${position} ${column}`} className="[overflow-wrap:anywhere]">
                {say("grid.unsaved", { row: position, text: text || say("grid.empty") })}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <div
        // Where no cell takes the focus, the frame does, or nobody could scroll it by the keyboard.
        {...(isOpen ? {} : { role: "group", tabIndex: 0, "aria-label": say("grid.label") })}
        className="@container sm:overflow-x-auto sm:rounded-xl sm:border sm:bg-surface sm:shadow-raised"
      >
        <table
          role={isOpen ? "grid" : undefined}
          aria-label={say("grid.label")}
          className="w-full border-separate border-spacing-0 text-left text-base max-sm:flex max-sm:flex-col max-sm:gap-2.5"
        >
          <thead className="max-sm:sr-only">
            <tr>
              <ColumnHeader className="sticky left-0 z-20 h-auto w-14 py-2 align-bottom">
                {say("grid.number")}
              </ColumnHeader>
              <ColumnHeader className="h-auto py-2 align-bottom">{say("grid.state")}</ColumnHeader>
              {showsIds ? (
                <ColumnHeader className="h-auto py-2 align-bottom">{say("grid.businessId")}</ColumnHeader>
              ) : null}
              {columns.map((column) => (
                <HeadingCell key={column.index} column={column} />
              ))}
            </tr>
          </thead>
          {grid.rows.map((row) => (
            <GridRowGroup
              key={row.position}
              row={row}
              columns={columns}
              showsIds={showsIds}
              grid={grid}
              onAccept={() => {
                const { position, print, asksReason } = row;
                setAcceptance({ position, count: 1, print, asksReason });
              }}
            />
          ))}
        </table>
      </div>
      {hiddenColumns > 0 ? (
        <p className="text-ink-faint text-sm">{say("grid.moreColumns", { count: hiddenColumns })}</p>
      ) : null}
      {acceptance ? (
        <AcceptDialog
          importId={importId}
          acceptance={acceptance}
          accept={actions.accept}
          onClose={() => setAcceptance(undefined)}
          onAccepted={() => {
            setAcceptance(undefined);
            void refresh();
          }}
        />
      ) : null}
    </div>
  );
}

function HeadingCell({ column: { heading, field, isOwn, isName } }: { column: GridColumn }) {
  return (
    <ColumnHeader className={clsx("h-auto py-2 align-bottom", isName && "sticky left-14 z-20 border-r")}>
      <span className={isOwn ? "block max-w-56 truncate text-ink-faint" : "block max-w-56 truncate text-ink"}>
        {heading}
      </span>
      {field ? <span className="block font-normal text-ink-faint">{field}</span> : null}
    </ColumnHeader>
  );
}

/** How cells are changed, what was saved last, and the ways on. */
function GridTools({
  grid,
  isOpen,
  warnings,
  onAcceptAll,
  tools,
}: {
  grid: RowGridState;
  isOpen: boolean;
  warnings: number;
  onAcceptAll: () => void;
  tools: ReactNode;
}) {
  const say = useMessages("imports");
  const locale = useClientLocale();
  if (!isOpen && !tools) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p role="status" className="min-w-0 flex-1 basis-64 text-ink-soft text-sm">
        {grid.news || (isOpen ? say("grid.hint") : null)}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {isOpen && grid.hasToMend ? (
          <Button
            size="small"
            icon={<CornerDownRight aria-hidden="true" />}
            aria-keyshortcuts={say("grid.nextKey")}
            onClick={grid.mendNext}
          >
            {say("grid.next")}
            <span className="max-sm:hidden">
              <Kbd>{say("grid.nextKey")}</Kbd>
            </span>
          </Button>
        ) : null}
        {isOpen && warnings > 1 ? (
          <Button size="small" icon={<CheckCheck aria-hidden="true" />} onClick={onAcceptAll}>
            {say("accept.all", { count: formatNumber(warnings, locale) })}
          </Button>
        ) : null}
        {tools}
      </div>
    </div>
  );
}
