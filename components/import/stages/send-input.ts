import * as z from "zod/mini";
import { saying } from "@/lib/field-problem";
import type { TimeZone } from "@/lib/i18n/format";
import { readLocalTime } from "./local-time";

/**
 * What is asked before rows are sent: their number where that must be typed, a moment that is still to come, and a look
 * in DOKU Dashboard where a backup was put back.
 */
export function sendSchema({
  mustTypeCount,
  asksToLook,
  timeZone,
}: {
  mustTypeCount: boolean;
  asksToLook: boolean;
  timeZone: TimeZone;
}) {
  return z.object({
    count: z
      .string()
      .check(
        z.refine((typed) => !mustTypeCount || /^[\s.,]*\d[\d\s.,]*$/.test(typed), saying("countMissing")),
      ),
    at: z.string().check(z.refine((typed) => readLocalTime(typed, timeZone) !== "past", saying("atPast"))),
    holdAfterFirst: z.boolean(),
    hasLooked: z.boolean().check(z.refine((hasLooked) => hasLooked || !asksToLook, saying("lookMissing"))),
  });
}
