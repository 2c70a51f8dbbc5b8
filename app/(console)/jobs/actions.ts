"use server";

import * as z from "zod/mini";
import { estimateBulk } from "@/lib/bulk/estimate";
import { remindLeftOut as remindThoseLeftOut } from "@/lib/bulk/remind-left-out";
import { bulkFollowUpSchema, bulkRequestSchema, bulkStartSchema } from "@/lib/bulk/request";
import { startBulk, undoBulk } from "@/lib/bulk/start";
import { stopBulk } from "@/lib/bulk/stop";
import { readFollowUp } from "@/lib/followups/follow-up-input";
import { assignRegistration, listAssignees } from "@/lib/registrations/changes/owner";
import { defineAction } from "@/lib/server/define-action";

/** How many of a selection a job would act on, how many not, and why. */
export const estimate = defineAction({
  permission: "registrations.write",
  input: bulkRequestSchema,
  async handler({ actor, input }) {
    return { kind: "estimate" as const, ...(await estimateBulk(actor, input)) };
  },
});

/** Starts a job. `id` is made by the browser, so that the same press is one job. */
export const start = defineAction({
  permission: "registrations.write",
  input: bulkStartSchema,
  handler: ({ actor, input }) => startBulk(actor, input),
});

/** Starts a job that sets the day to come back as it was typed, or says why it is none. */
export const startFollowUps = defineAction({
  permission: "registrations.write",
  input: bulkFollowUpSchema,
  async handler({ actor, input: { id, selection, ...typed } }) {
    const followUp = readFollowUp(typed, { now: new Date(), timeZone: actor.timeZone });
    if (followUp.kind === "problems") return followUp;
    return startBulk(actor, { id, kind: "follow_up", selection, assigneeId: null, followUp });
  },
});

/** Stops a job; what was done stays. */
export const stop = defineAction({
  permission: "registrations.write",
  input: z.object({ jobId: z.uuid() }),
  handler: ({ actor, input }) => stopBulk(actor, input.jobId),
});

/** Reminds those whom a job left out after a restore. */
export const remindLeftOut = defineAction({
  permission: "registrations.write",
  input: z.object({ jobId: z.uuid() }),
  handler: ({ actor, input }) => remindThoseLeftOut(actor, input.jobId),
});

/** Starts the job that takes another one back. */
export const undo = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid(), jobId: z.uuid() }),
  handler: ({ actor, input }) => undoBulk(actor, input),
});

/** The people something can be given to. */
export const people = defineAction({
  permission: "registrations.write",
  input: z.optional(z.null()),
  async handler({ actor }) {
    return { kind: "people" as const, people: await listAssignees(actor) };
  },
});

/** Gives one registration to another person. */
export const assign = defineAction({
  permission: "registrations.write",
  input: z.object({ id: z.uuid(), ownerId: z.uuid() }),
  handler: ({ actor, input }) => assignRegistration(actor, input.id, { ownerId: input.ownerId }),
});
