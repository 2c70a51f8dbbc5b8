import type { PoolClient } from "pg";
import { recordAuditsSql } from "@/lib/audit/record";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate";
import type { HeadingField } from "@/lib/imports/heading-field";
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
} from "@/lib/imports/row-decision";
import { replacedIdOf } from "@/lib/registrations/derived-id";
import { ENVELOPE_SQL, envelopeColumns, KEEP_PAST_ENVELOPES_SQL } from "@/lib/registrations/envelope-columns";
import { EVER_SENT_SQL } from "@/lib/registrations/ever-sent";
import { type MovingPerson, moveRows, RETRY } from "@/lib/registrations/moves";
import { createOrderedIds } from "@/lib/registrations/ordered-id";
import { enqueue, enqueueDrain } from "@/lib/registrations/queue";
import { LET_GO } from "@/lib/registrations/state";

/** A batch as its rows are handed out; its row is locked. */
export type SendingBatch = {
  id: string;
  environment: "simulator" | "sandbox" | "production";
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
 * A row that cannot be decided now stays ready. The caller holds the batch's row and wakes those who send.
 */
export async function handOut(tx: PoolClient, batch: SendingBatch, rows: readonly ReadyRow[]): Promise<void> {
  // One batch at a time: two that hold keys and references which the other needs would wait for one another for ever.
  await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `imports.hand-out:${batch.environment}`,
  ]);
  const now = await readClock(tx);
  const existing = await lockExisting(tx, batch, rows);
  const decided = rows.map((row) => decideRow(row, { batch, existing: existing.get(row.rowKey) ?? null }));
  const bearers = await readBearers(tx, batch, decided.flatMap(referenceKeysOf));
  const decisions = settleReferences(decided, bearers);
  const created = await createRegistrations(tx, { batch, now, rows: ofKind(decisions, "create") });
  await fixRegistrations(tx, { batch, now, rows: ofKind(decisions, "fix") });
  await retryRegistrations(tx, { batch, now, rows: ofKind(decisions, "retry") });
  await acceptDuplicates(tx, batch, created);
  await writeRowStates(
    tx,
    batch.id,
    decisions.flatMap((decision) => stateAfter(decision, created)),
  );
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
         r.credential_id as "credentialId", r.claim_holder is null and r.death_count = 0 as "isDrainable", r.partner_ref_id as "partnerRefId",
         r.request_id as "requestId", r.business_name as "businessName", r.representative_name as "representativeName",
         r.representative_email as "representativeEmail", r.phone_input as "phoneInput", r.phone_country as "phoneCountry",
         ${EVER_SENT_SQL} and r.problem_field is distinct from 'partnerReference' as "keepsReference",
         r.invited_user_email as "invitedUserEmail", r.referral_code as "referralCode"
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

const ENVELOPES = `
  jsonb_to_recordset($1::jsonb)
    as e(id uuid, "rowKey" uuid, "queuedAt" timestamptz, "giveUpAt" timestamptz, ${ENVELOPE_SQL.record})`;

// A key or a reference that somebody took in this moment makes no row here; it is decided again.
const CREATE = `
  insert into registration (id, environment, credential_id, status, ${ENVELOPE_SQL.columns}, owner_id, created_by_id,
      form_key, import_id, queued_at, give_up_at, next_run_at, blocked_base_ms, created_at, updated_at)
  select e.id, $2, c.id, 'QUEUED', ${ENVELOPE_SQL.values}, $4, $4,
         e."rowKey", $5, e."queuedAt", e."giveUpAt", e."queuedAt", ${BLOCKED_MS_SQL}, e."queuedAt", e."queuedAt"
    from ${ENVELOPES} cross join credential c where c.id = $3
  on conflict do nothing
  returning id, form_key as "rowKey"`;

type Sending<Kind extends Decision["kind"]> = { batch: SendingBatch; now: Date; rows: Of<Kind>[] };

/** The ids of the registrations that were made, by the key of their row. */
async function createRegistrations(
  tx: PoolClient,
  { batch, now, rows }: Sending<"create">,
): Promise<Map<string, { id: string; row: ReadyRow }>> {
  if (rows.length === 0) return new Map();
  const ids = createOrderedIds(now, rows.length);
  const envelopes = rows.map((each, index) => envelopeOf(each, { id: ids[index] ?? "", now }));
  const values = [
    JSON.stringify(envelopes),
    batch.environment,
    batch.credentialId,
    batch.sender.id,
    batch.id,
  ];
  const inserted = await tx.query<{ id: string; rowKey: string }>(CREATE, values);
  const idOf = new Map(inserted.rows.map(({ id, rowKey }) => [rowKey, id]));
  const created = new Map(
    rows.flatMap(({ row }) => {
      const id = idOf.get(row.rowKey);
      // The first of two rows with one key is the one that was made.
      idOf.delete(row.rowKey);
      return id ? [[row.rowKey, { id, row }] as const] : [];
    }),
  );
  await recordDeeds(tx, batch, "registration.created", [...created.values()]);
  return created;
}

function envelopeOf(decision: Of<"create" | "fix">, { id, now }: { id: string; now: Date }) {
  const { row, checked } = decision;
  const replaces = decision.kind === "fix" ? replacedIdOf(decision.existing) : null;
  const reason = row.acceptedReason || null;
  return {
    id,
    rowKey: row.rowKey,
    ...envelopeColumns(checked, { reason, now, formKey: row.rowKey, replaces }),
  };
}

const FIX = `
  update registration r
     set status = 'QUEUED', cause = null, problem = null, problem_field = null, next_kind = null, credential_id = c.id,
         ${LET_GO}, ${ENVELOPE_SQL.assignments},
         queued_at = e."queuedAt", give_up_at = e."giveUpAt", next_run_at = e."queuedAt", updated_at = e."queuedAt",
         blocked_base_ms = ${BLOCKED_MS_SQL}
    from ${ENVELOPES} cross join credential c
   where r.id = e.id and c.id = $2`;

async function fixRegistrations(tx: PoolClient, { batch, now, rows }: Sending<"fix">): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(KEEP_PAST_ENVELOPES_SQL, [rows.map(({ existing }) => existing.id)]);
  const envelopes = rows.map((each) => envelopeOf(each, { id: each.existing.id, now }));
  await tx.query(FIX, [JSON.stringify(envelopes), batch.credentialId]);
  const isDraft = ({ existing }: Of<"fix">) => existing.status === "DRAFT";
  const deeds = (some: Of<"fix">[]) => some.map(({ existing, row }) => ({ id: existing.id, row }));
  await recordDeeds(tx, batch, "registration.created", deeds(rows.filter(isDraft)));
  await recordDeeds(tx, batch, "registration.fixed", deeds(rows.filter((each) => !isDraft(each))));
  await enqueueAlone(tx, rows, now);
}

async function retryRegistrations(tx: PoolClient, { batch, now, rows }: Sending<"retry">): Promise<void> {
  if (rows.length === 0) return;
  await moveRows(tx, RETRY, {
    actor: batch.sender,
    registrationIds: rows.map(({ existing }) => existing.id),
    auditDetails: { import: batch.id },
  });
  await enqueueAlone(tx, rows, now);
  // An envelope only ever goes out under the credential that it was queued under.
  const others = new Set(rows.map(({ existing }) => existing.credentialId));
  others.delete(batch.credentialId);
  for (const credentialId of others) await enqueueDrain(tx, credentialId, now);
}

/** What brought its senders down is not sent with others. */
async function enqueueAlone(
  tx: PoolClient,
  rows: readonly { existing: Existing }[],
  now: Date,
): Promise<void> {
  for (const { existing } of rows) if (!existing.isDrainable) await enqueue(tx, existing.id, now);
}

async function recordDeeds(
  tx: PoolClient,
  { id, environment, sender }: SendingBatch,
  action: "registration.created" | "registration.fixed",
  rows: readonly { id: string; row: ReadyRow }[],
): Promise<void> {
  if (rows.length === 0) return;
  const entries = rows.map(({ id: registrationId, row }) => ({
    registrationId,
    details: { import: id, row: row.position },
  }));
  await recordAuditsSql(tx, { actor: sender, action, environment }, entries);
}

/** Writes down which registrations a row looks like although it was registered. */
async function acceptDuplicates(
  tx: PoolClient,
  { environment, sender }: SendingBatch,
  created: ReadonlyMap<string, { id: string; row: ReadyRow }>,
): Promise<void> {
  const entries = [...created.values()].flatMap(({ id, row }) => {
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
function stateAfter(
  decision: Decision,
  created: ReadonlyMap<string, { id: string; row: ReadyRow }>,
): StateAfter[] {
  const { position, rowKey } = decision.row;
  const after = (state: RowState, registrationId: string | null, problems: readonly RowFinding[] = []) => [
    { position, state, registrationId, problems },
  ];
  switch (decision.kind) {
    case "create": {
      const made = created.get(rowKey);
      return made?.row === decision.row ? after("sent", made.id) : [];
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
