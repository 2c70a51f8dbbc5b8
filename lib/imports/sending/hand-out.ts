import type { PoolClient } from "pg";
import { recordAuditsSql } from "@/lib/audit/record";
import { enqueueDrain } from "@/lib/credentials/gate/queue";
import type { Environment } from "@/lib/generated/prisma/enums";
import { holdBackResembling, tellOfDone } from "@/lib/imports/checking/findings";
import type { RowFinding, RowState } from "@/lib/imports/import-view";
import {
  type Decision,
  decideRow,
  type Existing,
  type Of,
  type ReadyRow,
  type ReferenceBearer,
  referenceKeysOf,
  settleReferences,
} from "@/lib/imports/sending/row-decision";
import { type MovingPerson, moveRows, RETRY } from "@/lib/registrations/changes/moves";
import { EVER_SENT_SQL, PUT_BACK_SQL } from "@/lib/registrations/ever-sent";
import { TYPED_SQL } from "@/lib/registrations/input/registration-fields";
import { createOrderedIds } from "@/lib/registrations/intake/ordered-id";
import { queueStatement } from "@/lib/registrations/intake/queue-registrations";
import { SUBMIT } from "@/lib/registrations/queue";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";

/** A batch as its rows are handed out; its row is locked. */
export type SendingBatch = {
  id: string;
  environment: Environment;
  credentialId: string;
  fields: readonly HeadingField[];
  /** When the first row was handed out. */
  sendingAt: Date;
  /** Who pressed Send: the registrations are theirs. */
  sender: MovingPerson;
};

/**
 * Makes registrations of rows, due now, in the caller's transaction: the row's key is the registration's form key,
 * so that a row never makes two, whatever files it stands in and whoever sends them at the same moment. A row that
 * was registered before is done; one that DOKU refused gets a new envelope, one that could not be sent goes again.
 *
 * A row whose merchant somebody else has registered since it was checked is held back with a warning. One that cannot be
 * decided now stays ready. The caller holds the batch's row and wakes those who send.
 */
export async function handOut(tx: PoolClient, batch: SendingBatch, rows: readonly ReadyRow[]): Promise<void> {
  // One batch at a time: two that hold keys and references which the other needs would wait for one another for ever.
  await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `imports.hand-out:${batch.environment}`,
  ]);
  const now = await readClock(tx);
  const existing = await lockExisting(tx, batch, rows);
  const all = rows.map((row) => decideRow(row, { batch, existing: existing.get(row.rowKey) ?? null }));
  const created = ofKind(all, "create").map(({ row }) => row.position);
  const held = await holdBackResembling(tx, batch, created);
  const decided = all.filter(({ row }) => !held.has(row.position));
  const bearers = await readBearers(tx, batch, decided.flatMap(referenceKeysOf));
  const decisions = settleReferences(decided, bearers);
  const made = await queueRows(tx, { batch, now, decisions });
  await retryRegistrations(tx, { batch, now, rows: ofKind(decisions, "retry") });
  await acceptDuplicates(tx, batch, made);
  await writeRowStates(
    tx,
    batch.id,
    decisions.flatMap((decision) => stateAfter(decision, made)),
  );
  const done = ofKind(decisions, "done").map(({ row }) => row.position);
  await tellOfDone(tx, batch.id, done);
}

function ofKind<Kind extends Decision["kind"]>(decisions: readonly Decision[], kind: Kind): Of<Kind>[] {
  return decisions.filter((decision): decision is Of<Kind> => decision.kind === kind);
}

async function readClock(tx: PoolClient): Promise<Date> {
  const { rows } = await tx.query<{ now: Date }>("select clock_timestamp() as now");
  return rows[0]?.now ?? new Date();
}

// In the order of their ids, as everything that locks several registrations.
const LOCK_EXISTING = `
  select r.id, r.form_key as "rowKey", r.status, r.archived_at is not null as "isArchived", r.queued_at as "queuedAt",
         r.credential_id as "credentialId", r.claim_holder is null and r.death_count = 0 as "isDrainable",
         r.request_id as "requestId", ${PUT_BACK_SQL} as "wasPutBack",
         ${EVER_SENT_SQL} and r.problem_field is distinct from 'partnerReference' as "keepsReference", ${TYPED_SQL}
    from registration r where r.form_key = any($1::uuid[]) and r.environment = $2 order by r.id for no key update`;

async function lockExisting(
  tx: PoolClient,
  { environment }: SendingBatch,
  rows: readonly ReadyRow[],
): Promise<Map<string, Existing>> {
  const keys = rows.map(({ rowKey }) => rowKey);
  const found = await tx.query<Existing>(LOCK_EXISTING, [keys, environment]);
  return new Map(found.rows.map((row) => [row.rowKey, row]));
}

/** The registrations that bear partner references, by their keys. */
async function readBearers(
  tx: PoolClient,
  { environment }: SendingBatch,
  keys: readonly string[],
): Promise<Map<string, ReferenceBearer>> {
  const { rows } = await tx.query<ReferenceBearer>(
    `select r.id, r.partner_ref_key as key, r.business_name as name, r.status, u.name as by, r.created_at as "createdAt"
       from registration r join "user" u on u.id = r.created_by_id
      where r.environment = $1 and r.partner_ref_key = any($2::text[])`,
    [environment, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** The ids of the registrations that were made, by their rows. */
async function queueRows(
  tx: PoolClient,
  { batch, now, decisions }: { batch: SendingBatch; now: Date; decisions: readonly Decision[] },
): Promise<ReadonlyMap<ReadyRow, string>> {
  const [creates, fixes] = [ofKind(decisions, "create"), ofKind(decisions, "fix")];
  if (creates.length + fixes.length === 0) return new Map();
  const ids = createOrderedIds(now, creates.length);
  const rows = [
    ...creates.map((each, index) => ({ ...each, id: ids[index] ?? "", existing: null, jobInSeconds: null })),
    // What brought its senders down is not sent with others.
    ...fixes.map((each) => ({
      ...each,
      id: each.existing.id,
      jobInSeconds: each.existing.isDrainable ? null : 0,
    })),
  ].map(({ row, ...each }) => ({
    ...each,
    formKey: row.rowKey,
    reason: row.acceptedReason || null,
    auditDetails: { import: batch.id, row: row.position },
  }));
  const { credentialId, id: importId, sender } = batch;
  const queued = await tx.query<{ id: string }>(
    queueStatement(rows, { actorId: sender.id, credentialId, importId }),
  );
  // A key or a reference that somebody took in this moment, or that stands twice here, makes no row; it is decided again.
  const made = new Set(queued.rows.map(({ id }) => id));
  return new Map(
    creates.flatMap(({ row }, index) => {
      const id = ids[index] ?? "";
      return made.has(id) ? [[row, id] as const] : [];
    }),
  );
}

async function retryRegistrations(
  tx: PoolClient,
  { batch, now, rows }: { batch: SendingBatch; now: Date; rows: readonly Of<"retry">[] },
): Promise<void> {
  if (rows.length === 0) return;
  await moveRows(tx, RETRY, {
    actor: batch.sender,
    registrationIds: rows.map(({ existing }) => existing.id),
    auditDetails: { import: batch.id },
  });
  // What brought its senders down is not sent with others.
  for (const { existing } of rows)
    if (!existing.isDrainable) await SUBMIT.enqueue(tx, { registrationId: existing.id }, now);
  // An envelope only ever goes out under the credential that it was queued under.
  const others = new Set(rows.map(({ existing }) => existing.credentialId));
  others.delete(batch.credentialId);
  for (const credentialId of others) await enqueueDrain(tx, credentialId, now);
}

/** Writes down which registrations a row looks like although it was registered. */
async function acceptDuplicates(
  tx: PoolClient,
  { environment, sender }: SendingBatch,
  created: ReadonlyMap<ReadyRow, string>,
): Promise<void> {
  const entries = [...created].flatMap(([row, id]) => {
    const resembles = [...new Set(row.warnings.flatMap(resembledBy))];
    return resembles.length > 0 ? [{ registrationId: id, details: { resembles } }] : [];
  });
  if (entries.length === 0) return;
  await recordAuditsSql(
    tx,
    { actor: sender, action: "registration.duplicate_accepted", environment },
    entries,
  );
}

function resembledBy({ code, params }: RowFinding): string[] {
  const isDuplicate =
    code === "registered_email" || code === "registered_phone" || code === "registered_name";
  return isDuplicate && typeof params?.id === "string" ? [params.id] : [];
}

type StateAfter = {
  position: number;
  state: RowState;
  registrationId: string | null;
  problems: readonly RowFinding[];
};

/** What the row's line says from now on; nothing where it stays ready. */
function stateAfter(decision: Decision, created: ReadonlyMap<ReadyRow, string>): StateAfter[] {
  const { position } = decision.row;
  const after = (state: RowState, registrationId: string | null, problems: readonly RowFinding[] = []) => [
    { position, state, registrationId, problems },
  ];
  switch (decision.kind) {
    case "create": {
      const id = created.get(decision.row);
      return id ? after("sent", id) : [];
    }
    case "fix":
    case "retry":
      return after("sent", decision.existing.id);
    case "done":
      return after("done", decision.registrationId);
    case "problems":
      return after("problems", null, decision.problems);
    case "later":
      return [];
  }
}

async function writeRowStates(
  tx: PoolClient,
  importId: string,
  states: readonly StateAfter[],
): Promise<void> {
  await tx.query(
    `update import_row i set state = s.state::import_row_state, problems = s.problems,
            registration_id = coalesce(s."registrationId", i.registration_id)
       from jsonb_to_recordset($2::jsonb) as s(position int, state text, "registrationId" uuid, problems jsonb)
      where i.import_id = $1 and i.position = s.position`,
    [importId, JSON.stringify(states)],
  );
}
