import { once, setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { createReviews } from "@/lib/stand-in/asking/reviews";
import { createFaultDraws } from "@/lib/stand-in/failures/faults";
import { createRateLimiter } from "@/lib/stand-in/failures/rate-limit";
import { createSwitchboard, type Switches, type SwitchesChange } from "@/lib/stand-in/failures/switches";
import { answerCall, pathOf } from "@/lib/stand-in/http/calls";
import type { Delay } from "@/lib/stand-in/http/delivery";
import { createQuestions } from "@/lib/stand-in/http/questions";
import { createRegistrar } from "@/lib/stand-in/http/registrar";
import { createRequestLog, type RequestEntry } from "@/lib/stand-in/http/request-log";
import type { CallWatch } from "@/lib/stand-in/http/watch";
import { type Business, openLedger } from "@/lib/stand-in/ledger/ledger";
import { createControl, isControlPath } from "@/lib/stand-in/page/control";

const LOOPBACK = "127.0.0.1";
/** How many calls the request log keeps unless told otherwise. */
export const REQUESTS_KEPT = 10_000;

export type StandInOptions = {
  /** 127.0.0.1 unless told otherwise, as between containers. */
  host?: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** Client-Id → its secret, or several that are active at once. */
  clients: Readonly<Record<string, string | readonly string[]>>;
  /** Where the switches begin, if not at their defaults. */
  switches?: SwitchesChange;
  /** JSONL; without it, what was created is forgotten at the end. */
  ledgerFile?: string;
  /** How many of the newest calls the request log keeps. */
  requestsKept?: number;
  /** The server's clock, which also seeds the ids. */
  now?: () => Date;
  /** The clock by which arrivals are logged and the rate is limited: milliseconds, and never a step. */
  monotonicMs?: () => number;
  /** How answers wait for their latency, and how the slow, the dripping and the silent failure do. */
  delay?: Delay;
  /** Told of what the caller only sees as 500, such as a full disk. */
  onProblem?: (problem: unknown) => void;
  /** Told of each call as it arrives: for whoever holds what happened against what others say of it. */
  watch?: CallWatch;
};

export type StandIn = {
  /** Without a slash at the end: a client's base URL, and the page's address. */
  url: string;
  port: number;
  ledger: {
    /** All that were created, oldest first. */
    businesses(): readonly Business[];
    /** The newest calls, oldest first. */
    requests(): RequestEntry[];
  };
  switches(): Switches;
  /** Throws on a value the switches do not have. */
  setSwitches(change: SwitchesChange): Switches;
  /** Cuts what is under way, finishes the ledger, frees the port. */
  close(): Promise<void>;
};

/**
 * Starts the local server that behaves as DOKU's documents say Create Business Lite and its three neighbours do. It listens
 * on 127.0.0.1 unless told otherwise. Agreement with it shows agreement with the documents, not acceptance by DOKU.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { now = () => new Date(), monotonicMs = readMonotonicMs } = options;
  const { delay = waitFor, onProblem = () => undefined } = options;
  const closing = new AbortController();
  // Every call that is held listens for the end; hundreds at once are no leak.
  setMaxListeners(0, closing.signal);

  const switchboard = createSwitchboard(options.switches);
  const log = createRequestLog(options.requestsKept ?? REQUESTS_KEPT);
  const ledger = await openLedger({ file: options.ledgerFile, now });
  const faultDraws = createFaultDraws();
  const rateLimiter = createRateLimiter(Object.keys(options.clients));
  const { current: switches } = switchboard;
  /** As the answers tell the time. */
  const clock = () => new Date(now().getTime() + switches().clockOffSeconds * 1_000);
  const reviews = createReviews({ ledger, now, movesEverySeconds: () => switches().movesEverySeconds });
  const house = {
    clients: new Map(Object.entries(options.clients).map(([id, secrets]) => [id, [secrets].flat()])),
    ledger,
    switches,
    now: clock,
    wait: (delayMs: number) => delay(delayMs, closing.signal),
  };
  const registrar = createRegistrar({ ...house, faultDraws });
  const questions = createQuestions({ ...house, reviews });
  const answerControl = await createControl({
    ledger,
    reviews,
    log,
    switchboard,
    async reset() {
      await ledger.reset();
      reviews.reset();
      log.reset();
      faultDraws.reset();
      rateLimiter.reset();
    },
  });
  const { watch } = options;
  const calls = {
    registrar,
    questions,
    rateLimiter,
    log,
    switches,
    now: clock,
    monotonicMs,
    delay,
    onProblem,
    watch,
  };

  const server = serve({
    answer: (request, response) =>
      isControlPath(pathOf(request))
        ? answerControl(request, response)
        : answerCall(calls, request, response),
    // A caller that left, and our own closing, end calls in their middle; that is nobody's problem.
    onProblem(problem, request) {
      if (!request.socket.destroyed && !closing.signal.aborted) onProblem(problem);
    },
  });

  async function end(): Promise<void> {
    closing.abort();
    if (server.listening) {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    }
    await ledger.close();
  }

  const host = options.host ?? LOOPBACK;
  const port = await listen(server, host, options.port ?? 0).catch(async (cause: unknown) => {
    await end();
    throw cause;
  });
  let ended: Promise<void> | null = null;
  return {
    url: `http://${host}:${port}`,
    port,
    ledger: { businesses: ledger.businesses, requests: () => log.newest(Number.POSITIVE_INFINITY) },
    switches,
    setSwitches(change) {
      const changed = switchboard.change(change);
      if (!changed.ok) throw new TypeError(changed.problems.join("; "));
      return changed.switches;
    },
    close() {
      ended ??= end();
      return ended;
    },
  };
}

function serve(house: {
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  onProblem: (problem: unknown, request: IncomingMessage) => void;
}): Server {
  const server = createServer((request, response) => {
    house.answer(request, response).catch((problem: unknown) => {
      house.onProblem(problem, request);
      response.destroy();
    });
  });
  server.on("clientError", (_, socket) => {
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return server;
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}

/** Milliseconds since 1970 when the process started, and from then on by the clock that never steps. */
function readMonotonicMs(): number {
  return performance.timeOrigin + performance.now();
}

async function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  await setTimeout(delayMs, undefined, { signal });
}
