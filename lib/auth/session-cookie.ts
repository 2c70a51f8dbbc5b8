import { hash } from "node:crypto";
import { decode, type JWT, type JWTDecodeParams } from "next-auth/jwt";
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
 * The session id in a token as its cookie holds it, or null when that is absent, altered, too old or of another secret.
 * Whether the session lives, only its row knows.
 */
export async function sessionIdIn(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  return sessionIdOf(await openOnce({ token, secret: env().nextAuthSecret }).catch(() => null));
}

/** More people than work with one process at a time. */
const OPENED_MAX = 1_000;
/** As long past its end next-auth still takes a token. */
const CLOCK_TOLERANCE_SECONDS = 15;

/** The tokens that were opened, each with what it says; only sound ones, so that nobody else fills it. */
const opened = new Map<string, JWT>();

/** Opens a token as next-auth does, each but once: to derive its key and decrypt it costs as much as a statement. */
export async function openOnce(params: JWTDecodeParams, nowMs = Date.now()): Promise<JWT | null> {
  const key = hash("sha256", `${params.secret}\n${params.token}`, "base64");
  const known = opened.get(key);
  if (known) return Number(known.exp) + CLOCK_TOLERANCE_SECONDS > nowMs / 1_000 ? known : null;
  const said = await decode(params);
  if (said === null) return null;
  if (opened.size >= OPENED_MAX) opened.clear();
  opened.set(key, said);
  return said;
}

/** The session id that a token carries, or null. */
export function sessionIdOf(token: JWT | null): string | null {
  const sessionId = token?.sessionId;
  return typeof sessionId === "string" && UUID.test(sessionId) ? sessionId : null;
}
