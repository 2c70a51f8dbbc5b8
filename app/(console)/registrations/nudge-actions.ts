"use server";

import * as z from "zod/mini";
import { LOCALES } from "@/lib/i18n/locale";
import { NUDGE_CHANNELS } from "@/lib/nudges/nudge-view";
import { readReminder } from "@/lib/nudges/queries";
import { remind as remindMerchant } from "@/lib/nudges/remind";
import { defineAction } from "@/lib/server/define-action";
import { writing } from "@/lib/text/input";

/** More than any message may have, so that a long one is told of instead of refused unread. */
const LONGEST_INPUT = 100_000;

/** The ready messages for one merchant, and whether they were reminded lately. */
export const loadReminder = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid() }),
  async handler({ actor, input }) {
    return { kind: "reminder" as const, reminder: await readReminder(actor, input.id) };
  },
});

/** Writes a reminder down and sends it, or answers with the address that opens it. */
export const remind = defineAction({
  permission: "registrations.write",
  input: z.object({
    id: z.uuid(),
    registrationId: z.uuid(),
    channel: z.enum(NUDGE_CHANNELS),
    locale: z.enum(LOCALES),
    subject: writing(LONGEST_INPUT),
    body: writing(LONGEST_INPUT),
    // A page of before asks without it, and is told of what it would pass over.
    overrides: z._default(z.nullable(z.iso.datetime()), null),
  }),
  handler: ({ actor, input }) => remindMerchant(actor, input),
});
