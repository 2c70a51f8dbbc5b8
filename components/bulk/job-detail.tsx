import type { Route } from "next";
import Link from "next/link";
import { JobRefresh } from "@/components/live/job-refresh";
import { StatusBadge } from "@/components/registrations/status-badge";
import { BackLink } from "@/components/ui/back-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { TimeText } from "@/components/ui/text/time-text";
import type { BulkJobView } from "@/lib/bulk/job-view";
import { isSending, canUndo as isUndoable } from "@/lib/bulk/kinds";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { formatDate, formatDateTime, formatNumber } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { type JobActions, JobButtons } from "./job-buttons";
import { JobItems, type JobItemsProps } from "./job-items";
import { JobProgress } from "./job-progress";
import { JobStatusBadge } from "./job-status-badge";
import { isGoingOn, jobTitle } from "./job-words";
import { LeftOutButton, type RemindLeftOut } from "./left-out-button";

export type JobDetailProps = Omit<JobItemsProps, "job"> & {
  job: BulkJobView;
  /** What was chosen by a filter: its words and its list; null where rows were chosen one by one. */
  chosenBy: { words: string; href: Route } | null;
  canStop: boolean;
  canUndo: boolean;
  /** Reminds those who were left out after a restore; null for people who may only look and while it runs. */
  remindLeftOut: RemindLeftOut | null;
  actions: JobActions;
};

/** One bulk action: who asked for what, how far it is, what can be done about it, and what became of every row. */
export async function JobDetail({
  job,
  chosenBy,
  canStop,
  canUndo,
  remindLeftOut,
  actions,
  ...items
}: JobDetailProps) {
  const [t, locale, style] = await Promise.all([getTranslator("bulk"), getLocale(), getTimeStyle()]);
  const title = jobTitle(t, job);
  const leftOut = job.outcomes.find(({ outcome }) => outcome === "maybe_reminded")?.count ?? 0;
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        back={<BackLink href="/jobs">{t("backToJobs")}</BackLink>}
        title={title}
        badge={<JobStatusBadge job={job} />}
        description={
          <>
            {t("startedBy", {
              name: job.createdByName,
              time: formatDateTime(new Date(job.createdAt), style),
            })}
            {job.locale ? ` · ${t("inLanguage", { locale: job.locale })}` : null}
            {job.followUp
              ? ` · ${[t("comesBack", { day: formatDate(new Date(job.followUp.at), style) }), job.followUp.note].filter(Boolean).join(": ")}`
              : null}
            {job.assigneeName ? ` · ${t("assignedTo", { name: job.assigneeName })}` : null}
            {" · "}
            {chosenBy ? (
              <>
                {t("chosenByFilter")}{" "}
                <Link
                  href={chosenBy.href}
                  className="underline decoration-line-strong underline-offset-2 [overflow-wrap:anywhere]"
                >
                  {chosenBy.words}
                </Link>
              </>
            ) : job.undoOfId ? (
              <>
                {t("undoes")} <JobLink id={job.undoOfId} label={t("openIt")} />
              </>
            ) : (
              t("chosenByHand")
            )}
          </>
        }
      />
      <JobRefresh active={isGoingOn(job)} />
      <Card>
        <div className="flex flex-col gap-4">
          <JobProgress
            total={job.total}
            done={job.done - job.waiting}
            left={job.left}
            label={t("progress")}
          />
          <JobCounts job={job} />
          {/* What was handed over and has no answer yet has not ended. */}
          {job.finishedAt && (job.waiting === 0 || job.status === "stopped") ? (
            <p role="status" className="text-ink-soft">
              {job.status === "stopped"
                ? t("stopped", { done: job.done - job.waiting, pending: job.total - job.done - job.left })
                : t(job.kind === "nudge" ? "nudgesFinished" : "finished", {
                    done: job.done - job.waiting,
                    left: job.left,
                  })}{" "}
              <TimeText at={job.finishedAt} style={style}>
                {t("endedAt", { time: formatDateTime(new Date(job.finishedAt), style) })}
              </TimeText>
            </p>
          ) : null}
          {job.waiting > 0 ? <p role="status">{t("waiting", { waiting: job.waiting })}</p> : null}
          {job.status === "paused" ? (
            <Notice tone="warning" role="status" title={t("pausedTitle")}>
              {t("pausedText")}
            </Notice>
          ) : null}
          {leftOut > 0 ? (
            <Notice tone="warning" role="status" title={t("leftOutTitle", { count: leftOut })}>
              {t("leftOutText")}
            </Notice>
          ) : null}
          {isSending(job.kind) && job.standing.length > 0 ? <Standing job={job} locale={locale} /> : null}
          {job.itemsRemovedAt ? (
            <Notice
              tone="info"
              title={t("itemsRemoved", { time: formatDateTime(new Date(job.itemsRemovedAt), style) })}
            >
              {t("itemsRemovedText")}
              {isUndoable(job.kind) && !job.isUndo && !job.undoneById ? ` ${t("noUndo")}` : null}
            </Notice>
          ) : null}
          {job.undoneById ? (
            <Notice tone="info">
              {t(job.isHalfUndone ? "halfUndone" : "undone")}{" "}
              <JobLink id={job.undoneById} label={t("openIt")} />
            </Notice>
          ) : null}
          <ClientMessagesProvider
            locale={locale}
            messages={compileMessages(locale, ["bulk", "common", "errors"])}
          >
            <JobButtons
              jobId={job.id}
              canStop={canStop}
              canUndo={canUndo}
              isHalfUndone={job.isHalfUndone}
              {...actions}
            />
            {leftOut > 0 && remindLeftOut ? (
              <LeftOutButton jobId={job.id} count={leftOut} remind={remindLeftOut} />
            ) : null}
          </ClientMessagesProvider>
        </div>
      </Card>
      {job.itemsRemovedAt ? null : <JobItems job={job} {...items} />}
    </div>
  );
}

function JobLink({ id, label }: { id: string; label: string }) {
  return (
    <Link href={`/jobs/${id}`} className="underline decoration-line-strong underline-offset-2">
      {label}
    </Link>
  );
}

async function JobCounts({ job }: { job: BulkJobView }) {
  const { total, done, left, waiting } = job;
  const [t, locale] = await Promise.all([getTranslator("bulk"), getLocale()]);
  const counts = { done: done - waiting, left, pending: total - done - left + waiting };
  return (
    <dl className="grid grid-cols-3 gap-x-4">
      {(["done", "left", "pending"] as const).map((name) => (
        <div key={name} className="flex min-w-0 flex-col-reverse justify-end">
          <dt className="text-ink-soft text-sm">
            {t(job.kind === "nudge" ? `nudgeCounts.${name}` : `counts.${name}`)}
          </dt>
          <dd data-count={name} className="font-semibold text-lg tabular-nums">
            {formatNumber(counts[name], locale)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

async function Standing({
  job,
  locale,
}: {
  job: BulkJobView;
  locale: Awaited<ReturnType<typeof getLocale>>;
}) {
  const [t, status] = await Promise.all([getTranslator("bulk"), getTranslator("status")]);
  return (
    <section aria-label={t("standing")} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-sm">
      <span className="text-ink-soft">{t("standing")}</span>
      {job.standing.map((each) => (
        <span key={each.status} className="flex items-center gap-1.5 tabular-nums">
          <StatusBadge status={each.status} label={status(each.status)} />
          {formatNumber(each.count, locale)}
        </span>
      ))}
    </section>
  );
}
