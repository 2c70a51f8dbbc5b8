import type { Progress } from "@/lib/generated/prisma/enums";

/** A value of DOKU's and where in its answer it stands, such as `brands.status`. */
export type PlacedValue = { place: string; raw: string };

/** What somebody decided a value means; `says_nothing` tells nothing about the progress. */
export type Meaning = Progress | "says_nothing";

/** Of a placed value its meaning; null where nobody has said so yet. */
export type MeaningOf = (value: PlacedValue) => Meaning | null;

/** How DOKU's review stands, and the value of DOKU's that says so. */
export type Told = { progress: Progress; raw: string };

/**
 * Which of several values decides: a brand that was rejected counts for its merchant whatever the others say, and
 * verified is only who is so throughout.
 */
const WEIGHT = [
  "REJECTED",
  "ACTION_NEEDED",
  "UNKNOWN_VALUE",
  "IN_REVIEW",
  "IN_PROGRESS",
  "INVITED",
  "VERIFIED",
] as const satisfies readonly Progress[];

/** One progress of all that an answer says; null where it says nothing about it. Pure. */
export function combine(values: readonly PlacedValue[], meaningOf: MeaningOf): Told | null {
  let told: Told | null = null;
  for (const value of values) {
    const progress = meaningOf(value) ?? "UNKNOWN_VALUE";
    if (progress === "says_nothing") continue;
    if (told === null || WEIGHT.indexOf(progress) < WEIGHT.indexOf(told.progress))
      told = { progress, raw: value.raw };
  }
  return told;
}
