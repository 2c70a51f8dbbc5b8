"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { readTyped } from "@/lib/field-problem";
import { FOLLOW_UP_PROBLEMS, followUpTexts, TYPED_MAX_LENGTH } from "@/lib/followups/follow-up-input";
import { endFollowUp, setFollowUp } from "@/lib/followups/mutations";
import { readWhen } from "@/lib/followups/when";
import { defineAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";

/** Sets the day to come back to a registration as it was typed, or says why it is none. Without a note the note stays. */
export const setDay = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid(), when: text(TYPED_MAX_LENGTH), note: z.nullable(text(TYPED_MAX_LENGTH)) }),
  async handler({ actor, input: { id, when, note } }) {
    const read = readTyped(followUpTexts, { when, note: note ?? "" }, FOLLOW_UP_PROBLEMS);
    if (read.kind === "problems") return read;
    const day = readWhen(read.value.when, { now: new Date(), timeZone: actor.timeZone });
    if (!day.ok) return { kind: "problems" as const, problems: { when: day.problem } };
    await setFollowUp(actor, id, { at: day.at, note: note === null ? undefined : read.value.note });
    refresh();
    return { kind: "set" as const, at: day.at.toISOString() };
  },
});

/** What was to be done is done. */
export const finish = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid() }),
  async handler({ actor, input }) {
    await endFollowUp(actor, input.id);
    refresh();
    return { kind: "done" as const };
  },
});
