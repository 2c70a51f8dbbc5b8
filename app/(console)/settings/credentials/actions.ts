"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { resumeCredential } from "@/lib/credentials/mutations";
import { defineFormAction } from "@/lib/server/define-action";

/** Test and resume: sends one waiting registration first, the rest if it is answered. */
export const resume = defineFormAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid() }),
  async handler({ actor, input }) {
    await resumeCredential(actor, input.credentialId);
    refresh();
  },
});
