import type { PoolClient } from "pg";
import type { ItemOutcome } from "@/lib/bulk/kinds";

/** What became of one item. */
export type Ending = { outcome: ItemOutcome; ownerBeforeId: string | null; at: Date | null };

/** Writes down what became of items, and counts them, in the caller's transaction. One without an ending was not allowed. */
export async function recordOutcomes(
  tx: PoolClient,
  jobId: string,
  items: readonly { position: number; registrationId: string }[],
  endings: ReadonlyMap<string, Ending>,
): Promise<void> {
  const ended = items.map(({ registrationId }) => endings.get(registrationId) ?? NOT_ALLOWED);
  await tx.query(
    `with ended as (
       update bulk_item i set outcome = o.outcome, owner_before_id = o.owner_before_id, ended_at = coalesce(o.at, clock_timestamp())
         from unnest($2::int[], $3::text[], $4::uuid[], $5::timestamptz[]) as o(position, outcome, owner_before_id, at)
        where i.job_id = $1 and i.position = o.position and i.outcome is null
       returning i.outcome
     )
     update bulk_job
        set done = done + (select count(*) from ended where outcome = 'done'),
            skipped = skipped + (select count(*) from ended where outcome <> 'done')
      where id = $1`,
    [
      jobId,
      items.map(({ position }) => position),
      ended.map(({ outcome }) => outcome),
      ended.map(({ ownerBeforeId }) => ownerBeforeId),
      ended.map(({ at }) => at),
    ],
  );
}

const NOT_ALLOWED: Ending = { outcome: "not_allowed", ownerBeforeId: null, at: null };
