import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pathOf } from "./calls";
import type { Business, Ledger } from "./ledger";
import { renderPage } from "./page";
import { readBody } from "./received-body";
import type { RequestLog } from "./request-log";
import type { Switchboard } from "./switches";

export type ControlHouse = { ledger: Ledger; log: RequestLog; switchboard: Switchboard };

type Answer = { status: number; type: string; body: string };
type Handler = (request: IncomingMessage) => Answer | Promise<Answer>;

const CONTROL_PREFIX = "/__stand-in/";
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
    const { status, type, body } = await answerOf(routes, request);
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...HEADERS, "Content-Type": type, "Content-Length": bytes.length });
    response.end(bytes);
  };
}

async function answerOf(routes: Map<string, Handler>, request: IncomingMessage): Promise<Answer> {
  if (!isLoopback(request.headers.host) || !isOriginLoopback(request.headers.origin)) {
    return json(403, { problems: ["Open the stand-in by 127.0.0.1 or localhost"] });
  }
  const handler = routes.get(`${request.method} ${pathOf(request)}`);
  return handler ? handler(request) : json(404, { problems: ["The stand-in has no such address"] });
}

async function routesOf({ ledger, log, switchboard }: ControlHouse): Promise<Map<string, Handler>> {
  const css = await readFile(new URL("./page-style.css", import.meta.url), "utf8");
  const script = await readFile(new URL("./page-script.js", import.meta.url), "utf8");
  const page = () => ({
    businesses: ledger.businesses(),
    requests: log.entries(),
    requestCount: log.total(),
    switches: switchboard.current(),
  });
  return new Map<string, Handler>([
    ["GET /", () => ({ status: 200, type: "text/html; charset=utf-8", body: renderPage(page()) })],
    ["GET /__stand-in/page.css", () => ({ status: 200, type: "text/css; charset=utf-8", body: css })],
    [
      "GET /__stand-in/page.js",
      () => ({ status: 200, type: "text/javascript; charset=utf-8", body: script }),
    ],
    [
      "GET /__stand-in/state",
      () => {
        const businesses = ledger.businesses();
        return json(200, { businesses, requests: log.entries(), switches: switchboard.current() });
      },
    ],
    ["GET /__stand-in/ledger.json", () => json(200, ledger.businesses().map(mappingOf))],
    ["POST /__stand-in/switches", (request) => changeSwitches(switchboard, request)],
    [
      "POST /__stand-in/reset",
      async () => {
        await ledger.reset();
        log.reset();
        switchboard.reset();
        return json(200, { switches: switchboard.current() });
      },
    ],
  ]);
}

async function changeSwitches(switchboard: Switchboard, request: IncomingMessage): Promise<Answer> {
  const { bytes } = await readBody(request);
  const changed = switchboard.change(parseJson(bytes.toString("utf8")));
  return changed.ok ? json(200, changed.switches) : json(400, { problems: changed.problems });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema then says what was expected.
    return undefined;
  }
}

/** The mapping alone, without the merchant's data. */
function mappingOf(business: Business) {
  const { partnerRefId, businessId, brandIds, requestId, clientId, createdAt } = business;
  return { partnerRefId, businessId, brandIds, requestId, clientId, createdAt };
}

function isLoopback(host: string | undefined): boolean {
  const address = `http://${host}`;
  return URL.canParse(address) && LOOPBACK_NAMES.has(new URL(address).hostname);
}

/** Browsers name the origin of every POST; other programs name none. */
function isOriginLoopback(origin: string | undefined): boolean {
  return origin === undefined || (URL.canParse(origin) && LOOPBACK_NAMES.has(new URL(origin).hostname));
}

function json(status: number, body: object): Answer {
  return { status, type: "application/json", body: JSON.stringify(body) };
}
