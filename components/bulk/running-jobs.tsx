import Link from "next/link";
import type { BulkJobRow } from "@/lib/bulk/job-view";
import { getTranslator } from "@/lib/server/language";
import { JobProgress } from "./job-progress";
import { jobTitle } from "./job-words";

/** The person's bulk actions that are under way, as a quiet strip over the list; nothing where there is none. */
export async function RunningJobs({ jobs }: { jobs: readonly BulkJobRow[] }) {
  if (jobs.length === 0) return null;
  const t = await getTranslator("bulk");
  return (
    <ul aria-label={t("running")} className="flex flex-col gap-2 rounded-xl border bg-surface px-4 py-3">
      {jobs.map((job) => (
        <li key={job.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
          <Link
            href={`/jobs/${job.id}`}
            prefetch={false}
            className="text-sm underline decoration-line-strong underline-offset-2"
          >
            {jobTitle(t, job)}
          </Link>
          <span className="min-w-32 flex-1">
            <JobProgress
              total={job.total}
              done={job.done - job.waiting}
              left={job.left}
              label={jobTitle(t, job)}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
