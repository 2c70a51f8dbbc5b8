import { describe, expect, test } from "vitest";
import { type DokuWord, decideProgress, type Standing } from "./decide";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 12, hour));
const inReview = { progress: "IN_REVIEW", raw: "PROBATION" } as const;
const verified = { progress: "VERIFIED", raw: "ACTIVE" } as const;
const unknown = (raw: string) => ({ progress: "UNKNOWN_VALUE", raw }) as const;

const nothing: Standing = { progress: null, raw: null, source: null, saidAt: null };
const doku = (progress: Standing["progress"], raw: string | null = null): Standing => ({
  ...{ progress, raw, source: "doku", saidAt: at(1) },
});
const person = (progress: Standing["progress"], hour: number): Standing => ({
  ...{ progress, raw: null, source: "person", saidAt: at(hour) },
});
const merchant = (progress: Standing["progress"], hour: number): Standing => ({
  ...person(progress, hour),
  source: "merchant",
});
const word = (told: DokuWord["told"], toldBefore: DokuWord["toldBefore"], hour = 12): DokuWord => ({
  ...{ told, toldBefore, askedAt: at(hour) },
});

describe("what becomes of the progress", () => {
  test.each<[string, Standing, DokuWord, DokuWord["told"]]>([
    ["DOKU says nothing: all stays", doku("IN_REVIEW"), word(null, inReview), null],
    ["the first word", nothing, word(inReview, null), inReview],
    ["the same again", doku("IN_REVIEW"), word(inReview, inReview), null],
    ["the same by another value", doku("IN_REVIEW", "OTHER"), word(inReview, inReview), null],
    ["a change", doku("IN_REVIEW"), word(verified, inReview), verified],
    ["a step back", doku("VERIFIED"), word(inReview, verified), inReview],
    [
      "one unknown value after another",
      doku("UNKNOWN_VALUE", "A"),
      word(unknown("B"), unknown("A")),
      unknown("B"),
    ],
    ["an unknown value again", doku("UNKNOWN_VALUE", "A"), word(unknown("A"), unknown("A")), null],

    [
      "a person's word stands where DOKU repeats itself",
      person("VERIFIED", 6),
      word(inReview, inReview),
      null,
    ],
    ["and the merchant's", merchant("VERIFIED", 6), word(inReview, inReview), null],
    ["it goes where DOKU's changes", person("ACTION_NEEDED", 6), word(verified, inReview), verified],
    ["and the merchant's too", merchant("ACTION_NEEDED", 6), word(verified, inReview), verified],
    ["DOKU's first word is a change", person("ACTION_NEEDED", 6), word(inReview, null), inReview],
    ["DOKU comes to say what the person said", person("VERIFIED", 6), word(verified, inReview), null],
    [
      "an answer asked for before they spoke",
      person("ACTION_NEEDED", 13),
      word(verified, inReview, 12),
      null,
    ],
    ["at the very moment", person("ACTION_NEEDED", 12), word(verified, inReview, 12), null],
  ])("%s", (_case, standing, dokuWord, becomes) => {
    expect(decideProgress(standing, dokuWord)).toEqual(becomes);
  });
});
