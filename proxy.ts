import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { newCsrfCookie } from "@/lib/auth/csrf";
import { PATH_HEADER } from "@/lib/auth/next-path";
import { sessionCookieName, sessionIdIn } from "@/lib/auth/session-cookie";
import { env, isDevelopment } from "@/lib/env";
import { databaseAwayAnswer, isPageRequest } from "@/lib/http/database-away-answer";
import { refuseBody } from "@/lib/http/request-body";
import { hostOfOwnPage, isForeignAction, isForeignHost } from "@/lib/http/request-origin";
import { contentSecurityPolicy, securityHeaders } from "@/lib/http/security-headers";
import { doorOf, noteSecurity, originFacts, type SecurityEvent } from "@/lib/http/security-log";

/** A file of `public/` or an icon; browsers may keep it as its own headers say. */
const FILE_PATH = /\.[a-z0-9]+$/;

/**
 * Tells pages their nonce and address, and puts on every answer the headers that depend on them or on the settings.
 * Those that are always the same are in `next.config.js`.
 *
 * It is not the lock: nothing here knows who asks. Pages, actions and routes each check for themselves.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  const context = {
    nonce: randomBytes(16).toString("base64"),
    isSecure: env().nextAuthUrl.startsWith("https://"),
    isDevelopment: isDevelopment(),
  };
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from this header of the request.
  headers.set("content-security-policy", contentSecurityPolicy(context));
  headers.set(PATH_HEADER, pathname + search);
  const host = hostOfOwnPage(request.headers, env().nextAuthUrl);
  if (host) headers.set("x-forwarded-host", host);
  const instead = await answerInstead(request, context.nonce);
  const csrfCookie =
    !instead && isPageRequest({ method: request.method, pathname }) ? await newCsrfCookie(request) : null;
  if (csrfCookie)
    headers.set("cookie", [headers.get("cookie"), csrfCookie.split(";")[0]].filter(Boolean).join("; "));
  const response = instead ?? NextResponse.next({ request: { headers } });
  if (csrfCookie) response.headers.append("set-cookie", csrfCookie);
  for (const [name, value] of Object.entries(securityHeaders(context))) response.headers.set(name, value);
  if (!FILE_PATH.test(pathname)) response.headers.set("Cache-Control", "no-store");
  return response;
}

/** What is answered here instead of by a page, or null. */
async function answerInstead(request: NextRequest, nonce: string): Promise<Response | null> {
  const { method, headers, nextUrl } = request;
  const { pathname } = nextUrl;
  // The image optimiser would fetch and decode what an address names; no page of ours uses it.
  if (pathname.startsWith("/_next/image")) return new Response(null, { status: 404 });
  const refuse = (event: SecurityEvent, status: number): Response => {
    noteSecurity(event, originFacts(headers, doorOf(method, pathname)));
    // What was not taken in of a body would hold the connection.
    return new Response(null, { status, headers: { connection: "close" } });
  };
  const site = { url: env().nextAuthUrl, trustedProxies: env().trustedProxies };
  if (isForeignHost(headers, site) && !pathname.startsWith("/api/health") && pathname !== "/api/metrics")
    return refuse("foreign_host", 421);
  if (isForeignAction(headers, site.url)) return refuse("foreign_origin", 403);
  const token = request.cookies.get(sessionCookieName())?.value;
  const refused = await refuseBody(headers, async () => (await sessionIdIn(token)) !== null);
  if (refused) return refuse("body_refused", refused);
  // A page that is already being rendered can no longer say 503.
  const isAway = isPageRequest({ method, pathname }) && (await globalThis.mitraDatabaseWatch?.isAway());
  return isAway ? databaseAwayAnswer(nonce) : null;
}

/**
 * Everything but the build's own files, whose names change with their content and which anyone may cache, and the
 * upload of spreadsheets: for a proxy Next keeps the whole body in memory, and cuts it off at 10 MB without a word.
 *
 * And but a server action that nothing here would refuse: its answer is no document and needs no nonce, and the way
 * through here would be a third of its time. It comes through here all the same where its body is large or of untold size, where
 * its page may not be ours, and where Next would not believe its page's host (see `allowedOrigins` in next.config.js).
 * Whose it is, the action asks itself (`defineAction`).
 */
export const config = {
  matcher: [
    // No action is called there, whatever a request says.
    { source: "/(_next/image|api/.*)" },
    {
      source: "/((?!_next/static/|registrations/import/upload$).*)",
      missing: [{ type: "header", key: "next-action" }],
    },
    {
      source: "/((?!_next/static/|registrations/import/upload$).*)",
      has: [{ type: "header", key: "content-length", value: "(?:[89]\\d{3}|\\d{5,})" }],
    },
    {
      source: "/((?!_next/static/|registrations/import/upload$).*)",
      has: [{ type: "header", key: "transfer-encoding" }],
    },
    {
      source: "/((?!_next/static/|registrations/import/upload$).*)",
      has: [{ type: "header", key: "sec-fetch-site", value: "(?!same-origin$).*" }],
    },
    {
      source: "/((?!_next/static/|registrations/import/upload$).*)",
      has: [{ type: "header", key: "origin" }],
      missing: [{ type: "header", key: "sec-fetch-site" }],
    },
    {
      source: "/((?!_next/static/|registrations/import/upload$).*)",
      has: [{ type: "header", key: "origin", value: "(?:null|\\w+://(?!localhost(?::|$))[^.]*)" }],
    },
  ],
};
