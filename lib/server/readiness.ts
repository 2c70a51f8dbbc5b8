import { database } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { databaseAnswers } from "./database-watch";
import { isStopping } from "./stop";

const RETRY_AFTER_SECONDS = 5;

/**
 * 200 if this process can serve people, else 503: it was told to stop, or the database does not answer within two
 * seconds. For a balancer, which then sends nobody here; not for whoever would restart a process that is well.
 */
export async function answerReadiness(): Promise<Response> {
  if (isStopping()) {
    const headers = { "retry-after": String(RETRY_AFTER_SECONDS) };
    return Response.json({ status: "stopping" }, { status: 503, headers });
  }
  if (!(await databaseAnswers(database().pool))) throw new AppError("database_unavailable");
  return Response.json({ status: "ok" });
}
