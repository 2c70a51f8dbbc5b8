import type { Pool } from "pg";
import type { Obstacle, Shown } from "../judge/outside";
import { serialOf } from "./witness";

type Row = Omit<Shown, "serial"> & { businessName: string };

// Only what the pages show to people: the status, whether it is being sent, when it goes on, its Request-Id, the mapping,
// and whether it may be over since a backup was put back.
const SHOWN = `
  select r.id, r.business_name as "businessName", c.client_id as "clientId", r.status::text as status,
         coalesce(r.claim_until > clock_timestamp(), false) as "isSending",
         extract(epoch from r.next_run_at)::float8 * 1000 as "promisedMs", coalesce(r.request_id, '') as "requestId",
         extract(epoch from clock_timestamp())::float8 * 1000 as "atMs",
         array(select b.business_id || ' ' || array_to_string(array(
                 select brand_id from brand where business_row_id = b.id order by brand_id), ',')
                 from business b where b.registration_id = r.id order by b.business_id) as entries,
         exists (select from database_restore where noticed_at >= coalesce(r.queued_at, r.created_at)) as "tellsRestore"
    from registration r join credential c on c.id = r.credential_id`;
const CHANGING = `where r.status not in ('INVITED', 'DRAFT') or r.updated_at > clock_timestamp() - interval '20 seconds'`;
const PAUSED = `select id, client_id as "clientId" from credential where paused_at is not null`;

/** Reads again and again what people are told, and keeps each change of it. */
export function createClaims(pool: Pool, noted: { shown: Shown[]; obstacles: Obstacle[] }) {
  const latest = new Map<string, Shown>();
  let paused: { id: string; span: Obstacle }[] = [];

  async function look(where: string): Promise<void> {
    const { rows } = await pool.query<Row>(`${SHOWN} ${where}`);
    for (const { businessName, ...row } of rows) {
      const claim = { ...row, serial: serialOf(businessName) };
      if (isSame(latest.get(claim.id), claim)) continue;
      latest.set(claim.id, claim);
      noted.shown.push(claim);
    }
    await lookAtCredentials();
  }

  async function lookAtCredentials(): Promise<void> {
    const { rows } = await pool.query<{ id: string }>(PAUSED);
    const atMs = performance.timeOrigin + performance.now();
    for (const { id, span } of paused) if (!rows.some((row) => row.id === id)) span.toMs = atMs;
    paused = rows.map(({ id }) => {
      const before = paused.find((known) => known.id === id);
      if (before) return before;
      const span = { fromMs: atMs, toMs: Number.POSITIVE_INFINITY };
      noted.obstacles.push(span);
      return { id, span };
    });
  }

  return {
    /** What may have changed since a moment ago. Throws while the database is away. */
    lookAgain: () => look(CHANGING),
    lookAtAll: () => look(""),
    latest: (): readonly Shown[] => [...latest.values()],
    pausedCredentials: () => paused.map(({ id }) => id),
    /** Another database is looked at from now on. */
    forget(): void {
      latest.clear();
    },
  };
}

export type Claims = ReturnType<typeof createClaims>;

function isSame(before: Shown | undefined, now: Shown): boolean {
  return (
    before !== undefined &&
    before.status === now.status &&
    before.isSending === now.isSending &&
    before.promisedMs === now.promisedMs &&
    before.requestId === now.requestId &&
    before.tellsRestore === now.tellsRestore &&
    before.entries.join() === now.entries.join()
  );
}
