import * as z from "zod/mini";
import { AppError } from "@/lib/errors";
import { countSoon } from "@/lib/registrations/list/counts";
import { LIST_QUERY_MAX_LENGTH, readListFilter } from "@/lib/registrations/list/filter";
import { defineRoute } from "@/lib/server/route-handler";
import { text } from "@/lib/text/input";

const bodySchema = z.object({ query: text(LIST_QUERY_MAX_LENGTH) });

/**
 * How many registrations a list has, exactly: `{count}`, null where that takes too long. Asked beside the page, and in
 * a body, since what is searched for has no place in an address that is not the list's own.
 */
export const POST = defineRoute({
  permission: "registrations.read",
  async handler({ actor, request }) {
    const body = bodySchema.safeParse(await request.json().catch(() => null));
    if (!body.success) throw new AppError("bad_input");
    const { filter } = readListFilter(new URLSearchParams(body.data.query));
    return Response.json({ count: await countSoon(actor, { ...filter, cursor: null }) });
  },
});
