import CircleCheck from "lucide-react/icons/circle-check";
import CircleMinus from "lucide-react/icons/circle-minus";
import ListChecks from "lucide-react/icons/list-checks";
import type { Route } from "next";
import Link from "next/link";
import { JobRefresh } from "@/components/live/job-refresh";
import { StatusBadge } from "@/components/registrations/status-badge";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import type { ListedBulkJob } from "@/lib/bulk/job-view";
import { formatNumber, formatTime } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { JobProgress } from "./job-progress";
import { JobStatusBadge } from "./job-status-badge";
import { isGoingOn, jobTitle } from "./job-words";

/** Every bulk action, newest first. `older` and `newest` are addresses, or null. */
export async function JobList({
  jobs,
  older,
  newest,
}: {
  jobs: readonly ListedBulkJob[];
  older: Route | null;
  newest: Route | null;
}) {
  const [t, common] = await Promise.all([getTranslator("bulk"), getTranslator("common")]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("title")} description={t("description")} />
      <JobRefresh active={jobs.some(isGoingOn)} />
      {jobs.length === 0 ? (
        <EmptyState icon={<ListChecks aria-hidden="true" />} title={t("empty")}>
          {t("emptyText")}
        </EmptyState>
      ) : (
        <Table label={t("table")}>
          <thead>
            <tr>
              <ColumnHeader>{t("columns.action")}</ColumnHeader>
              <ColumnHeader className="max-sm:hidden">{t("columns.progress")}</ColumnHeader>
              <ColumnHeader className="max-sm:hidden">{t("columns.outcome")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.who")}</ColumnHeader>
              <ColumnHeader className="max-md:hidden">{t("columns.when")}</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <JobTableRow key={job.id} job={job} />
            ))}
          </tbody>
        </Table>
      )}
      <Pagination
        label={t("pages")}
        newer={newest}
        older={older}
        newerLabel={t("newest")}
        olderLabel={common("older")}
      />
    </div>
  );
}

async function JobTableRow({ job }: { job: ListedBulkJob }) {
  const [t, locale, style] = await Promise.all([getTranslator("bulk"), getLocale(), getTimeStyle()]);
  const title = jobTitle(t, job);
  const when = (
    <TimeText at={job.createdAt} style={style}>
      {formatTime(new Date(job.createdAt), new Date(), style)}
    </TimeText>
  );
  return (
    <Row interactive className="relative">
      <Cell>
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            href={`/jobs/${job.id}`}
            prefetch={false}
            className="font-medium after:absolute after:inset-0"
          >
            {title}
          </Link>
          <JobStatusBadge job={job} />
        </span>
        {job.status === "paused" ? (
          <p className="mt-0.5 text-sm text-warning-ink">{t("pausedTitle")}</p>
        ) : null}
        <div className="mt-1 sm:hidden">
          <Outcomes job={job} />
        </div>
        <p className="mt-0.5 text-ink-soft text-sm md:hidden">
          {job.createdByName} · {when}
        </p>
      </Cell>
      <Cell className="w-1/4 min-w-40 max-sm:hidden">
        <JobProgress total={job.total} done={job.done - job.waiting} left={job.left} label={title} />
        <span className="mt-1 block text-ink-soft text-xs tabular-nums">
          {formatNumber(job.done - job.waiting + job.left, locale)} / {formatNumber(job.total, locale)}
        </span>
      </Cell>
      <Cell className="max-sm:hidden">
        <Outcomes job={job} />
      </Cell>
      <Cell className="text-ink-soft max-md:hidden">{job.createdByName}</Cell>
      <Cell className="whitespace-nowrap text-ink-soft tabular-nums max-md:hidden">{when}</Cell>
    </Row>
  );
}

/** What became of the registrations: where those stand that were sent again, else how many were done, and how many were not. */
async function Outcomes({ job }: { job: ListedBulkJob }) {
  const [t, status, locale] = await Promise.all([
    getTranslator("bulk"),
    getTranslator("status"),
    getLocale(),
  ]);
  const done = job.done - job.waiting;
  return (
    <span className="flex flex-wrap gap-1">
      {job.standing.map((stand) => (
        <StatusBadge
          key={stand.status}
          status={stand.status}
          label={`${status(stand.status)} ${formatNumber(stand.count, locale)}`}
        />
      ))}
      {job.standing.length === 0 && done > 0 ? (
        <Badge tone="success" icon={CircleCheck}>
          {t("doneCount", { count: done })}
        </Badge>
      ) : null}
      {job.left > 0 ? <Badge icon={CircleMinus}>{t("leftCount", { count: job.left })}</Badge> : null}
    </span>
  );
}
