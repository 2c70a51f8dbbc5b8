import type { Metadata } from "next";
import { JobList } from "@/components/bulk/job-list";
import { requirePermission } from "@/lib/auth/session";
import { listBulkJobs, parseJobCursor } from "@/lib/bulk/queries";
import { getTranslator } from "@/lib/server/language";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator("bulk");
  return { title: t("title") };
}

export default async function JobsPage({ searchParams }: PageProps<"/jobs">) {
  const actor = await requirePermission("registrations.read");
  const before = parseJobCursor((await searchParams).cursor);
  const { jobs, older } = await listBulkJobs(actor, before);
  return (
    <JobList
      jobs={jobs}
      older={older === null ? null : `/jobs?cursor=${older}`}
      newest={before === null ? null : "/jobs"}
    />
  );
}
