import type { UserActor } from "@/lib/authority/actor";
import type { BulkSelection } from "@/lib/bulk/request";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { selectMatching } from "@/lib/registrations/list/counts";
import { type ListFilter, readListFilter } from "@/lib/registrations/list/filter";
import type { Statement } from "@/lib/registrations/list/timed-read";

/** The registrations of a selection: a query of `id`, in the order in which they are to be worked through. Throws as `requireFilter` does. */
export function selectRows(actor: UserActor, selection: BulkSelection): Statement {
  switch (selection.kind) {
    case "ids":
      return {
        text: `select r.id from unnest($1::uuid[]) with ordinality as chosen(id, place)
                 join registration r on r.id = chosen.id and r.environment = $2 group by r.id order by min(chosen.place)`,
        values: [selection.ids, env().doku.environment],
      };
    case "filter":
      return selectMatching(actor, requireFilter(selection.query));
  }
}

/**
 * The filter of a list's query string, from its first row on. Throws AppError `bad_input` where anything in it is
 * not understood: a list shows that it left something out, but whoever acts on it would act on too much.
 */
export function requireFilter(query: string): ListFilter {
  const { filter, dropped } = readListFilter(new URLSearchParams(query));
  if (dropped.length > 0) throw new AppError("bad_input");
  return { ...filter, cursor: null };
}
