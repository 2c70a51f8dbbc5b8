import type { ClientBase } from "pg";
import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";
import { comesSql } from "@/lib/jobs/private-tables";

/** Sends everything of a credential that is due. */
export const DRAIN = defineJob({
  name: "drain_credential",
  payload: z.object({ credentialId: z.uuid(), lane: z.number() }),
  keyPrefix: "drain:",
});

/** Drains of one credential at once: one for each of two processes keeps both busy. */
const LANES = 2;

/** As a table of a FROM. */
export const LANES_SQL = `generate_series(1, ${LANES}) as lane`;

const OF_ONE = { credentialId: "$1::text", lane: "lane" };

const ASK = `select ${DRAIN.addSql(OF_ONE, "coalesce($2::timestamptz, now())")} from ${LANES_SQL}`;

/**
 * Asks for everything of the credential that is due to be sent, now or from `runAt` on, a time of the database; in the
 * caller's transaction.
 */
export async function enqueueDrain(tx: ClientBase, credentialId: string, runAt?: Date): Promise<void> {
  await tx.query(ASK, [credentialId, runAt ?? null]);
}

/** One that is planned within this time waits for the credential, and asking would have it look in vain. */
const SOON_SECONDS = 10;

// One that failed and waits for its next attempt does not count, and neither does one that was planned for later:
// asking begins anew.
const ENSURE = `
  select ${DRAIN.addSql(OF_ONE, "now()")} from ${LANES_SQL}
   where not ${comesSql(
     DRAIN.keySql(OF_ONE),
     `run_at <= now() or (attempts = 0 and run_at <= now() + interval '${SOON_SECONDS} seconds')`,
   )}`;

/**
 * Asks like `enqueueDrain`, at once, in those lanes where no drain of the credential runs or is planned: asking for one
 * that runs would take up another of the worker's places. One that is just ending may miss what comes now.
 */
export async function ensureDrain(tx: ClientBase, credentialId: string): Promise<void> {
  await tx.query(ENSURE, [credentialId]);
}
