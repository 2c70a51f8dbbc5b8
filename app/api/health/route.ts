import { answerReadiness } from "@/lib/server/readiness";
import { defineRoute } from "@/lib/server/route-handler";

/** The same as `/api/health/ready`, under the older address: 200 only if the database answers, else 503. */
export const GET = defineRoute({ permission: "public", handler: answerReadiness });
