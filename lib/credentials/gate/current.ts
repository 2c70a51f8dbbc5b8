import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Environment } from "@/lib/generated/prisma/enums";

export type CurrentCredential = {
  id: string;
  environment: Environment;
  clientId: string;
  replay: "proven" | "unproven";
};

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
