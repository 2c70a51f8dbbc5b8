import type { Pool, PoolClient } from "pg";
import { recordAuditSql } from "@/lib/audit/record";
import { SYSTEM_ACTOR, type UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { ensureDrain } from "@/lib/credentials/gate/queue";
import { RATE_SHARE_SQL } from "@/lib/credentials/gate/rate-limit";
import { inTransaction } from "@/lib/db";
import type { ImportStatus } from "@/lib/imports/import-view";
import { handOut, type SendingBatch } from "@/lib/imports/sending/hand-out";
import type { ReadyRow } from "@/lib/imports/sending/row-decision";
import { pauseBatch } from "@/lib/imports/sending/send";
import { roomBeside, runInChunks, type Step, type Waiting } from "@/lib/jobs/chunks";
import type { ComeBack } from "@/lib/jobs/job";
import { countWaiting, IS_WAITING_SQL, LOOKED_BACK } from "@/lib/registrations/delivery/waiting";
import type { RegistrationStatus } from "@/lib/registrations/status";

/** Rows that are handed out in one transaction. */
const CHUNK = 250;
/** Rows of one batch that wait to be sent at once, and so the most that still go when it is paused … */
const MAX_WAITING = 500;
/** … and under a rate limit no more than go in so many seconds. */
const MAX_WAITING_SECONDS = 2;

/** The next rows are behind `after`. */
export type ChunkResult = Step<{ after: number }>;

/** Behind the last row of any file. */
const END_OF_FILE = 2_147_483_647;

type Batch = Omit<SendingBatch, "sendingAt"> & {
  status: ImportStatus;
  holdAfterFirst: boolean;
  scheduledAt: Date | null;
  sendingAt: Date | null;
  isCredentialPaused: boolean;
  ratePerSecond: number | null;
  isSenderActive: boolean;
  now: Date;
};

const LOCK_BATCH = `
  select i.id, i.environment, i.status, i.credential_id as "credentialId", i.fields, i.hold_after_first as "holdAfterFirst",
         i.scheduled_at as "scheduledAt", i.sending_at as "sendingAt", c.paused_at is not null as "isCredentialPaused",
         c.rate_limit * ${RATE_SHARE_SQL} as "ratePerSecond", u.disabled_at is null as "isSenderActive",
         json_build_object('kind', 'user', 'id', u.id, 'role', u.role) as sender, clock_timestamp() as now
    from import i join credential c on c.id = i.credential_id join "user" u on u.id = i.sent_by_id
   where i.id = $1 for no key update of i`;

/**
 * Does the next step of a batch's sending, in one transaction: the next rows are handed out with their audit
 * entries, or its status moves on, or nothing may be done yet. The batch's row is locked meanwhile, so that of
 * several processes one works at a time, and pausing or stopping it waits for no more than these rows.
 *
 * Rows behind `after` come first; 0 is the beginning of the file. No more rows are handed out than can be sent soon.
 */
export function runImportChunk(pool: Pool, importId: string, after: number): Promise<ChunkResult> {
  return inTransaction(pool, async (tx) => {
    const batch = (await tx.query<Batch>(LOCK_BATCH, [importId])).rows[0];
    if (batch?.status !== "canary" && batch?.status !== "sending") return { kind: "ended" };
    if (batch.scheduledAt && batch.scheduledAt > batch.now)
      return { kind: "again", when: { at: batch.scheduledAt } };
    // What was handed out is sent whoever asked for it.
    if (!maySend(batch) && (await findReady(tx, batch.id, 0)) !== null) return pauseForLostRight(tx, batch);
    return batch.status === "canary" ? runFirstRow(tx, batch, after) : runRest(tx, batch, after);
  });
}

/** As it is now: who pressed Send may have lost the right since. */
function maySend({ sender, isSenderActive }: Batch): boolean {
  return isSenderActive && can(sender satisfies Pick<UserActor, "kind" | "role">, "registrations.write");
}

async function pauseForLostRight(tx: PoolClient, batch: Batch): Promise<ChunkResult> {
  await pauseBatch(tx, batch, "sender_not_allowed");
  await recordAuditSql(tx, {
    actor: SYSTEM_ACTOR,
    action: "import.paused",
    environment: batch.environment,
    subjectId: batch.id,
    details: { reason: "sender_not_allowed" },
  });
  return { kind: "ended" };
}

/** The first row goes alone. The rest follows by itself only where DOKU took it and nobody wants to look first. */
async function runFirstRow(tx: PoolClient, batch: Batch, after: number): Promise<ChunkResult> {
  const first = await readFirst(tx, batch.id, after);
  if (first?.isUnderWay)
    return waitFor(batch, { count: 1, isDue: first.isDue, position: first.position + 1, enough: 0 });
  const [next] = await readReady(tx, batch.id, { after: 0, limit: 1 });
  if (!first && next) {
    if (batch.isCredentialPaused)
      return waitFor(batch, { count: 0, isDue: false, position: next.position, enough: 0 });
    await handOutNow(tx, batch, [next]);
    await ensureDrain(tx, batch.credentialId);
    return { kind: "worked", after: next.position - 1 };
  }
  const isHeld = first && next && (batch.holdAfterFirst || first.status !== "INVITED");
  await setStatus(tx, batch.id, isHeld ? "canary_done" : "sending");
  return isHeld ? { kind: "ended" } : { kind: "worked", after: 0 };
}

type First = { position: number; status: RegistrationStatus; isUnderWay: boolean; isDue: boolean };

/** The row that went first, if one did. */
async function readFirst(tx: PoolClient, importId: string, after: number): Promise<First | null> {
  const { rows } = await tx.query<First>(
    `select i.position, r.status, ${UNDER_WAY} as "isUnderWay", ${IS_WAITING_SQL} as "isDue"
       from import_row i join registration r on r.id = i.registration_id
      where i.import_id = $1 and i.position > $2 and i.state = 'sent' order by i.position limit 1`,
    [importId, after],
  );
  return rows[0] ?? null;
}

/** A machine still goes on with it. */
const UNDER_WAY = "(r.status = 'QUEUED' or (r.status = 'UNCONFIRMED' and r.next_run_at is not null))";

async function runRest(tx: PoolClient, batch: Batch, after: number): Promise<ChunkResult> {
  const position = await findReady(tx, batch.id, after);
  // Rows that became ready behind the last one that was looked at are found by another look from the beginning.
  if (position === null && after > 0) return { kind: "worked", after: 0 };
  if (position === null) return finishOrWait(tx, batch);
  const { waiting } = await countWaiting(tx, HANDED_OUT, [batch.id, position]);
  const { room, enough } = roomBeside({ chunk: CHUNK, waiting: mostWaiting(batch) }, waiting);
  if (batch.isCredentialPaused || room === 0)
    return waitFor(batch, { count: waiting, isDue: true, position, enough });
  const chunk = await readReady(tx, batch.id, { after, limit: room });
  await handOutNow(tx, batch, chunk);
  await ensureDrain(tx, batch.credentialId);
  return { kind: "worked", after: chunk.at(-1)?.position ?? after };
}

/** Waits for the rows in front of `position`. */
function waitFor(
  { id, isCredentialPaused, credentialId }: Batch,
  { count, isDue, position, enough }: { count: number; isDue: boolean; position: number; enough: number },
): Waiting {
  return {
    kind: "waiting",
    count,
    isSoon: isDue && !isCredentialPaused,
    enough,
    look: (tx) => countWaiting(tx, HANDED_OUT, [id, position]),
    wake: (tx) => ensureDrain(tx, credentialId),
  };
}

const HANDED_OUT = `
  select registration_id from import_row
   where import_id = $1 and position < $2 and state = 'sent' order by position desc limit ${LOOKED_BACK}`;

/** How many rows of the batch may wait to be sent at once. */
function mostWaiting({ ratePerSecond }: Batch): number {
  if (ratePerSecond === null) return MAX_WAITING;
  return Math.max(1, Math.min(MAX_WAITING, Math.ceil(ratePerSecond * MAX_WAITING_SECONDS)));
}

async function handOutNow(tx: PoolClient, batch: Batch, rows: readonly ReadyRow[]): Promise<void> {
  if (!batch.sendingAt)
    await tx.query("update import set sending_at = $2 where id = $1", [batch.id, batch.now]);
  await handOut(tx, { ...batch, sendingAt: batch.sendingAt ?? batch.now }, rows);
}

/** The place of the first row behind `after` that is to be sent. */
async function findReady(tx: PoolClient, importId: string, after: number): Promise<number | null> {
  const { rows } = await tx.query<{ position: number }>(
    `select position from import_row where import_id = $1 and position > $2 and state = 'ready' order by position limit 1`,
    [importId, after],
  );
  return rows[0]?.position ?? null;
}

async function readReady(
  tx: PoolClient,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<ReadyRow[]> {
  const { rows } = await tx.query<ReadyRow>(
    `select position, row_key as "rowKey", cells, warnings, accepted_reason as "acceptedReason"
       from import_row where import_id = $1 and position > $2 and state = 'ready' order by position limit $3
        for no key update`,
    [importId, after, limit],
  );
  return rows;
}

/** A batch is finished when no machine goes on with any of its rows: what is left is for people. */
async function finishOrWait(tx: PoolClient, batch: Batch): Promise<ChunkResult> {
  const { id } = batch;
  const open = (await readOpen(tx, OPEN_OF_ITS_OWN, id)) ?? (await readOpen(tx, OPEN_OF_OTHERS, id));
  if (open) return waitFor(batch, { ...open, position: END_OF_FILE, enough: 0 });
  await tx.query("update import set status = 'finished', finished_at = clock_timestamp() where id = $1", [
    id,
  ]);
  return { kind: "ended" };
}

type Open = { count: number; isDue: boolean };

async function readOpen(tx: PoolClient, statement: string, importId: string): Promise<Open | null> {
  const open = (await tx.query<Open>(statement, [importId])).rows[0];
  return open && open.count > 0 ? open : null;
}

// Found by the index of a batch's registrations, however long the file is.
const OPEN_OF_ITS_OWN = `
  select count(*)::int as count, coalesce(bool_or(${IS_WAITING_SQL}), false) as "isDue" from registration r
   where r.import_id = $1 and r.status in ('QUEUED', 'UNCONFIRMED') and ${UNDER_WAY}`;

/** Registrations that another batch or a form made, and that a row of this one sent again. */
const OPEN_OF_OTHERS = `
  select count(*)::int as count, coalesce(bool_or(${IS_WAITING_SQL}), false) as "isDue"
    from import_row i join registration r on r.id = i.registration_id
   where i.import_id = $1 and i.state = 'sent' and r.import_id is distinct from i.import_id and ${UNDER_WAY}`;

async function setStatus(tx: PoolClient, importId: string, status: ImportStatus): Promise<void> {
  await tx.query("update import set status = $2 where id = $1", [importId, status]);
}

/** Hands a batch out until it has ended, or a person has to look at its first row; when it comes back. */
export function runImport(pool: Pool, importId: string, isStopping: () => boolean): Promise<ComeBack | null> {
  let after = 0;
  const step = async () => {
    const result = await onConflictAgain(() => runImportChunk(pool, importId, after));
    if (result.kind === "worked") after = result.after;
    return result;
  };
  return runInChunks(pool, step, isStopping);
}

const UNIQUE_VIOLATION = "23505";
/** A form may take the reference of a row that is being fixed, in the moment between the look and the write. */
const MAX_CONFLICTS = 3;

async function onConflictAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await work();
    } catch (error) {
      const isConflict = error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
      if (!isConflict || conflicts === MAX_CONFLICTS) throw error;
    }
  }
}
