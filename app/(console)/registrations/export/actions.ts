"use server";

import * as z from "zod/mini";
import { causeWords } from "@/components/registrations/cause-words";
import { getFilterTranslators } from "@/components/registrations/filter/filter-translators";
import { bulkSelectionSchema } from "@/lib/bulk/request";
import { requireFilter } from "@/lib/bulk/selection";
import { type Caused, cellsOf, headingOf } from "@/lib/export/cells";
import { shownColumns } from "@/lib/export/columns";
import { COPY_FORMS, chatLine, MAX_COPIED, tabLine } from "@/lib/export/copy-form";
import { readForCopy } from "@/lib/export/rows";
import type { Who } from "@/lib/progress/progress";
import { countMatching } from "@/lib/registrations/list/counts";
import { LIST_COLUMNS, LIST_QUERY_MAX_LENGTH, LIST_SORTS } from "@/lib/registrations/list/filter";
import { defineAction } from "@/lib/server/define-action";
import { getTranslator } from "@/lib/server/language";
import { localTime } from "@/lib/spreadsheet/csv/write";
import { text } from "@/lib/text/input";

/** How many rows the file would have; without `isExact` there are more. */
export const countForExport = defineAction({
  permission: "registrations.export",
  input: z.object({ query: text(LIST_QUERY_MAX_LENGTH) }),
  async handler({ actor, input }) {
    return { kind: "count" as const, ...(await countMatching(actor, requireFilter(input.query))) };
  },
});

/** What is selected as text for the clipboard: what the list shows of it, and no more. */
export const copyRows = defineAction({
  permission: "registrations.export",
  input: z.object({
    selection: bulkSelectionSchema,
    sort: z.enum(LIST_SORTS),
    form: z.enum(COPY_FORMS),
    columns: z.array(z.enum(LIST_COLUMNS)).check(z.minLength(1), z.maxLength(LIST_COLUMNS.length)),
  }),
  async handler({ actor, input: { selection, sort, form, columns } }) {
    const [rows, t, status, causes] = await Promise.all([
      readForCopy(actor, selection, { sort, limit: MAX_COPIED + 1 }),
      getTranslator("list"),
      getTranslator("status"),
      getFilterTranslators(),
    ]);
    const copied = rows.slice(0, MAX_COPIED);
    const words = {
      status: (code: (typeof copied)[number]["status"]) => status(code),
      archived: status("archived"),
      progress: (code: (typeof copied)[number]["progress"]) => causes.progress(code),
      who: (code: Who) => causes.who(code),
      cause: (code: string, { problem, ...names }: Caused) => causeWords(code, causes, { problem, names }),
    };
    const shown = shownColumns(columns);
    const lines =
      form === "lines"
        ? copied.map((row) =>
            chatLine(row.businessName || t("unnamed"), row.businessIds ?? words.status(row.status)),
          )
        : [
            tabLine(shown.map((column) => headingOf(column, t(`columns.${column}`), actor.timeZone))),
            ...copied.map((row) =>
              tabLine(
                cellsOf(row, { columns: shown, unmasked: false, words }).map((cell) =>
                  cell instanceof Date ? localTime(cell, actor.timeZone) : `${cell ?? ""}`,
                ),
              ),
            ),
          ];
    return {
      kind: "copied" as const,
      text: lines.join("\n"),
      count: copied.length,
      isWhole: rows.length <= MAX_COPIED,
    };
  },
});
