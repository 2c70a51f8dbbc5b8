import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";

/** Where a request is led that Next would take for a fault of its own; `app/api/refused/[status]` answers. */
const REFUSED_PATH = "/api/refused";

/** Methods that the web's `Request` cannot even hold. */
const UNKNOWN_METHODS = new Set(["TRACE", "TRACK", "CONNECT"]);

/** The status that an unreadable request gets, or null. Pure. */
export function refusalOf({
  method = "GET",
  url = "/",
}: {
  method?: string;
  url?: string;
}): 400 | 405 | null {
  if (UNKNOWN_METHODS.has(method)) return 405;
  if (!URL.canParse(url, "http://nowhere.invalid")) return 400;
  try {
    // Each part is decoded by itself, as Next does it.
    for (const part of (url.split("?")[0] ?? "").split("/")) decodeURIComponent(part);
    return null;
  } catch {
    return 400;
  }
}

/** Leads every such request of this process away before anybody reads it. */
export function leadAwayUnreadable(): void {
  subscribe("http.server.request.start", (message) => {
    if (typeof message !== "object" || message === null || !("request" in message)) return;
    const { request } = message;
    if (!(request instanceof IncomingMessage)) return;
    const status = refusalOf(request);
    if (status === null) return;
    request.method = "GET";
    request.url = `${REFUSED_PATH}/${status}`;
  });
}
