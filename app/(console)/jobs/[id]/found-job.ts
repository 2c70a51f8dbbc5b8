import { notFound } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/authority/actor";
import type { BulkJobView } from "@/lib/bulk/job-view";
import { getBulkJob } from "@/lib/bulk/queries";
import { AppError } from "@/lib/errors";

/** The job of this request, read once for its page and its title; the page for what does not exist otherwise. */
export const findJob = cache(async (actor: UserActor, id: string): Promise<BulkJobView> => {
  try {
    return await getBulkJob(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});
