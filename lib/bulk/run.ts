import type { Pool, PoolClient } from "pg";
import { can } from "@/lib/authority/permissions";
import {
  type BulkKind,
  type ItemOutcome,
  isSending,
  reasonNotToFollowUp,
  reasonToLeave,
} from "@/lib/bulk/kinds";
import { nudgeNext } from "@/lib/bulk/nudge";
import { type Ending, recordOutcomes } from "@/lib/bulk/outcomes";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import { inTransaction } from "@/lib/db";
import { setFollowUps } from "@/lib/followups/mutations";
import { roomBeside, runInChunks, type Step } from "@/lib/jobs/chunks";
import type { ComeBack } from "@/lib/jobs/job";
import { cleanNames } from "@/lib/registrations/changes/clean-names";
import {
  ARCHIVE,
  CHECK,
  type Move,
  type Moved,
  type MovingPerson,
  moveRows,
  RESTORE,
  RETRY,
} from "@/lib/registrations/changes/moves";
import { assignOwners } from "@/lib/registrations/changes/owner";
import { countWaiting, LOOKED_BACK } from "@/lib/registrations/delivery/waiting";
import { SUBMIT } from "@/lib/registrations/queue";

/** Rows that wait: three times what one process has under way, so that none runs dry. */
const LIMITS = { chunk: 32, waiting: 96 };

/**
 * Works on the next rows of a job, in one transaction: what is done to a row, its audit entry, its outcome and
 * the job's figures are there together or not at all. The job's row is locked meanwhile, so that of several
 * processes one works at a time, and stopping it waits for no more than these rows.
 *
 * A job that sends hands out no more rows than can be sent soon: until then the rest can be left alone.
 */
export async function runBulkChunk(pool: Pool, jobId: string): Promise<Step> {
  return (await changeNext(pool, jobId)) ?? nudgeNext(pool, jobId);
}

/** Null for a job of reminders, which goes its own way. */
function changeNext(pool: Pool, jobId: string): Promise<Step | null> {
  return inTransaction(pool, async (tx) => {
    const job = (await tx.query<Job | NudgeJob>(LOCK_JOB, [jobId])).rows[0];
    if (job?.kind === "nudge") return null;
    if (job?.status !== "running") return { kind: "ended" };
    const { rows } = await tx.query<Item>(NEXT_ITEMS, [jobId, LIMITS.chunk]);
    const [next] = rows;
    if (!next) {
      await tx.query(
        "update bulk_job set status = 'finished', finished_at = clock_timestamp() where id = $1",
        [jobId],
      );
      return { kind: "ended" };
    }
    const look = (db: PoolClient) => countWaiting(db, HANDED_OUT, [jobId, next.position]);
    const count = isSending(job.kind) ? (await look(tx)).waiting : 0;
    const { room, enough } = roomBeside(LIMITS, count);
    if (room === 0) return { kind: "waiting", count, isSoon: true, enough, look };
    const items = rows.slice(0, room);
    await recordOutcomes(tx, jobId, items, await workOn(tx, job, items));
    return { kind: "worked" };
  });
}

type ChangingKind = Exclude<BulkKind, "nudge">;

type NudgeJob = { kind: "nudge"; status: string };

type Job = {
  id: string;
  kind: ChangingKind;
  status: string;
  assigneeId: string | null;
  undoOfId: string | null;
  undoneAssigneeId: string | null;
  actorId: string;
  role: MovingPerson["role"];
  isActive: boolean;
  createdAt: Date;
  followUpAt: Date | null;
  followUpNote: string | null;
};

const LOCK_JOB = `
  select j.id, j.kind, j.status, j.assignee_id as "assigneeId", j.undo_of_id as "undoOfId",
         undone.assignee_id as "undoneAssigneeId", u.id as "actorId", u.role, u.disabled_at is null as "isActive",
         j.created_at as "createdAt", j.follow_up_at as "followUpAt", j.follow_up_note as "followUpNote"
    from bulk_job j join "user" u on u.id = j.created_by_id left join bulk_job undone on undone.id = j.undo_of_id
   where j.id = $1 for no key update of j`;

type Item = {
  position: number;
  registrationId: string;
  /** Of the job that this one takes back: whose it was before, and when it was put away. */
  undoneOwnerId: string | null;
  undoneAt: Date | null;
};

const NEXT_ITEMS = `
  select i.position, i.registration_id as "registrationId", undone.owner_before_id as "undoneOwnerId",
         undone.ended_at as "undoneAt"
    from bulk_item i join bulk_job j on j.id = i.job_id
    left join bulk_item undone on undone.job_id = j.undo_of_id and undone.position = i.position
   where i.job_id = $1 and i.outcome is null order by i.position limit $2`;

const HANDED_OUT = `
  select registration_id from bulk_item
   where job_id = $1 and position >= $2::int - ${LOOKED_BACK} and position < $2::int and outcome = 'done'`;

/** What became of each of the items, by registration. */
async function workOn(tx: PoolClient, job: Job, items: readonly Item[]): Promise<Map<string, Ending>> {
  const actor = { kind: "user", id: job.actorId, role: job.role } as const;
  // As it is now: who started it may have lost the right since.
  if (!job.isActive || !can(actor, "registrations.write")) return new Map();
  const details = { bulkJob: job.id };
  if (job.kind === "assign") return assignItems(tx, job, { actor, items, details });
  if (job.kind === "clean") return cleanItems(tx, job, { actor, items, details });
  if (job.kind === "follow_up") return planItems(tx, job, { actor, items, details });
  const archivedAt = new Map(items.map(({ registrationId, undoneAt }) => [registrationId, undoneAt]));
  const isAsLeft = (row: { id: string; archivedAt: Date | null }) =>
    job.undoOfId === null || row.archivedAt?.getTime() === archivedAt.get(row.id)?.getTime();
  const moves = await moveRows(tx, MOVES[job.kind], {
    actor,
    registrationIds: items.map(({ registrationId }) => registrationId),
    auditDetails: details,
    // A backup does not know whether it was sent since: a person looks at each.
    isMeant: (row) => isAsLeft(row) && !(job.kind === "retry" && row.wasPutBack),
  });
  if (isSending(job.kind)) await wake(tx, moves.moved);
  return endingsOf(job.kind, moves, isAsLeft);
}

const MOVES = {
  retry: RETRY,
  check: CHECK,
  archive: ARCHIVE,
  restore: RESTORE,
} as const satisfies Record<Exclude<ChangingKind, "assign" | "clean" | "follow_up">, Move>;

function endingsOf(
  kind: ChangingKind,
  { moved, kept }: Moved,
  isAsLeft: (row: Moved["kept"][number]) => boolean,
): Map<string, Ending> {
  const left = (row: Moved["kept"][number]): ItemOutcome =>
    isAsLeft(row) ? (reasonToLeave(kind, row) ?? "changed_meanwhile") : "changed_meanwhile";
  return new Map([
    ...moved.map(
      ({ id, now }) => [id, { outcome: "done", ownerBeforeId: null, at: moved[0]?.now ?? now }] as const,
    ),
    ...kept.map((row) => [row.id, { outcome: left(row), ownerBeforeId: null, at: row.now }] as const),
  ]);
}

async function assignItems(
  tx: PoolClient,
  job: Job,
  { items, ...by }: { actor: MovingPerson; items: readonly Item[]; details: { bulkJob: string } },
): Promise<Map<string, Ending>> {
  const assignments = items.flatMap(({ registrationId, undoneOwnerId }) => {
    const ownerId = job.undoOfId ? undoneOwnerId : job.assigneeId;
    return ownerId ? [{ registrationId, ownerId, onlyFromId: job.undoneAssigneeId }] : [];
  });
  const assigned = await assignOwners(tx, { actor: by.actor, assignments, auditDetails: by.details });
  return new Map(
    assigned.map(({ registrationId, outcome, ownerBeforeId }) => [
      registrationId,
      { outcome, ownerBeforeId, at: null },
    ]),
  );
}

async function planItems(
  tx: PoolClient,
  { followUpAt: at, followUpNote: note }: Job,
  { actor, items, details }: { actor: MovingPerson; items: readonly Item[]; details: { bulkJob: string } },
): Promise<Map<string, Ending>> {
  if (at === null) return new Map();
  const registrationIds = items.map(({ registrationId }) => registrationId);
  const rows = await setFollowUps(tx, {
    ...{ actor, registrationIds, at, auditDetails: details },
    note: note ?? undefined,
  });
  return new Map(
    rows.map((row) => [
      row.id,
      { outcome: reasonNotToFollowUp(row) ?? "done", ownerBeforeId: null, at: null },
    ]),
  );
}

async function cleanItems(
  tx: PoolClient,
  job: Job,
  { actor, items, details }: { actor: MovingPerson; items: readonly Item[]; details: { bulkJob: string } },
): Promise<Map<string, Ending>> {
  const { cleaned, kept } = await cleanNames(tx, {
    actor,
    registrationIds: items.map(({ registrationId }) => registrationId),
    unchangedSince: job.createdAt,
    auditDetails: details,
  });
  await wake(tx, cleaned);
  const left = (row: (typeof kept)[number]): ItemOutcome =>
    reasonToLeave("clean", row) ?? (row.isChanged ? "changed_meanwhile" : "no_remedy");
  return new Map([
    ...cleaned.map(({ id, now }) => [id, { outcome: "done", ownerBeforeId: null, at: now }] as const),
    ...kept.map((row) => [row.id, { outcome: left(row), ownerBeforeId: null, at: row.now }] as const),
  ]);
}

/** Sees to it that what is due is sent: all of a credential together, and one by one what brought its senders down. */
async function wake(
  tx: PoolClient,
  rows: readonly Pick<Moved["moved"][number], "id" | "now" | "drainable" | "credentialId">[],
): Promise<void> {
  for (const { id, now } of rows.filter(({ drainable }) => !drainable))
    await SUBMIT.enqueue(tx, { registrationId: id }, now);
  const [first] = rows;
  const credentials = new Set(rows.filter(({ drainable }) => drainable).map((row) => row.credentialId));
  if (first) for (const id of credentials) await enqueueDrain(tx, id, first.now);
}

/** Works through a job until it has ended; when it comes back. */
export function runBulkJob(pool: Pool, jobId: string, isStopping: () => boolean): Promise<ComeBack | null> {
  return runInChunks(pool, () => runBulkChunk(pool, jobId), isStopping);
}
