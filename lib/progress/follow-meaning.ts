import type { Pool, PoolClient } from "pg";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import { inTransaction } from "@/lib/db";
import type { Environment, Progress, ProgressSource } from "@/lib/generated/prisma/enums";
import { decideProgress } from "@/lib/progress/decide";
import { combine, type PlacedValue } from "@/lib/progress/meaning";
import { readMeanings } from "@/lib/progress/meanings";
import { takeProgressBack, writeProgress } from "@/lib/progress/write";

/** So many of what DOKU told are walked through at a time, and so many registrations changed in one transaction at most. */
const BATCH = 500;

type Row = {
  id: string;
  environment: Environment;
  progress: Progress | null;
  raw: string | null;
  source: ProgressSource | null;
  statuses: PlacedValue[];
};

// By the primary key: nothing else of the product looks for a value, and an index on all of them would be written by
// each look. Of whom DOKU has said nothing since, it is the last word that there is.
const NEXT = `
  select v.registration_id as id, v.statuses @> $2::jsonb or coalesce(r.progress_raw = $3, false) as matches
    from doku_view v join registration r on r.id = v.registration_id
   where v.registration_id > $1 order by v.registration_id limit ${BATCH}`;

const LOCK = "select from registration where id = any($1) order by id for no key update";

// In a statement of its own: one that waited for a look would join what DOKU had told before it. What was put away
// follows too, or it would come back with what nobody means any more.
const READ = `
  select r.id, r.environment, r.progress, r.progress_raw as raw, r.progress_source as source, v.statuses
    from registration r join doku_view v on v.registration_id = r.id
   where r.id = any($1) and r.status = 'INVITED' and r.progress_source is distinct from 'person'
     and r.progress_source is distinct from 'merchant'
   order by r.id`;

const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Has every registration of which DOKU said this value stand as the value means now, in batches; where it turns out to say
 * nothing, as it stood before. What a person said stays: DOKU's word has not changed by it. May be repeated, and stopped at any place: then false, and it begins anew.
 */
export async function followMeaning(
  pool: Pool,
  { place, raw }: PlacedValue,
  isStopping: () => boolean,
): Promise<boolean> {
  let after = NO_ID;
  for (;;) {
    if (isStopping()) return false;
    const { rows } = await pool.query<{ id: string; matches: boolean }>(NEXT, [
      after,
      JSON.stringify([{ place, raw }]),
      raw,
    ]);
    const matching = rows.filter(({ matches }) => matches).map(({ id }) => id);
    if (matching.length > 0) await inTransaction(pool, (tx) => follow(tx, matching, { place, raw }));
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return true;
    after = last.id;
  }
}

async function follow(tx: PoolClient, ids: string[], value: PlacedValue): Promise<void> {
  await tx.query(LOCK, [ids]);
  const { rows } = await tx.query<Row>(READ, [ids]);
  const meaningOf = await readMeanings(tx, distinct([value, ...rows.flatMap(({ statuses }) => statuses)]));
  const { rows: clock } = await tx.query<{ now: Date }>("select clock_timestamp() as now");
  const now = clock[0]?.now ?? new Date();
  for (const { id, environment, statuses, ...standing } of rows) {
    const told =
      combine(statuses, meaningOf) ?? (standing.raw === value.raw ? combine([value], meaningOf) : null);
    if (told === null) {
      const taken = { registrationId: id, environment, from: standing.progress, now };
      if (standing.progress !== null) await takeProgressBack(tx, taken);
      continue;
    }
    const to = decideProgress({ ...standing, saidAt: null }, { told, toldBefore: null, askedAt: now });
    if (!to) continue;
    await writeProgress(tx, {
      ...{ registrationId: id, environment, from: standing.progress, to: to.progress, raw: to.raw },
      ...{ source: "doku", actor: SYSTEM_ACTOR, isStir: false, now },
    });
  }
}

function distinct(values: readonly PlacedValue[]): PlacedValue[] {
  return [...new Map(values.map((value) => [`${value.place}\n${value.raw}`, value])).values()];
}
