import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { formatNumber } from "@/lib/i18n/format";
import type { Funnel, TimeToInvite } from "@/lib/insights/insight-view";
import { getLocale, getTranslator } from "@/lib/server/language";
import { BarTable } from "./bar-table";
import { durationWords } from "./duration-words";

/** Saved → sent → invited. */
export async function FunnelCard({ funnel }: { funnel: Funnel }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const rows = (["saved", "sent", "invited"] as const).map((stage) => ({
    key: stage,
    label: t(`funnel.${stage}`),
    count: funnel[stage],
    countText: formatNumber(funnel[stage], locale),
    shareText: percent.format(funnel.saved === 0 ? 0 : funnel[stage] / funnel.saved),
  }));
  return (
    <Card title={t("funnel.title")} description={t("funnel.description")}>
      <BarTable
        label={t("funnel.title")}
        columns={{ label: t("funnel.stage"), count: t("funnel.count"), share: t("funnel.share") }}
        rows={rows}
      />
    </Card>
  );
}

/** How long merchants waited for their invitation. */
export async function TimeCard({ time }: { time: TimeToInvite | null }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  if (time === null) return <CutCard title={t("time.title")} />;
  if (time.measured === 0)
    return (
      <Card title={t("time.title")}>
        <p className="text-ink-faint">{t("time.none")}</p>
      </Card>
    );
  return (
    <Card title={t("time.title")} description={t("time.description", { measured: time.measured })}>
      <dl className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
        <Figure term={t("time.median")}>{durationWords(time.medianMs, locale)}</Figure>
        <Figure term={t("time.p90")}>{durationWords(time.p90Ms, locale)}</Figure>
      </dl>
      <BarTable
        label={t("time.title")}
        columns={{ label: t("time.how"), count: t("time.count") }}
        rows={time.steps.map(({ upToMs, count }) => ({
          key: String(upToMs),
          label:
            upToMs === null ? t("time.longer") : t("time.upTo", { duration: durationWords(upToMs, locale) }),
          count,
          countText: formatNumber(count, locale),
        }))}
      />
    </Card>
  );
}

/** A cause in words, and the list of those that have it. */
export type CauseRow = { cause: string; count: number; words: string; known: string | null; href: Route };

/** Why registrations wait for a person. Null where that could not be counted in time. */
export async function CausesCard({ causes }: { causes: readonly CauseRow[] | null }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  if (causes === null) return <CutCard title={t("causes.title")} />;
  return (
    <Card title={t("causes.title")} description={t("causes.description")}>
      {causes.length === 0 ? (
        <p className="text-ink-faint">{t("causes.none")}</p>
      ) : (
        <BarTable
          label={t("causes.title")}
          columns={{ label: t("causes.cause"), count: t("causes.count") }}
          fill="fill-danger-ink"
          rows={causes.map(({ cause, count, words, known, href }) => ({
            key: cause,
            label: (
              <>
                <Link href={href} className="font-medium text-accent-ink underline underline-offset-2">
                  {words}
                </Link>
                {known ? <span className="block text-ink-soft text-sm">{known}</span> : null}
              </>
            ),
            count,
            countText: formatNumber(count, locale),
          }))}
        />
      )}
    </Card>
  );
}

/** Stands where a chart would have taken too long. */
export async function CutCard({ title }: { title: string }) {
  const t = await getTranslator("insights");
  return (
    <Card title={title}>
      <p role="status" className="text-ink-soft">
        {t("cut")}
      </p>
    </Card>
  );
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-faint text-xs">{term}</dt>
      <dd className="font-semibold text-2xl tabular-nums">{children}</dd>
    </div>
  );
}
