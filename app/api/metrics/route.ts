import { createHash, timingSafeEqual } from "node:crypto";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { metrics } from "@/lib/metrics";
import { defineRoute } from "@/lib/server/route-handler";

/** For a Prometheus that shows METRICS_TOKEN; without that variable there is nothing at this address. */
export const GET = defineRoute({
  permission: "public",
  async handler({ request }) {
    const { token } = env().metrics;
    if (token === null) throw new AppError("not_found");
    if (!isSame(request.headers.get("authorization") ?? "", `Bearer ${token}`))
      throw new AppError("not_signed_in");
    const { contentType, text } = await metrics().scrape(database().pool);
    return new Response(text, { headers: { "content-type": contentType } });
  },
});

/** Takes as long wherever the two begin to differ, and whatever their lengths are. */
function isSame(shown: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(shown), digest(expected));
}
