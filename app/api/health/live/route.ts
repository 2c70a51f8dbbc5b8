import { defineRoute } from "@/lib/server/route-handler";

export const dynamic = "force-dynamic";

/**
 * 200 while this process can answer at all. It never asks the database: a process whose database is away, or that
 * is about to stop, is not to be killed for it.
 */
export const GET = defineRoute({
  permission: "public",
  async handler() {
    return Response.json({ status: "ok" });
  },
});
