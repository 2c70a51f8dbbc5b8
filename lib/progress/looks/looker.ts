import { createDokuClient } from "@/lib/doku/client";
import { env } from "@/lib/env";
import type { Looker } from "@/lib/progress/looks/look";
import { processSubmitter } from "@/lib/registrations/delivery/submitter";

let current: Looker | undefined;

/** The looker of this process: what sends, asking instead. */
export function processLooker(): Looker {
  current ??= createLooker();
  return current;
}

function createLooker(): Looker {
  const { baseUrl, clientId, requireSignedAnswers, secretKey } = env().doku;
  const client = createDokuClient({ credential: { baseUrl, clientId, secretKey }, requireSignedAnswers });
  const { pool, holderId, keyVersionFor, random } = processSubmitter();
  // No look is chosen for any other credential, so this client is always the right one.
  return {
    ...{ pool, holderId, keyVersionFor, random },
    ask: (call) => client.getBusinessData(call),
    askDocuments: (call) => client.checkRequirements(call),
  };
}
