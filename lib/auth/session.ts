import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { findSessionActor } from "@/lib/users/sessions";
import type { UserActor } from "./actor";
import { PATH_HEADER, signInPath } from "./next-path";
import { can, type Permission } from "./permissions";
import { readSessionCookie, sessionCookieName } from "./session-cookie";

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
