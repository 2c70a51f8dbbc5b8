"use server";

import * as z from "zod/mini";
import { settleRestore } from "@/lib/restores/settle";
import { defineAction } from "@/lib/server/define-action";

/** Lets everything go on that was paused because the database was put back. */
export const goOn = defineAction({
  permission: "registrations.write",
  input: z.object({ restoreId: z.uuid() }),
  handler: ({ actor, input }) => settleRestore(actor, input.restoreId),
});
