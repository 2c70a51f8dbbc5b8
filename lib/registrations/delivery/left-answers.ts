import type { Pool } from "pg";
import { logger } from "@/lib/logger";
import { type Answer, readAnswerFiles, removeAnswerFile } from "@/lib/registrations/delivery/answer-file";
import { recordEndings } from "@/lib/registrations/delivery/record";

/**
 * Records what processes that ended had in hand, and removes their files. A file that cannot be read, or whose answers
 * this database does not know, stays as it is, since it may be another deployment's: each start tells of it, and tries
 * again. Reading the file of a living process does no harm: an ending is recorded once. Answers how many were recorded.
 */
export async function recordLeftAnswers(pool: Pool, folder: string, secret: string): Promise<number> {
  let recorded = 0;
  for (const { path, answers } of readAnswerFiles(folder, secret)) {
    const left = answers ? await countUnrecorded(pool, answers) : 0;
    recorded += (answers?.length ?? 0) - left;
    if (answers && left === 0) removeAnswerFile(path);
    else logger.error({ left, file: path }, answers ? NOT_RECORDED : NOT_READ);
  }
  if (recorded > 0) logger.warn({ recorded }, "answers of a process that ended are in the database now");
  return recorded;
}

const NOT_RECORDED =
  "answers of DOKU do not belong to this database, or cannot be written to it; their ids stand in the lines above, and the file stays";
const NOT_READ =
  "a file with answers of DOKU is damaged or sealed with another NEXTAUTH_SECRET; it stays for a start with that one";

async function countUnrecorded(pool: Pool, answers: readonly Answer[]): Promise<number> {
  let left = 0;
  for (const answer of answers)
    await recordEndings(pool, [{ ...answer, random: Math.random() }]).catch(() => {
      left += 1;
    });
  return left;
}
