import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { choicesOf, writeChoices } from "@/lib/registrations/list/choices";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { showLabel, showWords } from "@/lib/registrations/sight";

export type NamedChoice = { id: string; name: string };
/** A spreadsheet by its file's name, "" where its rows were pasted, and when it was handed in. */
export type BatchChoice = NamedChoice & { createdAt: string };
export type FilterChoices = {
  people: NamedChoice[];
  credentials: NamedChoice[];
  batches: BatchChoice[];
};

const LISTED_CHOICES = 500;
const LISTED_BATCHES = 50;

/** Whom and what the list can be filtered by, by name; at most 500 of each, and the newest 50 spreadsheets. */
export async function listFilterChoices(actor: UserActor): Promise<FilterChoices> {
  requireCan(actor, "registrations.read");
  const { pool } = database();
  const environment = env().doku.environment;
  const [people, credentials, batches] = await Promise.all([
    pool.query<NamedChoice>(
      `select id, name from "user" where disabled_at is null or exists (select 1 from registration where owner_id = "user".id)
        order by lower(name), id limit ${LISTED_CHOICES}`,
    ),
    pool.query<NamedChoice>(
      `select id, label as name from credential where environment = $1 order by lower(label), id limit ${LISTED_CHOICES}`,
      [environment],
    ),
    pool.query<NamedChoice & { createdAt: Date }>(
      `select id, file_name as name, created_at as "createdAt" from import
        where environment = $1 and sending_at is not null order by created_at desc limit ${LISTED_BATCHES}`,
      [environment],
    ),
  ]);
  return {
    people: people.rows,
    credentials: credentials.rows,
    batches: batches.rows.map(({ id, name, createdAt }) => ({
      id,
      name: showLabel(actor, name),
      createdAt: createdAt.toISOString(),
    })),
  };
}

/** The filters whose values are names to people. */
const NAMED_FILTERS = ["owner", "credential", "batch", "cause"] as const;
type NamedFilter = (typeof NAMED_FILTERS)[number];

/** The names behind the values of a filter. A value that is not there does not exist; a cause has DOKU's words, or none. */
export type FilterNames = Readonly<Record<NamedFilter, Readonly<Record<string, string>>>>;

/** Looks up whom and what the filter names; nothing is read where it names none of them. */
export async function readFilterNames(actor: UserActor, filter: ListFilter): Promise<FilterNames> {
  requireCan(actor, "registrations.read");
  const values = (name: NamedFilter) => choicesOf(filter[name]).values;
  if (NAMED_FILTERS.every((name) => values(name).length === 0)) return NO_NAMES;
  const { rows } = await database().pool.query<{ kind: NamedFilter; value: string; name: string }>(
    `select 'owner' as kind, id::text as value, name from "user" where id = any($2::uuid[])
     union all
     select 'credential', id::text, label from credential where id = any($3::uuid[]) and environment = $1
     union all
     select 'batch', id::text, file_name from import where id = any($4::uuid[]) and environment = $1
     union all
     select 'cause', cause, coalesce((select r.problem from registration r
              where r.environment = $1 and r.archived_at is null and r.cause = wanted.cause
              order by r.created_at desc, r.id desc limit 1), '')
       from unnest($5::text[]) wanted(cause)`,
    [
      env().doku.environment,
      values("owner").map((owner) => (owner === "me" ? actor.id : owner)),
      values("credential"),
      values("batch"),
      values("cause"),
    ],
  );
  const names = Object.fromEntries(
    NAMED_FILTERS.map((kind) => [
      kind,
      Object.fromEntries(
        rows
          .filter((row) => row.kind === kind)
          .map(({ value, name }) => [value, shownName(actor, kind, name)]),
      ),
    ]),
  ) as Record<NamedFilter, Record<string, string>>;
  return { ...names, owner: { ...names.owner, me: actor.name } };
}

/** The name of a file may hold an address; people and credentials are ours. */
function shownName(actor: UserActor, kind: NamedFilter, name: string): string {
  if (kind === "batch") return showLabel(actor, name);
  return kind === "cause" ? showWords(actor, name) : name;
}

const NO_NAMES: FilterNames = { owner: {}, credential: {}, batch: {}, cause: {} };

/** Takes out of a filter what names someone or something that does not exist, and says what that was. */
export function dropUnknown(
  filter: ListFilter,
  names: FilterNames,
): { filter: ListFilter; dropped: string[] } {
  const known = { ...filter };
  const dropped: string[] = [];
  for (const name of ["owner", "credential", "batch"] as const) {
    const { values, isNot } = choicesOf(filter[name]);
    const existing = values.filter((value) => names[name][value] !== undefined);
    if (existing.length === values.length) continue;
    known[name] = writeChoices({ values: existing, isNot });
    dropped.push(name);
  }
  return { filter: known, dropped };
}
