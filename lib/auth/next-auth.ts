import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { failureOf } from "@/lib/http/failure";
import { logger } from "@/lib/logger";
import { signOut } from "@/lib/users/profile";
import { SESSION_ABSOLUTE_SECONDS } from "@/lib/users/session-times";
import { HOME_PATH, safeNextPath } from "./next-path";
import { endHeldSession, getClient, rememberDevice } from "./session";
import {
  cookieName,
  cookieOptions,
  isSecureSite,
  sessionClaims,
  sessionCookieName,
  sessionIdOf,
} from "./session-cookie";
import { signIn } from "./sign-in";

const LONGEST_INPUT = 1_000;

/**
 * next-auth's part: reading a sign-in request, and the sealed cookie. Its callbacks only copy the
 * session id; whether that session lives is asked of its row on every request, by `getActor`.
 */
export function nextAuthOptions(): NextAuthOptions {
  return {
    secret: env().nextAuthSecret,
    useSecureCookies: isSecureSite(),
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_ABSOLUTE_SECONDS },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookieOptions() },
      callbackUrl: { name: cookieName("callback-url"), options: cookieOptions() },
      csrfToken: { name: cookieName("csrf-token"), options: cookieOptions() },
    },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (fields) => authorize(fields),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => sessionClaims(user ? user.id : sessionIdOf(token)),
      session: ({ session }) => ({ expires: session.expires }),
      // next-auth's own reading of an address fails on one that is none.
      redirect: ({ url, baseUrl }) => {
        const isOurs = URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === new URL(baseUrl).origin;
        return new URL(isOurs ? safeNextPath(pathOf(new URL(url, baseUrl))) : HOME_PATH, baseUrl).href;
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sessionId = sessionIdOf(token);
        if (sessionId) await signOut(sessionId);
      },
    },
    logger: {
      error: (code) => logger.warn({ code }, "next-auth error"),
      warn: (code) => logger.warn({ code }, "next-auth warning"),
      debug: () => undefined,
    },
  };
}

/** next-auth puts the message of what is thrown here into an address, so only our own codes are thrown. */
async function authorize(
  fields: Partial<Record<"email" | "password", unknown>> | undefined,
): Promise<{ id: string } | null> {
  const email = textOf(fields?.email);
  const ending = await signIn({
    email,
    password: textOf(fields?.password),
    ...(await getClient(email)),
  }).catch((error: unknown) => failureOf(error, "sign-in"));
  switch (ending.kind) {
    case "signed_in":
      await endHeldSession();
      await rememberDevice(email);
      return { id: ending.sessionId };
    case "refused":
      return null;
    case "wait":
      throw new Error("too_many_requests");
    case "failure":
      throw new Error(ending.code);
  }
}

function pathOf({ pathname, search }: URL): string {
  return pathname + search;
}

function textOf(field: unknown): string {
  return typeof field === "string" && field.length <= LONGEST_INPUT ? field : "";
}
