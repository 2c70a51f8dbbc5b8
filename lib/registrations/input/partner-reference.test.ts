import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { createPartnerReference, isPartnerReference } from "./partner-reference";

const now = new Date("2026-11-12T07:05:09.123Z");

describe("createPartnerReference", () => {
  it("writes the time in UTC and ten signs of chance", () => {
    const random = Uint8Array.from([0, 1, 2, 3, 28, 29, 30, 31, 32, 255, 7]);
    expect(createPartnerReference({ now, random })).toBe("MTR-20261112-070509123-2345WXYZ2Z");
  });

  it("sorts by time, is a sound reference, and holds no sign taken for another in its random part", () => {
    const time = fc.date({ min: new Date("2020-01-01"), max: new Date("2999-12-31"), noInvalidDate: true });
    const random = fc.uint8Array({ minLength: 10, maxLength: 16 });
    fc.assert(
      fc.property(time, time, random, random, (one, other, oneRandom, otherRandom) => {
        const first = createPartnerReference({ now: one, random: oneRandom });
        const second = createPartnerReference({ now: other, random: otherRandom });
        expect(isPartnerReference(first)).toBe(true);
        expect(first.slice(-10)).toMatch(/^[^01IOl]{10}$/);
        if (one < other) expect(first < second).toBe(true);
      }),
    );
  });

  it("differs for every one of 10,000 made in the same millisecond", () => {
    const references = Array.from({ length: 10_000 }, () =>
      createPartnerReference({ now, random: crypto.getRandomValues(new Uint8Array(10)) }),
    );
    expect(new Set(references).size).toBe(10_000);
  });

  it("refuses too little chance and a date that is none", () => {
    expect(() => createPartnerReference({ now, random: new Uint8Array(9) })).toThrow(RangeError);
    expect(() => createPartnerReference({ now: new Date(Number.NaN), random: new Uint8Array(10) })).toThrow(
      RangeError,
    );
  });
});

describe("isPartnerReference", () => {
  test.each(["A", "a.b_c-9", "PARTNER-TEST-MPE-JSM-171123.1", "x".repeat(64)])("takes %s", (text) => {
    expect(isPartnerReference(text)).toBe(true);
  });

  test.each(["", "x".repeat(65), "a b", "a/b", "a\n", "é", "a&b"])("refuses %j", (text) => {
    expect(isPartnerReference(text)).toBe(false);
  });
});
