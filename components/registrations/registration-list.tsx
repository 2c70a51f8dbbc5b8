import Inbox from "lucide-react/icons/inbox";
import Plus from "lucide-react/icons/plus";
import SearchX from "lucide-react/icons/search-x";
import type { Route } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { type TabLink, Tabs } from "@/components/ui/tabs";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatNumber } from "@/lib/i18n/format";
import { getLocale, getTranslator } from "@/lib/i18n/server";
import { LIST_TABS, type ListTab } from "@/lib/registrations/list-filter";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { listAddress } from "./list-address";
import { RegistrationTable } from "./registration-table";
import { type RetrySelected, RetrySelection } from "./retry-selection";
import { SearchForm } from "./search-form";

/** A tab with more shows this many and a plus; the counts handed in go one above it. */
const COUNT_CAP = 1_000;

export type RegistrationListProps = {
  rows: readonly RegistrationRow[];
  filter: { tab: ListTab; query: string };
  /** Null where they take too long to tell. */
  counts: Readonly<Record<ListTab, number>> | null;
  /** Encoded cursors of the neighbouring pages. */
  newer: string | null;
  older: string | null;
  /** Null for people who may only look. */
  newHref: Route | null;
  retrySelected: RetrySelected | null;
};

/** The list of registrations: tabs, search, one page of rows, and what to say when there are none. */
export async function RegistrationList({
  rows,
  filter,
  counts,
  newer,
  older,
  newHref,
  retrySelected,
}: RegistrationListProps) {
  const [locale, t, common] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("common"),
  ]);
  const table = <RegistrationTable rows={rows} selectable={retrySelected !== null} />;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t("title")}
        actions={
          newHref ? (
            <ButtonLink href={newHref} variant="primary" icon={<Plus aria-hidden="true" />}>
              {t("newRegistration")}
            </ButtonLink>
          ) : null
        }
      />
      <Tabs label={t("tabsLabel")} tabs={await listTabs(filter, counts)} />
      <SearchForm filter={filter} />
      {rows.length === 0 ? (
        <NoRows filter={filter} counts={counts} newHref={newHref} />
      ) : retrySelected ? (
        <ClientMessagesProvider locale={locale} messages={compileMessages(locale, ["list"])}>
          <RetrySelection retrySelected={retrySelected}>{table}</RetrySelection>
        </ClientMessagesProvider>
      ) : (
        table
      )}
      <Pagination
        label={t("pagination")}
        newer={newer === null ? null : listAddress({ ...filter, cursor: newer })}
        older={older === null ? null : listAddress({ ...filter, cursor: older })}
        newerLabel={common("newer")}
        olderLabel={common("older")}
      />
    </div>
  );
}

async function listTabs(
  filter: RegistrationListProps["filter"],
  counts: RegistrationListProps["counts"],
): Promise<TabLink[]> {
  const [locale, t, status] = await Promise.all([
    getLocale(),
    getTranslator("list"),
    getTranslator("status"),
  ]);
  return LIST_TABS.map((tab) => ({
    key: tab,
    label: tab === "all" ? t("tabAll") : status(tab),
    href: listAddress({ tab, query: filter.query }),
    count:
      counts === null
        ? undefined
        : counts[tab] > COUNT_CAP
          ? t("countCapped", { count: formatNumber(COUNT_CAP, locale) })
          : formatNumber(counts[tab], locale),
    current: tab === filter.tab,
  }));
}

async function NoRows({
  filter: { tab, query },
  counts,
  newHref,
}: Pick<RegistrationListProps, "filter" | "counts" | "newHref">) {
  const t = await getTranslator("list");
  if (query) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title={t("noHitTitle", { query })}
        actions={<ButtonLink href={listAddress({ tab, query: "" })}>{t("clearSearch")}</ButtonLink>}
      >
        {t("noHitText")}
      </EmptyState>
    );
  }
  const hasAny = LIST_TABS.some((other) => counts === null || counts[other] > 0);
  if (hasAny) {
    return (
      <EmptyState icon={<Inbox aria-hidden="true" />} title={t("emptyTabTitle")}>
        {t(`emptyTab.${tab}`)}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Inbox aria-hidden="true" />}
      title={t("emptyTitle")}
      actions={
        newHref ? (
          <ButtonLink href={newHref} variant="primary" icon={<Plus aria-hidden="true" />}>
            {t("newRegistration")}
          </ButtonLink>
        ) : null
      }
    >
      {t(newHref ? "emptyText" : "emptyViewer")}
    </EmptyState>
  );
}
