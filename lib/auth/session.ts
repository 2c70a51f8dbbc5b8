import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/authority/actor";
import { can, type Permission } from "@/lib/authority/permissions";
import { env } from "@/lib/env";
import { addressOf } from "@/lib/http/client-address";
import { signOut } from "@/lib/users/profile";
import { findSessionActor } from "@/lib/users/sessions";
import { DEVICE_DAYS, knownDevice, rememberOnDevice } from "./known-device";
import { PATH_HEADER, signInPath } from "./next-path";
import {
  cookieName,
  cookieOptions,
  makeSessionCookie,
  readSessionCookie,
  sessionCookieName,
} from "./session-cookie";
import type { SignInAttempt } from "./sign-in";

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

/**
 * Gives the browser the session's cookie, and remembers that this person has signed in here. The session whose cookie
 * it had is over: nobody else should find it alive. Only where an answer can set cookies: actions and routes.
 */
export async function openInBrowser({
  sessionId,
  email,
}: {
  sessionId: string;
  email: string;
}): Promise<void> {
  await endHeldSession();
  await rememberDevice(email);
  (await cookies()).set(await makeSessionCookie(sessionId));
}

/** Ends the session whose cookie the browser has. */
export async function endHeldSession(): Promise<void> {
  const held = await readSessionCookie((await cookies()).get(sessionCookieName())?.value);
  if (held) await signOut(held);
}

/** Remembers that this person has signed in on this device. */
export async function rememberDevice(email: string): Promise<void> {
  const cookieJar = await cookies();
  const name = cookieName("device");
  const value = rememberOnDevice(cookieJar.get(name)?.value, email, env().nextAuthSecret);
  cookieJar.set({ name, value, ...cookieOptions(), maxAge: DEVICE_DAYS * 86_400 });
}

/** The id of this device, if the person with this address has signed in on it. */
async function deviceOf(email: string): Promise<string | null> {
  return knownDevice((await cookies()).get(cookieName("device"))?.value, email, env().nextAuthSecret);
}

/** Takes the session's cookie back and returns the session it named, or null. */
export async function clearSessionCookie(): Promise<string | null> {
  const cookieJar = await cookies();
  const sessionId = await readSessionCookie(cookieJar.get(sessionCookieName())?.value);
  cookieJar.set({ name: sessionCookieName(), value: "", ...cookieOptions(), maxAge: 0 });
  return sessionId;
}

/** What is known of the browser that asks: by what its guesses are counted, and its name for the list of sessions. */
export async function getClient(
  email: string,
): Promise<Pick<SignInAttempt, "clientAddress" | "deviceId" | "userAgent">> {
  const requestHeaders = await headers();
  return {
    clientAddress: addressOf(requestHeaders),
    deviceId: await deviceOf(email),
    userAgent: requestHeaders.get("user-agent"),
  };
}
