import { createHash } from "node:crypto";
import type { Check } from "@/lib/stand-in/checks/refusal";
import type { FailureKeyword } from "@/lib/stand-in/failures/failures";
import type { WatchedCall } from "@/lib/stand-in/http/watch";
import type { Business } from "@/lib/stand-in/ledger/ledger";
import type { Answer, Blow, Call, Made, Obstacle, Press, Shown } from "../judge/outside";

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

/** What each of the stand-in's failures says to a caller; null where what comes is DOKU's own answer. */
const ANSWER_OF_FAILURE = {
  timeout: "useless",
  "timeout-before": "useless",
  slow: null,
  reset: "useless",
  "reset-before": "useless",
  refused: "refused",
  "refused-name": "refused",
  "refused-errors": "refused",
  busy: "not_now",
  conflict: "useless",
  unauthorized: "not_now",
  badsignature: "not_now",
  inactive: "not_now",
  duplicate: "useless",
  maintenance: "useless",
  "refused-code": "refused",
  error500: "useless",
  html: "useless",
  "html-twice": "useless",
  html200: "useless",
  empty: "useless",
  truncated: "useless",
  otherref: "useless",
  wrongsigned: "useless",
  unsigned: null,
  brands0: "useless",
  brands3: null,
  redirect: "useless",
  huge: "useless",
  drip: "useless",
} as const satisfies Record<FailureKeyword, Answer | null>;

/** What each check that was not passed says: a credential that is refused is a matter of the credential, and the row waits. */
const ANSWER_OF_CHECK = {
  rate_limit: "not_now",
  path: "not_now",
  method: "not_now",
  body_size: "refused",
  header_missing: "not_now",
  request_id_length: "not_now",
  timestamp_format: "not_now",
  timestamp_window: "not_now",
  client_id: "not_now",
  signature: "not_now",
  repeat: "accepted",
  repeat_other_body: "useless",
  repeat_running: "useless",
  body_object: "refused",
  mandatory_fields: "refused",
  field_formats: "refused",
  reference_used: "refused",
  // Of the calls that create nothing, which nobody watches.
  withheld: "useless",
  query: "useless",
  business_unknown: "useless",
  business_incomplete: "useless",
} as const satisfies Record<Check, Answer>;

/** What the stand-in meant to say, by its own checks and failures. */
function answerOf(decided: WatchedCall["decided"]): Answer {
  if (decided === null) return "useless";
  const { check, failure } = decided;
  const spoilt = failure === null ? null : ANSWER_OF_FAILURE[failure];
  return spoilt ?? (check === null ? "accepted" : ANSWER_OF_CHECK[check]);
}
