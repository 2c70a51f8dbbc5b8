import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { showLabel, showNote } from "@/lib/registrations/sight";
import type { Mentionable } from "./mentions";
import type { Mention, NoteView } from "./note-view";

const NOTES_SHOWN = 200;
const MAX_PEOPLE = 1_000;
/** What was seen stands beside it for so long. */
const SEEN_DAYS = 7;
const SEEN_SHOWN = 20;
/** More than anybody comes back to; what is new is all of it. */
const MENTIONS_READ = 200;

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
  const { rows } = await database().pool.query<NoteRow>(
    `select n.id, n.at, u.name as "authorName", n.text, coalesce(m.seen_at is null and m.user_id is not null, false) as "isNew"
       from note n join "user" u on u.id = n.author_id left join mention m on m.note_id = n.id and m.user_id = $2
      where n.registration_id = $1 order by n.at desc, n.id limit ${NOTES_SHOWN}`,
    [registrationId, actor.id],
  );
  return rows.map(({ at, text, ...row }) => ({
    ...row,
    at: at.toISOString(),
    text: showNote(actor, text),
  }));
}

/** Where others mentioned the reader: what is new, then what was seen in the last days, each the newest first. */
export async function listMentions(
  actor: UserActor,
  { now = new Date() }: { now?: Date } = {},
): Promise<Mention[]> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<NoteRow & { registrationId: string; name: string }>(
    `select n.id, n.at, u.name as "authorName", n.text, m.seen_at is null as "isNew", r.id as "registrationId",
            r.business_name as name
       from (select note_id, seen_at from mention where user_id = $1 and environment = $2 and seen_at is null
             union all
             select note_id, seen_at from mention
              where user_id = $1 and environment = $2 and seen_at > $3::timestamptz - interval '${SEEN_DAYS} days') m
       join note n on n.id = m.note_id join "user" u on u.id = n.author_id join registration r on r.id = n.registration_id
      order by m.seen_at is null desc, n.at desc, n.id limit ${MENTIONS_READ}`,
    [actor.id, env().doku.environment, now],
  );
  const isSeen = ({ isNew }: NoteRow) => !isNew;
  const shown = [...rows.filter(({ isNew }) => isNew), ...rows.filter(isSeen).slice(0, SEEN_SHOWN)];
  return shown.map(({ at, text, name, ...row }) => ({
    ...row,
    at: at.toISOString(),
    text: showNote(actor, text),
    registrationName: showLabel(actor, name),
  }));
}

type NoteRow = { id: string; at: Date; authorName: string; text: string; isNew: boolean };
