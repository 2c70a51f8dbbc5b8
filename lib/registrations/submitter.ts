import { randomUUID } from "node:crypto";
import { secretOf } from "@/lib/credentials/current";
import { database } from "@/lib/db";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { keyVersionOf } from "@/lib/doku/signature";
import { env } from "@/lib/env";
import type { Submitter } from "@/lib/registrations/submit";

let current: Submitter | undefined;

/** The submitter of this process: its pool, its holder id and one keep-alive client to DOKU. */
export function processSubmitter(): Submitter {
  current ??= createSubmitter(`${process.pid}-${randomUUID()}`);
  return current;
}

function createSubmitter(holder: string): Submitter {
  const { baseUrl, clientId, requireSignedAnswers, secretKey } = env().doku;
  const client: DokuClient = createDokuClient({
    credential: { baseUrl, clientId, secretKey },
    requireSignedAnswers,
  });
  return {
    pool: database().pool,
    holder,
    keyVersionFor(credential) {
      const secret = secretOf(credential);
      return secret === null ? null : keyVersionOf(secret);
    },
    // The claim is refused above for any other credential, so this client is always the right one.
    send: ({ requestId, bodyText, partnerRefId }) =>
      client.createBusinessLite({ requestId, bodyText, partnerRefId }),
    random: Math.random,
  };
}
