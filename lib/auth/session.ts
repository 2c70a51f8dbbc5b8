import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { addressOf } from "@/lib/server/client-address";
import { findSessionActor } from "@/lib/users/sessions";
import type { UserActor } from "./actor";
import { PATH_HEADER, signInPath } from "./next-path";
import { can, type Permission } from "./permissions";
import { cookieOptions, makeSessionCookie, readSessionCookie, sessionCookieName } from "./session-cookie";

/** The person of this request, or null. One query per request; a session ended elsewhere is over here at once. */
export const getActor = cache(async (): Promise<UserActor | null> => {
  const cookieJar = await cookies();
  const sessionId = await readSessionCookie(cookieJar.get(sessionCookieName())?.value);
  return sessionId ? findSessionActor(sessionId) : null;
});

/** The person of this request. Leads everyone else to the sign-in page, and back here afterwards. */
export async function requireActor(): Promise<UserActor> {
  const actor = await getActor();
  if (actor) return actor;
  redirect(signInPath((await headers()).get(PATH_HEADER)));
}

/** The person of this request, who has the permission. To others signed in the page does not exist. */
export async function requirePermission(permission: Permission): Promise<UserActor> {
  const actor = await requireActor();
  if (!can(actor, permission)) notFound();
  return actor;
}

/** Gives the browser the session's cookie. Only where an answer can set cookies: actions and routes. */
export async function setSessionCookie(sessionId: string): Promise<void> {
  (await cookies()).set(await makeSessionCookie(sessionId));
}

/** Takes the session's cookie back and returns the session it named, or null. */
export async function clearSessionCookie(): Promise<string | null> {
  const cookieJar = await cookies();
  const sessionId = await readSessionCookie(cookieJar.get(sessionCookieName())?.value);
  cookieJar.set({ name: sessionCookieName(), value: "", ...cookieOptions(), maxAge: 0 });
  return sessionId;
}

/** What is known of the browser that asks: its address for limits, its name for the list of sessions. */
export async function getClient(): Promise<{ clientAddress: string; userAgent: string | null }> {
  const requestHeaders = await headers();
  return {
    clientAddress: addressOf(requestHeaders),
    userAgent: requestHeaders.get("user-agent"),
  };
}
