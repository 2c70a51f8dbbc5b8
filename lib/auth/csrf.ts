import "server-only";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { cookieName } from "./session-cookie";
import { sessionOptions } from "./session-options";

/**
 * The `Set-Cookie` of next-auth's token against forged forms, for a browser that has none yet; null where it has one.
 * A form that is handed in without a script bears it, so each page needs it from the first on.
 */
export async function newCsrfCookie(request: NextRequest): Promise<string | null> {
  const name = cookieName("csrf-token");
  if (request.cookies.has(name)) return null;
  const asked = new NextRequest(new URL("/api/auth/csrf", request.url));
  const params = Promise.resolve({ nextauth: ["csrf"] });
  const answer: Response = await NextAuth(asked, { params }, sessionOptions());
  return answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`)) ?? null;
}
