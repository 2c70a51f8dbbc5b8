"use server";

import * as z from "zod/mini";
import { requireFilter } from "@/lib/bulk/selection";
import { countMatching } from "@/lib/registrations/list/counts";
import { LIST_QUERY_MAX_LENGTH } from "@/lib/registrations/list/filter";
import { defineAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";

/** How many rows the file would have; without `isExact` there are more. */
export const countForExport = defineAction({
  permission: "registrations.export",
  input: z.object({ query: text(LIST_QUERY_MAX_LENGTH) }),
  async handler({ actor, input }) {
    return { kind: "count" as const, ...(await countMatching(actor, requireFilter(input.query))) };
  },
});
