import Inbox from "lucide-react/icons/inbox";
import { fieldNames } from "@/components/import/field-names";
import { RowGrid } from "@/components/import/grid/grid";
import { countOf, ROW_TABS, type RowTab, readRowTab } from "@/components/import/grid/row-tab";
import { gridColumns, gridRows } from "@/components/import/grid/rows";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Tabs } from "@/components/ui/tabs";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTranslator } from "@/lib/server/language";
import type { ImportDetailProps } from "./detail-props";

/** The rows of a batch by where they stand, one page of them as a grid. */
export async function ImportRows({
  batch,
  rows,
  tab,
  tabHref,
  first,
  next,
  mayWrite,
  actions,
}: Omit<ImportDetailProps, "isRematching" | "replaceable">) {
  const [t, list, locale] = await Promise.all([getTranslator("imports"), getTranslator("list"), getLocale()]);
  const { columns, hidden } = gridColumns(t, batch, await fieldNames());
  const shownRows = await gridRows(batch, rows, mayWrite);
  // Where the rows it is about do not stand, nobody sees what would be accepted.
  const mayAccept = (tab === "all" || tab === "warnings") && shownRows.some(({ can }) => can.accept);
  // A tab without rows is no way to anywhere; the one that is open stays, and what comes first to be mended.
  const tabs = ROW_TABS.filter((each) => each === "all" || each === tab || countOf(each, batch) > 0);
  const labelOf = (each: RowTab) =>
    each === "all" || each === "warnings" || each === "attention" ? t(`tabs.${each}`) : t(`rowState.${each}`);
  const onward = readRowTab(undefined, batch);
  return (
    <section aria-label={t("grid.label")} className="flex flex-col gap-4">
      <Tabs
        label={t("tabs.label")}
        tabs={tabs.map((each) => ({
          key: each,
          label: labelOf(each),
          href: tabHref(each),
          count: formatNumber(countOf(each, batch), locale),
          current: each === tab,
        }))}
      />
      {shownRows.length === 0 ? (
        <EmptyState
          icon={<Inbox aria-hidden="true" />}
          title={t("grid.nothing")}
          actions={
            countOf(tab, batch) > 0 || countOf(onward, batch) === 0 ? null : (
              <ButtonLink href={tabHref(onward)}>
                {`${labelOf(onward)} ${formatNumber(countOf(onward, batch), locale)}`}
              </ButtonLink>
            )
          }
        >
          {t(`grid.nothingText.${tab}`)}
        </EmptyState>
      ) : (
        <RowGrid
          importId={batch.id}
          columns={columns}
          rows={shownRows}
          hiddenColumns={hidden}
          warnings={mayAccept ? batch.rows.warnings : 0}
          actions={{ edit: actions.edit, leaveOut: actions.leaveOut, accept: actions.accept }}
        />
      )}
      <Pagination
        label={list("pagination")}
        newer={first}
        older={next}
        newerLabel={t("grid.first")}
        olderLabel={t("grid.more")}
      />
    </section>
  );
}
