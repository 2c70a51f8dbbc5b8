import { decode, encode } from "next-auth/jwt";
import { env } from "@/lib/env";
import { SESSION_ABSOLUTE_SECONDS } from "@/lib/users/session-times";

/** The one claim of ours in next-auth's token. Everything else about a session is in its row. */
const SESSION_ID_CLAIM = "sessionId";
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

/** The session cookie that signs a browser in, in next-auth's own token form. */
export async function makeSessionCookie(sessionId: string) {
  const value = await encode({
    token: { [SESSION_ID_CLAIM]: sessionId },
    secret: env().nextAuthSecret,
    maxAge: SESSION_ABSOLUTE_SECONDS,
  });
  return { name: sessionCookieName(), value, ...cookieOptions(), maxAge: SESSION_ABSOLUTE_SECONDS };
}

/** The session id in a cookie's value, or null when it is absent, altered, too old or of another secret. */
export async function readSessionCookie(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  try {
    const token = await decode({ token: value, secret: env().nextAuthSecret });
    return sessionIdOf(token);
  } catch {
    // A cookie that does not open says no more than none: the person signs in again.
    return null;
  }
}

/** The session id a decoded token carries, or null. */
export function sessionIdOf(token: Record<string, unknown> | null): string | null {
  const sessionId = token?.[SESSION_ID_CLAIM];
  return typeof sessionId === "string" && UUID.test(sessionId) ? sessionId : null;
}

/** The claims of a token that says nothing but which session it is. */
export function sessionClaims(sessionId: string | null): Record<string, unknown> {
  return sessionId === null ? {} : { [SESSION_ID_CLAIM]: sessionId };
}
