import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { EMAIL_LIMIT, normaliseEmail, suggestEmail } from "./email";

describe("normaliseEmail", () => {
  test.each([
    [" budi@Gmail.COM ", "budi@gmail.com"],
    ["Budi.Santoso@gmail.com", "Budi.Santoso@gmail.com"],
    ["budi＠gmail．com", "budi@gmail.com"],
    ["\u200Bbudi\u00AD@gmail.com\uFEFF", "budi@gmail.com"],
    ["budi@gmail.com\n", "budi@gmail.com"],
    ["toko+kopi_senja@mail.kopi-senja.co.id", "toko+kopi_senja@mail.kopi-senja.co.id"],
    ["o'neil@contoh.id", "o'neil@contoh.id"],
    ["budi@xn--kpi-una.id", "budi@xn--kpi-una.id"],
    [`${"a".repeat(64)}@contoh.id`, `${"a".repeat(64)}@contoh.id`],
  ])("takes %j", (text, address) => {
    expect(normaliseEmail(text)).toEqual({ ok: true, address });
  });

  test.each([
    ["", "email_missing"],
    [" \u00A0\u200B\n", "email_missing"],
    ["budi\u0000@gmail.com", "email_control_characters"],
    ["budi@gmail.com\u0007", "email_control_characters"],
    ["budi@gmail.com\nani@gmail.com", "email_control_characters"],
    ["budi\uD800@gmail.com", "email_control_characters"],
    ["budi", "email_format"],
    ["budi@", "email_format"],
    ["@gmail.com", "email_format"],
    ["budi@gmail", "email_format"],
    ["budi@gmail.c", "email_format"],
    ["budi@gmail..com", "email_format"],
    ["budi@.gmail.com", "email_format"],
    ["budi@-gmail.com", "email_format"],
    ["budi@gmail.com.", "email_format"],
    ["budi@127.0.0.1", "email_format"],
    ["budi..s@gmail.com", "email_format"],
    [".budi@gmail.com", "email_format"],
    ["budi santoso@gmail.com", "email_format"],
    ["budi@gmail.com, ani@gmail.com", "email_format"],
    ["Budi <budi@gmail.com>", "email_format"],
    ["budi@@gmail.com", "email_format"],
    ["<b>budi</b>@gmail.com", "email_format"],
    ["budi@gmаil.com", "email_format"],
    ["bódi@gmail.com", "email_format"],
    ["بودي@gmail.com", "email_format"],
    ["😀@gmail.com", "email_format"],
    [`${"a".repeat(65)}@contoh.id`, "email_format"],
    [`budi@${"a".repeat(64)}.id`, "email_format"],
  ])("refuses %j", (text, code) => {
    expect(normaliseEmail(text)).toEqual({ ok: false, code });
  });

  it("counts what is too long, before and after composing", () => {
    const domain = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.id`;
    expect(normaliseEmail(`${"d".repeat(EMAIL_LIMIT - domain.length - 1)}@${domain}`)).toMatchObject({
      ok: false,
    });
    expect(normaliseEmail(`${"a".repeat(10_000)}@contoh.id`)).toEqual({
      ok: false,
      code: "too_long",
      params: { count: 10_010, max: 254 },
    });
    expect(normaliseEmail("ﷺ".repeat(200))).toMatchObject({ code: "too_long", params: { count: 3_600 } });
  });

  it("changes nothing more the second time", () => {
    const part = fc.string({ unit: fc.constantFrom(..."aZ9.-_+ \u200BＡﬁ") });
    fc.assert(
      fc.property(fc.tuple(part, part), ([local, domain]) => {
        const reading = normaliseEmail(`${local}a@${domain}.co.id`);
        if (reading.ok) expect(normaliseEmail(reading.address)).toEqual(reading);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("suggestEmail", () => {
  test.each([
    ["budi@gmial.com", "budi@gmail.com"],
    ["budi@gamil.com", "budi@gmail.com"],
    ["budi@gnail.com", "budi@gmail.com"],
    ["budi@gmaill.com", "budi@gmail.com"],
    ["budi@gmal.com", "budi@gmail.com"],
    ["budi@gmail.co", "budi@gmail.com"],
    ["budi@gmail.con", "budi@gmail.com"],
    ["budi@gmail.co.id", "budi@gmail.com"],
    ["budi@gmal.con", "budi@gmail.com"],
    ["budi@yaho.co.id", "budi@yahoo.co.id"],
    ["budi@yahoo.co.di", "budi@yahoo.co.id"],
    ["budi@yahoo.co", "budi@yahoo.com"],
    ["budi@yhoo.com", "budi@yahoo.com"],
    ["Budi@hotmial.com", "Budi@hotmail.com"],
    ["budi@outlok.com", "budi@outlook.com"],
    ["budi@iclod.com", "budi@icloud.com"],
  ])("suggests another address for %s", (address, suggestion) => {
    expect(suggestEmail(address)).toBe(suggestion);
  });

  test.each([
    "budi@gmail.com",
    "budi@yahoo.com",
    "budi@yahoo.co.id",
    "budi@yahoo.co.in",
    "budi@ymail.com",
    "budi@mail.com",
    "budi@email.com",
    "budi@cloud.com",
    "budi@hotmail.fr",
    "budi@outlook.sg",
    "budi@kopisenja.co.id",
    "budi@gmail.kopisenja.id",
    "budi",
    "",
  ])("has nothing to say about %s", (address) => {
    expect(suggestEmail(address)).toBeNull();
  });

  it("never suggests the address itself, nor an address that needs another hint", () => {
    const meant = fc.constantFrom("gmail.com", "yahoo.com", "yahoo.co.id", "outlook.co.id", "icloud.com");
    const slip = fc.tuple(fc.nat(12), fc.nat(2), fc.constantFrom("", ..."amio.cd"));
    fc.assert(
      fc.property(meant, slip, (domain, [position, dropped, added]) => {
        const typed = domain.slice(0, position) + added + domain.slice(position + dropped);
        const suggestion = suggestEmail(`budi@${typed}`);
        if (suggestion === null) return;
        expect(suggestion).not.toBe(`budi@${typed}`);
        expect(suggestEmail(suggestion)).toBeNull();
      }),
    );
  });
});
