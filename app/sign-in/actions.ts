"use server";

import { redirect } from "next/navigation";
import * as z from "zod/mini";
import { safeNextPath } from "@/lib/auth/next-path";
import { clearSessionCookie, getClient, openInBrowser } from "@/lib/auth/session";
import { signIn as openSession } from "@/lib/auth/sign-in";
import { formatTime } from "@/lib/i18n/format";
import { defineAction, defineFormAction } from "@/lib/server/define-action";
import { getTimeStyle } from "@/lib/server/language";
import { signOut as endSession } from "@/lib/users/profile";
import { signInSchema } from "@/lib/users/sign-in-input";

/** Leads to where the person wanted to go, or says why nobody was signed in. */
export const signIn = defineAction({
  permission: "public",
  input: signInSchema,
  async handler({ input }) {
    const ending = await openSession({
      email: input.email,
      password: input.password,
      ...(await getClient(input.email)),
    });
    switch (ending.kind) {
      case "refused":
        return { kind: "refused" as const };
      case "wait": {
        // The next full minute, because the time is shown without seconds.
        const until = new Date(Math.ceil(ending.until.getTime() / 60_000) * 60_000);
        return { kind: "wait" as const, time: formatTime(until, new Date(), await getTimeStyle()) };
      }
      case "signed_in":
        await openInBrowser({ sessionId: ending.sessionId, email: input.email });
        return redirect(safeNextPath(input.next));
    }
  },
});

/** Ends this browser's session, wherever it stands by now. */
export const signOut = defineFormAction({
  permission: "public",
  input: z.object({}),
  async handler() {
    const sessionId = await clearSessionCookie();
    if (sessionId) await endSession(sessionId);
    redirect("/sign-in");
  },
});
