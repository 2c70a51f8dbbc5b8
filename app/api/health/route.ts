import { database } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { defineRoute } from "@/lib/server/route-handler";

const PATIENCE_MS = 2_000;

/** 200 only if the database answers within two seconds, else 503: a balancer must not send people to a process that cannot serve them. */
export const GET = defineRoute({
  permission: "public",
  async handler() {
    if (!(await databaseAnswers())) throw new AppError("database_unavailable");
    return Response.json({ status: "ok" });
  },
});

async function databaseAnswers(): Promise<boolean> {
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    patience = setTimeout(resolve, PATIENCE_MS, false);
  });
  const answer = database()
    .pool.query("select 1")
    .then(
      () => true,
      () => false,
    );
  const answers = await Promise.race([answer, tooLate]);
  clearTimeout(patience);
  return answers;
}
