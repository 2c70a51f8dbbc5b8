import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { showQuery } from "@/lib/registrations/list/filter";
import { showLabel } from "@/lib/registrations/sight";
import { MAX_PINS, type SavedView } from "./saved-view";

const LISTED_VIEWS = 300;

const SELECT_VIEWS = `
  select v.id, v.name, v.query, v.is_shared as "isShared", v.owner_id = $1 as "isOwn", o.name as "ownerName",
         coalesce(v.id = me.default_view_id, false) as "isDefault", coalesce(v.id = any(me.pinned_view_ids), false) as "isPinned"
    from saved_view v join "user" o on o.id = v.owner_id join "user" me on me.id = $1`;

/** One's own views and those that colleagues share, by name, one's own first; at most 300. */
export async function listViews(actor: UserActor): Promise<SavedView[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<SavedView>(
    `${SELECT_VIEWS} where v.owner_id = $1 or v.is_shared
      order by v.owner_id = $1 desc, lower(v.name), v.id limit ${LISTED_VIEWS}`,
    [actor.id],
  );
  return rows.map((row) => shownTo(actor, row));
}

/** The views in the actor's side bar, those still there that they may see, in the order in which they were put there. */
export async function listPinnedViews(actor: UserActor): Promise<SavedView[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<SavedView>(
    `${SELECT_VIEWS} where v.id = any(me.pinned_view_ids) and (v.owner_id = $1 or v.is_shared)
      order by array_position(me.pinned_view_ids, v.id) limit ${MAX_PINS}`,
    [actor.id],
  );
  return rows.map((row) => shownTo(actor, row));
}

/** What somebody searched for may be a contact, by which who sees none finds nothing. */
function shownTo(actor: UserActor, view: SavedView): SavedView {
  return { ...view, name: showLabel(actor, view.name), query: showQuery(actor, view.query) };
}

export type OpenedViews = {
  /** The one asked for, if the actor may see it. */
  asked: SavedView | null;
  /** The one that the actor's list opens with. */
  usual: SavedView | null;
};

/** The views that the list needs to know of to open: the one asked for and the actor's default. */
export async function readOpenedViews(actor: UserActor, askedId: string | null): Promise<OpenedViews> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<SavedView>(
    `${SELECT_VIEWS} where v.id in ($2, me.default_view_id) and (v.owner_id = $1 or v.is_shared)`,
    [actor.id, askedId],
  );
  const views = rows.map((row) => shownTo(actor, row));
  return {
    asked: views.find(({ id }) => id === askedId) ?? null,
    usual: views.find(({ isDefault }) => isDefault) ?? null,
  };
}
