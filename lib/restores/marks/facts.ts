import type { ClientBase } from "pg";
import type { AuditEntryMark, DatabaseFacts, Mark } from "@/lib/restores/marks/mark";

const SERVER = "(select system_identifier from pg_control_system())";
const DATABASE = "(select oid from pg_database where datname = current_database())";
// As the log is being written: the control file names the timeline of the last checkpoint, which after a promotion may
// be minutes old.
const TIMELINE = "('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";
// A restored base backup goes on under a new timeline, a restored dump in another server or database.
const IDENTITY = `${SERVER} || '/' || ${TIMELINE} || '/' || ${DATABASE}`;

const ENTRY = `
  json_build_object('id', id::text, 'print', extract(epoch from at) || ' ' || action || ' ' ||
                    coalesce(registration_id::text, subject_id, ''))`;

// One statement, so that everything but the count was committed before it, and the count with it.
const COUNT_AND_READ = `
  with counted as (
    insert into origin as o (id, identity, beat) select 1, ${IDENTITY}, 1
        on conflict (id) do update set beat = o.beat + 1
    returning identity, beat
  ), restores as (
    select coalesce(array_agg(id::text order by position), '{}') as ids from database_restore
  )
  select ${SERVER} || '/' || ${DATABASE} as database, ${IDENTITY} as identity, counted.identity as "identityBefore",
         counted.beat::float8 as beat, restores.ids as restores,
         current_setting('synchronous_commit') <> 'off' as "waitsForDisk",
         (select ${ENTRY} from audit_entry order by id desc limit 1) as entry,
         (select coalesce(json_agg(${ENTRY}), '[]') from audit_entry where id = any($1::bigint[])) as entries
    from counted, restores`;

/** Counts one more mark in the database, and reads what it says of itself and of the entries that `marks` name. */
export async function readFacts(tx: ClientBase, marks: readonly Mark[]): Promise<DatabaseFacts> {
  const named = marks.flatMap(({ entry }) => (entry && fitsBigint(entry) ? [entry.id] : []));
  const { rows } = await tx.query<DatabaseFacts>(COUNT_AND_READ, [named]);
  const [facts] = rows;
  if (!facts) throw new Error("the database said nothing of itself");
  return facts;
}

function fitsBigint({ id }: AuditEntryMark): boolean {
  return BigInt(id) < 2n ** 63n;
}
