import { secretOf } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { database } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { keyVersionOf } from "@/lib/doku/signature";
import { env } from "@/lib/env";
import { type Holder, startHolder } from "@/lib/holders/holder";
import { createAnswerFile } from "@/lib/registrations/delivery/answer-file";
import { useAnswerFile } from "@/lib/registrations/delivery/answers-in-hand";
import { recordLeftAnswers } from "@/lib/registrations/delivery/left-answers";
import { createSendPlaces } from "@/lib/registrations/delivery/send-places";
import type { Submitter } from "@/lib/registrations/delivery/submit";

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

/** How often a living process looks whether all still agree on the settings of the credential. */
const AGREE_AGAIN_MS = 60_000;

/**
 * Makes this process one that may send, under settings that all living processes agree on, and records what earlier
 * ones had in hand. Called once when it starts.
 */
export async function becomeHolder(kind: "web" | "worker"): Promise<Holder> {
  globalThis.mitraHolder = await startHolder({
    connectionString: env().databaseDirectUrl,
    kind,
    settings: env().doku,
    stateFolder: env().stateFolder,
    beforeParking: syncCredentialFromEnv,
  });
  // After its own settings are there for the others to see.
  await syncCredentialFromEnv();
  setInterval(() => void syncCredentialFromEnv().catch(() => undefined), AGREE_AGAIN_MS).unref();
  await keepAnswersIn(env().stateFolder);
  return globalThis.mitraHolder;
}

async function keepAnswersIn(folder: string | null): Promise<void> {
  if (folder === null) return;
  const secret = env().nextAuthSecret;
  useAnswerFile(createAnswerFile(folder, secret));
  await recordLeftAnswers(database().pool, folder, secret);
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
    places: createSendPlaces(),
    random: Math.random,
  };
}
