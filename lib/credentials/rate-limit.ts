import type { ClientBase } from "pg";

/** Places are spaced this much wider than the limit asks, so that a late timer does not crowd a window. */
const SPACING_SLACK = 1.01;
/** A place further away than this is not taken: the registration comes back when it is nearer. */
const LOOKAHEAD_SECONDS = 1;
/** After a 429 the rate comes back by a tenth in this time. */
const RECOVERY_SECONDS = 10;

const TAKE_SLOT = `
  with spacing as (
    select id, $2::float / (rate_limit * least(1, rate_share * power(1.1,
             coalesce(extract(epoch from clock_timestamp() - rate_lowered_at), 0) / $4))) as seconds
      from credential where id = $1 and rate_limit is not null
  ), taken as (
    update credential c
       set next_slot_at = greatest(c.next_slot_at, clock_timestamp()) + make_interval(secs => spacing.seconds)
      from spacing
     where c.id = spacing.id
       and coalesce(c.next_slot_at, '-infinity') <= clock_timestamp() + make_interval(secs => $3)
    returning c.next_slot_at - make_interval(secs => spacing.seconds) as slot
  )
  select slot, true as taken, clock_timestamp() as now from taken
  union all
  select next_slot_at, false, clock_timestamp() from credential where id = $1 and not exists (select 1 from taken)`;

export type Slot = { kind: "taken"; waitMs: number } | { kind: "full"; until: Date };

/**
 * Takes the next place under the credential's rate limit, which all processes share: evenly spaced, by
 * the database's clock. `waitMs` is how long to wait before the first byte. Only for a credential that has a limit.
 */
export async function takeSlot(tx: ClientBase, credentialId: string): Promise<Slot> {
  const { rows } = await tx.query<{ slot: Date | null; taken: boolean; now: Date }>(TAKE_SLOT, [
    credentialId,
    SPACING_SLACK,
    LOOKAHEAD_SECONDS,
    RECOVERY_SECONDS,
  ]);
  const row = rows[0];
  if (!row?.slot) return { kind: "taken", waitMs: 0 };
  if (!row.taken) return { kind: "full", until: row.slot };
  return { kind: "taken", waitMs: Math.max(0, row.slot.getTime() - row.now.getTime()) };
}
