import type { Actor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { type CredentialView, WAITING_CAP } from "@/lib/credentials/credential-view";
import { RATE_SHARE_SQL } from "@/lib/credentials/rate-limit";
import { database } from "@/lib/db";
import { LIVING_HOLDERS } from "@/lib/holders/living";

/** Every credential with what waits for it. No secret is read. */
export async function listCredentials(actor: Actor): Promise<CredentialView[]> {
  requireCan(actor, "credentials.read");
  return readCredentials("order by c.environment, c.label");
}

/** The credentials that are paused, or under settings that not all processes have, for the banner that everybody sees. */
export async function listTroubledCredentials(actor: Actor): Promise<CredentialView[]> {
  requireCan(actor, "registrations.read");
  return readCredentials(`where c.paused_at is not null or ${IS_DISPUTED} order by c.label`);
}

/** Whether a living process would have replays otherwise than what is in force for all. */
const DISPUTER = `
  select h.id from holder h
   where h.environment = c.environment and h.client_id = c.client_id and h.replay <> c.replay`;
// Whether one lives is asked only where there is one: this is read with every page.
const IS_DISPUTED = `
  case when exists (${DISPUTER}) then exists (select 1 from (${LIVING_HOLDERS}) l where l.id in (${DISPUTER}))
       else false end`;

async function readCredentials(which: string): Promise<CredentialView[]> {
  const { rows } = await database().pool.query<CredentialView & { pausedAt: Date | null }>(
    `select c.id, c.environment, c.label, c.client_id as "clientId", c.base_url as "baseUrl", c.replay,
            ${IS_DISPUTED} as "isDisputed",
            c.paused_at as "pausedAt", c.paused_reason as "pausedReason",
            c.rate_limit as "rateLimit", c.rate_limit * ${RATE_SHARE_SQL} as "rateNow",
            (select count(*)::int from (select 1 from registration r
               where r.credential_id = c.id and r.next_run_at is not null limit ${WAITING_CAP + 1}) waiting) as waiting
       from credential c ${which}`,
  );
  return rows.map((row) => ({ ...row, pausedAt: row.pausedAt?.toISOString() ?? null }));
}
