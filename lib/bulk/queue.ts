import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";

/** Works through a bulk job. */
export const RUN_BULK_JOB = defineJob({
  name: "run_bulk_job",
  payload: z.object({ jobId: z.uuid() }),
  keyPrefix: "bulk:",
});
