import { database } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { databaseAnswers } from "@/lib/server/database-watch";
import { defineRoute } from "@/lib/server/route-handler";

/** 200 only if the database answers within two seconds, else 503: a balancer must not send people to a process that cannot serve them. */
export const GET = defineRoute({
  permission: "public",
  async handler() {
    if (!(await databaseAnswers(database().pool))) throw new AppError("database_unavailable");
    return Response.json({ status: "ok" });
  },
});
