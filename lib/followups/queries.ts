import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import type { FollowUp, FollowUpItem } from "@/lib/followups/follow-up-view";
import { showLabel, showNote } from "@/lib/registrations/sight";

/** More than anybody comes back to in a fortnight; the list in the order of follow-ups has all of them. */
export const FOLLOW_UPS_SHOWN = 200;

/** What is to be come back to, the earliest first: what is due, then what is coming. One more than are shown says that there are more. */
export async function listFollowUps(actor: UserActor, whose: "mine" | "team"): Promise<FollowUpItem[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<
    Omit<FollowUpItem, "at" | "name" | "note"> & { at: Date; name: string; note: string | null }
  >(
    `select r.id, r.business_name as name, r.follow_up_at as at, r.follow_up_note as note, r.status,
            coalesce(r.progress::text, 'NOT_CHECKED') as progress, u.name as "ownerName"
       from registration r join "user" u on u.id = r.owner_id
      where r.environment = $1 and r.follow_up_at is not null and r.archived_at is null
        ${whose === "mine" ? "and r.owner_id = $2" : "and $2::uuid is not null"}
      order by r.follow_up_at, r.id limit ${FOLLOW_UPS_SHOWN + 1}`,
    [env().doku.environment, actor.id],
  );
  return rows.map(({ at, name, note, ...row }) => ({
    ...row,
    at: at.toISOString(),
    name: showLabel(actor, name),
    note: showNote(actor, note),
  }));
}

/** The next date of one registration; null where it has none. */
export async function readFollowUp(actor: UserActor, registrationId: string): Promise<FollowUp | null> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{ at: Date | null; note: string | null }>(
    "select follow_up_at as at, follow_up_note as note from registration where id = $1",
    [registrationId],
  );
  const [row] = rows;
  return row?.at ? { at: row.at.toISOString(), note: showNote(actor, row.note) } : null;
}
