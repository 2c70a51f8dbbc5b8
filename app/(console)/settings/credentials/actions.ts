"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { changeRateLimit, resumeCredential } from "@/lib/credentials/mutations";
import { readRateLimit } from "@/lib/credentials/rate-limit-input";
import { defineAction, defineFormAction } from "@/lib/server/define-action";

/** Test and resume: sends one waiting registration first, the rest if it is answered. */
export const resume = defineFormAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid() }),
  async handler({ actor, input }) {
    await resumeCredential(actor, input.credentialId);
    refresh();
  },
});

/** Sets how many registrations a second are sent, or says that it is no such figure. */
export const saveRateLimit = defineAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid(), rateLimit: z.string().check(z.maxLength(1_000)) }),
  async handler({ actor, input: { credentialId, rateLimit } }) {
    const reading = readRateLimit(rateLimit);
    if (reading.kind === "out_of_range") return { kind: "out_of_range" as const };
    await changeRateLimit(actor, { credentialId, rateLimit: reading.rateLimit });
    refresh();
    return { kind: "saved" as const };
  },
});
