import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";

/** Submits one registration. */
export const SUBMIT = defineJob({
  name: "submit_registration",
  payload: z.object({ registrationId: z.uuid() }),
});

/** The fallback job runs past the longest send, so it finds work only if the process that should have sent it died. */
export const FALLBACK_DELAY_SECONDS = 30;
