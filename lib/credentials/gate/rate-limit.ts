import type { ClientBase } from "pg";

/** Places are spaced this much wider than the limit asks, so that a late timer does not crowd a window. */
const SPACING_SLACK = 1.015;
/** Only places this near are taken: the registration comes back for one that is further away. */
const LOOKAHEAD_MS = 1_000;
/** After a 429 the rate comes back by a tenth in this time. */
const RECOVERY_SECONDS = 10;
/** Brings back the smallest share; left to grow, the power would exceed PostgreSQL's numbers within a day of a 429. */
const RECOVERY_STEPS = 50;

/** The share of `rate_limit` that is in force now, in (0, 1], for a query on a credential's row; no less where the clock was put back since. */
export const RATE_SHARE_SQL = `least(1, rate_share * power(1.1, least(${RECOVERY_STEPS}, greatest(0,
  coalesce(extract(epoch from clock_timestamp() - rate_lowered_at), 0)::float8 / ${RECOVERY_SECONDS}))))`;

// The row lock puts those who ask in one line until they have committed what they took.
const READ_PLACES = `
  with mine as (select * from credential where id = $1 and rate_limit is not null for no key update),
       clock as (select clock_timestamp() as now from mine)
  select extract(epoch from clock.now)::float8 * 1000 as "nowMs",
         extract(epoch from greatest(mine.next_slot_at, clock.now))::float8 * 1000 as "firstAtMs",
         1000 * $2::float8 / (rate_limit * ${RATE_SHARE_SQL}) as "spacingMs",
         extract(epoch from clock.now - mine.next_slot_at)::float8 * 1000 as "idleMs",
         coalesce(mine.next_slot_at > clock.now and mine.next_slot_at = mine.look_slot_at, false) as "isAfterLook"
    from mine, clock`;

const TAKE_PLACES = "update credential set next_slot_at = to_timestamp($2::float8 / 1000) where id = $1";

// Told apart from a send's by both columns being equal.
const TAKE_LOOK_PLACE = `
  update credential set next_slot_at = to_timestamp($2::float8 / 1000), look_slot_at = to_timestamp($2::float8 / 1000)
   where id = $1`;

/**
 * The places under a credential's rate limit that may be taken now: `free` of them from `firstAtMs` on,
 * evenly spaced, in milliseconds since 1970 by the database's clock, of which `nowMs` is the reading. `idleMs` is how
 * long the next one has been free already; negative where it is to come, null where none was ever taken.
 *
 * Where the last one was taken by a look (`isAfterLook`) the first of them may be used at once: no send waits for a
 * look. The place before the look stayed empty for it (see `takeLookPlace`), so no second holds more than are allowed.
 */
export type Places = {
  nowMs: number;
  firstAtMs: number;
  spacingMs: number;
  free: number;
  isAfterLook: boolean;
  idleMs: number | null;
};

/**
 * Reads the places that all processes share, and keeps others from them until the transaction ends.
 * Null for a credential without a limit.
 */
export async function readPlaces(tx: ClientBase, credentialId: string): Promise<Places | null> {
  const { rows } = await tx.query<Omit<Places, "free">>(READ_PLACES, [credentialId, SPACING_SLACK]);
  const row = rows[0];
  if (!row) return null;
  const reachMs = row.nowMs + LOOKAHEAD_MS - row.firstAtMs;
  const free = reachMs < 0 ? 0 : Math.floor(reachMs / row.spacingMs) + 1;
  return { ...row, free: row.isAfterLook ? Math.max(1, free) : free };
}

/** Takes the first `count` of the places, in the transaction that read them; answers their times in milliseconds. */
export async function takePlaces(
  tx: ClientBase,
  credentialId: string,
  { nowMs, firstAtMs, spacingMs, isAfterLook }: Places,
  count: number,
): Promise<number[]> {
  if (count === 0) return [];
  await tx.query(TAKE_PLACES, [credentialId, firstAtMs + count * spacingMs]);
  return Array.from({ length: count }, (_, index) =>
    index === 0 && isAfterLook ? nowMs : firstAtMs + index * spacingMs,
  );
}

/**
 * Takes a place for a call that may wait, in the transaction that read them. Only where a whole place has stayed empty:
 * so such calls have every second one at most, and a send that comes right after may go at once. False where none has.
 */
export async function takeLookPlace(
  tx: ClientBase,
  credentialId: string,
  { nowMs, spacingMs, idleMs }: Places,
): Promise<boolean> {
  if (idleMs !== null && idleMs < spacingMs) return false;
  await tx.query(TAKE_LOOK_PLACE, [credentialId, nowMs + spacingMs]);
  return true;
}

/** When to ask again where no place is free: some are, by then. */
export function nextPlacesAt({ firstAtMs }: Places): Date {
  return new Date(firstAtMs - LOOKAHEAD_MS / 2);
}
