"use server";

import * as z from "zod/mini";
import {
  archiveRegistration,
  cancelRegistration,
  checkRegistrationWithDoku,
  markRegistrationFound,
  overrideAsNotSent,
  restoreRegistration,
  retryRegistration,
  sendRegistrationAgain,
} from "@/lib/registrations/changes/mutations";
import { foundSchema } from "@/lib/registrations/input/found";
import { reasonSchema } from "@/lib/registrations/input/reason";
import { saveDraft } from "@/lib/registrations/intake/register";
import { submissionSchema } from "@/lib/registrations/intake/submission";
import { defineAction } from "@/lib/server/define-action";
import { registerNow, submitNow } from "@/lib/server/submit-now";

const id = z.uuid();
const byId = z.object({ id });

/** The form's two buttons. A registered merchant is submitted before the answer, as long as a person would wait. */
export const submitForm = defineAction({
  permission: "registrations.write",
  input: submissionSchema,
  handler: ({ actor, input }) => (input.draft ? saveDraft(actor, input) : registerNow(actor, input)),
});

/** Sends the same envelope of a registration that was not sent. */
export const retry = defineAction({
  permission: "registrations.write",
  input: byId,
  async handler({ actor, input }) {
    await retryRegistration(actor, input.id);
    await submitNow(input.id, actor.id);
  },
});

/** Replays the same envelope to learn what became of it. */
export const check = defineAction({
  permission: "registrations.write",
  input: byId,
  async handler({ actor, input }) {
    await checkRegistrationWithDoku(actor, input.id);
    await submitNow(input.id, actor.id);
  },
});

/** A person enters the ids they found in DOKU Dashboard. */
export const found = defineAction({
  permission: "registrations.write",
  input: z.extend(foundSchema, { id }),
  async handler({ actor, input: { id: registrationId, businessId, brandId } }) {
    await markRegistrationFound(actor, registrationId, { businessId, brandIds: brandId ? [brandId] : [] });
  },
});

const withReason = z.extend(reasonSchema, { id });

/** A person looked and did not find it: the same envelope is sent once more. */
export const sendAgain = defineAction({
  permission: "registrations.write",
  input: withReason,
  async handler({ actor, input }) {
    await sendRegistrationAgain(actor, input.id, { reason: input.reason });
    await submitNow(input.id, actor.id);
  },
});

/** An admin settles a doubt as not sent, with a reason. */
export const override = defineAction({
  permission: "registrations.override",
  input: withReason,
  handler: ({ actor, input }) => overrideAsNotSent(actor, input.id, { reason: input.reason }),
});

/** Takes a registration back before anything was sent. */
export const cancel = defineAction({
  permission: "registrations.write",
  input: byId,
  handler: ({ actor, input }) => cancelRegistration(actor, input.id),
});

/** Puts a settled registration away. */
export const archive = defineAction({
  permission: "registrations.write",
  input: byId,
  handler: ({ actor, input }) => archiveRegistration(actor, input.id),
});

/** Brings an archived registration back. */
export const restore = defineAction({
  permission: "registrations.write",
  input: byId,
  handler: ({ actor, input }) => restoreRegistration(actor, input.id),
});
