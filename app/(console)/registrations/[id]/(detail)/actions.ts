"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import * as z from "zod/mini";
import { readTyped } from "@/lib/field-problem";
import { PLAYBOOK_PROBLEMS } from "@/lib/playbook/entry-input";
import { playbookInput, playbookTexts } from "@/lib/playbook/entry-schema";
import { writePlaybookEntry } from "@/lib/playbook/mutations";
import { setProgress as writeSetProgress } from "@/lib/progress/mutations";
import { PROGRESSES } from "@/lib/progress/progress";
import { SET_PROBLEMS, setProgressSchema } from "@/lib/progress/set-input";
import { SAID_BY } from "@/lib/progress/settable";
import { readNeighbours } from "@/lib/registrations/list/neighbours";
import { startsWith, WHOSE_COOKIE } from "@/lib/registrations/list/whose";
import { defineAction } from "@/lib/server/define-action";
import { lookNow } from "@/lib/server/look-now";
import { text, writing } from "@/lib/text/input";
import { openList } from "@/lib/views/open-list";

/** Writes down what a cause means and what helps, or says what is missing. */
export const explain = defineAction({
  permission: "playbook.write",
  input: playbookInput,
  async handler({ actor, input: { cause, knownAt, ...typed } }) {
    const read = readTyped(playbookTexts, typed, PLAYBOOK_PROBLEMS);
    if (read.kind === "problems") return read;
    await writePlaybookEntry(actor, {
      cause,
      ...read.value,
      knownAt: knownAt === "" ? null : new Date(knownAt),
    });
    refresh();
    return { kind: "saved" as const };
  },
});

/** What stands beside a registration in the list that its reader came from; `query` is the list's query string. */
export const neighbours = defineAction({
  permission: "registrations.read",
  input: z.object({ id: z.uuid(), query: text(2_000) }),
  async handler({ actor, input: { id, query } }) {
    const whose = startsWith(actor, (await cookies()).get(WHOSE_COOKIE)?.value);
    const { filter } = await openList(actor, Object.fromEntries(new URLSearchParams(query)), whose);
    return { kind: "neighbours" as const, ...(await readNeighbours(actor, filter, id)) };
  },
});

/** Asks DOKU how the merchant stands, as long as a person would wait; answers with what came of it. */
export const checkProgress = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid() }),
  async handler({ actor, input: { id } }) {
    const came = await lookNow(actor, id);
    refresh();
    return { kind: "checked" as const, ...came };
  },
});

/** Takes a person's word for how DOKU's review stands, or says what is missing. */
export const setProgress = defineAction({
  permission: "registrations.write",
  input: z.object({
    id: z.uuid(),
    progress: text(40),
    source: z.enum(SAID_BY),
    note: writing(5_000),
    // A page of before does not say what it saw.
    seen: z.optional(z.enum(PROGRESSES)),
  }),
  async handler({ actor, input: { id, seen, ...typed } }) {
    const read = readTyped(setProgressSchema, typed, SET_PROBLEMS);
    if (read.kind === "problems") return read;
    await writeSetProgress(actor, id, { ...read.value, seen });
    refresh();
    return { kind: "saved" as const };
  },
});
