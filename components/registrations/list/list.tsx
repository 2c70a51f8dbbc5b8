import FileUp from "lucide-react/icons/file-up";
import Plus from "lucide-react/icons/plus";
import type { Route } from "next";
import type { ReactNode } from "react";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import { LiveRefresh } from "@/components/live/live-refresh";
import { listAddress } from "@/components/registrations/filter/address";
import type { LoadFilterChoices } from "@/components/registrations/filter/choice-lists";
import { DroppedNotice } from "@/components/registrations/filter/dropped-notice";
import { countText } from "@/components/registrations/list-count";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { type TabLink, Tabs } from "@/components/ui/tabs";
import type { ViewActions } from "@/components/views/view-actions";
import { ViewBar } from "@/components/views/view-bar";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import type { ListCursor } from "@/lib/registrations/list/cursor";
import { keptQuery, LIST_TABS, type ListFilter, type ListTab } from "@/lib/registrations/list/filter";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { getLocale, getTranslator } from "@/lib/server/language";
import { bulkKindsOf } from "./bulk-kinds";
import { ListKeys } from "./keys";
import type { ListState } from "./list-state";
import { NoRows } from "./no-rows";
import { ListSelection } from "./selection";
import { RegistrationTable } from "./table";
import { ListToolbar } from "./toolbar";

export type RegistrationListProps = {
  state: ListState;
  rows: readonly RegistrationRow[];
  newer: ListCursor | null;
  older: ListCursor | null;
  wasCut: boolean;
  /** Null where they take too long to tell. */
  counts: Readonly<Record<ListTab, number>> | null;
  /** Null for people who may only look. */
  newHref: Route | null;
  uploadHref: Route | null;
  /** What stands in the place of the rows while there is no registration at all; null for people who may only look. */
  start: ReactNode;
  bulkActions: BulkActions | null;
  viewActions: ViewActions;
  loadChoices: LoadFilterChoices;
  /** What stands before the rows, such as what needs the person. */
  before?: ReactNode;
  /** What stands beside the filters, such as the export. */
  tools?: ReactNode;
};

/** The list of registrations: views, tabs, search, filters, one page of rows, and what to say when there are none. */
export async function RegistrationList({
  state,
  rows,
  newer,
  older,
  wasCut,
  counts,
  newHref,
  uploadHref,
  start,
  bulkActions,
  viewActions,
  loadChoices,
  before,
  tools,
}: RegistrationListProps) {
  const [locale, t, common] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("common"),
  ]);
  const { filter, hasDefaultView: isExplicit } = state;
  const table = (
    <RegistrationTable
      rows={rows}
      filter={filter}
      columns={state.columns}
      isExplicit={isExplicit}
      selectable={bulkActions !== null}
    />
  );
  // The page that was read before stands on the left, whichever way the list is sorted.
  const isDescending = filter.sort.endsWith("_desc");
  const [backward, forward] = isDescending ? [newer, older] : [older, newer];
  const ids = rows.map(({ id }) => id);
  const matching = counts?.[filter.tab] ?? null;
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, ["list", "filters", "views", "bulk"])}
    >
      <div className="flex flex-col gap-4">
        <PageHeader
          title={t("title")}
          badge={
            <ViewBar
              view={state.view}
              isChanged={state.isChanged}
              query={keptQuery(filter)}
              actions={viewActions}
            />
          }
          actions={
            <>
              {uploadHref ? (
                <ButtonLink href={uploadHref} icon={<FileUp aria-hidden="true" />} className="max-sm:hidden">
                  {t("upload")}
                </ButtonLink>
              ) : null}
              {newHref ? (
                <ButtonLink href={newHref} variant="primary" icon={<Plus aria-hidden="true" />}>
                  {t("newRegistration")}
                </ButtonLink>
              ) : null}
            </>
          }
        />
        <DroppedNotice dropped={state.dropped} />
        {before}
        <Tabs label={t("tabsLabel")} tabs={await listTabs(filter, counts, isExplicit)} />
        <ListToolbar state={state} loadChoices={loadChoices} tools={tools} />
        {wasCut && rows.length > 0 ? (
          <Notice tone="info">{t(filter.query ? "searchWasCut" : "listWasCut")}</Notice>
        ) : null}
        {rows.length === 0 ? (
          <NoRows state={state} counts={counts} wasCut={wasCut} start={start} />
        ) : bulkActions ? (
          <ListSelection
            ids={ids}
            query={keptQuery({ ...filter, sort: "created_desc", columns: null })}
            matches={matching === null ? null : { count: matching, text: countText(matching, locale) }}
            kinds={bulkKindsOf(filter.tab)}
            actions={bulkActions}
          >
            {table}
          </ListSelection>
        ) : (
          table
        )}
        <Pagination
          label={t("pagination")}
          newer={backward && listAddress({ ...filter, cursor: backward }, { isExplicit })}
          older={forward && listAddress({ ...filter, cursor: forward }, { isExplicit })}
          newerLabel={common(isDescending ? "newer" : "older")}
          olderLabel={common(isDescending ? "older" : "newer")}
        />
        <ListKeys />
        <LiveRefresh ids={ids} showsOthers active={rows.some(({ sending }) => sending)} />
      </div>
    </ClientMessagesProvider>
  );
}

async function listTabs(
  filter: ListFilter,
  counts: RegistrationListProps["counts"],
  isExplicit: boolean,
): Promise<TabLink[]> {
  const [locale, t, status] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("status"),
  ]);
  return LIST_TABS.map((tab) => ({
    key: tab,
    label: tab === "all" ? t("tabAll") : status(tab),
    href: listAddress({ ...filter, tab, cursor: null }, { isExplicit }),
    count: counts === null ? undefined : countText(counts[tab], locale),
    current: tab === filter.tab,
  }));
}
