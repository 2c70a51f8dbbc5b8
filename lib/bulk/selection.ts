import type { UserActor } from "@/lib/auth/actor";
import type { BulkSelection } from "@/lib/bulk/kinds";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** A statement that yields `id`, in the order in which the rows are to be worked through. */
export type SelectedRows = { text: string; values: unknown[] };

/** The registrations of a selection. Throws AppError `bad_input` for a filter that is not understood as a whole: it would match too much. */
export function selectRows(_actor: UserActor, selection: BulkSelection): SelectedRows {
  switch (selection.kind) {
    case "ids":
      return {
        text: `select r.id from unnest($1::uuid[]) with ordinality as chosen(id, place)
                 join registration r on r.id = chosen.id and r.environment = $2 group by r.id order by min(chosen.place)`,
        values: [selection.ids, env().doku.environment],
      };
    case "filter":
      throw new AppError("bad_input");
  }
}
