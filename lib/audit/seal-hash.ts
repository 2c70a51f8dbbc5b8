/** As many entries as one seal covers at most, so that a log that was long before its first seal is caught up in steps. */
export const SEAL_ENTRIES_MAX = 20_000;

/** Before every id there may be: an entry slipped in below the first one is to be noticed too. */
export const BEFORE_ALL = "-9223372036854775808";

// Every column, as JSON, in which nothing can be taken for something else. Changed, it would break every seal there is.
const ENTRY = `json_build_array(id, at at time zone 'UTC', actor_kind, actor_id, action, environment,
  registration_id, subject_id, details)`;

/**
 * A lateral subquery of one row over the first `limit` entries with an id above `after` and not above `upto`:
 * `upto_id` the last of them, `entries` how many, `digest` one hash for them all in their order, null for none.
 * It is worked out where the entries are: a million of them need not travel.
 */
export function coveredEntries(range: { after: string; upto: string; limit: string }): string {
  return `(
    select max(id) as upto_id, count(*) as entries, sha256(string_agg(hash, '' order by id)) as digest
      from (select id, sha256(convert_to(${ENTRY}::text, 'UTF8')) as hash from audit_entry
             where id > coalesce(${range.after}, ${BEFORE_ALL}) and id <= ${range.upto}
             order by id limit ${range.limit}) entry)`;
}

/** The hash of the row `seal` as an expression, from the previous seal's (null for the first) and the digest of its entries. */
export function sealHash({ seal, previous, digest }: Record<"seal" | "previous" | "digest", string>): string {
  const facts = ["position", "upto_id", "entries", "sealed_at at time zone 'UTC'"];
  const text = `json_build_array(${facts.map((fact) => `${seal}.${fact}`).join(", ")})::text`;
  return `sha256(coalesce(${previous}, '') || convert_to(${text}, 'UTF8') || ${digest})`;
}
