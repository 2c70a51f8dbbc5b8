"use server";

import { after } from "next/server";
import * as z from "zod/mini";
import { getCauseTranslators } from "@/components/registrations/cause-translators";
import { formRefusal } from "@/components/registrations/fix/form-refusal";
import type { LineItem } from "@/components/registrations/fix/line-actions";
import type { UserActor } from "@/lib/authority/actor";
import { MAX_CHOSEN } from "@/lib/bulk/kinds";
import { AppError } from "@/lib/errors";
import { findPlaybookEntries } from "@/lib/playbook/queries";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { submissionSchema } from "@/lib/registrations/intake/submission";
import { countStanding } from "@/lib/registrations/list/fixing";
import { getRegistration } from "@/lib/registrations/queries";
import { defineAction } from "@/lib/server/define-action";
import { submitNow } from "@/lib/server/submit-now";

/** One registration of the line; "gone" where it needs no fixing any more. */
export const loadLineItem = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid() }),
  handler: ({ actor, input }) => readItem(actor, input.id),
});

/**
 * Stores what was mended and sends it, without waiting for DOKU: whoever works through a line goes on at once, and its
 * end says what became of it.
 */
export const saveLineItem = defineAction({
  permission: "registrations.write",
  input: submissionSchema,
  async handler({ actor, input }) {
    const result = await registerMerchant(actor, input);
    if (result.kind === "saved") after(() => submitNow(result.id, actor.id));
    return result;
  },
});

/** How those that were sent stand by now. */
export const loadStanding = defineAction({
  permission: "registrations.write",
  input: z.object({ ids: z.array(z.uuid()).check(z.maxLength(MAX_CHOSEN)) }),
  handler: async ({ actor, input }) => ({
    kind: "standing" as const,
    counts: await countStanding(actor, input.ids),
  }),
});

async function readItem(
  actor: UserActor,
  id: string,
): Promise<{ kind: "gone" } | { kind: "item"; item: LineItem }> {
  const registration = await getRegistration(actor, id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (registration?.status !== "NEEDS_FIX" || !registration.actions.includes("fix")) return { kind: "gone" };
  const { cause, problem, problemField, input, requestId, keepsReference } = registration;
  const [translators, entries] = await Promise.all([
    getCauseTranslators(),
    findPlaybookEntries(actor, cause ? [cause] : []),
  ]);
  const known = cause ? entries.get(cause) : undefined;
  return {
    kind: "item",
    item: {
      registrationId: id,
      name: input.businessName || translators.detail("unnamed"),
      requestId,
      initial: input,
      refusal: formRefusal({ words: problem, field: problemField, names: input }, translators),
      keepsReference,
      known: known ? { meaning: known.meaning, fix: known.fix } : null,
    },
  };
}
