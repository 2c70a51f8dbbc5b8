"use server";

import { redirect } from "next/navigation";
import * as z from "zod/mini";
import { readOffToken } from "@/lib/digest/digest";
import { switchDigest } from "@/lib/digest/mutations";
import { env } from "@/lib/env";
import { defineFormAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";

const LONGEST_TOKEN = 200;

/** Switches the digest off for the person whose e-mail bore the link. */
export const switchOff = defineFormAction({
  permission: "public",
  input: z.object({ token: text(LONGEST_TOKEN) }),
  async handler({ input: { token } }) {
    const userId = readOffToken(token, env().nextAuthSecret);
    const isOff = userId !== null && (await switchDigest(userId, { isOff: true }));
    redirect(isOff ? "/digest/off?done=1" : "/digest/off");
  },
});
