import type { Metadata, Route } from "next";
import { cookies } from "next/headers";
import { DayChart } from "@/components/insights/day-chart";
import {
  type CauseRow,
  CausesCard,
  CutCard,
  FunnelCard,
  TimeCard,
} from "@/components/insights/insight-cards";
import { InsightChoices } from "@/components/insights/insight-choices";
import { causeWords } from "@/components/registrations/cause-words";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { type InsightFilter, readInsightFilter, writeInsightFilter } from "@/lib/insights/insight-filter";
import { type CauseCount, funnelOf, sumOf, totalCounts } from "@/lib/insights/insight-view";
import { readInsights } from "@/lib/insights/queries";
import { findPlaybookEntries } from "@/lib/playbook/queries";
import { EMPTY_FILTER, writeListFilter } from "@/lib/registrations/list/filter";
import { hasOwn, startsWith, WHOSE_COOKIE } from "@/lib/registrations/list/whose";
import { getTranslator } from "@/lib/server/language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("insights"))("title") };
}

export default async function InsightsPage({ searchParams }: PageProps<"/insights">) {
  const actor = await requirePermission("registrations.read");
  const [search, cookieJar] = await Promise.all([searchParams, cookies()]);
  const whose = startsWith(actor, cookieJar.get(WHOSE_COOKIE)?.value);
  const filter = readInsightFilter(paramsOf(search), whose);
  const [t, insights] = await Promise.all([
    getTranslator("insights"),
    readInsights(actor, filter, new Date()),
  ]);
  const { days, timeToInvite, causes } = insights;
  const counts = days && totalCounts(days);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("title")} description={t("description")} />
      <InsightChoices filter={filter} hrefOf={hrefOf} personId={hasOwn(actor) ? actor.id : null} />
      {counts && sumOf(counts) === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>
      ) : (
        <>
          {days ? <DayChart days={days} /> : <CutCard title={t("days.title")} />}
          <div className="grid items-start gap-5 lg:grid-cols-2">
            {counts ? <FunnelCard funnel={funnelOf(counts)} /> : <CutCard title={t("funnel.title")} />}
            <TimeCard time={timeToInvite} />
          </div>
          <CausesCard causes={causes && (await toCauseRows(actor, causes, filter))} />
        </>
      )}
    </div>
  );
}

function hrefOf(filter: InsightFilter): Route {
  const query = writeInsightFilter(filter).toString();
  return (query ? `/insights?${query}` : "/insights") as Route;
}

async function toCauseRows(
  actor: UserActor,
  causes: CauseCount[],
  filter: InsightFilter,
): Promise<CauseRow[]> {
  const [filters, detail, known] = await Promise.all([
    getTranslator("filters"),
    getTranslator("detail"),
    findPlaybookEntries(
      actor,
      causes.map(({ cause }) => cause),
    ),
  ]);
  return causes.map(({ cause, count, problem }) => {
    const owner = filter.mine ? "me" : null;
    const query = writeListFilter({ ...EMPTY_FILTER, cause, created: filter.range, owner });
    return {
      cause,
      count,
      words: causeWords(cause, { filters, detail }),
      // Two refusals of one field differ by DOKU's words.
      known: known.get(cause)?.meaning ?? (problem && detail("dokuWords", { words: problem })),
      href: `/registrations?${query}` as Route,
    };
  });
}

function paramsOf(search: Record<string, string | string[] | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
