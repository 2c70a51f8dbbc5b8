import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import * as z from "zod/mini";
import { failureOf } from "@/lib/http/failure";
import { signOut } from "@/lib/users/profile";
import { signInSchema } from "@/lib/users/sign-in-input";
import { writeRefusal } from "./refusal";
import { endHeldSession, getClient, rememberDevice } from "./session";
import { sessionIdOf } from "./session-cookie";
import { sessionOptions } from "./session-options";
import { type SignInEnding, signIn } from "./sign-in";

/** next-auth with how a session begins and ends. `onUnended` is told why a session could not be ended, which next-auth keeps to itself. */
export function nextAuthOptions(onUnended: (error: unknown) => void): NextAuthOptions {
  return {
    ...sessionOptions(),
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (fields) => authorize(fields),
      }),
    ],
    events: {
      signOut: async ({ token }) => {
        const sessionId = sessionIdOf(token);
        if (sessionId) await signOut(sessionId).catch(onUnended);
      },
    },
  };
}

type Fields = Partial<Record<"email" | "password", unknown>> | undefined;

/**
 * Begins a session, whose id next-auth puts into its token. next-auth puts the message of what is thrown here into an
 * address, so whatever it is, it is a code of ours.
 */
async function authorize(fields: Fields): Promise<{ id: string }> {
  const ending = await enter(fields).catch((error: unknown) => failureOf(error, "sign-in"));
  if (ending.kind !== "signed_in") throw new Error(writeRefusal(ending));
  return { id: ending.sessionId };
}

/** The session whose cookie the browser had is over: nobody else should find it alive. */
async function enter(fields: Fields): Promise<SignInEnding> {
  const parsed = z.safeParse(signInSchema, fields);
  if (!parsed.success) return { kind: "refused" };
  const { email, password } = parsed.data;
  const ending = await signIn({ email, password, ...(await getClient(email)) });
  if (ending.kind !== "signed_in") return ending;
  await endHeldSession();
  await rememberDevice(email);
  return ending;
}
