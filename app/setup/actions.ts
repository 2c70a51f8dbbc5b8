"use server";

import { redirect } from "next/navigation";
import * as z from "zod/mini";
import { HOME_PATH } from "@/lib/auth/next-path";
import { getClient, openInBrowser } from "@/lib/auth/session";
import { defineAction } from "@/lib/server/define-action";
import { completeSetup } from "@/lib/users/setup";

const LONGEST_INPUT = 10_000;
const text = z.string().check(z.maxLength(LONGEST_INPUT));

/** Uses up a set-up link: the person has their password and is signed in. */
export const setUp = defineAction({
  permission: "public",
  input: z.object({ token: text, name: z.optional(text), email: z.optional(text), password: text }),
  async handler({ input: { token, name = "", email = "", password } }) {
    const { userAgent } = await getClient("");
    const ending = await completeSetup({ token, person: { name, email }, password, userAgent });
    if (ending.kind !== "done") return ending;
    await openInBrowser(ending);
    return redirect(HOME_PATH);
  },
});
