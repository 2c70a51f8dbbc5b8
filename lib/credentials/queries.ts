import type { Actor } from "@/lib/auth/actor";
import { requireCan } from "@/lib/auth/permissions";
import { type CredentialView, WAITING_CAP } from "@/lib/credentials/credential-view";
import { RATE_SHARE_SQL } from "@/lib/credentials/rate-limit";
import { database } from "@/lib/db";

/** Every credential with what waits for it. No secret is read. */
export async function listCredentials(actor: Actor): Promise<CredentialView[]> {
  requireCan(actor, "credentials.read");
  return readCredentials("order by c.environment, c.label");
}

/** The credentials that are paused, for the banner that everybody sees. */
export async function listPausedCredentials(actor: Actor): Promise<CredentialView[]> {
  requireCan(actor, "registrations.read");
  return readCredentials("where c.paused_at is not null order by c.label");
}

async function readCredentials(which: string): Promise<CredentialView[]> {
  const { rows } = await database().pool.query<CredentialView & { pausedAt: Date | null }>(
    `select c.id, c.environment, c.label, c.client_id as "clientId", c.base_url as "baseUrl", c.replay,
            c.paused_at as "pausedAt", c.paused_reason as "pausedReason",
            c.rate_limit as "rateLimit", c.rate_limit * ${RATE_SHARE_SQL} as "rateNow",
            (select count(*)::int from (select 1 from registration r
               where r.credential_id = c.id and r.next_run_at is not null limit ${WAITING_CAP + 1}) waiting) as waiting
       from credential c ${which}`,
  );
  return rows.map((row) => ({ ...row, pausedAt: row.pausedAt?.toISOString() ?? null }));
}
