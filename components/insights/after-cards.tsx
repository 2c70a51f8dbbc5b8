import Link from "next/link";
import { listAddress } from "@/components/registrations/filter/address";
import { Card } from "@/components/ui/card";
import { formatNumber } from "@/lib/i18n/format";
import {
  type AfterInvitation,
  afterFunnelOf,
  afterProgress,
  type CountsOf,
  FOLLOWED_DAYS,
  type ProgressCounts,
  QUIET_CAP,
} from "@/lib/insights/after-view";
import { PROGRESSES } from "@/lib/progress/progress";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { getLocale, getTranslator } from "@/lib/server/language";
import { BarTable } from "./bar-table";
import { waitOf } from "./duration-words";
import { FiguresTable } from "./figures-table";
import { CutCard } from "./insight-cards";
import type { ListLink } from "./list-links";

/** What became of the invited: how far they came, how long it took, who is quiet, and what reminders did. */
export async function AfterInvitationSection({
  after: { total, owners, referrals, stages, quiet, reminders },
  isMine,
  linkTo,
}: {
  after: AfterInvitation;
  /** Whether one's own are counted alone, which leaves no account managers to compare. */
  isMine: boolean;
  linkTo: ListLink;
}) {
  const t = await getTranslator("insights");
  return (
    <section aria-labelledby="after-invitation" className="flex flex-col gap-5">
      <h2 id="after-invitation" className="mt-2 font-semibold text-lg">
        {t("after.title")}
      </h2>
      <div className="grid gap-5 lg:grid-cols-2">
        {total ? (
          <AfterFunnelCard total={total} linkTo={linkTo} />
        ) : (
          <CutCard title={t("after.funnel.title")} />
        )}
        <StagesCard stages={stages} />
        <QuietCard quiet={quiet} isMine={isMine} />
        <RemindersCard reminders={reminders} />
      </div>
      {isMine ? null : <CountsCard by="owners" rows={owners} linkTo={linkTo} />}
      {referrals?.length === 0 ? null : <CountsCard by="referrals" rows={referrals} linkTo={linkTo} />}
    </section>
  );
}

async function AfterFunnelCard({ total, linkTo }: { total: ProgressCounts; linkTo: ListLink }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const funnel = afterFunnelOf(total);
  return (
    <Card title={t("after.funnel.title")} description={t("after.funnel.description")}>
      <BarTable
        label={t("after.funnel.title")}
        columns={{ label: t("funnel.stage"), count: t("funnel.count"), share: t("funnel.share") }}
        rows={(["invited", "begun", "handedIn", "verified"] as const).map((stage) => ({
          key: stage,
          label: t(`after.funnel.${stage}`),
          href: linkTo({ status: "INVITED", progress: afterProgress(stage) }),
          count: funnel[stage],
          countText: formatNumber(funnel[stage], locale),
          shareText: percent.format(funnel.invited === 0 ? 0 : funnel[stage] / funnel.invited),
        }))}
      />
    </Card>
  );
}

async function StagesCard({ stages }: Pick<AfterInvitation, "stages">) {
  const [t, progress, locale] = await Promise.all([
    getTranslator("insights"),
    getTranslator("progress"),
    getLocale(),
  ]);
  if (stages === null) return <CutCard title={t("after.stages.title")} />;
  const wait = (ms: number) => {
    const { unit, count } = waitOf(ms);
    return t(`time.wait.${unit}`, { count });
  };
  return (
    <Card title={t("after.stages.title")} description={t("after.stages.description")}>
      {stages.length === 0 ? (
        <p className="text-ink-faint">{t("after.stages.none")}</p>
      ) : (
        <BarTable
          label={t("after.stages.title")}
          columns={{ label: t("funnel.stage"), count: t("after.stages.count") }}
          rows={stages.map(({ stage, measured, medianMs, p90Ms }) => ({
            key: stage,
            label: progress(stage),
            hint: t("after.stages.sentence", { half: wait(medianMs), nearly: wait(p90Ms) }),
            count: measured,
            countText: formatNumber(measured, locale),
          }))}
        />
      )}
    </Card>
  );
}

async function QuietCard({ quiet, isMine }: Pick<AfterInvitation, "quiet"> & { isMine: boolean }) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  if (quiet === null) return <CutCard title={t("after.quiet.title")} />;
  const isNobody = quiet.every(({ count }) => count === 0);
  const href = listAddress(
    { ...EMPTY_FILTER, turn: "quiet", owner: isMine ? "me" : null },
    { isExplicit: true },
  );
  return (
    <Card title={t("after.quiet.title")} description={t("after.quiet.description")}>
      {isNobody ? (
        <p className="text-ink-faint">{t("after.quiet.none")}</p>
      ) : (
        <BarTable
          label={t("after.quiet.title")}
          columns={{ label: t("after.quiet.age"), count: t("after.quiet.count") }}
          fill="fill-warning-ink"
          rows={quiet.map(({ fromDays, untilDays, count }) => ({
            key: String(fromDays),
            label:
              untilDays === null
                ? t("after.quiet.longer", { from: fromDays })
                : t("after.quiet.between", { from: fromDays, until: untilDays }),
            count,
            countText:
              count > QUIET_CAP ? `${formatNumber(QUIET_CAP, locale)}+` : formatNumber(count, locale),
          }))}
        />
      )}
      {isNobody ? null : (
        // No step alone: the list has all who are quiet.
        <Link
          href={href}
          prefetch={false}
          className="touch-target mt-3 inline-flex rounded font-medium text-accent-ink text-sm hover:underline"
        >
          {t("after.quiet.all")}
        </Link>
      )}
    </Card>
  );
}

async function RemindersCard({ reminders }: Pick<AfterInvitation, "reminders">) {
  const [t, locale] = await Promise.all([getTranslator("insights"), getLocale()]);
  if (reminders === null) return <CutCard title={t("after.reminders.title")} />;
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  return (
    <Card
      title={t("after.reminders.title")}
      description={t("after.reminders.description", { days: FOLLOWED_DAYS })}
    >
      {reminders.length === 0 ? (
        <p className="text-ink-faint">{t("after.reminders.none")}</p>
      ) : (
        <BarTable
          label={t("after.reminders.title")}
          columns={{
            label: t("after.reminders.channel"),
            count: t("after.reminders.count"),
            share: t("after.reminders.followed"),
          }}
          rows={reminders.map(({ channel, count, followed }) => ({
            key: channel,
            label: t(`after.reminders.channels.${channel}`),
            count,
            countText: formatNumber(count, locale),
            shareText: percent.format(followed / count),
          }))}
        />
      )}
    </Card>
  );
}

/** How far the invited of each account manager, or of each referral code, have come. */
async function CountsCard({
  by,
  rows,
  linkTo,
}: {
  by: "owners" | "referrals";
  rows: readonly CountsOf[] | null;
  linkTo: ListLink;
}) {
  const [t, progress] = await Promise.all([getTranslator("insights"), getTranslator("progress")]);
  const title = t(`after.${by}.title`);
  if (rows === null) return <CutCard title={title} />;
  return (
    <Card title={title} description={t(`after.${by}.description`)}>
      <FiguresTable
        label={title}
        scrollLabel={t(`after.${by}.figures`)}
        heading={t(`after.${by}.heading`)}
        columns={PROGRESSES.map((code) => ({ code, name: progress(code), narrowed: { progress: code } }))}
        rows={rows.map(({ id, name, counts }) => ({
          key: id,
          name,
          counts,
          narrowed: { status: "INVITED" as const, ...(by === "owners" ? { owner: id } : { referral: id }) },
        }))}
        linkTo={linkTo}
      />
    </Card>
  );
}
