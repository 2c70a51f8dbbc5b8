"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import * as z from "zod/mini";
import { readTyped } from "@/lib/field-problem";
import { PLAYBOOK_PROBLEMS } from "@/lib/playbook/entry-input";
import { playbookInput, playbookTexts } from "@/lib/playbook/entry-schema";
import { writePlaybookEntry } from "@/lib/playbook/mutations";
import { readNeighbours } from "@/lib/registrations/list/neighbours";
import { startsWith, WHOSE_COOKIE } from "@/lib/registrations/list/whose";
import { defineAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";
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
