import { database } from "@/lib/db";
import { readMovement } from "@/lib/holders/movement";
import { answerReadiness } from "@/lib/server/readiness";
import { defineRoute } from "@/lib/server/route-handler";

/** As `/api/health/ready`: 200 only if the database answers, else 503. Says also whether workers move, and how far behind they are. */
export const GET = defineRoute({
  permission: "public",
  async handler() {
    const readiness = await answerReadiness();
    if (!readiness.ok) return readiness;
    const { workers, oldestDueSeconds } = await readMovement(database().pool);
    return Response.json({ status: "ok", workers, oldestDueSeconds });
  },
});
