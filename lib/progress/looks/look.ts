import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Pool } from "pg";
import type { DokuClient } from "@/lib/doku/client";
import type { Environment } from "@/lib/generated/prisma/enums";
import { logger } from "@/lib/logger";
import { metrics } from "@/lib/metrics";
import { type AskBusinessData, chooseLook, type LookChoice, listDueLooks } from "@/lib/progress/looks/due";
import { type LookEnding, type LookNews, recordLook } from "@/lib/progress/looks/record";
import type { LookHindrance } from "@/lib/progress/progress-view";

/** What a process needs to look: built once when it starts (see `processLooker`). */
export type Looker = {
  pool: Pool;
  /** Null while this process must not call (see `startHolder`). */
  holderId: () => string | null;
  keyVersionFor: (credential: { environment: Environment; clientId: string }) => string | null;
  ask: AskBusinessData;
  /** The same client's other question, for the documents of a reminder. */
  askDocuments: DokuClient["checkRequirements"];
  /** In [0, 1); spreads the schedule. */
  random: () => number;
};

export type LookResult =
  | { kind: "asked"; ending: LookEnding; news: LookNews }
  | Exclude<LookChoice, { kind: "look" }>;

/** What DOKU's page lists for this call although the business has it already; sent where the credential says so. */
const LISTED_QUERY = {
  businessType: "CORPORATE",
  businessLegalEntity: "PT",
  brandBusinessLine: "RETAIL",
  businessContactNationality: "ID",
} as const;

/**
 * The one way to ask DOKU about a registration: choose, call, record. Nothing is written before the call but the place
 * that it takes, so whoever dies in between has it asked again. `onPlace` is told how long the next look has to wait.
 */
export async function lookOnce(
  looker: Looker,
  registrationId: string,
  {
    isWaitedFor = false,
    onPlace = () => undefined,
  }: { isWaitedFor?: boolean; onPlace?: (restMs: number) => void } = {},
): Promise<LookResult> {
  const { pool, keyVersionFor, random } = looker;
  const choice = await chooseLook(pool, { registrationId, keyVersionFor, random: random(), isWaitedFor });
  if (choice.kind !== "look") return choice;
  onPlace(choice.restMs);
  const { brandId, businessId, switches } = choice.look;
  const requestId = randomUUID();
  const call = { requestId, brandId, businessId, switches, requirements: LISTED_QUERY };
  const ending = await looker.ask(call);
  const news = await recordLook(pool, choice.look, ending, random());
  const { kind, httpStatus, latencyMs } = ending;
  const reason = "reason" in ending ? ending.reason : null;
  metrics().countLook({ ending: kind, environment: choice.look.environment });
  logger.info({ registrationId, requestId, ending: kind, reason, httpStatus, latencyMs }, "look");
  return { kind: "asked", ending, news };
}

/** Rows that are chosen together; each is looked at once more before its call. */
const BATCH = 50;
/** Looks of a process under way at once: slow answers of DOKU keep few connections busy. */
const MOST_AT_ONCE = 4;
/** How long a job looks before it leaves its place in the queue; the next minute's goes on. */
const TURN_MS = 50_000;
/** So soon somebody who stepped back behind sends asks again. */
const STEP_BACK_MS = 1_000;
/** Calls in a row without an answer after which DOKU is left alone for this turn. */
const MOST_UNREACHED = 3;

export type LookTurn = {
  asked: number;
  endedBy: "nothing_due" | "time" | "stopping" | "doku" | LookHindrance;
};

/**
 * Looks at what is due of a credential, longest due first, until nothing is, the turn is over, or something speaks
 * against calling. Sends come first: while some are due it waits.
 */
export async function lookAtDue(
  looker: Looker,
  credentialId: string,
  isStopping: () => boolean,
): Promise<LookTurn> {
  const endsAt = performance.now() + TURN_MS;
  const underWay = new Set<Promise<void>>();
  let [asked, unreached, freeAt] = [0, 0, 0];
  let endedBy: LookTurn["endedBy"] | null = null;
  const failures: unknown[] = [];

  function heed(result: LookResult): void {
    if (result.kind === "hindered" && result.by !== "sends_first") endedBy ??= result.by;
    if (result.kind !== "asked") return;
    asked += 1;
    const { kind } = result.ending;
    unreached = kind === "unreachable" ? unreached + 1 : 0;
    const isRefusal = kind === "not_offered" || kind === "credential_refused" || kind === "slowed_down";
    if (isRefusal || unreached >= MOST_UNREACHED) endedBy ??= "doku";
  }

  /** Waits until the place is taken, or it turned out that none is; true where sends are first. */
  async function begin(registrationId: string): Promise<boolean> {
    await wait(Math.max(0, freeAt - performance.now()));
    while (underWay.size >= MOST_AT_ONCE) await Promise.race(underWay);
    return new Promise((go) => {
      const onPlace = (restMs: number): void => {
        freeAt = performance.now() + restMs;
        go(false);
      };
      const settled = lookOnce(looker, registrationId, { onPlace })
        .then((result) => {
          heed(result);
          go(result.kind === "hindered" && result.by === "sends_first");
        })
        .catch((error: unknown) => putOff(looker.pool, registrationId, error))
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => {
          underWay.delete(settled);
          go(false);
        });
      underWay.add(settled);
    });
  }

  const isOver = (): LookTurn["endedBy"] | null => {
    if (isStopping() || looker.holderId() === null) return "stopping";
    return endedBy ?? (performance.now() >= endsAt ? "time" : null);
  };

  try {
    for (;;) {
      const due = await listDueLooks(looker.pool, credentialId, BATCH);
      if (due.length === 0) return { asked, endedBy: "nothing_due" };
      for (const registrationId of due) {
        for (;;) {
          if (failures.length > 0) throw failures[0];
          const over = isOver();
          if (over) return { asked, endedBy: over };
          if (!(await begin(registrationId))) break;
          await wait(STEP_BACK_MS);
        }
      }
      // What is still under way would be found due once more.
      await Promise.all(underWay);
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** One that cannot be recorded must not be asked about for ever, with all others behind it. */
async function putOff(pool: Pool, registrationId: string, error: unknown): Promise<void> {
  await pool.query(PUT_OFF, [registrationId]);
  logger.error({ err: error, registrationId }, "a look was not recorded");
}

const PUT_OFF = "update registration set look_at = clock_timestamp() + interval '1 hour' where id = $1";
