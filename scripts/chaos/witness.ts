import { createHash } from "node:crypto";
import type { Business } from "@/lib/doku/stand-in/ledger";
import type { WatchedCall } from "@/lib/doku/stand-in/watch";
import type { Answer, Blow, Call, Made, Obstacle, Press, Shown } from "./outside";

/** Milliseconds since 1970 on a clock that never steps: the stand-in's too. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** More than can be open at once. */
const LATEST = 1_000;

/** Writes down what happens outside of the product, as it happens. */
export type Witness = ReturnType<typeof createWitness>;

export function createWitness(callerOf: (call: WatchedCall) => string | null) {
  const calls: { call: WatchedCall; caller: string | null }[] = [];
  const blows: Blow[] = [];
  const presses: Press[] = [];
  const shown: Shown[] = [];
  const obstacles: Obstacle[] = [];
  const unproven: Obstacle[] = [];

  return {
    blows,
    presses,
    shown,
    obstacles,
    unproven,
    watch(call: WatchedCall): void {
      calls.push({ call, caller: callerOf(call) });
    },
    calls: (): Call[] => calls.map(({ call, caller }) => callOf(call, caller)),
    lastCallMs: (): number => calls.at(-1)?.call.arrivedMs ?? 0,
    /** The processes that wait for an answer at this moment. */
    whoIsSending(): ReadonlySet<string> {
      const names = new Set<string>();
      for (const { call, caller } of calls.slice(-LATEST)) {
        if (call.endedMs === null && caller !== null) names.add(caller);
      }
      return names;
    },
    kill(process: string): void {
      blows.push({ kind: "kill", process, fromMs: nowMs(), toMs: nowMs() });
    },
    /** Notes something that lasts, from before it begins until after it has ended. While the database is away nobody is to blame. */
    async lasting<Result>(
      { kind, process }: Pick<Blow, "kind" | "process">,
      work: () => Promise<Result>,
    ): Promise<Result> {
      const blow: Blow = { kind, process, fromMs: nowMs(), toMs: Number.POSITIVE_INFINITY };
      blows.push(blow);
      if (kind === "database") obstacles.push(blow);
      return work().finally(() => {
        blow.toMs = nowMs();
      });
    },
    /** Notes a time in which rows wait for something that is not the product's. */
    async obstacle<Result>(work: () => Promise<Result>): Promise<Result> {
      const obstacle: Obstacle = { fromMs: nowMs(), toMs: Number.POSITIVE_INFINITY };
      obstacles.push(obstacle);
      return work().finally(() => {
        obstacle.toMs = nowMs();
      });
    },
  };
}

/** The last word of the merchant's name, which only its person has chosen. */
export function serialOf(name: string): string {
  return name.split(" ").at(-1) ?? name;
}

export function madeOf(business: Business): Made {
  return {
    serial: serialOf(business.businessName),
    requestId: business.requestId,
    businessId: business.businessId,
    brandIds: business.brandIds,
    madeMs: Date.parse(business.createdAt),
  };
}

function callOf(
  { arrivedMs, clientId, requestId, body, decided, deliveredMs, endedMs }: WatchedCall,
  caller: string | null,
): Call {
  return {
    serial: body === null ? null : readSerial(body),
    clientId: clientId ?? "",
    requestId: requestId ?? "",
    caller,
    arrivedMs,
    answer: answerOf(decided),
    deliveredMs,
    endedMs,
    businessId: decided?.businessId ?? null,
    bodySha256: body === null ? null : createHash("sha256").update(body).digest("hex"),
  };
}

function readSerial(body: Buffer): string | null {
  try {
    return serialOf(JSON.parse(body.toString("utf8")).business.name);
  } catch {
    return null;
  }
}

const NOT_NOW_CHECKS = [
  "rate_limit",
  "header_missing",
  "timestamp_format",
  "timestamp_window",
  "client_id",
  "signature",
];
const NOT_NOW_FAILURES = ["busy", "unauthorized", "badsignature"];
const REFUSING_FAILURES = ["refused", "refused-name", "refused-errors"];
/** They spoil nothing: what comes is DOKU's own answer. */
const HARMLESS_FAILURES = ["slow", "brands3"];

/** What the stand-in meant to say, by its own checks and failures. */
function answerOf(decided: WatchedCall["decided"]): Answer {
  if (decided === null) return "useless";
  const { check, failure, status, businessId } = decided;
  if (failure !== null && NOT_NOW_FAILURES.includes(failure)) return "not_now";
  if (failure !== null && REFUSING_FAILURES.includes(failure)) return "refused";
  if (failure !== null && !HARMLESS_FAILURES.includes(failure)) return "useless";
  if (businessId !== null) return "accepted";
  if (check !== null && NOT_NOW_CHECKS.includes(check)) return "not_now";
  return status === 400 ? "refused" : "useless";
}
