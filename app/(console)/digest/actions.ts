"use server";

import { redirect } from "next/navigation";
import * as z from "zod/mini";
import { switchDigest as switchTo } from "@/lib/digest/mutations";
import { defineFormAction } from "@/lib/server/define-action";

/** Switches one's own morning e-mail off or on again. */
export const switchDigest = defineFormAction({
  permission: "profile.write",
  input: z.object({ to: z.enum(["on", "off"]) }),
  async handler({ actor, input: { to } }) {
    await switchTo(actor.id, { isOff: to === "off" });
    redirect("/digest");
  },
});
