"use client";

import clsx from "clsx";
import CircleMinus from "lucide-react/icons/circle-minus";
import Info from "lucide-react/icons/info";
import Link from "next/link";
import { Fragment } from "react";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Button, IconButton } from "@/components/ui/button";
import { CopyableId } from "@/components/ui/text/copyable-id";
import { useMessages } from "@/lib/i18n/client-messages";
import { statusWord } from "@/lib/registrations/status";
import { CellButton, CellField, CellText, MARKS } from "./cell";
import { RowStateBadge } from "./row-state-badge";
import type { RowGridState } from "./use-grid";
import type { GridColumn, GridFinding, GridRow } from "./view";

/** One row of the file: its number, where it stands, its cells, and beneath them what is to be said and done. */
export function GridRowGroup({
  row,
  columns,
  showsIds,
  grid,
  onAccept,
}: {
  row: GridRow;
  columns: readonly GridColumn[];
  /** Whether DOKU's ids have a column. */
  showsIds: boolean;
  grid: RowGridState;
  onAccept: () => void;
}) {
  const say = useMessages("imports");
  const hasMore = row.findings.length > 0 || row.note !== null || row.can.takeBack || row.can.accept;
  return (
    <tbody
      data-row={row.position}
      className="group/row max-sm:flex max-sm:flex-col max-sm:rounded-xl max-sm:border max-sm:bg-surface max-sm:p-2 max-sm:shadow-raised"
    >
      <tr className="max-sm:grid max-sm:grid-cols-[auto_1fr] max-sm:items-center">
        <th
          scope="row"
          className="sticky left-0 z-10 border-t bg-surface py-0 pr-2.5 pl-4 text-left font-normal text-ink-faint text-sm tabular-nums group-first-of-type/row:border-t-0 max-sm:static max-sm:border-t-0 max-sm:p-2!"
        >
          <span className="font-medium text-ink sm:hidden">{say("grid.number")} </span>
          {row.position}
        </th>
        <td className="border-t px-3 py-1 group-first-of-type/row:border-t-0 max-sm:border-t-0 max-sm:p-2!">
          <div className="flex items-center gap-1 max-sm:justify-end">
            <Standing row={row} />
            {row.can.leaveOut ? (
              <IconButton
                label={say("grid.leaveOut", { row: row.position })}
                onClick={() => grid.leaveOut(row.position, true)}
              >
                <CircleMinus aria-hidden="true" />
              </IconButton>
            ) : null}
          </div>
        </td>
        {showsIds ? <IdCell id={row.registration?.businessId ?? null} /> : null}
        {columns.map((column) => (
          <GridTableCell key={column.index} row={row} column={column} grid={grid} />
        ))}
      </tr>
      {hasMore ? (
        <tr className="max-sm:block">
          <td colSpan={columns.length + (showsIds ? 3 : 2)} className="p-0 max-sm:block">
            <RowWords row={row} columns={columns} grid={grid} onAccept={onAccept} />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** DOKU's id of a row that is registered, to take along. */
function IdCell({ id }: { id: string | null }) {
  const say = useMessages("imports");
  const sayCommon = useMessages("common");
  const what = say("grid.businessId");
  return (
    <td
      className={clsx(
        "whitespace-nowrap border-t px-3 py-1 text-sm group-first-of-type/row:border-t-0",
        id ? "max-sm:col-span-2 max-sm:border-t-0! max-sm:p-2!" : "max-sm:hidden",
      )}
    >
      {id ? (
        <CopyableId
          id={id}
          copyLabel={sayCommon("copy", { what: `${what} ${id}` })}
          copiedLabel={sayCommon("copied")}
          refusedLabel={sayCommon("copyRefused")}
        />
      ) : null}
    </td>
  );
}

function Standing({ row: { position, state, registration } }: { row: GridRow }) {
  const say = useMessages("imports");
  const sayStatus = useMessages("status");
  if (!registration || (state !== "sent" && state !== "done")) {
    return <RowStateBadge state={state} label={say(`rowState.${state}`)} />;
  }
  const word = sayStatus(statusWord(registration));
  return (
    <Link
      href={`/registrations/${registration.id}`}
      prefetch={false}
      aria-label={`${word}. ${say("grid.openRow", { row: position })}`}
      className="rounded-md hover:opacity-80"
    >
      <StatusBadge status={registration.status} label={word} />
    </Link>
  );
}

function GridTableCell({ row, column, grid }: { row: GridRow; column: GridColumn; grid: RowGridState }) {
  const say = useMessages("imports");
  const { position } = row;
  const place = { position, column: column.index };
  const text = row.cells[column.index] ?? "";
  const tones = row.findings.filter((finding) => finding.column === column.index).map(({ tone }) => tone);
  const tone = TONES.find((each) => tones.includes(each)) ?? null;
  const describedBy = tone ? wordsId(position) : undefined;
  const { editing, tabStop } = grid;
  const isOver = row.registration !== null && !row.can.edit && tone === null;
  const isEditing = editing?.position === position && editing.column === column.index;
  return (
    <td
      className={clsx(
        // Holds what only screen readers see, which would make the page as wide as the table.
        "relative max-w-64 border-t p-0 group-first-of-type/row:border-t-0",
        "max-sm:col-span-2 max-sm:grid max-sm:max-w-none max-sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] max-sm:items-center max-sm:border-t-0!",
        column.isName && "sm:sticky sm:left-14 sm:z-10 sm:border-r sm:bg-surface",
        // What became of a row on a phone: who it is, its status and its id; the rest is a press away.
        isOver && !column.isName && "max-sm:hidden!",
        column.isOwn && "text-ink-soft",
        column.isOwn && text === "" && "max-sm:hidden",
      )}
    >
      <span
        aria-hidden="true"
        className="px-2 text-ink-faint text-sm leading-4 [overflow-wrap:anywhere] sm:hidden"
      >
        {column.heading}
      </span>
      {isEditing ? (
        <CellField
          label={say("grid.cell", { heading: column.heading, row: position })}
          text={editing.text}
          describedBy={describedBy}
          isWrong={tone === "problem"}
          onSave={grid.save}
          onCancel={grid.cancel}
        />
      ) : row.can.edit ? (
        <CellButton
          position={position}
          column={column}
          text={text}
          tone={tone}
          describedBy={describedBy}
          isTabStop={tabStop?.position === position && tabStop.column === column.index}
          onOpen={() => grid.edit(place)}
          onFocus={() => grid.focused(place)}
          onKeyDown={(event) => {
            grid.walk(event, place);
          }}
        />
      ) : (
        <span
          title={text || undefined}
          className={clsx(
            "flex h-9 min-w-0 items-center gap-1.5 px-3 max-sm:h-auto max-sm:justify-end max-sm:rounded-md max-sm:px-2 max-sm:py-1.5",
            tone && MARKS[tone].cell,
          )}
        >
          {column.isName && row.registration && text !== "" ? (
            <Link
              href={`/registrations/${row.registration.id}`}
              prefetch={false}
              className="min-w-0 truncate font-medium underline decoration-line-strong underline-offset-2"
            >
              {text}
            </Link>
          ) : (
            <CellText text={text} tone={tone} empty={say("grid.empty")} />
          )}
        </span>
      )}
    </td>
  );
}

/** The gravest first: it colours the cell. */
const TONES = ["problem", "warning", "note"] as const;

function wordsId(position: number): string {
  return `row-${position}-words`;
}

/** The values that a finding offers, each to be taken with one press. */
function Choices({ row, finding, grid }: { row: GridRow; finding: GridFinding; grid: RowGridState }) {
  const say = useMessages("imports");
  const { column, choices } = finding;
  if (!row.can.edit || column === null) return null;
  return choices.map((choice) => (
    <Fragment key={choice}>
      {" "}
      <button
        type="button"
        aria-label={say("grid.takeIn", { value: choice, row: row.position })}
        onClick={() => grid.take({ position: row.position, column }, choice)}
        className="touch-target mx-0.5 my-px rounded-md border border-line-strong bg-surface px-1.5 py-px text-left font-medium text-accent-ink text-sm shadow-raised hover:bg-hover"
      >
        {say("grid.take", { value: choice })}
      </button>
    </Fragment>
  ));
}

/** Stays in sight while the cells above scroll sideways. */
function RowWords({
  row,
  columns,
  grid,
  onAccept,
}: {
  row: GridRow;
  columns: readonly GridColumn[];
  grid: RowGridState;
  onAccept: () => void;
}) {
  const say = useMessages("imports");
  const nameOf = (index: number | null) => columns.find((column) => column.index === index)?.heading;
  return (
    <div className="sticky left-0 flex w-[100cqw] flex-wrap items-start justify-between gap-x-6 gap-y-2 pt-0.5 pr-4 pb-2.5 pl-17 text-sm max-sm:static max-sm:w-auto max-sm:px-2 max-sm:pt-2 max-sm:pb-1.5">
      <ul id={wordsId(row.position)} className="flex min-w-0 max-w-4xl flex-1 basis-72 flex-col gap-1">
        {row.findings.map((finding) => {
          const { icon: Icon, ink } = MARKS[finding.tone];
          const name = nameOf(finding.column);
          return (
            <li key={`${finding.column} ${finding.text}`} className="flex gap-1.5">
              <Icon aria-hidden="true" className={clsx("mt-0.5 size-4 shrink-0", ink)} strokeWidth={2.25} />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {name ? <span className="text-ink-soft">{name}: </span> : null}
                <span className={ink}>{finding.text}</span>
                <Choices row={row} finding={finding} grid={grid} />
                {finding.registrationId ? (
                  <>
                    {" "}
                    <Link
                      href={`/registrations/${finding.registrationId}`}
                      prefetch={false}
                      className="whitespace-nowrap underline decoration-line-strong underline-offset-2"
                    >
                      {say("grid.open")}
                    </Link>
                  </>
                ) : null}
              </span>
            </li>
          );
        })}
        {row.note ? (
          <li className="flex gap-1.5 text-ink-soft">
            <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-faint" strokeWidth={2.25} />
            <span className="min-w-0 [overflow-wrap:anywhere]">{row.note}</span>
          </li>
        ) : null}
      </ul>
      {row.can.takeBack || row.can.accept ? (
        <span className="flex gap-2 max-sm:w-full">
          {row.can.accept ? (
            <Button size="small" aria-label={say("grid.accept", { row: row.position })} onClick={onAccept}>
              {say("grid.acceptShort")}
            </Button>
          ) : null}
          {row.can.takeBack ? (
            <Button
              size="small"
              aria-label={say("grid.takeBack", { row: row.position })}
              onClick={() => grid.leaveOut(row.position, false)}
            >
              {say("grid.takeBackShort")}
            </Button>
          ) : null}
        </span>
      ) : null}
    </div>
  );
}
