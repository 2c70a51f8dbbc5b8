import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";

/** Has all registrations follow what a value of DOKU's has come to mean. */
export const FOLLOW_MEANING = defineJob({
  name: "follow_meaning",
  payload: z.object({ place: z.string(), raw: z.string() }),
  keyPrefix: "meaning:",
});
