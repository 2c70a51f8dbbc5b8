/** The headers that tell where a request comes from; any `Headers` fits. */
export type RequestHeaders = { get(name: string): string | null };

/**
 * Whether a request that changes something comes from a page of ours, or from no page at all.
 *
 * A browser says so itself: `Sec-Fetch-Site` cannot be set by scripts, and holds where the page
 * hides its address (then `Origin` is "null"). Else `Origin` must be the host asked for or
 * `siteUrl`, which counts where a proxy rewrites the host. A program that is no browser sends
 * neither; it has no cookies of someone else to abuse.
 */
export function isFromOwnPage(headers: RequestHeaders, siteUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site === "same-origin";
  const origin = headers.get("origin");
  if (!origin) return true;
  if (!URL.canParse(origin)) return false;
  return origin === new URL(siteUrl).origin || new URL(origin).host === headers.get("host");
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
