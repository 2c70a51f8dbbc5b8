import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";

/** Asks DOKU which documents it wants of a kind of merchant; `query` is a key of `documentKey`. */
export const REFRESH_DOCUMENTS = defineJob({
  name: "refresh_documents",
  payload: z.object({ credentialId: z.uuid(), query: z.string() }),
  keyPrefix: "documents:",
});
