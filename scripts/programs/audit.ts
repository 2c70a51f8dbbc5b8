import { formatHead, parseHead } from "@/lib/audit/head-text";
import { containsHead, verifyAudit } from "@/lib/audit/verify";
import { database } from "@/lib/db";
import { runProgram } from "./run-program";

const USAGE = "Usage: npm run audit [-- <seal that was noted down, like 17:9f86d081884c>]";

/** `npm run audit`: checks the whole audit log against its seals, and that it still contains a seal noted elsewhere. */
async function main([text, ...rest]: string[]): Promise<number> {
  const noted = text === undefined ? null : parseHead(text);
  if (rest.length > 0 || (text !== undefined && !noted)) {
    console.error(USAGE);
    return 2;
  }
  const { pool } = database();
  const verdict = await verifyAudit(pool);
  if (verdict.kind === "broken") {
    const { position, fromId, uptoId } = verdict;
    console.error(`The audit log was changed after it was sealed: seal ${position} does not hold.`);
    console.error(`Something was altered, added or removed among entries ${fromId} to ${uptoId}.`);
    return 1;
  }
  if (noted && !(await containsHead(pool, noted))) {
    console.error(`The audit log does not contain seal ${formatHead(noted)}.`);
    console.error("It was made anew after that was noted down, or a backup was restored.");
    return 1;
  }
  console.log(
    verdict.uptoAt
      ? `The audit log is whole: ${verdict.entries} entries, sealed up to ${verdict.uptoAt.toISOString()}.`
      : "Nothing is sealed yet. A worker seals the audit log while it runs.",
  );
  return 0;
}

void runProgram(main);
