import type { ClientBase } from "pg";
import { type AuditActor, recordAuditSql } from "@/lib/audit/record";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import type { Environment, Progress, ProgressSource } from "@/lib/generated/prisma/enums";
import { longestWaitMs } from "@/lib/progress/next-look";

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

// Who was verified and is not is not left alone for as long as that.
const SOON = "$2::timestamptz + $9 * interval '1 millisecond'";

// DOKU's value stays beside the progress only where it is all that is known.
const WRITE = `
  with told as (
    insert into progress_report (id, registration_id, at, source, progress, raw, note, actor_id)
    values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)
  )
  update registration
     set progress = $4, progress_raw = case when $4::progress = 'UNKNOWN_VALUE' then $5 end, progress_source = $3,
         progress_since = case when progress is distinct from $4 or $4::progress = 'UNKNOWN_VALUE' then $2 else progress_since end,
         progress_at = $2, stirred_at = case when $8::boolean then $2 else stirred_at end, updated_at = $2,
         look_at = case when look_at > ${SOON} then ${SOON} else look_at end
   where id = $1`;

/** Writes what a locked registration's progress has become, with its report and its audit entry. */
export async function writeProgress(tx: ClientBase, change: ProgressChange): Promise<void> {
  const { registrationId, environment, from, to, raw, source, actor, note, isStir, now } = change;
  const actorId = actor.kind === "user" ? actor.id : null;
  const values = [registrationId, now, source, to, raw, note || null, actorId, isStir];
  await tx.query(WRITE, [...values, longestWaitMs(to)]);
  await recordAuditSql(tx, {
    actor,
    action: source === "doku" ? "registration.progress_changed" : "registration.progress_set",
    environment,
    registrationId,
    details: { from: from ?? "NOT_CHECKED", to, source },
  });
}

// A word of DOKU's that was found to say nothing since is none either, unless it means this in another place of the answer.
const TAKE_BACK = `
  update registration r
     set progress = held.progress, progress_raw = null, progress_source = held.source, progress_since = held.at,
         progress_at = held.at, updated_at = $2,
         look_at = case when look_at > $2::timestamptz + $3 * interval '1 millisecond' then $2 else look_at end
    from (select) one left join (
      select p.progress, p.source, p.at from progress_report p
       where p.registration_id = $1 and p.progress <> 'UNKNOWN_VALUE'
         and (p.source <> 'doku' or not exists (
               select from progress_meaning m where m.raw = p.raw and m.says_nothing)
              or exists (select from progress_meaning m where m.raw = p.raw and m.meaning = p.progress))
       order by p.at desc, p.id desc limit 1) held on true
   where r.id = $1 and (r.progress, r.progress_source) is distinct from (held.progress, held.source)
  returning r.progress`;

/** Has a locked registration stand as it did before what DOKU said of it turned out to say nothing; audited. */
export async function takeProgressBack(
  tx: ClientBase,
  {
    registrationId,
    environment,
    from,
    now,
  }: Pick<ProgressChange, "registrationId" | "environment" | "from" | "now">,
): Promise<void> {
  const { rows } = await tx.query<{ progress: Progress | null }>(TAKE_BACK, [
    registrationId,
    now,
    longestWaitMs("NOT_CHECKED"),
  ]);
  const [taken] = rows;
  if (!taken) return;
  await recordAuditSql(tx, {
    ...{ actor: SYSTEM_ACTOR, action: "registration.progress_taken_back", environment, registrationId },
    details: { from: from ?? "NOT_CHECKED", to: taken.progress ?? "NOT_CHECKED" },
  });
}
