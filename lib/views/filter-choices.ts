import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { showLabel } from "@/lib/registrations/sight";

export type NamedChoice = { id: string; name: string };
export type FilterChoices = { people: NamedChoice[]; credentials: NamedChoice[] };

const LISTED_CHOICES = 500;

/** Whom and what the list can be filtered by, by name; at most 500 of each. */
export async function listFilterChoices(actor: UserActor): Promise<FilterChoices> {
  requireCan(actor, "registrations.read");
  const { pool } = database();
  const [people, credentials] = await Promise.all([
    pool.query<NamedChoice>(
      `select id, name from "user" where disabled_at is null or exists (select 1 from registration where owner_id = "user".id)
        order by lower(name), id limit ${LISTED_CHOICES}`,
    ),
    pool.query<NamedChoice>(
      `select id, label as name from credential where environment = $1 order by lower(label), id limit ${LISTED_CHOICES}`,
      [env().doku.environment],
    ),
  ]);
  return { people: people.rows, credentials: credentials.rows };
}

/** The names behind the ids of a filter; null where the filter has none, or what it names does not exist. */
export type FilterNames = {
  owner: string | null;
  credential: string | null;
  /** The file's name; "" where its rows were pasted. */
  batch: string | null;
};

/** Looks the filter's person, credential and batch up; nothing is read where it names none of them. */
export async function readFilterNames(actor: UserActor, filter: ListFilter): Promise<FilterNames> {
  requireCan(actor, "registrations.read");
  const owner = filter.owner === "me" ? actor.id : filter.owner;
  if (owner === null && filter.credential === null && filter.batch === null) return NO_NAMES;
  const { rows } = await database().pool.query<FilterNames>(
    `select (select name from "user" where id = $1) as owner,
            (select label from credential where id = $2 and environment = $3) as credential,
            (select file_name from import where id = $4 and environment = $3) as batch`,
    [owner, filter.credential, env().doku.environment, filter.batch],
  );
  const [names] = rows;
  return names ? { ...names, batch: names.batch === null ? null : showLabel(actor, names.batch) } : NO_NAMES;
}

const NO_NAMES: FilterNames = { owner: null, credential: null, batch: null };

/** Takes out of a filter what names someone or something that does not exist, and says what that was. */
export function dropUnknown(
  filter: ListFilter,
  names: FilterNames,
): { filter: ListFilter; dropped: string[] } {
  const isUnknown = {
    owner: filter.owner !== null && names.owner === null,
    credential: filter.credential !== null && names.credential === null,
    batch: filter.batch !== null && names.batch === null,
  };
  return {
    filter: {
      ...filter,
      owner: isUnknown.owner ? null : filter.owner,
      credential: isUnknown.credential ? null : filter.credential,
      batch: isUnknown.batch ? null : filter.batch,
    },
    dropped: Object.entries(isUnknown).flatMap(([name, unknown]) => (unknown ? [name] : [])),
  };
}
