"use server";

import { refresh } from "next/cache";
import { readTyped } from "@/lib/field-problem";
import { PLAYBOOK_PROBLEMS } from "@/lib/playbook/entry-input";
import { playbookInput, playbookTexts } from "@/lib/playbook/entry-schema";
import { writePlaybookEntry } from "@/lib/playbook/mutations";
import { defineAction } from "@/lib/server/define-action";

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
