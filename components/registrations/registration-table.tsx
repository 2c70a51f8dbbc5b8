import clsx from "clsx";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { RowCheckbox } from "@/components/ui/checkbox";
import { Cell, ColumnHeader, Row } from "@/components/ui/table";
import { TimeText } from "@/components/ui/time-text";
import { formatTime, type TimeStyle } from "@/lib/i18n/format";
import { getTimeStyle, getTranslator } from "@/lib/i18n/server";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { SelectAllCheckbox } from "./retry-selection";
import { StatusBadge } from "./status-badge";

/**
 * The rows as a table; under 640 px each row is laid out as a card. The markup stays one table, so
 * that names and roles are the same on every screen. The whole row leads to the registration.
 */
export async function RegistrationTable({
  rows,
  selectable,
}: {
  rows: readonly RegistrationRow[];
  selectable: boolean;
}) {
  const t = await getTranslator("list");
  return (
    <div className="sm:overflow-x-auto sm:rounded-xl sm:border sm:bg-surface sm:shadow-raised">
      <table aria-label={t("title")} className="w-full border-collapse text-left max-sm:block">
        <thead className="max-sm:sr-only">
          <tr>
            {selectable ? (
              <ColumnHeader className="w-9 pr-0!">
                <SelectAllCheckbox label={t("selectAll")} />
              </ColumnHeader>
            ) : null}
            <ColumnHeader>{t("columns.merchant")}</ColumnHeader>
            <ColumnHeader>{t("columns.status")}</ColumnHeader>
            <ColumnHeader>{t("columns.reference")}</ColumnHeader>
            <ColumnHeader className="max-xl:hidden">{t("columns.owner")}</ColumnHeader>
            <ColumnHeader>{t("columns.created")}</ColumnHeader>
          </tr>
        </thead>
        <tbody className="max-sm:flex max-sm:flex-col max-sm:gap-2.5">
          {rows.map((row) => (
            <RegistrationTableRow key={row.id} row={row} selectable={selectable} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function RegistrationTableRow({ row, selectable }: { row: RegistrationRow; selectable: boolean }) {
  const [t, status, style] = await Promise.all([
    getTranslator("list"),
    getTranslator("status"),
    getTimeStyle(),
  ]);
  const name = row.businessName || t("unnamed");
  return (
    <Row
      interactive
      className={clsx(
        "relative has-checked:bg-accent-wash/60",
        "max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:rounded-xl max-sm:border! max-sm:bg-surface max-sm:p-3.5 max-sm:shadow-raised",
        selectable && "max-sm:grid-cols-[auto_1fr_auto]",
      )}
    >
      {selectable ? (
        <Cell className="relative z-10 w-9 pr-0! max-sm:row-span-3 max-sm:w-auto max-sm:p-0! max-sm:pt-0.5!">
          <RowCheckbox
            name="id"
            value={row.id}
            label={t("selectRow", { name })}
            data-retryable={row.status === "FAILED" && !row.archived ? "" : undefined}
          />
        </Cell>
      ) : null}
      <Cell className="w-2/5 min-w-36 max-w-0 max-sm:w-auto max-sm:min-w-0 max-sm:max-w-none max-sm:p-0!">
        <Link
          href={`/registrations/${row.id}`}
          prefetch={false}
          className={clsx(
            "block truncate font-medium after:absolute after:inset-0 max-sm:whitespace-normal max-sm:[overflow-wrap:anywhere]",
            !row.businessName && "text-ink-faint italic",
          )}
        >
          {name}
        </Link>
        <span className="block truncate text-ink-soft text-sm">{row.representativeName}</span>
      </Cell>
      <Cell className="max-sm:p-0!">
        <span className="flex flex-wrap items-center gap-1.5 max-sm:justify-end">
          <StatusBadge status={row.status} label={status(row.status)} />
          {row.archived ? <Badge>{status("archived")}</Badge> : null}
        </span>
        <RowNote row={row} style={style} />
      </Cell>
      <Cell className="whitespace-nowrap max-sm:col-span-2 max-sm:whitespace-normal max-sm:p-0!">
        <span className="mono-id block text-ink-soft text-sm max-sm:text-xs">{row.partnerReference}</span>
        {row.businessId ? (
          <span className="mono-id block text-sm max-sm:text-xs">
            <span className="sr-only">{t("columns.businessId")}: </span>
            {row.businessId}
          </span>
        ) : null}
      </Cell>
      <Cell className="max-w-40 truncate text-ink-soft max-xl:hidden max-sm:block! max-sm:p-0!">
        {row.ownerName}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-soft tabular-nums max-sm:p-0! max-sm:text-right">
        <TimeText at={row.createdAt} style={style}>
          {formatTime(new Date(row.createdAt), new Date(), style)}
        </TimeText>
      </Cell>
    </Row>
  );
}

/** What the status alone does not say: DOKU's words, or when it goes on. */
async function RowNote({ row, style }: { row: RegistrationRow; style: TimeStyle }) {
  const t = await getTranslator("list");
  const note = row.sending
    ? t("sending")
    : row.nextRunAt && (row.status === "QUEUED" || row.status === "UNCONFIRMED")
      ? t("nextRun", { time: formatTime(new Date(row.nextRunAt), new Date(), style) })
      : row.status === "NEEDS_FIX"
        ? row.problem
        : null;
  if (!note) return null;
  return (
    <span
      title={note}
      className="mt-0.5 block max-w-36 truncate text-ink-faint text-xs xl:max-w-56 max-sm:hidden"
    >
      {note}
    </span>
  );
}
