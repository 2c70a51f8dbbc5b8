import type { NextRequest } from "next/server";
import { getToken, type JWT } from "next-auth/jwt";
import { env } from "@/lib/env";

declare module "next-auth/jwt" {
  interface JWT {
    /** All that the token says. Everything else about a session is in its row. */
    sessionId?: unknown;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether the product is reached over TLS, which the address people use says. */
export function isSecureSite(): boolean {
  return env().nextAuthUrl.startsWith("https://");
}

/**
 * A cookie's name. Over TLS it is a `__Host-` cookie, which no other host or path can set or read.
 * Without TLS it bears the port, since two checkouts side by side on one machine share their cookies.
 */
export function cookieName(name: string): string {
  const { port } = new URL(env().nextAuthUrl);
  return isSecureSite() ? `__Host-next-auth.${name}` : `next-auth${port && `-${port}`}.${name}`;
}

/** How every cookie of signing in is sent: to this site alone, never to scripts. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecureSite() } as const;
}

export function sessionCookieName(): string {
  return cookieName("session-token");
}

/**
 * The session id in a request's token, or null when that is absent, altered, too old or of another secret. Whether the
 * session lives, only its row knows.
 */
export async function sessionIdIn(request: NextRequest): Promise<string | null> {
  const token = await getToken({
    req: request,
    secret: env().nextAuthSecret,
    cookieName: sessionCookieName(),
    secureCookie: isSecureSite(),
  });
  return sessionIdOf(token);
}

/** The session id that a token carries, or null. */
export function sessionIdOf(token: JWT | null): string | null {
  const sessionId = token?.sessionId;
  return typeof sessionId === "string" && UUID.test(sessionId) ? sessionId : null;
}
