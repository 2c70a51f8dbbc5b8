import { logger } from "@/lib/logger";
import type { Answer, AnswerFile } from "@/lib/registrations/delivery/answer-file";
import type { EndedClaim } from "@/lib/registrations/delivery/claim";

type InHand = {
  answers: Map<string, Answer>;
  file: AnswerFile | null;
  isWritten: boolean;
  /** Whose ids are in the log, since they could not be written down. */
  logged: Set<string>;
  /** How many wait for the database. */
  waiting: number;
  isWriteDue: boolean;
};

declare global {
  // Next may bundle this module more than once into one process; what is in hand is the process's.
  var mitraAnswersInHand: InHand | undefined;
}

function inHand(): InHand {
  globalThis.mitraAnswersInHand ??= {
    ...{ answers: new Map(), file: null, isWritten: false },
    ...{ logged: new Set(), waiting: 0, isWriteDue: false },
  };
  return globalThis.mitraAnswersInHand;
}

/** Keeps an answer in hand until `letGo`: whatever happens to this process, it is not to be lost. */
export function keepInHand(answer: Answer): void {
  const { answers, waiting } = inHand();
  answers.set(answer.claim.attemptId, answer);
  if (waiting > 0) writeDownSoon();
}

/** Writes down what is in hand while an answer waits for the database, and what comes meanwhile too. Answers how to end that. */
export function keepWrittenDown(): () => void {
  const hand = inHand();
  hand.waiting += 1;
  writeDown();
  return () => {
    hand.waiting -= 1;
  };
}

/** Those that arrive together are written together. */
function writeDownSoon(): void {
  const hand = inHand();
  if (hand.isWriteDue) return;
  hand.isWriteDue = true;
  setImmediate(() => {
    hand.isWriteDue = false;
    writeDown();
  });
}

/** It is in the database: nobody has to remember it. */
export function letGo({ attemptId }: EndedClaim): void {
  const { answers, logged } = inHand();
  answers.delete(attemptId);
  logged.delete(attemptId);
  if (answers.size === 0) removeFile();
}

/** From now on what is in hand can be written to `file`, and is when the process ends. */
export function useAnswerFile(file: AnswerFile): void {
  inHand().file = file;
  process.off("exit", writeDown).once("exit", writeDown);
}

/**
 * Writes all that is in hand to the file of this process, in place of what stood there. Where there is no file, or it
 * cannot be written, the ids go to the log, each once, so that a person can look them up.
 */
export function writeDown(): void {
  const { answers, file, logged } = inHand();
  if (answers.size === 0) return;
  try {
    if (!file) throw new Error("there is no folder for them: set MITRA_STATE_DIR");
    file.write([...answers.values()]);
    inHand().isWritten = true;
  } catch (error) {
    for (const [attemptId, answer] of answers) if (!logged.has(attemptId)) logIds(answer, error);
    for (const attemptId of answers.keys()) logged.add(attemptId);
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
