import type { ClientBase } from "pg";
import { BLOCKED_MS_SQL } from "@/lib/credentials/gate/gate";
import type { AttemptEnding } from "@/lib/doku/outcome";
import type { Environment } from "@/lib/generated/prisma/enums";
import { removeFoundSql } from "@/lib/jobs/private-tables";
import { causeOf } from "@/lib/registrations/cause";
import type { NextStep } from "@/lib/registrations/life/next-step";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/life/retry-policy";
import { SUBMIT } from "@/lib/registrations/queue";
import type { RegistrationStatus } from "@/lib/registrations/status";

// Everything that changes the status of a registration that is there. What makes it due with a new envelope is in
// `queue-registrations.ts`, which makes new ones too; who may do it, and when, is decided before.

const REMOVE_JOB = SUBMIT.removeSql({ registrationId: "id" });

/** Assignments of every UPDATE with which somebody takes a row in hand: what comes late of a claim counts no more. */
export const LET_GO = "claim_holder = null, claim_until = null, claim_epoch = claim_epoch + 1";

/**
 * The ids of `registration r` that the rest of a SELECT finds, locked in their order and read again after a wait, for
 * `= any(…)` of an UPDATE: whoever takes several goes by that order, or two would wait for each other.
 */
export const lockedInOrderSql = (rest: string): string =>
  `array(select r.id from registration r ${rest} order by r.id for no key update of r)`;

export type DecidedStep = {
  registrationId: string;
  /** The write counts only while this is still the row's epoch. */
  epoch: number;
  next: NextStep;
  /** How the attempt ended, or null where the process that made it died. */
  ending: Pick<AttemptEnding, "outcome" | "reason" | "message" | "problemField"> | null;
  /** How many processes in a row have died over it. */
  deathCount: number;
};

/** A business that DOKU told of. */
export type FoundBusiness = {
  registrationId: string;
  environment: Environment;
  partnerRefId: string;
  business: { id: string; brandIds: readonly string[] };
};

// A registration has a job exactly while a machine goes on with it. Rows that were sent together have none of their
// own as a rule, and asking for each would cost more than the rest.
const WRITE_NEXT_STEPS = `
  with found as (
    select * from unnest($1::uuid[], $2::environment[], $3::text[], $4::text[], $5::jsonb[])
      as f(registration_id, environment, partner_ref_id, business_id, brand_ids)
  ), businesses as (
    insert into business (id, environment, business_id, partner_ref_id, registration_id, source, received_at)
    select gen_random_uuid(), environment, business_id, partner_ref_id, registration_id, 'doku', clock_timestamp()
      from found where not exists (select 1 from business known where known.registration_id = found.registration_id)
    on conflict (environment, business_id) do nothing
    returning id, registration_id
  ), brands as (
    insert into brand (id, environment, brand_id, business_row_id, received_at)
    select gen_random_uuid(), environment, brand_id, businesses.id, clock_timestamp()
      from businesses join found using (registration_id) cross join jsonb_array_elements_text(brand_ids) as brand_id
    on conflict (environment, brand_id) do nothing
    returning business_row_id
  ), received as (
    insert into audit_entry (actor_kind, action, environment, registration_id, details)
    select 'system', 'registration.business_received', environment, registration_id,
           jsonb_build_object('businessId', business_id, 'brandIds', brand_ids, 'source', 'doku')
      from businesses join found using (registration_id)
      left join (select business_row_id, count(*) as count from brands group by 1) kept on kept.business_row_id = businesses.id
     where coalesce(kept.count, 0) = jsonb_array_length(brand_ids)
    returning registration_id
  ), decided as (
    select * from unnest($6::uuid[], $7::int[], $8::registration_status[], $9::outcome[], $10::int[], $11::jsonb[])
      as d(id, epoch, status, outcome, death_count, more)
  ), moved as (
    update registration r
       set status = d.status, next_run_at = (d.more->>'runAt')::timestamptz, next_kind = null, ${LET_GO},
           last_outcome = d.outcome, death_count = d.death_count, cause = d.more->>'cause',
           problem = case when d.status = 'INVITED' then null
                          when d.more ? 'problem' then d.more->>'problem' else r.problem end,
           problem_field = case when d.status = 'INVITED' then null
                                when d.more ? 'problem' then d.more->>'problemField' else r.problem_field end,
           invited_at = case when d.status = 'INVITED' then coalesce(r.invited_at, clock_timestamp()) else r.invited_at end,
           updated_at = clock_timestamp()
      from decided d
     where r.id = d.id and r.claim_epoch = d.epoch and (r.status <> 'INVITED' or d.status = 'INVITED')
    returning r.id, (d.more->>'jobAt')::timestamptz as job_at
  ), queued as (
    select ${SUBMIT.addSql({ registrationId: "id" }, "job_at")} from moved where job_at is not null
  ), removed as (
    ${removeFoundSql(`select ${SUBMIT.keySql({ registrationId: "id" })} from moved where job_at is null`)}
  )
  select array(select id from moved) as moved, array(select registration_id from received) as received,
         (select count(*) from queued) as queued, (select count(*) from removed) as removed`;

/**
 * Under which a connection keeps the plan of a statement. One that was made for the first single rows of a young
 * database reads whole tables, and a drain that fills them must not go by it until statistics are there.
 */
export function planName(statement: string, rows: readonly unknown[]): string {
  return `${statement}.${rows.length > 1 ? "many" : "one"}`;
}

/**
 * Writes decided states, lets go of the claims, and keeps the businesses that DOKU told of, in one statement. `moved`
 * are the rows whose state was written: not those that somebody else has had a hand on since, and not those that are
 * INVITED, which nothing but INVITED follows. `received` are those whose business is new with all its brands, and is
 * the only one of its registration; for the others see `keepBusiness`.
 */
export async function writeNextSteps(
  tx: ClientBase,
  decided: readonly DecidedStep[],
  found: readonly FoundBusiness[] = [],
): Promise<{ moved: ReadonlySet<string>; received: ReadonlySet<string> }> {
  const { rows } = await tx.query<{ moved: string[]; received: string[] }>({
    name: planName("state.next-steps", decided),
    text: WRITE_NEXT_STEPS,
    values: [
      found.map(({ registrationId }) => registrationId),
      found.map(({ environment }) => environment),
      found.map(({ partnerRefId }) => partnerRefId),
      found.map(({ business }) => business.id),
      found.map(({ business }) => JSON.stringify([...new Set(business.brandIds)])),
      decided.map(({ registrationId }) => registrationId),
      decided.map(({ epoch }) => epoch),
      decided.map(({ next }) => next.status),
      decided.map(({ ending }) => ending?.outcome ?? "unknown"),
      decided.map(({ deathCount }) => deathCount),
      decided.map(restOf),
    ],
  });
  return { moved: new Set(rows[0]?.moved), received: new Set(rows[0]?.received) };
}

/** What there is to write beside the status; nothing for what is invited. Without a new refusal the last one stays. */
function restOf({ next: { status, runAt, paused }, ending }: DecidedStep): string | null {
  if (status === "INVITED") return null;
  const refusal = ending?.outcome === "refused" && ending.message !== null ? ending : null;
  return JSON.stringify({
    runAt,
    jobAt: paused ? null : runAt,
    // Until a planned replay has run, nobody needs to do anything.
    cause: runAt === null ? causeOf(status, ending) : null,
    ...(refusal && { problem: refusal.message, problemField: refusal.problemField }),
  });
}

/** Makes the frozen envelopes of locked rows due. */
export async function makeDue(
  tx: ClientBase,
  registrationIds: readonly string[],
  now: Date,
  kind: "retry" | "check" | "send_again",
): Promise<void> {
  await tx.query(
    `update registration set cause = null, next_run_at = $2, next_kind = $3, ${LET_GO}, updated_at = $2
      where id = any($1::uuid[])`,
    [registrationIds, now, kind],
  );
}

/** Makes due at once what waits for a machine under the credential. */
export async function makeWaitingDue(tx: ClientBase, credentialId: string): Promise<void> {
  await tx.query(MAKE_WAITING_DUE, [credentialId]);
}

const MAKE_WAITING_DUE = `
  update registration set next_run_at = clock_timestamp()
   where id = any(${lockedInOrderSql(`
     where r.credential_id = $1 and r.next_run_at is not null and r.status in ('QUEUED', 'UNCONFIRMED')`)})`;

/** Makes them due with another day of patience. */
export async function queueAgain(
  tx: ClientBase,
  registrationIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx.query(
    `update registration r
        set status = 'QUEUED', queued_at = $2, give_up_at = $3, blocked_base_ms = ${BLOCKED_MS_SQL}
       from credential c where r.id = any($1::uuid[]) and c.id = r.credential_id`,
    [registrationIds, now, new Date(now.getTime() + GIVE_UP_AFTER_MS)],
  );
  await makeDue(tx, registrationIds, now, "retry");
}

// Whatever DOKU refused before: who is invited has no problem.
const SETTLE = `
  with settled as (
    update registration
       set status = $2::registration_status, cause = $3, next_run_at = null, next_kind = null, ${LET_GO}, updated_at = $4::timestamptz,
           invited_at = case when $2::registration_status = 'INVITED' then $4::timestamptz else invited_at end,
           problem = case when $2::registration_status = 'INVITED' then null else problem end,
           problem_field = case when $2::registration_status = 'INVITED' then null else problem_field end
     where id = any($1::uuid[])
    returning id
  )
  select ${REMOVE_JOB} from settled`;

/** Settles locked rows by a person's word; no machine goes on with them. */
export async function settle(
  tx: ClientBase,
  registrationIds: readonly string[],
  now: Date,
  { status, cause = null }: { status: RegistrationStatus; cause?: string | null },
): Promise<void> {
  await tx.query(SETTLE, [registrationIds, status, cause, now]);
}

const PARK_IN_DOUBT = `
  with parked as (
    update registration r
       set next_run_at = null, next_kind = null, ${LET_GO}, updated_at = clock_timestamp(),
           cause = (select 'unsure.' || coalesce(a.reason, 'process_stopped') from attempt a
                     where a.registration_id = r.id order by a.number desc limit 1)
     where r.id = any($1::uuid[]) and r.status = 'UNCONFIRMED' and r.next_run_at is not null and r.claim_holder is null
    returning r.id
  )
  select ${REMOVE_JOB} from parked`;

/** Of locked rows, those that are not sure yet, and that nobody is sending, wait for a person from now on. */
export async function parkInDoubt(tx: ClientBase, registrationIds: readonly string[]): Promise<void> {
  await tx.query(PARK_IN_DOUBT, [registrationIds]);
}

// What the backup takes for waiting may have been sent after it was made. Where DOKU is proven to recognise the
// request again, sending it again is how to find out; else only a person can.
const PARK_AFTER_RESTORE = `
  with parked as (
    update registration r
       set status = 'UNCONFIRMED', cause = 'unsure.restored', next_run_at = null, next_kind = null, ${LET_GO},
           updated_at = clock_timestamp()
     where r.id = any(${lockedInOrderSql(`
       join credential c on c.id = r.credential_id and c.replay = 'unproven'
       where r.next_run_at is not null and r.status in ('QUEUED', 'UNCONFIRMED')`)})
    returning r.id, r.environment
  ), closed as (
    -- A call that the backup was made under may have arrived, and nobody else accounts for it now.
    update attempt a set ended_at = clock_timestamp(), outcome = 'unknown', reason = 'process_stopped'
      from parked where a.registration_id = parked.id and a.outcome is null
  ), removed as (select ${REMOVE_JOB} from parked)
  select id, environment, (select count(*) from removed) as removed from parked`;

type Parked = { id: string; environment: Environment };

/** Has everything that would be sent wait for a person, where replays are not proven; which registrations those are. */
export async function parkAfterRestore(tx: ClientBase): Promise<Parked[]> {
  return (await tx.query<Parked>(PARK_AFTER_RESTORE)).rows;
}

// What somebody has in hand at this moment is decided by the new mode when it ends; so is what was given up.
const PARK_REPLAYS = `
  with parked as (
    update registration r
       set next_run_at = null, next_kind = null, ${LET_GO}, updated_at = clock_timestamp(),
           cause = 'unsure.' || coalesce((select a.reason from attempt a
             where a.registration_id = r.id and a.request_id = r.request_id and a.outcome = 'unknown'
             order by a.number desc limit 1), 'process_stopped')
     where r.id = any(${lockedInOrderSql(`
       where r.credential_id = $1 and r.status = 'UNCONFIRMED' and r.next_run_at is not null
         and r.next_kind is distinct from 'send_again' and r.claim_holder is null`)})
    returning r.id
  )
  select ${REMOVE_JOB} from parked`;

// A backup that was put back under the other setting left waiting what may have been sent after it was made: there DOKU
// was to recognise it.
const PARK_RESTORED = `
  with parked as (
    update registration r
       set status = 'UNCONFIRMED', cause = 'unsure.restored', next_run_at = null, next_kind = null, ${LET_GO},
           updated_at = clock_timestamp()
     where r.id = any(${lockedInOrderSql(`
       where r.credential_id = $1 and r.status = 'QUEUED' and r.next_run_at is not null and r.claim_holder is null
         and r.queued_at <= (select max(noticed_at) from database_restore)`)})
    returning r.id
  )
  select ${REMOVE_JOB} from parked`;

/** What is not sure and was to be repeated by machine waits for a person from now on. How many those are. */
export async function parkReplays(tx: ClientBase, credentialId: string): Promise<number> {
  const replays = await tx.query(PARK_REPLAYS, [credentialId]);
  const restored = await tx.query(PARK_RESTORED, [credentialId]);
  return (replays.rowCount ?? 0) + (restored.rowCount ?? 0);
}
