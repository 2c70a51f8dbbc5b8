"use server";

import { refresh } from "next/cache";
import { readPlaybookTexts } from "@/lib/playbook/entry-input";
import { playbookInput } from "@/lib/playbook/entry-schema";
import { writePlaybookEntry } from "@/lib/playbook/mutations";
import { defineAction } from "@/lib/server/define-action";

/** Writes down what a cause means and what helps, or says what is missing. */
export const explain = defineAction({
  permission: "playbook.write",
  input: playbookInput,
  async handler({ actor, input: { cause, knownAt, ...typed } }) {
    const { meaning, fix, problems } = readPlaybookTexts(typed);
    if (problems.meaning || problems.fix) return { kind: "problems" as const, problems };
    await writePlaybookEntry(actor, {
      cause,
      meaning,
      fix,
      knownAt: knownAt === "" ? null : new Date(knownAt),
    });
    refresh();
    return { kind: "saved" as const };
  },
});
