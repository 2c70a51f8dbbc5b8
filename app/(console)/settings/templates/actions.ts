"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { NUDGE_LOCALES, TEMPLATE_CHANNELS } from "@/lib/nudges/built-in-templates";
import { useBuiltInTemplate, writeTemplate } from "@/lib/nudges/manage-templates";
import { readTemplate } from "@/lib/nudges/template-schema";
import { defineAction } from "@/lib/server/define-action";
import { writing } from "@/lib/text/input";

const LONGEST_INPUT = 20_000;
const key = { channel: z.enum(TEMPLATE_CHANNELS), locale: z.enum(NUDGE_LOCALES) };

/** Writes the words of a way in a language, or says what is wrong with them. */
export const saveTemplate = defineAction({
  permission: "progress.manage",
  input: z.object({
    ...key,
    subject: writing(LONGEST_INPUT),
    body: writing(LONGEST_INPUT),
    knownAt: z.union([z.literal(""), z.iso.datetime()]),
  }),
  async handler({ actor, input: { channel, locale, knownAt, ...typed } }) {
    const read = readTemplate(channel, typed);
    if (read.kind === "problems") return read;
    const known = knownAt === "" ? null : new Date(knownAt);
    await writeTemplate(actor, { channel, locale }, { ...read.value, knownAt: known });
    refresh();
    return { kind: "saved" as const };
  },
});

/** Takes an admin's words away, those of that time. */
export const restoreBuiltIn = defineAction({
  permission: "progress.manage",
  input: z.object({ ...key, knownAt: z.iso.datetime() }),
  async handler({ actor, input: { knownAt, ...template } }) {
    await useBuiltInTemplate(actor, template, { knownAt: new Date(knownAt) });
    refresh();
    return { kind: "restored" as const };
  },
});
