import { setTimeout as wait } from "node:timers/promises";
import { after } from "next/server";
import { logger } from "@/lib/logger";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { processSubmitter } from "@/lib/registrations/delivery/submitter";
import { keepInFlight } from "./sends-in-flight";

/** How long a person waits for DOKU before the page says "sending" and the work goes on without them. */
const PATIENCE_MS = 6_000;

/**
 * Submits in the same request, so that the person sees DOKU's answer. What takes longer goes on after
 * the answer to the browser; what this process cannot finish is the fallback job's.
 */
export async function submitNow(registrationId: string, actorId: string): Promise<void> {
  const sending = submitWhenDue(registrationId, actorId).catch((error: unknown) => {
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
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const result = await submitRegistration(processSubmitter(), registrationId, actorId);
    if (result.kind !== "not_due" || result.at.getTime() > deadline) return;
    await wait(Math.max(50, result.at.getTime() - Date.now()));
  }
}
