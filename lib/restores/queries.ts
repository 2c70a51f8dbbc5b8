import type { Authority } from "@/lib/authority/permissions";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { BATCH_PUT_BACK_SQL } from "@/lib/imports/put-back";
import { showLabel } from "@/lib/registrations/sight";
import type { HeldByRestore, OpenRestore } from "@/lib/restores/restore-view";

/** The last restore that was noticed and that nobody has looked at, for the banner that everybody sees; or null. */
export async function findOpenRestore(actor: Authority): Promise<OpenRestore | null> {
  requireCan(actor, "registrations.read");
  const { rows } = await database().pool.query<{ id: string; noticedAt: Date }>(
    `select id, noticed_at as "noticedAt" from database_restore where settled_at is null order by position desc limit 1`,
  );
  return rows[0] ? { ...rows[0], noticedAt: rows[0].noticedAt.toISOString() } : null;
}

const UNSENT = "(select count(*)::int from import_row r where r.import_id = i.id and r.state = 'ready')";

const IMPORTS = `
  select i.id, i.file_name as "fileName", u.name as "createdByName", c.replay, ${UNSENT} as unsent,
         case when i.scheduled_at > clock_timestamp() then i.scheduled_at end as "scheduledAt"
    from import i join "user" u on u.id = i.created_by_id join credential c on c.id = i.credential_id
   where i.environment = $1 and i.status = 'paused' and i.pause_reason = 'restored' order by i.created_at desc, i.id`;

const ASKING = `
  select i.id, i.file_name as "fileName", u.name as "createdByName", ${UNSENT} as unsent
    from import i join "user" u on u.id = i.created_by_id join credential c on c.id = i.credential_id
   where i.environment = $1 and i.status in ('checked', 'canary_done', 'paused') and i.pause_reason is distinct from 'restored'
     and i.created_at > now() - interval '30 days' and ${UNSENT} > 0 and ${BATCH_PUT_BACK_SQL}
   order by i.created_at desc, i.id limit 20`;

const BULK_JOBS = `
  select j.id, j.kind, j.undo_of_id is not null as "isUndo", j.total, u.name as "createdByName",
         j.total - j.done - j.skipped as pending
    from bulk_job j join "user" u on u.id = j.created_by_id
   where j.environment = $1 and j.status = 'paused' order by j.created_at desc, j.id`;

const SET_ASIDE = `
  select count(*)::int as count from registration
   where environment = $1 and archived_at is null and cause = 'unsure.restored'`;

/** What waits for a person to look, in this environment. */
export async function getHeldByRestore(actor: Authority): Promise<HeldByRestore> {
  requireCan(actor, "registrations.read");
  const { pool } = database();
  const { environment } = env().doku;
  type Named<View> = Omit<View, "fileName"> & { fileName: string };
  type Import = Omit<HeldByRestore["imports"][number], "scheduledAt"> & { scheduledAt: Date | null };
  const [imports, asking, bulkJobs, setAside] = await Promise.all([
    pool.query<Named<Import>>(IMPORTS, [environment]),
    pool.query<Named<HeldByRestore["asking"][number]>>(ASKING, [environment]),
    pool.query<HeldByRestore["bulkJobs"][number]>(BULK_JOBS, [environment]),
    pool.query<{ count: number }>(SET_ASIDE, [environment]),
  ]);
  const named = <Row extends { fileName: string }>(row: Row) => ({
    ...row,
    fileName: showLabel(actor, row.fileName),
  });
  return {
    imports: imports.rows.map((row) => ({
      ...named(row),
      scheduledAt: row.scheduledAt?.toISOString() ?? null,
    })),
    asking: asking.rows.map(named),
    bulkJobs: bulkJobs.rows,
    setAside: setAside.rows[0]?.count ?? 0,
  };
}
