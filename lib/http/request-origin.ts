import { isIP } from "node:net";
import { isLoopback } from "@/lib/loopback";

/** The headers that tell where a request comes from; any `Headers` fits. */
export type RequestHeaders = { get(name: string): string | null };

/**
 * Whether a request that changes something comes from a page of ours, or from no page at all.
 *
 * A browser says so itself: `Sec-Fetch-Site` cannot be set by scripts, and holds where the page hides its address (then
 * `Origin` is "null"). But it believes the name that was asked for, and a stranger's name may lead to us; where people
 * reach us over TLS a page that says its address must therefore be at `siteUrl` to the letter, or on this machine. A
 * program that is no browser sends neither; it has no cookies of someone else to abuse.
 */
export function isFromOwnPage(headers: RequestHeaders, siteUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (!origin || (origin === "null" && site)) return true;
  if (!URL.canParse(origin)) return false;
  if (origin === new URL(siteUrl).origin) return true;
  const { host, hostname } = new URL(origin);
  if (siteUrl.startsWith("https:") && !isLoopback(hostname)) return false;
  return site !== null || host === headers.get("host");
}

/** Endings that only networks of their own have. */
const PRIVATE_NAME = /\.(local|localdomain|internal|intranet|lan|home|corp|private|svc|test|home\.arpa)$/i;

/**
 * Whether a request names a host of the internet that is not `site`: then a stranger's name leads here. Addresses and
 * names of a private network are what a balancer, a probe or a proxy that rewrites the host asks for. Where people do
 * not come over TLS they come by whatever name the network has.
 */
export function isForeignHost(
  headers: RequestHeaders,
  site: { url: string; trustedProxies: number },
): boolean {
  const { host: own, protocol } = new URL(site.url);
  const host = headers.get("host");
  if (protocol !== "https:" || !host) return false;
  const told = site.trustedProxies > 0 ? headers.get("x-forwarded-host") : null;
  if ([host, told?.split(",")[0]?.trim()].some((name) => name?.toLowerCase() === own)) return false;
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
  const isName = name.includes(".") && isIP(name) === 0 && !name.startsWith("[");
  return isName && name !== new URL(site.url).hostname && !isLoopback(name) && !PRIVATE_NAME.test(name);
}

/**
 * The host under which a page of ours asked, as its browser knows it; null where no page says so, or a foreign one
 * does. Next believes a server action only from the host that the request names, which a proxy may have rewritten.
 */
export function hostOfOwnPage(headers: RequestHeaders, siteUrl: string): string | null {
  const origin = headers.get("origin");
  if (!origin || !URL.canParse(origin) || !isFromOwnPage(headers, siteUrl)) return null;
  return new URL(origin).host;
}

/**
 * Whether a page that is not ours calls a server action, which Next itself would answer as a fault of ours. A form
 * that was sent before its script had come calls one without the header; nothing else of ours takes such a body.
 */
export function isForeignAction(headers: RequestHeaders, siteUrl: string): boolean {
  const isAction =
    headers.get("next-action") !== null ||
    headers.get("content-type")?.startsWith("multipart/form-data") === true;
  return isAction && !isFromOwnPage(headers, siteUrl);
}
