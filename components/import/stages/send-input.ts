import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import type { TimeZone } from "@/lib/i18n/format";
import { readLocalTime } from "./local-time";

/** What is asked before rows are sent: their number where that must be typed, and a moment that is still to come. */
export function sendSchema({ mustTypeCount, timeZone }: { mustTypeCount: boolean; timeZone: TimeZone }) {
  return z.object({
    count: z
      .string()
      .check(
        z.refine((typed) => !mustTypeCount || /^[\s.,]*\d[\d\s.,]*$/.test(typed), saying("countMissing")),
      ),
    at: z.string().check(z.refine((typed) => readLocalTime(typed, timeZone) !== "past", saying("atPast"))),
    holdAfterFirst: z.boolean(),
  });
}
