"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { testWords } from "@/components/credentials/test-words";
import { judgeTest } from "@/lib/credentials/credential-test";
import { lookSchema } from "@/lib/credentials/look-input";
import { changeLookSwitches } from "@/lib/credentials/look-switches";
import { changeRateLimit, resumeCredential } from "@/lib/credentials/mutations";
import { awaitTest } from "@/lib/credentials/queries";
import { rateLimitSchema } from "@/lib/credentials/rate-limit-input";
import { testCredential } from "@/lib/credentials/try-credential";
import { readTyped } from "@/lib/field-problem";
import { defineAction } from "@/lib/server/define-action";
import { getTranslator } from "@/lib/server/language";
import { text } from "@/lib/text/input";

/** As long as the longest send may take is too long to look at a button; what comes later the page shows by itself. */
const TEST_PATIENCE_MS = 8_000;

/** Asks DOKU whether it accepts the credential, which creates nothing, and answers with what it said. */
export const test = defineAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid() }),
  async handler({ actor, input }) {
    const said = await testCredential(actor, input.credentialId);
    const [t, detail] = await Promise.all([getTranslator("credentials"), getTranslator("detail")]);
    refresh();
    return { kind: "said" as const, words: testWords(said, t, detail) };
  },
});

/**
 * Test and resume: DOKU is asked first, and if it refuses the credential stays paused, unless a person goes on all the
 * same. Then one waiting registration is sent, the rest if it is answered. Answers with what came of it.
 */
export const resume = defineAction({
  permission: "credentials.manage",
  input: z.object({ credentialId: z.uuid(), isAgainstTest: z.boolean() }),
  async handler({ actor, input: { credentialId, isAgainstTest } }) {
    const said = isAgainstTest ? null : await testCredential(actor, credentialId);
    const [t, detail] = await Promise.all([getTranslator("credentials"), getTranslator("detail")]);
    const words = said && testWords(said, t, detail, { isResuming: true });
    if (said && words && judgeTest(said) === "refused") {
      refresh();
      return { kind: "refused" as const, words };
    }
    await resumeCredential(actor, credentialId, { isAgainstTest });
    const result = await awaitTest(credentialId, TEST_PATIENCE_MS);
    refresh();
    return { kind: "tested" as const, result, words };
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

/** Sets how DOKU is asked for the data of a business, or says what is no address. */
export const saveLook = defineAction({
  permission: "credentials.manage",
  input: z.object({
    credentialId: z.uuid(),
    path: text(1_000),
    sendsQuery: z.boolean(),
    signsQuery: z.boolean(),
    isWrapped: z.boolean(),
  }),
  async handler({ actor, input: { credentialId, ...typed } }) {
    const read = readTyped(lookSchema, typed, ["notAPath", "withoutBrand"]);
    if (read.kind === "problems") return read;
    await changeLookSwitches(actor, { credentialId, ...read.value });
    refresh();
    return { kind: "saved" as const };
  },
});
