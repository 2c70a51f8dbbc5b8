import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export type CurrentCredential = {
  id: string;
  environment: "simulator" | "sandbox" | "production";
  clientId: string;
  replay: "proven" | "unproven";
};

const WRITE_CREDENTIAL = `
  insert into credential (id, environment, client_id, base_url, replay, label, updated_at)
  values (gen_random_uuid(), $1::environment, $2, $3, $4::replay_mode, $2, now())
  on conflict (environment, client_id)
    do update set base_url = excluded.base_url, replay = excluded.replay, updated_at = now()
  returning id, environment, client_id as "clientId", replay`;

/**
 * Writes the credential that the environment names into its row and returns it. Called when a
 * process starts, so that a new address or replay mode is in force before the first send.
 */
export async function syncCredentialFromEnv(): Promise<CurrentCredential> {
  const { environment, clientId, baseUrl, replay } = env().doku;
  return requireRow(WRITE_CREDENTIAL, [environment, clientId, baseUrl, replay]);
}

const READ_CREDENTIAL = `
  select id, environment, client_id as "clientId", replay from credential
   where environment = $1::environment and client_id = $2`;

/** The credential under which new registrations are queued. Throws AppError `credential_missing` before the first sync. */
export function requireCurrentCredential(): Promise<CurrentCredential> {
  const { environment, clientId } = env().doku;
  return requireRow(READ_CREDENTIAL, [environment, clientId]);
}

async function requireRow(statement: string, values: readonly string[]): Promise<CurrentCredential> {
  const { rows } = await database().pool.query<CurrentCredential>(statement, [...values]);
  if (!rows[0]) throw new AppError("credential_missing");
  return rows[0];
}

/**
 * The secret of a credential, or null where this process does not have it: a registration is only
 * ever sent with the credential it was queued under, never with the one that happens to be set.
 */
export function secretOf(credential: { environment: string; clientId: string }): string | null {
  const { environment, clientId, secretKey } = env().doku;
  return credential.environment === environment && credential.clientId === clientId ? secretKey : null;
}
