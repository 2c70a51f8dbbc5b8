import Inbox from "lucide-react/icons/inbox";
import type { Route } from "next";
import Link from "next/link";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { TimeText } from "@/components/ui/text/time-text";
import type { BulkItemRow, BulkJobView, OutcomeKey } from "@/lib/bulk/job-view";
import { formatNumber, formatTime } from "@/lib/i18n/format";
import { statusWord } from "@/lib/registrations/status";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { outcomeWords } from "./job-words";

export type JobItemsProps = {
  job: BulkJobView;
  items: readonly BulkItemRow[];
  /** Which of them are shown; null is all. */
  outcome: OutcomeKey | null;
  outcomeHref: (outcome: OutcomeKey | null) => Route;
  /** Neighbouring pages, or null. */
  first: Route | null;
  next: Route | null;
};

/** What became of every registration of a job, in the order they were chosen. */
export async function JobItems({ job, items, outcome, outcomeHref, first, next }: JobItemsProps) {
  const [t, list, locale] = await Promise.all([getTranslator("bulk"), getTranslator("list"), getLocale()]);
  const labelOf = (key: OutcomeKey) =>
    key === "done" ? t("outcome.doneTab") : key === "pending" ? t("outcome.pending") : t(`reason.${key}`);
  const tabs = [
    { key: "all", label: t("outcome.all"), count: job.total, outcome: null },
    ...job.outcomes.map((each) => ({
      ...each,
      key: each.outcome,
      label: capitalised(labelOf(each.outcome)),
    })),
  ];
  return (
    <section aria-label={t("items")} className="flex flex-col gap-4">
      <Tabs
        label={t("itemsFilter")}
        tabs={tabs.map((tab) => ({
          key: tab.key,
          label: tab.label,
          href: outcomeHref(tab.outcome),
          count: formatNumber(tab.count, locale),
          current: tab.outcome === outcome,
        }))}
      />
      {items.length === 0 ? (
        <EmptyState icon={<Inbox aria-hidden="true" />} title={t("noItems")}>
          {t("noItemsText")}
        </EmptyState>
      ) : (
        <Table label={t("items")}>
          <thead>
            <tr>
              <ColumnHeader>{t("columns.merchant")}</ColumnHeader>
              <ColumnHeader className="max-sm:hidden">{t("columns.now")}</ColumnHeader>
              <ColumnHeader className="max-sm:hidden">{t("columns.outcome")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.ended")}</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <ItemTableRow key={item.position} item={item} job={job} />
            ))}
          </tbody>
        </Table>
      )}
      <Pagination
        label={list("pagination")}
        newer={first}
        older={next}
        newerLabel={t("firstPage")}
        olderLabel={t("nextPage")}
      />
    </section>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function ItemTableRow({ item, job }: { item: BulkItemRow; job: BulkJobView }) {
  const [t, status, style] = await Promise.all([
    getTranslator("bulk"),
    getTranslator("status"),
    getTimeStyle(),
  ]);
  const standing = (
    <span className="flex flex-wrap gap-1.5">
      <StatusBadge
        status={item.status}
        label={status(statusWord({ status: item.status, sending: item.isSending }))}
      />
      {item.isArchived ? <Badge>{status("archived")}</Badge> : null}
    </span>
  );
  return (
    <Row interactive className="relative">
      <Cell className="sm:w-2/5">
        <Link
          href={`/registrations/${item.registrationId}`}
          prefetch={false}
          className="block font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {item.businessName || t("unnamed")}
        </Link>
        <span className="mono-id block text-ink-soft text-xs">{item.partnerReference}</span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 sm:hidden">
          {standing}
          <span className="text-ink-soft text-sm">{outcomeWords(t, job, item.outcome)}</span>
        </span>
      </Cell>
      <Cell className="max-sm:hidden">{standing}</Cell>
      <Cell data-outcome={item.outcome ?? "pending"} className="text-ink-soft text-sm max-sm:hidden">
        {outcomeWords(t, job, item.outcome)}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-soft tabular-nums max-md:hidden">
        {item.endedAt ? (
          <TimeText at={item.endedAt} style={style}>
            {formatTime(new Date(item.endedAt), new Date(), style)}
          </TimeText>
        ) : null}
      </Cell>
    </Row>
  );
}
