import type { Progress, ProgressSource } from "@/lib/generated/prisma/enums";
import type { Told } from "@/lib/progress/meaning";

/** How a registration's progress stands, and who said so when. */
export type Standing = {
  progress: Progress | null;
  raw: string | null;
  source: ProgressSource | null;
  /** When a person said so, by the database's clock; DOKU's words are not compared by time. */
  saidAt: Date | null;
};

export type DokuWord = {
  /** What DOKU says now; null where it says nothing about the progress. */
  told: Told | null;
  /** What it said the last time, by what its values mean today; null where it never said anything. */
  toldBefore: Told | null;
  /** When it was asked. */
  askedAt: Date;
};

/**
 * What becomes of the progress when DOKU has answered: its word, or null where all stays as it is.
 *
 * A person's word stands until DOKU's own *changes* after it: DOKU repeating what it had said already is nothing the
 * person did not know, and an answer asked for before they spoke is older than theirs. Pure.
 */
export function decideProgress(standing: Standing, { told, toldBefore, askedAt }: DokuWord): Told | null {
  if (told === null || isSame(told, standing)) return null;
  const isPersons = standing.source === "person" || standing.source === "merchant";
  if (!isPersons) return told;
  if (standing.saidAt !== null && askedAt <= standing.saidAt) return null;
  return toldBefore !== null && isSame(told, toldBefore) ? null : told;
}

/** DOKU's own value counts only where it is all that is known. */
export function isSame(told: Told, other: { progress: Progress | null; raw: string | null }): boolean {
  return told.progress === other.progress && (told.progress !== "UNKNOWN_VALUE" || told.raw === other.raw);
}
