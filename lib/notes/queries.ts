import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { showLabel, showNote } from "@/lib/registrations/sight";
import type { Mentionable } from "./mentions";
import type { Mention, NoteView } from "./note-view";

const NOTES_SHOWN = 200;
const MAX_PEOPLE = 1_000;
/** Older mentions were seen, or are settled otherwise. */
const MENTION_DAYS = 7;
const MENTIONS_SHOWN = 20;

/** Whom a note can mention: everybody who is active, by name. */
export async function listMentionable(actor: UserActor): Promise<Mentionable[]> {
  requireCan(actor, "registrations.write");
  const { rows } = await database().pool.query<Mentionable>(
    `select id, name from "user" where disabled_at is null order by lower(name), id limit ${MAX_PEOPLE}`,
  );
  return rows;
}

/** What was written about a registration, newest first. */
export async function listNotes(actor: UserActor, registrationId: string): Promise<NoteView[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{ id: string; at: Date; authorName: string; text: string }>(
    `select n.id, n.at, u.name as "authorName", n.text from note n join "user" u on u.id = n.author_id
      where n.registration_id = $1 order by n.at desc, n.id limit ${NOTES_SHOWN}`,
    [registrationId],
  );
  return rows.map(({ at, text, ...row }) => ({
    ...row,
    at: at.toISOString(),
    text: showNote(actor, text),
  }));
}

/** Where others mentioned the reader in the last days, newest first. */
export async function listMentions(
  actor: UserActor,
  { now = new Date() }: { now?: Date } = {},
): Promise<Mention[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{
    id: string;
    at: Date;
    authorName: string;
    text: string;
    registrationId: string;
    name: string;
  }>(
    `select n.id, n.at, u.name as "authorName", n.text, r.id as "registrationId", r.business_name as name
       from note n join "user" u on u.id = n.author_id join registration r on r.id = n.registration_id
      where n.at > $1::timestamptz - interval '${MENTION_DAYS} days' and $2::uuid = any(n.mentioned_ids)
        and n.author_id <> $2 and r.environment = $3
      order by n.at desc, n.id limit ${MENTIONS_SHOWN}`,
    [now, actor.id, env().doku.environment],
  );
  return rows.map(({ at, text, name, ...row }) => ({
    ...row,
    at: at.toISOString(),
    text: showNote(actor, text),
    registrationName: showLabel(actor, name),
  }));
}
