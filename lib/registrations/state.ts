import type { ClientBase } from "pg";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { causeOf } from "@/lib/registrations/cause";
import type { NextStep } from "@/lib/registrations/next-step";
import { JOB_MAX_ATTEMPTS, SUBMIT_TASK } from "@/lib/registrations/queue";

/** Assignments of every UPDATE with which somebody takes a row in hand: what comes late of a claim counts no more. */
export const LET_GO = "claim_holder = null, claim_until = null, claim_epoch = claim_epoch + 1";

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
  environment: "simulator" | "sandbox" | "production";
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
    select * from unnest($6::uuid[], $7::int[], $8::registration_status[], $9::timestamptz[], $10::timestamptz[],
                         $11::outcome[], $12::int[], $13::boolean[], $14::text[], $15::text[], $16::text[])
      as d(id, epoch, status, next_run_at, job_at, outcome, death_count, tells_problem, problem, problem_field, cause)
  ), moved as (
    update registration r
       set status = d.status, next_run_at = d.next_run_at, next_kind = null, ${LET_GO},
           last_outcome = d.outcome, death_count = d.death_count,
           problem = case when d.tells_problem then d.problem else r.problem end,
           problem_field = case when d.tells_problem then d.problem_field else r.problem_field end,
           invited_at = case when d.status = 'INVITED' then coalesce(r.invited_at, clock_timestamp()) else r.invited_at end,
           cause = d.cause, updated_at = clock_timestamp()
      from decided d
     where r.id = d.id and r.claim_epoch = d.epoch and (r.status <> 'INVITED' or d.status = 'INVITED')
    returning r.id, d.job_at
  ), queued as (
    select graphile_worker.add_job('${SUBMIT_TASK}', json_build_object('registrationId', id::text), run_at => job_at,
             job_key => id::text, max_attempts => ${JOB_MAX_ATTEMPTS})
      from moved where job_at is not null
  ), removed as (
    select graphile_worker.remove_job(j.key) from graphile_worker._private_jobs j
     where j.key in (select id::text from moved where job_at is null)
  )
  select array(select id from moved) as moved, array(select registration_id from received) as received,
         (select count(*) from queued) as queued, (select count(*) from removed) as removed`;

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
  const steps = decided.map(({ next }) => next);
  const told = decided.map(tellsProblem);
  const { rows } = await tx.query<{ moved: string[]; received: string[] }>({
    name: "state.next-steps",
    text: WRITE_NEXT_STEPS,
    values: [
      found.map(({ registrationId }) => registrationId),
      found.map(({ environment }) => environment),
      found.map(({ partnerRefId }) => partnerRefId),
      found.map(({ business }) => business.id),
      found.map(({ business }) => JSON.stringify([...new Set(business.brandIds)])),
      decided.map(({ registrationId }) => registrationId),
      decided.map(({ epoch }) => epoch),
      steps.map(({ status }) => status),
      steps.map(({ runAt }) => runAt),
      steps.map(({ runAt, paused }) => (paused ? null : runAt)),
      decided.map(({ ending }) => ending?.outcome ?? "unknown"),
      decided.map(({ deathCount }) => deathCount),
      told.map((problem) => problem !== null),
      told.map((problem) => problem?.words ?? null),
      told.map((problem) => problem?.field ?? null),
      // Until a planned replay has run, nobody needs to do anything.
      decided.map(({ next, ending }) => (next.runAt === null ? causeOf(next.status, ending) : null)),
    ],
  });
  return { moved: new Set(rows[0]?.moved), received: new Set(rows[0]?.received) };
}

/** What is to be read of DOKU's last refusal from now on; null where that stays as it is. */
function tellsProblem({ next, ending }: DecidedStep): { words: string | null; field: string | null } | null {
  if (next.status === "INVITED") return { words: null, field: null };
  if (ending?.outcome !== "refused" || ending.message === null) return null;
  return { words: ending.message, field: ending.problemField };
}
