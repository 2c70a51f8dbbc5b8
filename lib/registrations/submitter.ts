import { secretOf } from "@/lib/credentials/current";
import { database } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { keyVersionOf } from "@/lib/doku/signature";
import { env } from "@/lib/env";
import { type Holder, startHolder } from "@/lib/holders/holder";
import type { Submitter } from "@/lib/registrations/submit";

declare global {
  // Bundles of one process may each have their own copy of this module; the holder is the process's.
  var mitraHolder: Holder | undefined;
}

let current: Submitter | undefined;

/** The submitter of this process: its pool, its holder and one keep-alive client to DOKU. */
export function processSubmitter(): Submitter {
  current ??= createSubmitter();
  return current;
}

/** Makes this process one that may send. Called once when it starts. */
export async function becomeHolder(kind: "web" | "worker"): Promise<Holder> {
  globalThis.mitraHolder = await startHolder({
    connectionString: env().databaseDirectUrl,
    kind,
    environment: env().doku.environment,
    stateFolder: env().stateFolder,
  });
  return globalThis.mitraHolder;
}

function createSubmitter(): Submitter {
  const { baseUrl, clientId, requireSignedAnswers, secretKey } = env().doku;
  const client: DokuClient = createDokuClient({
    credential: { baseUrl, clientId, secretKey },
    requireSignedAnswers,
  });
  return {
    pool: database().pool,
    holderId: () => globalThis.mitraHolder?.currentId() ?? null,
    keyVersionFor(credential) {
      const secret = secretOf(credential);
      return secret === null ? null : keyVersionOf(secret);
    },
    // The claim is refused above for any other credential, so this client is always the right one.
    send: (claim) => client.createBusinessLite(claim),
    random: Math.random,
  };
}
