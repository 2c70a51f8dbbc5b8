import ListChecks from "lucide-react/icons/list-checks";
import type { Route } from "next";
import Link from "next/link";
import { JobRefresh } from "@/components/live/job-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Cell, ColumnHeader, Row, Table } from "@/components/ui/table";
import { TimeText } from "@/components/ui/text/time-text";
import type { BulkJobRow } from "@/lib/bulk/job-view";
import { formatNumber, formatTime } from "@/lib/i18n/format";
import { getLocale, getTimeStyle, getTranslator } from "@/lib/server/language";
import { JobProgress } from "./job-progress";
import { JobStatusBadge } from "./job-status-badge";
import { jobTitle } from "./job-words";

/** Every bulk action, newest first. `older` and `newest` are addresses, or null. */
export async function JobList({
  jobs,
  older,
  newest,
}: {
  jobs: readonly BulkJobRow[];
  older: Route | null;
  newest: Route | null;
}) {
  const [t, common] = await Promise.all([getTranslator("bulk"), getTranslator("common")]);
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t("title")} description={t("description")} />
      <JobRefresh active={jobs.some(({ status }) => status === "running")} />
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

async function JobTableRow({ job }: { job: BulkJobRow }) {
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
      <Cell className="text-ink-soft max-md:hidden">{job.createdByName}</Cell>
      <Cell className="whitespace-nowrap text-ink-soft tabular-nums max-md:hidden">{when}</Cell>
    </Row>
  );
}
