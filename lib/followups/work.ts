import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import type { WorkStanding } from "@/lib/followups/follow-up-view";
import type { ProgressCode } from "@/lib/progress/progress";
import { COUNT_CAP, selectMatching } from "@/lib/registrations/list/counts";
import type { ListFilter } from "@/lib/registrations/list/filter";
import { createBinder, filterConditions, tabConditions } from "@/lib/registrations/list/query";
import { readWithin } from "@/lib/registrations/list/timed-read";
import { turnConditions } from "@/lib/registrations/list/turn";
import { showCode, showNote, showWords } from "@/lib/registrations/sight";

const TIMEOUT_MS = 2_000;

/** Whom to go through, read at once so that the line does not move while somebody works on it. Null where that takes too long. */
export async function readWorkQueue(actor: UserActor, filter: ListFilter): Promise<string[] | null> {
  requireCan(actor, "registrations.write");
  const { text, values } = selectMatching(actor, filter);
  const rows = await readWithin<{ id: string }>(TIMEOUT_MS, {
    text: `select id from (${text}) found limit ${COUNT_CAP}`,
    values,
  });
  return rows?.map(({ id }) => id) ?? null;
}

/** How one of the line stands by now; null where it waits for nobody any more. */
export async function readWorkStanding(
  actor: UserActor,
  filter: ListFilter,
  id: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<WorkStanding | null> {
  requireCan(actor, "registrations.write");
  const { environment } = env().doku;
  const { values, bind } = createBinder();
  const where = [
    `r.id = ${bind(id)}`,
    ...tabConditions("all", bind(environment)),
    ...turnConditions("all", filter, { now, bind }),
    // Whom it was given to meanwhile looks after it.
    ...filterConditions(filter, { by: "created", scope: { environment, actor, now }, bind }),
  ].join(" and ");
  const { rows } = await database().pool.query<{
    progress: ProgressCode;
    progressRaw: string | null;
    rejectionReason: string | null;
    since: Date | null;
    nudgedAt: Date | null;
    followUpAt: Date | null;
    followUpNote: string | null;
  }>(
    `select coalesce(r.progress::text, 'NOT_CHECKED') as progress, r.progress_raw as "progressRaw",
            case when r.progress = 'REJECTED' then (
              select v.rejection_reason from doku_view v where v.registration_id = r.id) end as "rejectionReason",
            coalesce(r.progress_since, r.invited_at) as since, r.nudged_at as "nudgedAt",
            r.follow_up_at as "followUpAt", r.follow_up_note as "followUpNote"
       from registration r where ${where}`,
    values,
  );
  const [row] = rows;
  if (!row) return null;
  return {
    progress: row.progress,
    progressRaw: showCode(actor, row.progressRaw),
    rejectionReason: showWords(actor, row.rejectionReason),
    since: row.since?.toISOString() ?? null,
    nudgedAt: row.nudgedAt?.toISOString() ?? null,
    followUp: row.followUpAt && {
      at: row.followUpAt.toISOString(),
      note: showNote(actor, row.followUpNote),
    },
  };
}
