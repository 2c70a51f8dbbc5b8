import { setTimeout as wait } from "node:timers/promises";
import { after } from "next/server";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { logger } from "@/lib/logger";
import { type LookResult, lookOnce } from "@/lib/progress/looks/look";
import { processLooker } from "@/lib/progress/looks/looker";
import type { Came } from "@/lib/progress/progress-view";
import { showWords } from "@/lib/registrations/sight";
import { keepInFlight } from "./sends-in-flight";

/** How long a person waits for DOKU before the page shows by itself what came. */
const PATIENCE_MS = 6_000;

/**
 * Asks DOKU about a registration in the same request, under the rules of every look, so that the person sees what came
 * of it. What takes longer goes on after the answer to the browser.
 */
export async function lookNow(actor: UserActor, registrationId: string): Promise<Came> {
  requireCan(actor, "registrations.write");
  const looker = processLooker();
  if (looker.holderId() === null) return nothing("waiting");
  const looking = lookOnce(looker, registrationId, { isWaitedFor: true });
  const settled = looking.then(
    () => undefined,
    (error: unknown) => logger.error({ err: error, registrationId }, "a look in the request failed"),
  );
  keepInFlight(settled);
  after(() => settled);
  const patience = new AbortController();
  const late = wait(PATIENCE_MS, null, { signal: patience.signal }).catch(() => null);
  const result = await Promise.race([looking, late]).finally(() => patience.abort());
  return result === null ? nothing("pending") : cameOf(actor, result);
}

const nothing = (came: Came["came"]): Came => ({ came, progress: null, raw: null });

function cameOf(actor: UserActor, result: LookResult): Came {
  if (result.kind === "hindered") return nothing(result.by);
  if (result.kind !== "asked") return nothing(result.kind);
  const { ending, news } = result;
  if (ending.kind !== "told") return nothing(ending.kind);
  if (news.kind === "overtaken") return nothing("pending");
  if (news.told === null) return nothing("says_nothing");
  const { progress, raw } = news.told;
  return {
    came: news.changedTo ? "changed" : news.isKept ? "kept" : "same",
    progress,
    raw: progress === "UNKNOWN_VALUE" ? showWords(actor, raw) : null,
  };
}
