import { derivedUuid } from "@/lib/registrations/intake/derived-id";

/** What a row says, as it is compared: two files that say the same name the same rows, however they write it. */
export type RowContent = {
  environment: string;
  name: string;
  representativeName: string;
  representativeEmail: string;
  invitedUserEmail: string;
  phone: string;
  referralCode: string;
  reference: string;
};

/**
 * Who a row is, by what it says: a UUID of SHA-256 (version 8), the same for the same words in any file, at any place, on
 * any day. Rows that say the same as an earlier one of their file are told apart by `SETTLE_ROW_KEYS`.
 */
export function contentKey(content: RowContent): string {
  const { environment, name, representativeName, representativeEmail } = content;
  const { invitedUserEmail, phone, referralCode, reference } = content;
  const parts = [environment, name, representativeName, representativeEmail];
  return derivedUuid(listText([...parts, invitedUserEmail, phone, referralCode, reference]));
}

const PLAIN = /^[ !#-[\]-~]*$/;

/** A list as JSON; of plain texts, as nearly all are, three times as fast. */
function listText(texts: readonly string[]): string {
  const text = texts.join('","');
  return PLAIN.test(texts.join("")) ? `["${text}"]` : JSON.stringify(texts);
}

/** The key of the `ordinal`-th row that says what `key` stands for, from the second on, in SQL. */
const repeatedKeySql = (key: string, ordinal: string) => `(
  select (substr(hex, 1, 12) || '8' || substr(hex, 14, 3) || '8' || substr(hex, 18, 15))::uuid
    from encode(sha256(convert_to(${key}::text || ':' || ${ordinal}, 'UTF8')), 'hex') hex)`;

const COMPARED = {
  reference_key: "partner_ref_key",
  name_key: "name_key",
  representative_email_key: "representative_email_key",
  invited_user_email_key: "invited_user_email_key",
  phone_e164: "phone_e164",
};

/** How many of the things by which a row `r` is compared fulfil a condition over the row's and the registration's column. */
const countCompared = (condition: (row: string, registration: string) => string) =>
  Object.entries(COMPARED)
    .map(([row, registration]) => `(r.${row} <> '' and ${condition(`r.${row}`, `g.${registration}`)})::int`)
    .join(" + ");

/** Whether a row `r` says something else than the registration `g`; what it leaves empty or unreadable it does not say. */
export const SAYS_ELSE_SQL = `(${countCompared((row, registration) => `${row} <> ${registration}`)}) > 0`;

/**
 * Whether a row `r` is about the registration `g`, whose key it names: it agrees in as many things as it contradicts.
 * A file of results is sorted by some of its columns, and rows are written over: then the key stands beside a stranger.
 */
const IS_ABOUT_SQL = `
  (${countCompared((row, registration) => `${row} = ${registration}`)})
    >= (${countCompared((row, registration) => `${row} <> ${registration}`)})`;

/**
 * Settles whose key is whose in batch `$1` of environment `$2`, whose rows have the keys of their content. A row that
 * names, in column `$3` (from 1; null where there is none), a key that an earlier batch knows is that row, although it
 * was corrected since; but not where it is about another merchant than the registration of that key, nor where another
 * registration was made of just what it says. Where several name one key, as copies of a row in Excel do, it is the one that still says the same; the
 * choice does not hang on their order. What then still shares a key is numbered.
 */
export const SETTLE_ROW_KEYS = `
  with named as materialized (
    select r.position, r.row_key, r.cells[$3::int]::uuid as named from import_row r
     where r.import_id = $1 and $3::int is not null
       and r.cells[$3::int] ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  ), known as materialized (
    select distinct on (n.named) n.position, n.named as base
      from named n join import_row r on r.import_id = $1 and r.position = n.position
      left join registration g on g.form_key = n.named and g.environment = $2::environment
     where exists (select from import_row k join import i on i.id = k.import_id
                    where k.row_key = n.named and k.import_id <> $1 and i.environment = $2::environment)
       and (g.id is null or n.named = n.row_key or (${IS_ABOUT_SQL} and not exists (
              select from registration o where o.form_key = n.row_key and o.environment = $2::environment)))
     order by n.named, n.row_key = n.named desc, n.row_key, n.position
  ), based as materialized (
    select r.position, r.row_key, coalesce(k.base, r.row_key) as base, k.base is not null as is_named
      from import_row r left join known k on k.position = r.position where r.import_id = $1
  ), shared as (
    select base from based group by base having count(*) > 1
  ), numbered as (
    select b.position, b.row_key, b.base,
           row_number() over (partition by b.base order by b.is_named desc, b.position) as ordinal
      from based b join shared using (base)
    union all
    select b.position, b.row_key, b.base, 1 from based b where b.is_named and b.base <> b.row_key
       and not exists (select from shared s where s.base = b.base)
  ), settled as (
    select position, row_key, case when ordinal = 1 then base else ${repeatedKeySql("base", "ordinal")} end as key
      from numbered
  )
  update import_row r set row_key = s.key from settled s
   where r.import_id = $1 and r.position = s.position and s.row_key <> s.key`;
