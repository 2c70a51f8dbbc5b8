"use server";

import * as z from "zod/mini";
import { checkAudit } from "@/lib/audit/verify";
import { defineAction } from "@/lib/server/define-action";

/** As long as a person waits for a page, and a proxy for an answer. */
const CHECK_MS = 20_000;

/** Checks the log against its seals, and tells how far it came. */
export const checkLog = defineAction({
  permission: "audit.read",
  input: z.object({}),
  handler: ({ actor }) => checkAudit(actor, AbortSignal.timeout(CHECK_MS)),
});
