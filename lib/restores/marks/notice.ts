import { randomUUID } from "node:crypto";
import pg from "pg";
import { recordAuditSql, recordAuditsSql } from "@/lib/audit/record";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import type { Environment } from "@/lib/generated/prisma/enums";
import { logger } from "@/lib/logger";
import { parkAfterRestore } from "@/lib/registrations/life/state";
import { readFacts } from "@/lib/restores/marks/facts";
import { type DatabaseFacts, findRestoreSign, type Mark, type RestoreSign } from "@/lib/restores/marks/mark";
import { liftLimits } from "@/lib/session-limits";

// Waits for the worker's transactions, which hold a batch's row while they hand its rows out: afterwards none is.
const PAUSE_IMPORTS = `
  update import set status = 'paused', pause_reason = 'restored' where status in ('canary', 'sending')
  returning id, environment, credential_id as "credentialId"`;

const PAUSE_BULK_JOBS = `
  update bulk_job set status = 'paused' where status = 'running' returning id, environment`;

// Those that were noticed in what is gone are known again, so that marks of then tell nothing new.
const WRITE_DOWN = `
  with written as (
    insert into database_restore (id, sign, position, noticed_at, settled_at)
    select id, coalesce(sign, 'gone'), (select coalesce(max(position), 0) from database_restore) + place,
           clock_timestamp(), case when sign is null then clock_timestamp() end
      from unnest($1::uuid[], $2::text[]) with ordinality as noticed(id, sign, place)
  )
  update origin set identity = $3, noted_at = clock_timestamp() where id = 1`;

/** SQLSTATE class of transactions that got into each other's way. */
const CONFLICT = /^40/;
const MAX_CONFLICTS = 5;

/** That the database was put back, and by what it was seen. */
export type Suspicion = { sign: RestoreSign; facts: DatabaseFacts; marks: readonly Mark[] };

/**
 * Does what has to be done once the database was put back, in one transaction and once for each time, whichever
 * process comes first: what sends many registrations is paused for a person to look at, what would be sent twice
 * is set aside, and all of it is audited. Nothing is done where another process has noticed it since the facts were
 * read. Answers what the database says of itself afterwards.
 */
export async function noticeRestore(connectionString: string, suspicion: Suspicion): Promise<DatabaseFacts> {
  for (let conflicts = 0; ; conflicts += 1) {
    // A connection of its own: this takes as long as it takes.
    const client = new pg.Client({ connectionString, application_name: "mitra restore" });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await liftLimits(client);
      await client.query("begin");
      const facts = await noticeInTransaction(client, suspicion);
      await client.query("commit");
      return facts;
    } catch (error) {
      const isConflict = error instanceof pg.DatabaseError && CONFLICT.test(error.code ?? "");
      if (!isConflict || conflicts === MAX_CONFLICTS) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function noticeInTransaction(tx: pg.Client, seen: Suspicion): Promise<DatabaseFacts> {
  // Whoever comes second reads what the first one wrote down.
  await tx.query("lock table origin in exclusive mode");
  const facts = await readFacts(tx, seen.marks);
  // Others may have counted on past the mark that told it; that holds unless somebody was faster.
  const isFirst = facts.restores.at(-1) === seen.facts.restores.at(-1);
  const sign = isFirst ? seen.sign : findRestoreSign(facts, seen.marks);
  if (!sign) return facts;
  const restore = randomUUID();
  const gone = new Set(seen.marks.flatMap(({ restores }) => restores));
  for (const id of facts.restores) gone.delete(id);
  const written = [...gone, restore];
  await tx.query(WRITE_DOWN, [written, written.map((id) => (id === restore ? sign : null)), facts.identity]);
  await holdAndSetAside(tx, restore, sign);
  return { ...facts, restores: [...facts.restores, ...written], identityBefore: facts.identity };
}

async function holdAndSetAside(tx: pg.Client, restore: string, sign: RestoreSign): Promise<void> {
  const imports = await pauseImports(tx);
  const bulkJobs = await pauseBulkJobs(tx);
  const parked = await park(tx);
  const figures = { sign, imports, bulkJobs, parked };
  await recordAuditSql(tx, {
    actor: SYSTEM_ACTOR,
    action: "database.restored",
    subjectId: restore,
    details: figures,
  });
  logger.warn({ restore, ...figures }, "the database was restored; what would be sent twice is held");
}

async function pauseImports(tx: pg.Client): Promise<number> {
  const { rows } = await tx.query<{ id: string; environment: Environment; credentialId: string }>(
    PAUSE_IMPORTS,
  );
  for (const { id, environment } of rows)
    await recordAuditSql(tx, {
      actor: SYSTEM_ACTOR,
      action: "import.paused",
      environment,
      subjectId: id,
      details: { reason: "restored" },
    });
  // What was handed out before goes on without its batch, where it may go on.
  for (const id of new Set(rows.map(({ credentialId }) => credentialId))) await enqueueDrain(tx, id);
  return rows.length;
}

async function pauseBulkJobs(tx: pg.Client): Promise<number> {
  const { rows } = await tx.query<{ id: string; environment: Environment }>(PAUSE_BULK_JOBS);
  for (const { id, environment } of rows)
    await recordAuditSql(tx, {
      actor: SYSTEM_ACTOR,
      action: "bulk.paused",
      environment,
      subjectId: id,
      details: { reason: "restored" },
    });
  return rows.length;
}

async function park(tx: pg.Client): Promise<number> {
  const rows = await parkAfterRestore(tx);
  for (const environment of new Set(rows.map((row) => row.environment)))
    await recordAuditsSql(
      tx,
      { actor: SYSTEM_ACTOR, action: "registration.parked_after_restore", environment },
      rows.filter((row) => row.environment === environment).map(({ id }) => ({ registrationId: id })),
    );
  return rows.length;
}
