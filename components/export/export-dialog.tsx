"use client";

import { useEffect, useId, useState } from "react";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SelectField } from "@/components/ui/fields/select";
import { Dialog } from "@/components/ui/overlays/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import {
  EXPORT_COLUMNS,
  EXPORT_FORMATS,
  type ExportColumn,
  type ExportFormat,
  isContactColumn,
  shownColumns,
  XLSX_MAX_ROWS,
} from "@/lib/export/columns";
import { useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import type { ListColumn } from "@/lib/registrations/list/filter";

export type CountForExport = (input: {
  query: string;
}) => Promise<{ kind: "count"; count: number; isExact: boolean } | ActionFailure>;

export type ExportDialogProps = {
  /** The list's query string, as it is kept: which rows, in which order. */
  query: string;
  /** The rows that were selected; none means all of the list. */
  ids?: readonly string[];
  /** What the list shows, in its order. */
  columns: readonly ListColumn[];
  mayUnmask: boolean;
  count: CountForExport;
  onClose: () => void;
};

/** Asks for format and columns; its form is posted by the browser, which saves the file while the page stays as it is. */
export function ExportDialog({
  query,
  ids = [],
  columns: shown,
  mayUnmask,
  count,
  onClose,
}: ExportDialogProps) {
  const say = useMessages("export");
  const sayCommon = useMessages("common");
  const locale = useClientLocale();
  const [format, setFormat] = useState<ExportFormat>("xlsx");
  const columns = shownColumns(shown);
  const [chosen, setChosen] = useState<ReadonlySet<ExportColumn>>(() => new Set(columns));
  const counted = useCount(count, query, ids.length);
  const isTooLong = format === "xlsx" && counted?.kind === "count" && counted.count > XLSX_MAX_ROWS;
  const hasContacts = [...chosen].some(isContactColumn);

  function toggle(column: ExportColumn, isChosen: boolean) {
    const next = new Set(chosen);
    if (isChosen) next.add(column);
    else next.delete(column);
    setChosen(next);
  }

  return (
    <Dialog open onClose={onClose} title={say("title")} closeLabel={sayCommon("close")}>
      <form
        method="post"
        action="/registrations/export"
        onSubmit={() => setTimeout(onClose)}
        className="mt-1 flex flex-col gap-4"
      >
        <input type="hidden" name="query" value={query} />
        <input type="hidden" name="ids" value={ids.join(",")} />
        {inOrder(chosen, columns).map((column) => (
          <input key={column} type="hidden" name="columns" value={column} />
        ))}
        {ids.length > 0 ? (
          <p className="tabular-nums">
            {say("rowsChosen", { figure: ids.length, count: formatNumber(ids.length, locale) })}
          </p>
        ) : (
          <CountText counted={counted} />
        )}
        <SelectField
          label={say("format")}
          name="format"
          value={format}
          hint={say(`formatHint.${format}`)}
          error={isTooLong ? say("tooLong") : undefined}
          onChange={(event) =>
            setFormat(EXPORT_FORMATS.find((each) => each === event.target.value) ?? "xlsx")
          }
        >
          {EXPORT_FORMATS.map((each) => (
            <option key={each} value={each}>
              {say(`formats.${each}`)}
            </option>
          ))}
        </SelectField>
        <ColumnChoice chosen={chosen} onToggle={toggle} />
        {hasContacts ? (
          mayUnmask ? (
            <Checkbox name="unmasked" label={say("unmasked")} hint={say("unmaskedHint")} />
          ) : (
            <p className="text-ink-faint text-sm">{say("maskedOnly")}</p>
          )
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {sayCommon("cancel")}
          </Button>
          <Button type="submit" variant="primary" disabled={chosen.size === 0 || isTooLong}>
            {say("download")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** As the list has them, then what was added. */
function inOrder(chosen: ReadonlySet<ExportColumn>, shown: readonly ExportColumn[]): ExportColumn[] {
  const order: ExportColumn[] = [...shown, ...EXPORT_COLUMNS];
  return [...new Set(order)].filter((column) => chosen.has(column));
}

function ColumnChoice({
  chosen,
  onToggle,
}: {
  chosen: ReadonlySet<ExportColumn>;
  onToggle: (column: ExportColumn, isChosen: boolean) => void;
}) {
  const say = useMessages("export");
  const sayList = useMessages("list");
  const headingId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in the grid of this dialog.
    <div role="group" aria-labelledby={headingId} className="flex flex-col gap-1.5">
      <span id={headingId} className="font-medium text-sm">
        {say("columnsLabel")}
      </span>
      <div className="grid grid-cols-2 gap-x-4">
        {EXPORT_COLUMNS.map((column) => (
          <Checkbox
            key={column}
            label={isContactColumn(column) ? say(`columns.${column}`) : sayList(`columns.${column}`)}
            checked={chosen.has(column)}
            onChange={(event) => onToggle(column, event.target.checked)}
          />
        ))}
      </div>
    </div>
  );
}

type Counted = Awaited<ReturnType<CountForExport>> | undefined;

function useCount(count: CountForExport, query: string, chosen: number): Counted {
  const [counted, setCounted] = useState<Counted>();
  useEffect(() => {
    if (chosen > 0) return;
    let isCurrent = true;
    void count({ query })
      .catch(unreachable)
      .then((answer) => {
        if (isCurrent) setCounted(answer);
      });
    return () => {
      isCurrent = false;
    };
  }, [count, query, chosen]);
  return counted;
}

function CountText({ counted }: { counted: Counted }) {
  const say = useMessages("export");
  const locale = useClientLocale();
  if (!counted) return <Skeleton className="h-5 w-1/2" />;
  if (counted.kind === "failure") return <FailureNotice failure={counted} />;
  const count = formatNumber(counted.count, locale);
  return (
    <p role="status" className="tabular-nums">
      {counted.isExact ? say("rows", { count, figure: counted.count }) : say("rowsAtLeast", { count })}
    </p>
  );
}
