import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Reviews, reviewChangeSchema } from "@/lib/stand-in/asking/reviews";
import { parseChange, type Switchboard } from "@/lib/stand-in/failures/switches";
import { pathOf } from "@/lib/stand-in/http/calls";
import { readBody } from "@/lib/stand-in/http/received-body";
import type { RequestLog } from "@/lib/stand-in/http/request-log";
import type { Ledger } from "@/lib/stand-in/ledger/ledger";
import { CALLS_SHOWN, renderPage } from "./page";
import { tellMapping, tellState } from "./state";

/** `reset` forgets everything but the switches. */
export type ControlHouse = {
  ledger: Ledger;
  reviews: Reviews;
  log: RequestLog;
  switchboard: Switchboard;
  reset: () => Promise<void>;
};

/** A body in pieces is sent as they are made. */
type Answer = { status: number; type: string; body: string | Iterable<string> };
type Handler = (request: IncomingMessage) => Answer | Promise<Answer>;

const CONTROL_PREFIX = "/__stand-in/";
const BUSINESSES = `${CONTROL_PREFIX}businesses`;
const LOOPBACK_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/** True for the page and for what tests steer and read the stand-in by. */
export function isControlPath(path: string): boolean {
  return path === "/" || path.startsWith(CONTROL_PREFIX);
}

/**
 * Answers the page and the control addresses. Without signing in, so only to whoever came by a
 * loopback name: a site that rebinds its own name to 127.0.0.1, or posts here from a browser, does not.
 */
export async function createControl(house: ControlHouse) {
  const routes = await routesOf(house);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, type, body } = await answerOf(house, routes, request);
    const headers = { ...HEADERS, "Content-Type": type };
    if (typeof body === "string") {
      response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
      response.end(body);
    } else {
      response.writeHead(status, headers);
      await pipeline(Readable.from(body), response);
    }
  };
}

async function answerOf(
  house: ControlHouse,
  routes: Map<string, Handler>,
  request: IncomingMessage,
): Promise<Answer> {
  if (!isLoopback(request.headers.host) || !isOriginLoopback(request.headers.origin)) {
    return json(403, { problems: ["Open the stand-in by 127.0.0.1 or localhost"] });
  }
  const path = pathOf(request);
  if (path.startsWith(`${BUSINESSES}/`))
    return answerReview(house, path.slice(BUSINESSES.length + 1), request);
  const handler = routes.get(`${request.method} ${path}`);
  return handler ? handler(request) : json(404, { problems: ["The stand-in has no such address"] });
}

async function routesOf(house: ControlHouse): Promise<Map<string, Handler>> {
  const { ledger, reviews, log, switchboard } = house;
  const css = await readFile(new URL("./page-style.css", import.meta.url), "utf8");
  const script = await readFile(new URL("./page-script.js", import.meta.url), "utf8");
  const page = () => ({
    businesses: ledger.businesses(),
    reviewOf: reviews.get,
    requests: log.newest(CALLS_SHOWN),
    requestCount: log.counts().requests,
    switches: switchboard.current(),
  });
  return new Map<string, Handler>([
    ["GET /", () => ({ status: 200, type: "text/html; charset=utf-8", body: renderPage(page()) })],
    ["GET /__stand-in/page.css", () => ({ status: 200, type: "text/css; charset=utf-8", body: css })],
    [
      "GET /__stand-in/page.js",
      () => ({ status: 200, type: "text/javascript; charset=utf-8", body: script }),
    ],
    ["GET /__stand-in/state", (request) => answerState(house, request)],
    ["GET /__stand-in/ledger.json", () => json(200, tellMapping(ledger.businesses()))],
    ["POST /__stand-in/switches", (request) => changeSwitches(switchboard, request)],
    [
      "POST /__stand-in/reset",
      async () => {
        await house.reset();
        switchboard.reset();
        return json(200, { switches: switchboard.current() });
      },
    ],
  ]);
}

/** How a business stands at DOKU: GET tells it, PUT changes what is named in its body. `id` may be one of a brand. */
async function answerReview(
  { ledger, reviews }: ControlHouse,
  id: string,
  request: IncomingMessage,
): Promise<Answer> {
  const business = ledger.getBusinessWith(reviews.ownerOf(id) ?? id);
  if (business === null) return json(404, { problems: [`There is no business ${id.slice(0, 128)}`] });
  const { businessId } = business;
  if (request.method === "GET") return json(200, { businessId, ...reviews.get(business) });
  if (request.method !== "PUT") return json(405, { problems: ["GET tells how it stands, PUT changes it"] });
  const { bytes } = await readBody(request);
  const change = reviewChangeSchema.safeParse(parseChange(bytes.toString("utf8")));
  if (change.success) return json(200, { businessId, ...(await reviews.change(business, change.data)) });
  const problems = change.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "));
  return json(400, { problems });
}

/** `?requests=N` and `?businesses=N` ask for the newest N only, 0 for none; without them, for all that are kept. */
function answerState({ ledger, log, switchboard }: ControlHouse, request: IncomingMessage): Answer {
  const query = new URLSearchParams((request.url ?? "").split("?")[1]);
  const requestCount = countOf(query.get("requests"));
  const businessCount = countOf(query.get("businesses"));
  if (requestCount === null || businessCount === null) {
    return json(400, { problems: ["requests and businesses are numbers of the newest to tell"] });
  }
  const businesses = ledger.businesses();
  const facts = {
    switches: switchboard.current(),
    counts: { ...log.counts(), businesses: businesses.length },
    businesses: businesses.slice(Math.max(businesses.length - businessCount, 0)),
    requests: log.newest(requestCount),
  };
  return json(200, tellState(facts));
}

function countOf(text: string | null): number | null {
  if (text === null) return Number.POSITIVE_INFINITY;
  return /^\d+$/.test(text) ? Number(text) : null;
}

async function changeSwitches(switchboard: Switchboard, request: IncomingMessage): Promise<Answer> {
  const { bytes } = await readBody(request);
  const changed = switchboard.change(parseChange(bytes.toString("utf8")));
  return changed.ok ? json(200, changed.switches) : json(400, { problems: changed.problems });
}

function isLoopback(host: string | undefined): boolean {
  const address = `http://${host}`;
  return URL.canParse(address) && LOOPBACK_NAMES.has(new URL(address).hostname);
}

/** Browsers name the origin of every POST; other programs name none. */
function isOriginLoopback(origin: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && LOOPBACK_NAMES.has(new URL(origin).hostname));
}

function json(status: number, body: object | Generator<string>): Answer {
  const isInPieces = Symbol.iterator in body;
  return { status, type: "application/json", body: isInPieces ? body : JSON.stringify(body) };
}
