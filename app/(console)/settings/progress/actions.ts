"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { readTyped } from "@/lib/field-problem";
import { changeQuietDays, decideMeaning } from "@/lib/progress/mutations";
import { MEANINGS } from "@/lib/progress/settable";
import { quietDaysSchema } from "@/lib/progress/settings-input";
import { defineAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";

/** Says what a value of DOKU's means. */
export const decide = defineAction({
  permission: "progress.manage",
  input: z.object({
    place: text(60),
    raw: text(80),
    meaning: z.enum(MEANINGS),
    // A page of before does not say what it saw.
    seen: z.optional(z.nullable(z.enum(MEANINGS))),
  }),
  async handler({ actor, input }) {
    await decideMeaning(actor, input);
    refresh();
    return { kind: "saved" as const };
  },
});

/** Sets after how many days a merchant is quiet, or says that it is no such figure. */
export const saveQuietDays = defineAction({
  permission: "progress.manage",
  input: z.object({ days: text(1_000), seen: z.optional(z.int()) }),
  async handler({ actor, input }) {
    const read = readTyped(quietDaysSchema, { days: input.days }, ["outOfRange"]);
    if (read.kind === "problems") return read;
    await changeQuietDays(actor, read.value.days, input.seen);
    refresh();
    return { kind: "saved" as const };
  },
});
