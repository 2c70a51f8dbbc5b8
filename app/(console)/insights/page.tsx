import ChartColumn from "lucide-react/icons/chart-column";
import type { Metadata, Route } from "next";
import { cookies } from "next/headers";
import { AfterInvitationSection } from "@/components/insights/after-cards";
import { BarChart } from "@/components/insights/bar-chart";
import {
  type CauseRow,
  CausesCard,
  CutCard,
  FunnelCard,
  OwnersCard,
  TimeCard,
} from "@/components/insights/insight-cards";
import { InsightChoices } from "@/components/insights/insight-choices";
import { type ListLink, listLinkOf } from "@/components/insights/list-links";
import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { causeWords } from "@/components/registrations/cause-words";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/lib/auth/session";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { readAfterInvitation } from "@/lib/insights/after-queries";
import { type InsightFilter, readInsightFilter, writeInsightFilter } from "@/lib/insights/insight-filter";
import { barsOf, type CauseCount, funnelOf, sumOf, totalCounts } from "@/lib/insights/insight-view";
import { readInsights } from "@/lib/insights/queries";
import { findPlaybookEntries } from "@/lib/playbook/queries";
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
  const now = new Date();
  const [t, insights, after] = await Promise.all([
    getTranslator("insights"),
    readInsights(actor, filter, now),
    readAfterInvitation(actor, filter, now),
  ]);
  const { days, owners, timeToInvite, causes } = insights;
  const linkTo = listLinkOf(filter);
  const counts = days && totalCounts(days);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("title")} description={t("description")} />
      <InsightChoices filter={filter} hrefOf={hrefOf} personId={hasOwn(actor) ? actor.id : null} />
      {counts && sumOf(counts) === 0 ? (
        <EmptyState
          icon={<ChartColumn aria-hidden="true" />}
          title={t("empty")}
          actions={
            <>
              {filter.range === "90d" ? null : (
                <ButtonLink href={hrefOf({ ...filter, range: "90d", by: "week" })}>
                  {t("showMost")}
                </ButtonLink>
              )}
              {can(actor, "registrations.write") ? (
                <ButtonLink href="/registrations/new" variant="primary">
                  {t("register")}
                </ButtonLink>
              ) : null}
            </>
          }
        >
          {t("emptyText")}
        </EmptyState>
      ) : (
        <>
          {days ? (
            <BarChart bars={barsOf(days, filter.by)} by={filter.by} linkTo={linkTo} />
          ) : (
            <CutCard title={t(`chart.${filter.by}.title`)} />
          )}
          {filter.mine ? null : owners ? (
            <OwnersCard owners={owners} linkTo={linkTo} />
          ) : (
            <CutCard title={t("owners.title")} />
          )}
          <CausesCard causes={causes && (await toCauseRows(actor, causes, linkTo))} />
          <div className="grid gap-5 lg:grid-cols-2">
            {counts ? (
              <FunnelCard funnel={funnelOf(counts)} linkTo={linkTo} />
            ) : (
              <CutCard title={t("funnel.title")} />
            )}
            <TimeCard time={timeToInvite} />
          </div>
          <AfterInvitationSection after={after} isMine={filter.mine} linkTo={linkTo} />
        </>
      )}
    </div>
  );
}

function hrefOf(filter: InsightFilter): Route {
  const query = writeInsightFilter(filter).toString();
  return (query ? `/insights?${query}` : "/insights") as Route;
}

async function toCauseRows(actor: UserActor, causes: CauseCount[], linkTo: ListLink): Promise<CauseRow[]> {
  const [translators, known] = await Promise.all([
    getCauseTranslators(),
    findPlaybookEntries(
      actor,
      causes.map(({ cause }) => cause),
    ),
  ]);
  return causes.map(({ cause, count, problem }) => {
    return {
      cause,
      count,
      words: causeWords(cause, translators, { problem }),
      known: known.get(cause)?.meaning ?? null,
      href: linkTo({ cause }),
    };
  });
}

function paramsOf(search: Record<string, string | string[] | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
