"use server";

import * as z from "zod/mini";
import { EMPTY_FILTER, QUERY_MAX_LENGTH } from "@/lib/registrations/list/filter";
import { listRegistrations } from "@/lib/registrations/list/page";
import { defineAction } from "@/lib/server/define-action";
import { getTranslator } from "@/lib/server/language";
import { text } from "@/lib/text/input";

const FOUND_SHOWN = 8;

/** The first registrations that a search finds, for the command menu. */
export const searchRegistrations = defineAction({
  permission: "registrations.read",
  input: z.object({ query: text(QUERY_MAX_LENGTH).check(z.trim(), z.minLength(1)) }),
  async handler({ actor, input }) {
    const [t, status] = await Promise.all([getTranslator("list"), getTranslator("status")]);
    const { rows } = await listRegistrations(actor, { ...EMPTY_FILTER, query: input.query });
    return {
      rows: rows.slice(0, FOUND_SHOWN).map((row) => ({
        id: row.id,
        name: row.businessName || t("unnamed"),
        status: status(row.status),
        reference: row.partnerReference,
      })),
    };
  },
});
