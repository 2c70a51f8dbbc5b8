import { setTimeout as wait } from "node:timers/promises";
import { after } from "next/server";
import type { UserActor } from "@/lib/authority/actor";
import { requireCan } from "@/lib/authority/permissions";
import { logger } from "@/lib/logger";
import { type LookResult, lookOnce } from "@/lib/progress/looks/look";
import { processLooker } from "@/lib/progress/looks/looker";
import type { Came } from "@/lib/progress/progress-view";
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
  if (looker.holderId() === null) return { came: "waiting", progress: null };
  const looking = lookOnce(looker, registrationId);
  const settled = looking.then(
    () => undefined,
    (error: unknown) => logger.error({ err: error, registrationId }, "a look in the request failed"),
  );
  keepInFlight(settled);
  after(() => settled);
  const patience = new AbortController();
  const late = wait(PATIENCE_MS, null, { signal: patience.signal }).catch(() => null);
  const result = await Promise.race([looking, late]).finally(() => patience.abort());
  return result === null ? { came: "pending", progress: null } : cameOf(result);
}

function cameOf(result: LookResult): Came {
  if (result.kind === "hindered") return { came: result.by, progress: null };
  if (result.kind !== "asked") return { came: result.kind, progress: null };
  const { ending, news } = result;
  if (ending.kind !== "told") return { came: ending.kind, progress: null };
  if (news.kind === "overtaken") return { came: "pending", progress: null };
  if (news.told === null) return { came: "says_nothing", progress: null };
  const came = news.changedTo ? "changed" : news.isKept ? "kept" : "same";
  return { came, progress: news.told.progress };
}
