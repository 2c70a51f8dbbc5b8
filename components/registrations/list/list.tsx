import FileUp from "lucide-react/icons/file-up";
import Plus from "lucide-react/icons/plus";
import type { Route } from "next";
import type { ReactNode } from "react";
import type { BulkActions } from "@/components/bulk/bulk-actions";
import type { FollowUpActions } from "@/components/follow-ups/follow-up-actions";
import { LiveRefresh } from "@/components/live/live-refresh";
import { listAddress } from "@/components/registrations/filter/address";
import type { LoadFilterChoices } from "@/components/registrations/filter/choice-lists";
import { columnsOf } from "@/components/registrations/filter/columns";
import { DroppedNotice } from "@/components/registrations/filter/dropped-notice";
import { COUNT_CAP, countText } from "@/components/registrations/list-count";
import { PeekKeys } from "@/components/registrations/peek/peek-keys";
import type { LoadPeek } from "@/components/registrations/peek/peek-view";
import { RowFollowUp } from "@/components/registrations/peek/row-follow-up";
import { KeepListPlace } from "@/components/registrations/way-back/keep-list-place";
import { SearchHighlight } from "@/components/search/search-highlight";
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
import {
  isWalkedAtOnce,
  keptQuery,
  keyOf,
  type ListFilter,
  type ListTab,
} from "@/lib/registrations/list/filter";
import type { Near, RegistrationRow } from "@/lib/registrations/registration-view";
import { getLocale, getTranslator } from "@/lib/server/language";
import { bulkKindsOf } from "./bulk-kinds";
import { CopyIds } from "./copy-ids";
import { ListKeys } from "./keys";
import type { ListState } from "./list-state";
import { NoRows } from "./no-rows";
import { type ProgressCounts, ProgressTabs } from "./progress-tabs";
import { RangeText } from "./range-text";
import { ListSelection } from "./selection";
import { RegistrationTable } from "./table";
import type { Taking } from "./take-selection";
import { ListToolbar } from "./toolbar";

export type RegistrationListProps = {
  state: ListState;
  rows: readonly RegistrationRow[];
  newer: ListCursor | null;
  older: ListCursor | null;
  wasCut: boolean;
  /** Null where they take too long to tell. */
  counts: Readonly<Record<ListTab, number>> | null;
  /** Of the invited, where their tab is open. */
  progressCounts: ProgressCounts;
  /** Null for people who may only look. */
  newHref: Route | null;
  uploadHref: Route | null;
  /** What stands in the place of the rows while there is no registration at all; null for people who may only look. */
  start: ReactNode;
  /** Whether nothing was ever registered: then there is nothing to look for, to filter or to take away. */
  isFresh: boolean;
  bulkActions: BulkActions | null;
  viewActions: ViewActions;
  loadChoices: LoadFilterChoices;
  loadPeek: LoadPeek;
  /** Null for people who may only look. */
  setFollowUp: FollowUpActions["set"] | null;
  /** What takes rows away as text or file. */
  taking: Omit<Taking, "columns" | "sort">;
  personId: string;
  /** What may have been meant where nothing was found. */
  near: Near | null;
  /** The switch between one's own and the team's. */
  whose: ReactNode;
  /** How many rows stand before these, where somebody counted. */
  before: number | null;
  /** What stands above the rows, such as what needs the person. */
  above?: ReactNode;
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
  progressCounts,
  newHref,
  uploadHref,
  start,
  isFresh,
  bulkActions,
  viewActions,
  loadChoices,
  loadPeek,
  setFollowUp,
  taking,
  personId,
  whose,
  near,
  before,
  above,
  tools,
}: RegistrationListProps) {
  const [locale, t, common] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("common"),
  ]);
  const { filter, isExplicit } = state;
  // The page that was read before stands on the left, whichever way the list is sorted.
  const isDescending = filter.sort.endsWith("_desc");
  const isByTime = !isWalkedAtOnce(filter.sort);
  const [backward, forward] = isDescending ? [newer, older] : [older, newer];
  const ids = rows.map(({ id }) => id);
  const matching = counts?.[filter.tab] ?? null;
  return (
    <ClientMessagesProvider
      locale={locale}
      messages={compileMessages(locale, [
        "list",
        "filters",
        "views",
        "bulk",
        "export",
        "search",
        "progress",
        "who",
        ...(bulkActions ? (["followUps"] as const) : []),
      ])}
    >
      <div className="flex flex-col gap-3">
        <PageHeader
          title={t("title")}
          badge={
            <>
              {isFresh ? null : whose}
              {isFresh ? null : (
                <ViewBar
                  view={state.view}
                  isChanged={state.isChanged}
                  isPlain={
                    keptQuery({ ...filter, owner: filter.owner === "me" ? null : filter.owner }) === ""
                  }
                  query={keptQuery(filter)}
                  actions={viewActions}
                />
              )}
            </>
          }
          actions={
            isFresh ? null : (
              <>
                {uploadHref ? (
                  <ButtonLink
                    href={uploadHref}
                    icon={<FileUp aria-hidden="true" />}
                    className="max-sm:hidden"
                  >
                    {t("upload")}
                  </ButtonLink>
                ) : null}
                {newHref ? (
                  <ButtonLink
                    href={newHref}
                    variant="primary"
                    icon={<Plus aria-hidden="true" />}
                    className="max-sm:size-11 max-sm:px-0!"
                  >
                    <span className="max-sm:sr-only">{t("newRegistration")}</span>
                  </ButtonLink>
                ) : null}
              </>
            )
          }
        />
        <DroppedNotice dropped={state.dropped} />
        {above}
        {isFresh ? null : (
          <>
            <Tabs label={t("tabsLabel")} tabs={await listTabs(filter, counts, isExplicit)} />
            {filter.tab === "INVITED" && filter.turn === null ? (
              <ProgressTabs filter={filter} counts={progressCounts} isExplicit={isExplicit} />
            ) : null}
            <ListToolbar
              state={state}
              hasWhose={whose !== null}
              loadChoices={loadChoices}
              tools={tools}
              range={
                <RangeText
                  before={before}
                  rows={rows.length}
                  total={matching && Math.min(matching, COUNT_CAP)}
                  isCapped={matching !== null && matching > COUNT_CAP}
                  isLast={forward === null && !wasCut}
                  query={keptQuery(filter)}
                />
              }
            />
          </>
        )}
        {wasCut && rows.length > 0 ? (
          <Notice tone="info">{t(filter.query ? "searchWasCut" : "listWasCut")}</Notice>
        ) : null}
        {rows.length === 0 ? (
          <NoRows state={state} counts={counts} wasCut={wasCut} near={near} start={start} isFresh={isFresh} />
        ) : (
          <ListSelection
            personId={personId}
            ids={ids}
            query={keptQuery(chosenBy(filter))}
            matches={matching === null ? null : { count: matching, text: countText(matching, locale) }}
            kinds={bulkActions ? bulkKindsOf(filter.tab, bulkActions) : []}
            actions={bulkActions}
            taking={{
              ...{ ...taking, sort: filter.sort },
              columns: columnsOf({ tab: filter.tab, columns: state.columns }),
            }}
          >
            <RegistrationTable rows={rows} filter={filter} columns={state.columns} isExplicit={isExplicit} />
          </ListSelection>
        )}
        <Pagination
          label={t("pagination")}
          newer={backward && listAddress({ ...filter, cursor: backward }, { isExplicit })}
          older={forward && listAddress({ ...filter, cursor: forward }, { isExplicit })}
          newerLabel={isByTime ? common(isDescending ? "newer" : "older") : t("previousPage")}
          olderLabel={isByTime ? common(isDescending ? "older" : "newer") : t("nextPage")}
        />
        <ListKeys />
        {filter.query ? <SearchHighlight query={filter.query} /> : null}
        <PeekKeys load={loadPeek} setFollowUp={setFollowUp} />
        {setFollowUp ? <RowFollowUp load={loadPeek} set={setFollowUp} /> : null}
        <CopyIds />
        <KeepListPlace personId={personId} />
        <LiveRefresh ids={ids} showsOthers active={rows.some(({ sending }) => sending)} />
      </div>
    </ClientMessagesProvider>
  );
}

/** What of a filter decides which rows there are: in the order of follow-ups stand those that have one. */
function chosenBy(filter: ListFilter): ListFilter {
  const sort = keyOf(filter.sort) === "followup" ? filter.sort : "created_desc";
  return { ...filter, sort, columns: null };
}

/** What is work stands first, and what is done after it. */
const TABS_IN_ORDER = [
  "all",
  "NEEDS_FIX",
  "UNCONFIRMED",
  "FAILED",
  "QUEUED",
  "INVITED",
  "DRAFT",
  "archived",
] as const satisfies readonly ListTab[];
const TONES: Partial<Record<ListTab, TabLink["tone"]>> = {
  NEEDS_FIX: "danger",
  UNCONFIRMED: "warning",
  FAILED: "danger",
};

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
  return TABS_IN_ORDER.map((tab) => ({
    key: tab,
    tone: counts && counts[tab] > 0 ? TONES[tab] : undefined,
    label: tab === "all" ? t("tabAll") : status(tab),
    href: listAddress({ ...filter, tab, cursor: null }, { isExplicit }),
    count: counts === null ? undefined : countText(counts[tab], locale),
    current: tab === filter.tab,
  }));
}
