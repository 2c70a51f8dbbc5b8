import "server-only";
import type { NextAuthOptions, User } from "next-auth";
import type { JWT } from "next-auth/jwt";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { SESSION_ABSOLUTE_SECONDS } from "@/lib/users/session-times";
import { DEVICE_DAYS } from "./known-device";
import { HOME_PATH, SIGN_IN_PATH, safeNextPath } from "./next-path";
import { cookieName, cookieOptions, isSecureSite, sessionCookieName, sessionIdOf } from "./session-cookie";

/**
 * next-auth's options as far as its cookies and its token need them: `next-auth.ts` adds how a session begins and ends.
 * The token says nothing but which session it is.
 */
export function sessionOptions() {
  return {
    secret: env().nextAuthSecret,
    useSecureCookies: isSecureSite(),
    pages: {
      // next-auth leads here only what came without its token against forged forms.
      signIn: `${SIGN_IN_PATH}?error=no_cookie`,
      error: SIGN_IN_PATH,
      signOut: SIGN_IN_PATH,
    },
    session: { strategy: "jwt", maxAge: SESSION_ABSOLUTE_SECONDS },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookieOptions() },
      callbackUrl: { name: cookieName("callback-url"), options: cookieOptions() },
      csrfToken: {
        name: cookieName("csrf-token"),
        // It outlives the browser: tabs that come back together would otherwise each get a token, and one of them hold.
        options: { ...cookieOptions(), maxAge: DEVICE_DAYS * 86_400 },
      },
    },
    providers: [],
    callbacks: {
      // A person is there only when the session begins.
      jwt: ({ token, user }: { token: JWT; user?: User }) => ({
        sessionId: user ? user.id : sessionIdOf(token),
      }),
      // next-auth's own reading of an address fails on one that is none.
      redirect: ({ url, baseUrl }) => {
        const isOurs = URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === new URL(baseUrl).origin;
        return new URL(isOurs ? safeNextPath(pathOf(url, baseUrl)) : HOME_PATH, baseUrl).href;
      },
    },
    logger: {
      error: (code) => {
        // A cookie that does not open says no more than none.
        if (code !== "SIGNOUT_ERROR") logger.warn({ code }, "next-auth error");
      },
      warn: (code) => logger.warn({ code }, "next-auth warning"),
      debug: () => undefined,
    },
  } satisfies NextAuthOptions;
}

function pathOf(url: string, baseUrl: string): string {
  const { pathname, search } = new URL(url, baseUrl);
  return pathname + search;
}
