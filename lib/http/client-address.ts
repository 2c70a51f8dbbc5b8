import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import type { RequestHeaders } from "./request-origin";

/** All clients whose address is not known share one counter. */
const UNKNOWN_ADDRESS = "unknown";

/**
 * The address to count a client's attempts by, from the `x-forwarded-for` header as `noteSocketAddresses` leaves it.
 *
 * Each machine on the way writes whom it heard at the end: the last entry is the socket's, the one before it was
 * written by the machine next to us, and so on for as many as are `trustedProxies`. What stands further left is
 * whatever the client claimed. An IPv6 client owns a whole /64 and is counted by it.
 */
export function clientAddress(forwardedFor: string | null, trustedProxies: number): string {
  const entries = (forwardedFor ?? "").split(",").map((entry) => entry.trim());
  // Whoever came by fewer proxies than there are was heard by one that is trusted, too.
  const heard = entries.at(-1 - trustedProxies) ?? entries[0] ?? "";
  const address = heard.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(address) === 0) return UNKNOWN_ADDRESS;
  return isIPv6(address) ? networkOf(address) : address;
}

let isProxyTold = false;

/** The address to count a client's attempts by. Says in the log, once, where a proxy is heard that is not trusted. */
export function addressOf(headers: RequestHeaders): string {
  const forwardedFor = headers.get("x-forwarded-for");
  const { trustedProxies } = env();
  if (trustedProxies === 0 && forwardedFor?.includes(",") && !isProxyTold) {
    isProxyTold = true;
    logger.warn(
      "sign-ins come through a proxy that TRUSTED_PROXIES does not count: all people share one limit",
    );
  }
  return clientAddress(forwardedFor, trustedProxies);
}

/**
 * Adds the socket's address to the `x-forwarded-for` header of every request of this process, as a proxy would, before
 * anybody reads it: Next puts it there only where a client sent no such header, so that the two cannot be told apart.
 */
export function noteSocketAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const request = requestOf(message);
    if (!request) return;
    const { headers, socket } = request;
    const before = headers["x-forwarded-for"];
    headers["x-forwarded-for"] = [before, socket.remoteAddress ?? UNKNOWN_ADDRESS].filter(Boolean).join(", ");
  });
}

function requestOf(message: unknown): IncomingMessage | null {
  const has = typeof message === "object" && message !== null && "request" in message;
  return has && message.request instanceof IncomingMessage ? message.request : null;
}

/** The first four groups of an IPv6 address, written out: `2001:db8::1` → `2001:db8:0:0`. */
function networkOf(address: string): string {
  const [head = "", tail] = address.split("%")[0]?.toLowerCase().split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(8 - groups.length - rest.length, 0)).fill("0");
  return [...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
