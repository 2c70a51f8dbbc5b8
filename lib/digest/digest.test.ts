import { describe, expect, test } from "vitest";
import { turnsOf } from "@/lib/progress/progress";
import { readListFilter } from "@/lib/registrations/list/filter";
import { standingIn } from "@/lib/registrations/list/turn";
import {
  DIGEST_LINES,
  type Digest,
  digestDayAt,
  digestFilter,
  digestMail,
  isEmpty,
  offToken,
  readOffToken,
} from "./digest";

const NOTHING = Object.fromEntries(DIGEST_LINES.map((line) => [line, 0])) as Digest;
const SECRET = "a-secret-for-tests-of-at-least-32-characters";
const USER = "01a22931-afe1-765f-8fbd-b90232c6517f";

describe("the morning of a digest", () => {
  test.each([
    ["2026-11-30T00:59:59Z", "Asia/Jakarta", null],
    ["2026-11-30T01:00:00Z", "Asia/Jakarta", "2026-11-30"],
    ["2026-11-30T04:59:59Z", "Asia/Jakarta", "2026-11-30"],
    ["2026-11-30T05:00:00Z", "Asia/Jakarta", null],
    ["2026-11-29T23:59:59Z", "Asia/Makassar", null],
    ["2026-11-30T00:00:00Z", "Asia/Makassar", "2026-11-30"],
    ["2026-11-29T23:00:00Z", "Asia/Jayapura", "2026-11-30"],
    ["2026-12-31T23:30:00Z", "Asia/Jayapura", "2027-01-01"],
  ] as const)("%s in %s: %s", (now, zone, day) => {
    expect(digestDayAt(new Date(now), zone)).toBe(day);
  });
});

describe("a digest's e-mail", () => {
  const digest = { ...NOTHING, new: 3, quiet: null, notSent: 12 };
  const mail = (locale: "en" | "id", isMine = true) =>
    digestMail(digest, {
      locale,
      day: "2026-11-30",
      isMine,
      origin: "https://mitra.example.id",
      offUrl: "https://mitra.example.id/digest/off?token=t",
    });

  test("has each figure that is not nothing, with the list behind it, in both languages", () => {
    expect(mail("en")).toEqual({
      subject: "Mitra: your morning of November 30, 2026",
      text: `What happened yesterday, and what waits on November 30, 2026:

3 new registrations
https://mitra.example.id/registrations?owner=me&created=2026-11-29..2026-11-29

Many quiet merchants
https://mitra.example.id/registrations?owner=me&turn=quiet

12 not sent
https://mitra.example.id/registrations?status=FAILED&owner=me

All of it: https://mitra.example.id/digest

To get no more of these emails: https://mitra.example.id/digest/off?token=t
`,
    });
    expect(mail("id").text).toContain("3 pendaftaran baru\n");
    expect(mail("id", false).text).not.toContain("owner=me");
  });

  test("counts one as one", () => {
    const single = Object.fromEntries(DIGEST_LINES.map((line) => [line, 1])) as Digest;
    const { text } = digestMail(single, {
      ...{ locale: "en", day: "2026-11-30", isMine: true },
      ...{ origin: "https://mitra.example.id", offUrl: "https://mitra.example.id/digest/off?token=t" },
    });
    expect(text.match(/^1 .*$/gm)).toEqual([
      "1 new registration",
      "1 invited by DOKU",
      "1 verified by DOKU",
      "1 follow-up due",
      "1 with action needed",
      "1 rejected by DOKU",
      "1 with an unknown value from DOKU",
      "1 quiet merchant",
      "1 needs fixing",
      "1 not sure yet",
      "1 not sent",
    ]);
  });

  test("leads to the day that it tells of, on whichever day it is opened", () => {
    const all = Object.fromEntries(DIGEST_LINES.map((line) => [line, 2])) as Digest;
    const { text } = digestMail(all, {
      ...{ locale: "en", day: "2027-01-01", isMine: true },
      ...{ origin: "https://mitra.example.id", offUrl: "https://mitra.example.id/digest/off?token=t" },
    });
    expect(text).not.toMatch(/=yesterday/);
    expect(text).toContain("?owner=me&progress=VERIFIED&since=2026-12-31..2026-12-31\n");
  });

  test("tells of everybody who was invited and waits for us", () => {
    const told = DIGEST_LINES.flatMap((line) => {
      const filter = digestFilter(line, { isMine: true });
      return filter.turn && filter.turn !== "due" ? (standingIn("all", filter).progresses ?? []) : [];
    });
    expect(told).toEqual(expect.arrayContaining(turnsOf("us").progresses));
  });

  test("leads to lists that there are", () => {
    for (const line of DIGEST_LINES) {
      const filter = digestFilter(line, { isMine: true });
      for (const address of mail("en").text.match(/registrations\?\S+/g) ?? [])
        expect(readListFilter(new URLSearchParams(address.split("?")[1])).dropped, line).toEqual([]);
      expect(filter.owner).toBe("me");
    }
  });

  test("is none where there is nothing to tell; what cannot be counted is something", () => {
    expect(isEmpty(NOTHING)).toBe(true);
    expect(isEmpty({ ...NOTHING, due: 1 })).toBe(false);
    expect(isEmpty({ ...NOTHING, quiet: null })).toBe(false);
  });
});

describe("the link that switches a digest off", () => {
  test("names one person, and nobody makes one without the secret", () => {
    const token = offToken(USER, SECRET);
    expect(readOffToken(token, SECRET)).toBe(USER);
    expect(readOffToken(token, `${SECRET}2`)).toBeNull();
    expect(readOffToken(token.replace("01a2", "01a3"), SECRET)).toBeNull();
    for (const other of [undefined, ["a"], "", USER, `${USER}.`, `${token}x`, token.slice(0, -1)])
      expect(readOffToken(other, SECRET)).toBeNull();
  });
});
