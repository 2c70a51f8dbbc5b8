import type { Route } from "next";
import { Card } from "@/components/ui/card";
import { formatNumber } from "@/lib/i18n/format";
import type { Funnel, OwnerCounts, TimeToInvite } from "@/lib/insights/insight-view";
import { getLocale, getTranslator } from "@/lib/server/language";
import { BarTable } from "./bar-table";
import { waitOf } from "./duration-words";
import { FiguresTable, statusColumns } from "./figures-table";
import type { ListLink } from "./list-links";

/** Saved → sent → invited. */
export async function FunnelCard({ funnel, linkTo }: { funnel: Funnel; linkTo: ListLink }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  // What reached DOKU has several statuses, and the list no filter for all of them at once.
  const hrefs = { saved: linkTo({}), sent: null, invited: linkTo({ status: "INVITED" }) };
  const rows = (["saved", "sent", "invited"] as const).map((stage) => ({
    key: stage,
    label: t(`funnel.${stage}`),
    href: hrefs[stage],
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

/** How long merchants waited for their invitation, as a sentence and in steps. */
export async function TimeCard({ time }: { time: TimeToInvite | null }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  if (time === null) return <CutCard title={t("time.title")} />;
  if (time.measured === 0)
    return (
      <Card title={t("time.title")}>
        <p className="text-ink-faint">{t("time.none")}</p>
      </Card>
    );
  const most = waitOf(time.medianMs);
  const nearly = waitOf(time.p90Ms);
  return (
    <Card title={t("time.title")} description={t("time.description", { measured: time.measured })}>
      <p className="mb-4 font-medium text-lg">
        {t("time.sentence", {
          half: t(`time.wait.${most.unit}`, { count: most.count }),
          nearly: t(`time.wait.${nearly.unit}`, { count: nearly.count }),
        })}
      </p>
      <BarTable
        label={t("time.title")}
        columns={{ label: t("time.how"), count: t("time.count") }}
        rows={time.steps
          .filter(({ count }) => count > 0)
          .map(({ upToMs, count }) => {
            const step = upToMs === null ? null : waitOf(upToMs);
            return {
              key: String(upToMs),
              label: step ? t(`time.wait.${step.unit}`, { count: step.count }) : t("time.longer"),
              count,
              countText: formatNumber(count, locale),
            };
          })}
      />
    </Card>
  );
}

/** How the registrations of each account manager stand. */
export async function OwnersCard({ owners, linkTo }: { owners: readonly OwnerCounts[]; linkTo: ListLink }) {
  const t = await getTranslator("insights");
  return (
    <Card title={t("owners.title")} description={t("owners.description")}>
      <FiguresTable
        label={t("owners.title")}
        scrollLabel={t("owners.figures")}
        heading={t("owners.heading")}
        columns={await statusColumns()}
        rows={owners.map(({ id, name, counts }) => ({ key: id, name, counts, narrowed: { owner: id } }))}
        linkTo={linkTo}
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
            label: words,
            hint: known,
            href,
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
