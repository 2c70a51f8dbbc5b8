"use server";

import { redirect } from "next/navigation";
import { HOME_PATH } from "@/lib/auth/next-path";
import { getClient, openInBrowser } from "@/lib/auth/session";
import { noteSecurity } from "@/lib/http/security-log";
import { defineAction } from "@/lib/server/define-action";
import { completeSetup } from "@/lib/users/setup";
import { setUpSchema } from "@/lib/users/setup-input";

/** Uses up a set-up link: the person has their password and is signed in. */
export const setUp = defineAction({
  permission: "public",
  input: setUpSchema,
  async handler({ input: { token, name, email, password } }) {
    const { userAgent, clientAddress } = await getClient("");
    const ending = await completeSetup({ token, person: { name, email }, password, userAgent });
    if (ending.kind === "link_over")
      noteSecurity("link_refused", {
        address: clientAddress,
        door: "set-up",
        reason: "unknown, used or too old",
      });
    if (ending.kind !== "done") return ending;
    await openInBrowser(ending);
    return redirect(HOME_PATH);
  },
});
