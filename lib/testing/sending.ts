import type { Pool } from "pg";
import type { DokuClient } from "@/lib/doku/client";
import { drainCredential } from "@/lib/registrations/delivery/drain";
import type { Submitter } from "@/lib/registrations/delivery/submit";

/** What sends by this client, under a key that the tests' credential has been used with. */
export function makeSubmitter(pool: Pool, client: DokuClient): Submitter {
  return {
    pool,
    holderId: () => "test-holder",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send: ({ requestId, bodyText, partnerRefId }) =>
      client.createBusinessLite({ requestId, bodyText, partnerRefId }),
  };
}

/** Sends what is due of the credential, again and again, as workers do, until `work` has ended. */
export async function sendBeside<Result>(
  submitter: Submitter,
  credentialId: string,
  work: Promise<Result>,
): Promise<Result> {
  let isDone = false;
  const sending = (async () => {
    while (!isDone) {
      await drainCredential(submitter, credentialId, () => false);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const result = await work.finally(() => {
    isDone = true;
  });
  await sending;
  return result;
}
