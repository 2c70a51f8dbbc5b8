import { answerReadiness } from "@/lib/server/readiness";
import { defineRoute } from "@/lib/server/route-handler";

/** 200 if people may be sent to this process, 503 as soon as it was told to stop or its database is away. */
export const GET = defineRoute({ permission: "public", handler: answerReadiness });
