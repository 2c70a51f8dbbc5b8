import { LEFT_OUT_CODES } from "@/lib/imports/import-view";
import { PUT_BACK_SQL } from "@/lib/registrations/ever-sent";
import { NOTE_CODES } from "@/lib/registrations/input/problem";

/** Which columns of a file a row's own words are in (from 1), of how many. */
export type FindingScope = { contentColumns: readonly number[]; columnCount: number };

/** Open batches that are looked into: those that are forgotten should not warn for ever. */
const OPEN_BATCHES = 20;
const OPEN_FOR = "30 days";
/** Registrations alike that are looked at for the newest of them: one phone number may have thousands. */
const ALIKE = 5;

/** Whether there is more among the warnings than notes. */
const HAS_WARNINGS_SQL = (warnings: string) =>
  `${warnings} @? '$[*].code ? (${NOTE_CODES.map((code) => `@ != "${code}"`).join(" && ")})'`;

/** Whether a row is left out for what it says. */
export const SAYS_NOTHING_SQL = (warnings: string) =>
  `${warnings} @? '$[*].code ? (${LEFT_OUT_CODES.map((code) => `@ == "${code}"`).join(" || ")})'`;

/** Where a row stands, given what is wrong with it; its alias is `r`. */
export const STATE_SQL = (problems: string, warnings: string) => `
  (case when r.left_out or ${SAYS_NOTHING_SQL(warnings)} then 'skipped'
        when r.accepted_reason is null and ${warnings} @> '[{"code": "row_repeats_row"}]' then 'skipped'
        when ${problems} <> '[]' then 'problems'
        when r.accepted_reason is null and ${HAS_WARNINGS_SQL(warnings)} then 'warnings'
        else 'ready' end)::import_row_state`;

/**
 * Adds what rows of batch `$1` of environment `$2` meet: all of them, or those at positions `$3`. A row that was left
 * out is not met by others; one that is sent or done is, but meets nothing any more. What repeats in the batch is looked
 * for among all its keys, or among the references `$4`, names `$5`, addresses `$6` and numbers `$7`.
 */
export function findingsSql(scope: FindingScope): string {
  return `
  with scope as materialized (
    select position, state, accepted_reason, row_key, reference_key as reference, name_key as name, phone_e164 as phone,
           representative_email_key as representative, invited_user_email_key as invited
      from import_row where import_id = $1 and not left_out
  ), target as materialized (
    select * from scope where state not in ('sent', 'done') and ($3::int[] is null or position = any($3::int[]))
  ), ${mailSql("scope")}, ${repeatsSql(scope)}, ${registeredSql("true")}, ${otherBatchesSql()}, found as (
    select position, 1 as place, false as is_problem, null as field, 'row_repeats_row' as code,
           jsonb_build_object('row', first) as params
      from same join target using (position)
    union all
    select r.position, r.place, r.kind = 'reference', r.field, 'row_repeats_' || r.kind,
           jsonb_build_object('row', r.first)
      from repeats r join target t using (position) left join same s using (position)
     where s.position is null or (r.kind = 'reference' and t.accepted_reason is not null)
    union all select position, 9, true, null, 'put_back', params from put_back
    union all select position, 10, true, 'partnerReference', 'reference_used', params from used
    union all ${FOUND_REGISTERED}
    union all select position, 14, false, field, 'in_other_batch', params from elsewhere
  ), ${WRITE_FOUND}`;
}

/**
 * Adds to rows of batch `$1` of environment `$2` at positions `$3`, of which nothing was accepted, what they resemble among
 * the registrations of others by now, and answers which did.
 */
export function resembledSql(): string {
  return `
  with target as materialized (
    select position, row_key, reference_key as reference, name_key as name, phone_e164 as phone,
           representative_email_key as representative, invited_user_email_key as invited
      from import_row where import_id = $1 and position = any($3::int[]) and accepted_reason is null
  ), ${mailSql("target")}, ${registeredSql("import_id is distinct from $1")}, found as (${FOUND_REGISTERED}
  ), ${WRITE_FOUND} returning r.position`;
}

const FOUND_REGISTERED = `
    select position, 11 as place, false as is_problem, field, 'registered_email' as code, params from registered_mail
    union all select position, 12, false, 'phoneNumber', 'registered_phone', params from registered_phone
    union all select position, 13, false, 'businessName', 'registered_name', params from registered_name`;

const WRITE_FOUND = `
  gathered as (
    select position,
           coalesce(jsonb_agg(finding order by place) filter (where is_problem), '[]') as problems,
           coalesce(jsonb_agg(finding order by place) filter (where not is_problem), '[]') as warnings
      from (select *, jsonb_build_object('field', field, 'code', code, 'params', params) as finding from found) each
     group by position
  )
  update import_row r
     set problems = r.problems || g.problems, warnings = r.warnings || g.warnings,
         state = ${STATE_SQL("r.problems || g.problems", "r.warnings || g.warnings")}
    from gathered g where r.import_id = $1 and r.position = g.position`;

const mailSql = (rows: "scope" | "target") => `
  mail as materialized (
    select position, 'representativeEmail' as field, representative as key from ${rows} where representative <> ''
    union all
    select position, 'invitedUserEmail', invited from ${rows} where invited <> '' and invited <> representative
  )`;

/** `repeats`: rows that say what an earlier one said, and `same`: those that say all of it. */
function repeatsSql({ contentColumns, columnCount }: FindingScope): string {
  const among = (key: string, keys: string) => `(${keys}::text[] is null or ${key} = any(${keys}::text[]))`;
  const repeat = (kind: "phone" | "name" | "reference", keys: string, place: number, field: string) => `
    select '${kind}', ${place}, '${field}', s.position, f.first
      from scope s
      join (select ${kind} as key, min(position) as first from scope where ${kind} <> '' and ${among(kind, keys)}
             group by 1 having min(position) < max(position)) f on f.key = s.${kind}
     where s.position > f.first`;
  const content =
    contentColumns.length === columnCount
      ? "r.cells"
      : `array[${contentColumns.map((column) => `r.cells[${column}]`).join(", ")}]::text[]`;
  return `
  repeats as materialized (
    select 'email' as kind, 3 as place, max(m.field) as field, m.position, min(f.first) as first
      from mail m
      join (select key, min(position) as first from mail where ${among("key", "$6")}
             group by key having min(position) < max(position)) f using (key)
     where m.position > f.first group by m.position
    union all ${repeat("phone", "$7", 4, "phoneNumber")}
    union all ${repeat("name", "$5", 5, "businessName")}
    union all ${repeat("reference", "$4", 2, "partnerReference")}
  ), same as materialized (
    select position, first
      from (select r.position, min(r.position) over (partition by ${content}) as first
              from import_row r
             where r.import_id = $1 and r.position in (select position from repeats union select first from repeats)) each
     where position > first
  )`;
}

/**
 * Of the registrations of which `which` holds. `used`, `registered_mail`, `registered_phone`, `registered_name`: those that
 * are not the row's own. `put_back`: those that are, and of which nobody knows what became of them since a backup was put
 * back.
 */
function registeredSql(which: string): string {
  const facts = (alias: string) => `
    jsonb_build_object('id', ${alias}.id, 'name', ${alias}.business_name, 'status', ${alias}.status, 'by', u.name,
      'date', to_char(${alias}.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
  const alike = (column: string, key: string) => `
    (select * from registration where environment = $2::environment and ${column} = ${key} and ${which} limit ${ALIKE})`;
  const newest = (candidates: string) => `
    (select * from (${candidates}) g where g.form_key <> t.row_key order by g.created_at desc, g.id desc limit 1)`;
  const isKnown = (column: string, key: string) =>
    `exists (select from registration g where g.environment = $2::environment and g.${column} = ${key})`;
  const registered = (kind: "phone" | "name", column: string) => `
  registered_${kind} as (
    select t.position, ${facts("g")} as params
      from target t cross join lateral ${newest(alike(column, `t.${kind}`))} g join "user" u on u.id = g.created_by_id
     where t.${kind} <> '' and ${isKnown(column, `t.${kind}`)}
  )`;
  return `
  used as (
    select t.position, ${facts("g")} as params
      from target t
      join registration g on g.environment = $2::environment and g.partner_ref_key = t.reference and g.form_key <> t.row_key
      join "user" u on u.id = g.created_by_id
     where t.reference <> ''
  ), put_back as (
    select t.position, ${facts("r")} as params
      from target t join registration r on r.environment = $2::environment and r.form_key = t.row_key
      join "user" u on u.id = r.created_by_id
     where exists (select from database_restore) and r.archived_at is null
       and r.status in ('DRAFT', 'NEEDS_FIX', 'FAILED') and ${PUT_BACK_SQL}
  ), known_mail as materialized (
    select * from mail m where ${isKnown("representative_email_key", "m.key")}
    union
    select * from mail m where ${isKnown("invited_user_email_key", "m.key")}
  ), registered_mail as (
    select distinct on (t.position) t.position, m.field, ${facts("g")} as params
      from known_mail m join target t using (position)
      cross join lateral ${newest(`${alike("representative_email_key", "m.key")} union ${alike("invited_user_email_key", "m.key")}`)} g
      join "user" u on u.id = g.created_by_id
     order by t.position, m.field desc
  ), ${registered("phone", "phone_e164")}, ${registered("name", "name_key")}`;
}

/** `elsewhere`: rows that wait in other batches. The same row in another file is no other row. */
function otherBatchesSql(): string {
  const keys = (alias: string) => `
    (values (1, 'partnerReference', 'reference', ${alias}.reference), (2, 'representativeEmail', 'email', ${alias}.representative),
            (3, 'invitedUserEmail', 'email', ${alias}.invited), (4, 'phoneNumber', 'phone', ${alias}.phone),
            (5, 'businessName', 'name', ${alias}.name)) k(place, field, kind, key)`;
  return `
  open_batch as materialized (
    select id, file_name, created_at from import
     where environment = $2::environment and id <> $1 and created_at > now() - interval '${OPEN_FOR}'
       and status in ('reading', 'checking', 'checked', 'canary', 'canary_done', 'sending', 'paused')
     order by created_at desc limit ${OPEN_BATCHES}
  ), waiting as materialized (
    select r.import_id, r.row_key, r.reference_key as reference, r.name_key as name, r.phone_e164 as phone,
           r.representative_email_key as representative, r.invited_user_email_key as invited
      from open_batch b join import_row r on r.import_id = b.id
     where r.state in ('problems', 'warnings', 'ready')
  ), waiting_keys as materialized (
    -- One of each kind from each batch is enough, and two where one of them is the row itself.
    select k.kind, k.key, w.import_id, min(w.row_key::text) as low, max(w.row_key::text) as high
      from waiting w cross join lateral ${keys("w")} where k.key <> '' group by 1, 2, 3
  ), elsewhere as (
    select distinct on (t.position) t.position, k.field, jsonb_build_object('file', b.file_name) as params
      from target t cross join lateral ${keys("t")}
      join waiting_keys w on w.kind = k.kind and w.key = k.key
      join open_batch b on b.id = w.import_id
     where exists (select from waiting) and k.key <> '' and (w.low <> t.row_key::text or w.high <> t.row_key::text)
     order by t.position, k.place, b.created_at desc
  )`;
}
