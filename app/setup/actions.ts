"use server";

import { headers } from "next/headers";
import { addressOf } from "@/lib/http/client-address";
import { noteSecurity } from "@/lib/http/security-log";
import { defineAction } from "@/lib/server/define-action";
import { completeSetup } from "@/lib/users/setup";
import { setUpSchema } from "@/lib/users/setup-input";

/** Uses up a set-up link: the person has their password, and their browser signs in with it. */
export const setUp = defineAction({
  permission: "public",
  input: setUpSchema,
  async handler({ input: { token, name, email, password } }) {
    const ending = await completeSetup({ token, person: { name, email }, password });
    if (ending.kind === "link_over")
      noteSecurity("link_refused", {
        address: addressOf(await headers()),
        door: "set-up",
        reason: "unknown, used or too old",
      });
    return ending;
  },
});
