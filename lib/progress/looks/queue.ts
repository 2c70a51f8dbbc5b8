import type { ClientBase } from "pg";
import * as z from "zod/mini";
import { defineJob } from "@/lib/jobs/job";
import { comesSql } from "@/lib/jobs/private-tables";
import { hasDueLookSql } from "@/lib/progress/looks/due";

/** Asks DOKU about the merchants of a credential whose look is due. */
export const LOOK = defineJob({
  name: "look_credential",
  payload: z.object({ credentialId: z.uuid() }),
  keyPrefix: "look:",
});

/** The task that asks for them, each minute. */
export const ASK_LOOKS = "ask_looks";

const OF_ONE = { credentialId: "c.id" };

// Asking for one that runs would set a second beside it.
const ASK = `
  select ${LOOK.addSql(OF_ONE, "now()")} from credential c
   where c.paused_at is null and ${hasDueLookSql("c.id")} and not ${comesSql(LOOK.keySql(OF_ONE), "true")}`;

/** Asks for the looks of each credential that has some. */
export async function askLooks(db: Pick<ClientBase, "query">): Promise<void> {
  await db.query(ASK);
}
