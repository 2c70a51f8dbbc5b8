import * as z from "zod/mini";
import { countText } from "@/components/registrations/list-count";
import type { FoundRow, SearchAnswer } from "@/components/search/search-answer";
import { AppError } from "@/lib/errors";
import { formatTime } from "@/lib/i18n/format";
import { countByTab } from "@/lib/registrations/list/counts";
import {
  EMPTY_FILTER,
  LIST_QUERY_MAX_LENGTH,
  LIST_TABS,
  readListFilter,
} from "@/lib/registrations/list/filter";
import { findNear } from "@/lib/registrations/list/near";
import { listRegistrations } from "@/lib/registrations/list/page";
import type { RegistrationRow } from "@/lib/registrations/registration-view";
import { getTimeStyle, getTranslator } from "@/lib/server/language";
import { defineRoute } from "@/lib/server/route-handler";
import { text } from "@/lib/text/input";

const FOUND_SHOWN = 8;
/** A search that finds nothing and what may have been meant take no longer together, unless the first took nearly all. */
const SEARCH_MS = 800;
const NEAR_MS = 250;
const NOTHING: SearchAnswer = { rows: [], tabs: [], near: null };

const bodySchema = z.object({ query: text(LIST_QUERY_MAX_LENGTH) });

/**
 * What a search finds first, for whoever is still typing it: under the list's field and in the command menu. Asked in a
 * body, since what is searched for has no place in an address that is not the list's own.
 */
export const POST = defineRoute({
  permission: "registrations.read",
  async handler({ actor, request }) {
    const body = bodySchema.safeParse(await request.json().catch(() => null));
    if (!body.success) throw new AppError("bad_input");
    const { query } = readListFilter(new URLSearchParams(body.data.query)).filter;
    if (query === "") return Response.json(NOTHING);
    const startedMs = performance.now();
    const filter = { ...EMPTY_FILTER, query };
    const [{ rows, wasCut }, counts, t, search, status, style] = await Promise.all([
      listRegistrations(actor, filter),
      countByTab(actor, filter),
      getTranslator("list"),
      getTranslator("search"),
      getTranslator("status"),
      getTimeStyle(),
    ]);
    const isNothing = rows.length === 0 && !wasCut && counts !== null && counts.archived === 0;
    const withinMs = Math.max(NEAR_MS, SEARCH_MS - (performance.now() - startedMs));
    const near = isNothing ? await findNear(actor, query, { withinMs }) : null;
    const now = new Date();
    const asFound = (row: RegistrationRow): FoundRow => ({
      id: row.id,
      name: row.businessName || t("unnamed"),
      person: row.representativeName,
      status: row.status,
      statusLabel: status(row.status),
      created: formatTime(new Date(row.createdAt), now, style),
      match: row.match && {
        label: search(`match.${row.match.field}`),
        ...{ before: row.match.before, hit: row.match.hit, after: row.match.after },
      },
    });
    const tabs = LIST_TABS.flatMap((tab) => {
      const count = counts === null ? null : counts[tab];
      // What takes too long to count is there all the same.
      if (count === 0 || (count === null && (tab !== "all" || rows.length === 0))) return [];
      const label = tab === "all" ? t("tabAll") : status(tab);
      return [{ tab, label, count: count === null ? "" : countText(count, style.locale) }];
    });
    // One tab that has them all says nothing that all of them do not.
    const telling = tabs.length === 2 && tabs[0]?.tab === "all" ? tabs.slice(0, 1) : tabs;
    const answer: SearchAnswer = {
      rows: rows.slice(0, FOUND_SHOWN).map(asFound),
      tabs: telling,
      near: near && { query: near.query, rows: near.rows.map(asFound) },
    };
    return Response.json(answer);
  },
});
