import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export type CurrentCredential = {
  id: string;
  environment: "simulator" | "sandbox" | "production";
  clientId: string;
  replay: "proven" | "unproven";
};

/**
 * Writes the credential that the environment names into its row and returns it. Called when a
 * process starts, so that a new address or replay mode is in force before the first send.
 */
export async function syncCredentialFromEnv(): Promise<CurrentCredential> {
  const { environment, clientId, baseUrl, replay } = env().doku;
  const row = await database().prisma.credential.upsert({
    where: { environment_clientId: { environment, clientId } },
    create: { environment, clientId, baseUrl, replay, label: clientId },
    update: { baseUrl, replay },
  });
  return { id: row.id, environment: row.environment, clientId: row.clientId, replay: row.replay };
}

/** The credential under which new registrations are queued. Throws AppError `credential_missing` before the first sync. */
export async function requireCurrentCredential(): Promise<CurrentCredential> {
  const { environment, clientId } = env().doku;
  const row = await database().prisma.credential.findUnique({
    where: { environment_clientId: { environment, clientId } },
    select: { id: true, environment: true, clientId: true, replay: true },
  });
  if (!row) throw new AppError("credential_missing");
  return row;
}

/**
 * The secret of a credential, or null where this process does not have it: a registration is only
 * ever sent with the credential it was queued under, never with the one that happens to be set.
 */
export function secretOf(credential: { environment: string; clientId: string }): string | null {
  const { environment, clientId, secretKey } = env().doku;
  return credential.environment === environment && credential.clientId === clientId ? secretKey : null;
}
