import type { Actor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { type ListCursor, NO_TIME } from "@/lib/registrations/list/cursor";
import { keyOf, type ListFilter } from "@/lib/registrations/list/filter";
import { listRegistrations } from "@/lib/registrations/list/page";
import { planWalk } from "@/lib/registrations/list/query";
import type { Shown } from "@/lib/registrations/sight";

/** The registration before and the one after, in the order of the list. */
export type Neighbours = Record<"previous" | "next", { id: string; name: Shown } | null>;

/**
 * What stands beside a registration in the list of a filter. It need not stand there itself any more: whoever mends one
 * goes on to the next. Neither, where it does not exist.
 */
export async function readNeighbours(actor: Actor, filter: ListFilter, id: string): Promise<Neighbours> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{ at: Date | string | null }>(
    `select ${planWalk(filter).column} as at from registration r where id = $1`,
    [id],
  );
  const [row] = rows;
  // What has no follow-up stands nowhere in their order.
  const at = row && (row.at instanceof Date ? row.at.toISOString() : row.at && NO_TIME);
  if (!at) return { previous: null, next: null };
  const beyond = async (direction: ListCursor["direction"]) => {
    const { rows: found } = await listRegistrations(actor, {
      ...filter,
      cursor: { by: keyOf(filter.sort), direction, at, id, before: null },
    });
    return found;
  };
  const [older, newer] = await Promise.all([beyond("older"), beyond("newer")]);
  const isDescending = filter.sort.endsWith("_desc");
  const [before, after] = isDescending ? [newer, older] : [older, newer];
  const shown = (row: (typeof before)[number] | undefined) =>
    row ? { id: row.id, name: row.businessName } : null;
  return { previous: shown(before.at(-1)), next: shown(after[0]) };
}
