import type { ClientBase } from "pg";
import { type AuditActor, recordAuditSql } from "@/lib/audit/record";
import type { Environment, Progress, ProgressSource } from "@/lib/generated/prisma/enums";

export type ProgressChange = {
  registrationId: string;
  environment: Environment;
  from: Progress | null;
  to: Progress;
  /** DOKU's own value that says so. */
  raw: string | null;
  source: ProgressSource;
  actor: AuditActor;
  note?: string;
  /** Whether something moved at the merchant's or DOKU's, and not just what we call it. */
  isStir: boolean;
  /** By the database's clock. */
  now: Date;
};

// DOKU's value stays beside the progress only where it is all that is known.
const WRITE = `
  with told as (
    insert into progress_report (id, registration_id, at, source, progress, raw, note, actor_id)
    values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)
  )
  update registration
     set progress = $4, progress_raw = case when $4::progress = 'UNKNOWN_VALUE' then $5 end, progress_source = $3,
         progress_since = case when progress is distinct from $4 or $4::progress = 'UNKNOWN_VALUE' then $2 else progress_since end,
         progress_at = $2, stirred_at = case when $8::boolean then $2 else stirred_at end, updated_at = $2
   where id = $1`;

/** Writes what a locked registration's progress has become, with its report and its audit entry. */
export async function writeProgress(tx: ClientBase, change: ProgressChange): Promise<void> {
  const { registrationId, environment, from, to, raw, source, actor, note, isStir, now } = change;
  const actorId = actor.kind === "user" ? actor.id : null;
  await tx.query(WRITE, [registrationId, now, source, to, raw, note || null, actorId, isStir]);
  await recordAuditSql(tx, {
    actor,
    action: source === "doku" ? "registration.progress_changed" : "registration.progress_set",
    environment,
    registrationId,
    details: { from: from ?? "NOT_CHECKED", to, source },
  });
}
