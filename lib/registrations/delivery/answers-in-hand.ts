import { logger } from "@/lib/logger";
import type { Answer, AnswerFile } from "@/lib/registrations/delivery/answer-file";
import type { EndedClaim } from "@/lib/registrations/delivery/claim";

type InHand = { answers: Map<string, Answer>; file: AnswerFile | null; isWritten: boolean };

declare global {
  // Next may bundle this module more than once into one process; what is in hand is the process's.
  var mitraAnswersInHand: InHand | undefined;
}

function inHand(): InHand {
  globalThis.mitraAnswersInHand ??= { answers: new Map(), file: null, isWritten: false };
  return globalThis.mitraAnswersInHand;
}

/** Keeps an answer in hand until `letGo`: whatever happens to this process, it is not to be lost. */
export function keepInHand(answer: Answer): void {
  inHand().answers.set(answer.claim.attemptId, answer);
}

/** It is in the database: nobody has to remember it. */
export function letGo({ attemptId }: EndedClaim): void {
  const { answers } = inHand();
  answers.delete(attemptId);
  if (answers.size === 0) removeFile();
}

/** From now on what is in hand can be written to `file`, and is when the process ends. */
export function useAnswerFile(file: AnswerFile): void {
  inHand().file = file;
  process.once("exit", () => writeDown());
}

/**
 * Writes all that is in hand to the file of this process, in place of what stood there. Where there is no file, or it
 * cannot be written, the ids go to the log, so that a person can look them up.
 */
export function writeDown(): void {
  const { answers, file } = inHand();
  if (answers.size === 0) return;
  try {
    if (!file) throw new Error("there is no folder for them: set MITRA_STATE_DIR");
    file.write([...answers.values()]);
    inHand().isWritten = true;
  } catch (error) {
    for (const answer of answers.values()) logIds(answer, error);
  }
}

function removeFile(): void {
  const { file, isWritten } = inHand();
  if (!isWritten) return;
  inHand().isWritten = false;
  file?.remove();
}

/** All that a person needs to find the business in DOKU Dashboard. */
export function logIds({ claim, ending }: Answer, error: unknown): void {
  const { registrationId, attemptId, partnerRefId, requestId } = claim;
  const { outcome, business } = ending;
  logger.error(
    {
      ...{ registrationId, attemptId, partnerRefId, requestId, outcome },
      ...{ businessId: business?.id, brandIds: business?.brandIds, err: error },
    },
    "an answer of DOKU is not in the database",
  );
}
