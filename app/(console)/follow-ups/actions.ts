"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { readFollowUp, TYPED_MAX_LENGTH } from "@/lib/followups/follow-up-input";
import { endFollowUp, setFollowUp } from "@/lib/followups/mutations";
import { formatDate } from "@/lib/i18n/format";
import { defineAction } from "@/lib/server/define-action";
import { getTimeStyle } from "@/lib/server/language";
import { text, writing } from "@/lib/text/input";

/**
 * Sets the day to come back to a registration as it was typed, or says why it is none. Without a note the note stays, and
 * so does everything where it is not as it was `seen` any more.
 */
export const setDay = defineAction({
  permission: "registrations.write",
  input: z.object({
    id: z.uuid(),
    when: text(TYPED_MAX_LENGTH),
    note: z.nullable(writing(TYPED_MAX_LENGTH)),
    // A page of before does not say what it saw.
    seen: z.optional(
      z.object({ at: z.nullable(z.iso.datetime()), note: z.optional(writing(TYPED_MAX_LENGTH)) }),
    ),
  }),
  async handler({ actor, input: { id, when, note, seen } }) {
    const read = readFollowUp({ when, note: note ?? "" }, { now: new Date(), timeZone: actor.timeZone });
    if (read.kind === "problems") return read;
    await setFollowUp(actor, id, {
      at: read.at,
      note: note === null ? undefined : read.note,
      seen: seen && { ...seen, at: seen.at === null ? null : new Date(seen.at) },
    });
    refresh();
    return {
      kind: "set" as const,
      at: read.at.toISOString(),
      day: formatDate(read.at, await getTimeStyle()),
    };
  },
});

/** What was to be done on that day is done. */
export const finish = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid(), at: z.iso.datetime() }),
  async handler({ actor, input: { id, at } }) {
    await endFollowUp(actor, id, { at: new Date(at) });
    refresh();
    return { kind: "done" as const };
  },
});
