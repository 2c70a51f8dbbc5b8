import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";

const payload = z.object({ importId: z.uuid() });

/** Reads a file's rows and checks them. */
export const READ_IMPORT = defineJob({ name: "read_import", payload, keyPrefix: "read_import:" });

/** Hands a checked batch out to be sent. */
export const RUN_IMPORT = defineJob({ name: "run_import", payload, keyPrefix: "run_import:" });
