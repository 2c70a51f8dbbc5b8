import { setTimeout as wait } from "node:timers/promises";
import { after } from "next/server";
import type { UserActor } from "@/lib/authority/actor";
import { startStopwatch } from "@/lib/db";
import { logger } from "@/lib/logger";
import { askingOf, placesOf, submitClaimed, submitRegistration } from "@/lib/registrations/delivery/submit";
import { processSubmitter } from "@/lib/registrations/delivery/submitter";
import { registerAndClaim } from "@/lib/registrations/intake/register";
import type { SaveResult, Submission } from "@/lib/registrations/intake/submission";
import { lookAgainInMs, PATIENCE_MS } from "./patience";
import { keepInFlight } from "./sends-in-flight";

/** Registers a merchant from the form and submits it in the same request. */
export async function registerNow(actor: UserActor, submission: Submission): Promise<SaveResult> {
  const submitter = processSubmitter();
  const places = placesOf(submitter);
  // A claim runs while a call waits for a place: without a free one it is claimed later, as any other.
  const hasPlace = places.takeFree();
  const { result, claim } = await registerAndClaim(
    actor,
    submission,
    hasPlace ? askingOf(submitter) : null,
  ).catch((error: unknown) => {
    if (hasPlace) places.giveBack(1);
    throw error;
  });
  if (claim) {
    await answerInTime(
      claim.registrationId,
      submitClaimed(submitter, claim).finally(() => places.giveBack(1)),
    );
    return result;
  }
  if (hasPlace) places.giveBack(1);
  if (result.kind === "saved") await submitNow(result.id, actor.id);
  return result;
}

/**
 * Submits in the same request, so that the person sees DOKU's answer. What takes longer goes on after
 * the answer to the browser; what this process cannot finish is the fallback job's.
 */
export async function submitNow(registrationId: string, actorId: string): Promise<void> {
  await answerInTime(registrationId, submitWhenDue(registrationId, actorId));
}

async function answerInTime(registrationId: string, submitting: Promise<unknown>): Promise<void> {
  const sending = submitting.catch((error: unknown) => {
    // The intent is committed: the registration is safe, and its job will send it. The page shows it waiting.
    logger.error({ err: error, registrationId }, "submitting in the request failed; the job goes on");
  });
  keepInFlight(sending);
  let patience: NodeJS.Timeout | undefined;
  await Promise.race([sending, new Promise((resolve) => (patience = setTimeout(resolve, PATIENCE_MS)))]);
  clearTimeout(patience);
  after(() => sending);
}

/** Where another registration goes first for a moment (see `decideGate`), this one follows within the person's patience. */
async function submitWhenDue(registrationId: string, actorId: string): Promise<void> {
  const elapsedMs = startStopwatch();
  for (let looks = 1; ; looks += 1) {
    const result = await submitRegistration(processSubmitter(), registrationId, actorId);
    if (result.kind !== "not_due") return;
    const dueInMs = result.at.getTime() - Date.now();
    const inMs = lookAgainInMs({ looks, elapsedMs: elapsedMs(), dueInMs });
    if (inMs === null) return;
    await wait(inMs);
  }
}
