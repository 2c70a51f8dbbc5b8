"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { changeRateLimit, resumeCredential } from "@/lib/credentials/mutations";
import { awaitTest } from "@/lib/credentials/queries";
import { rateLimitSchema } from "@/lib/credentials/rate-limit-input";
import { readTyped } from "@/lib/field-problem";
import { defineAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";

/** As long as the longest send may take is too long to look at a button; what comes later the page shows by itself. */
const TEST_PATIENCE_MS = 8_000;

/** Test and resume: one waiting registration is sent first, the rest if it is answered. Answers with what came of it. */
export const resume = defineAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid() }),
  async handler({ actor, input }) {
    await resumeCredential(actor, input.credentialId);
    const result = await awaitTest(input.credentialId, TEST_PATIENCE_MS);
    refresh();
    return { kind: "tested" as const, result };
  },
});

/** Sets how many registrations a second are sent, or says that it is no such figure. */
export const saveRateLimit = defineAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid(), rateLimit: text(1_000) }),
  async handler({ actor, input: { credentialId, rateLimit } }) {
    const read = readTyped(rateLimitSchema, { rateLimit }, ["outOfRange"]);
    if (read.kind === "problems") return read;
    await changeRateLimit(actor, { credentialId, ...read.value });
    refresh();
    return { kind: "saved" as const };
  },
});
