import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { EMAIL_LIMIT, normaliseEmail, suggestEmail } from "./email";

describe("normaliseEmail", () => {
  test.each([
    [" budi@Gmail.COM ", "budi@gmail.com"],
    ["Budi.Santoso@gmail.com", "Budi.Santoso@gmail.com"],
    ["\u200Bbudi\u00AD@gmail.com\uFEFF", "budi@gmail.com"],
    ["budi@gmail.com\n", "budi@gmail.com"],
    ["toko+kopi_senja@mail.kopi-senja.co.id", "toko+kopi_senja@mail.kopi-senja.co.id"],
    ["o'neil@contoh.id", "o'neil@contoh.id"],
    ["budi@xn--kpi-una.id", "budi@xn--kpi-una.id"],
    [`${"a".repeat(64)}@contoh.id`, `${"a".repeat(64)}@contoh.id`],
  ])("takes %j", (text, address) => {
    expect(normaliseEmail(text)).toEqual({ ok: true, address, isTaken: false });
  });

  test("asks about an address that was taken for a page", () => {
    expect(suggestEmail("www.budi@toko.co.id")).toBe("budi@toko.co.id");
    expect(suggestEmail("www.budi@gmial.com")).toBe("budi@gmail.com");
    expect(suggestEmail("www.@toko.co.id")).toBeNull();
  });

  test.each([
    ["budi＠gmail．com", "budi@gmail.com"],
    ["ｂｕｄｉ＠ｔｏｋｏ．ｃｏ．ｉｄ", "budi@toko.co.id"],
    ["budi@toko。co。id", "budi@toko.co.id"],
  ])("takes the wide letters of %j as plain ones, and says so", (text, address) => {
    expect(normaliseEmail(text)).toEqual({ ok: true, address, isTaken: true });
  });

  test.each([
    ["", "email_missing"],
    [" \u00A0\u200B\n", "email_missing"],
    ["budi\u0000@gmail.com", "email_control_characters"],
    ["budi@gmail.com\u0007", "email_control_characters"],
    ["budi\uD800@gmail.com", "email_control_characters"],
    ["budi@", "email_format"],
    ["@", "email_format"],
    ["budi@gmail.c", "email_format"],
    ["budi@gmail..com", "email_format"],
    ["budi@.gmail.com", "email_format"],
    ["budi@-gmail.com", "email_format"],
    ["budi@127.0.0.1", "email_format"],
    ["budi..s@gmail.com", "email_format"],
    [".budi@gmail.com", "email_format"],
    ["<b>budi</b>@gmail.com", "email_format"],
    [`${"a".repeat(65)}@contoh.id`, "email_format"],
    [`budi@${"a".repeat(64)}.id`, "email_format"],
    ["@gmail.com", "email_is_link"],
    ["@kopisenja", "email_is_link"],
    ["https://instagram.com/kopisenja", "email_is_link"],
    ["www.kopisenja.id", "email_is_link"],
    ["081510229216", "email_is_phone"],
    ["+62 815-1022-9216", "email_is_phone"],
    ["-", "email_missing"],
    ["N/A", "email_missing"],
    ["tidak ada", "email_missing"],
  ])("refuses %j", (text, code) => {
    expect(normaliseEmail(text)).toEqual({ ok: false, code });
  });

  test.each([
    "mailto:budi@toko.co.id",
    "MAILTO:budi@toko.co.id?subject=Halo%20Budi",
    "Budi Santoso <budi@toko.co.id>",
    '"Santoso, Budi" <budi@toko.co.id>',
    "budi@toko.co.id <budi@toko.co.id>",
    "Budi <mailto:budi@toko.co.id>",
    "<budi@toko.co.id>",
    "＜budi＠toko.co.id＞",
    "(budi@toko.co.id)",
    "[budi@toko.co.id](mailto:budi@toko.co.id)",
    "Budi (budi@toko.co.id)",
    "budi@toko.co.id (Budi, pemilik)",
    "budi@toko.co.id;",
    "budi@toko.co.id,",
    "budi@toko.co.id.",
    "budi@toko.co.id :",
    "; budi@toko.co.id",
    '"budi@toko.co.id"',
    "'budi@toko.co.id'",
    "'budi@toko.co.id",
    "“budi@toko.co.id”",
    "`budi@toko.co.id`",
    "*budi@toko.co.id*",
    "- budi@toko.co.id",
    "• budi@toko.co.id",
    "1. budi@toko.co.id",
    "12) budi@toko.co.id",
    "Email: budi@toko.co.id",
    "E-mail : budi@toko.co.id",
    "email:budi@toko.co.id",
    "Alamat email budi@toko.co.id",
    "budi@toko.co.id / budi@toko.co.id",
    "budi@toko.co.id\nBUDI@toko.co.id",
  ])("takes the one address that %j means, and says so", (text) => {
    expect(normaliseEmail(text)).toEqual({ ok: true, address: "budi@toko.co.id", isTaken: true });
  });

  test.each([
    ["budi@a.id, ani@b.id", "email_two", "budi@a.id, ani@b.id"],
    ["budi@a.id;ani@b.id", "email_two", "budi@a.id, ani@b.id"],
    ["budi@a.id/ani@b.id", "email_two", "budi@a.id, ani@b.id"],
    ["budi@a.id & ani@b.id", "email_two", "budi@a.id, ani@b.id"],
    ["budi@a.id dan ani@b.id", "email_two", "budi@a.id, ani@b.id"],
    ["budi@a.id\nani@b.id", "email_two", "budi@a.id, ani@b.id"],
    ["Budi <budi@a.id>, Ani <ani@b.id>", "email_two", "budi@a.id, ani@b.id"],
    ["budi@a.id ani@b.id eko@c.id", "email_two", "budi@a.id, ani@b.id, eko@c.id"],
    ["budi@a.id, ani@b", "email_words", "budi@a.id"],
    ["budi@a.id - pemilik", "email_words", "budi@a.id"],
    ["budi@a.id, tanya dulu", "email_words", "budi@a.id"],
    ["Pemilik: budi@a.id", "email_words", "budi@a.id"],
    ["budi santoso@gmail.com", "email_space", ""],
    ["budi@gmail .com", "email_space", "budi@gmail.com"],
    ["budi @gmail.com", "email_space", "budi@gmail.com"],
    ["budi@ gmail.com", "email_space", "budi@gmail.com"],
    ["budi@gmail. com", "email_space", "budi@gmail.com"],
    ["budi@gmail.co m", "email_space", "budi@gmail.com"],
    ["budi@toko.co .id", "email_space", "budi@toko.co.id"],
    ["budi@gmail,com", "email_comma", "budi@gmail.com"],
    ["budi@toko.co,id", "email_comma", "budi@toko.co.id"],
    ["budi", "email_no_at", ""],
    ["budi.toko.co.id", "email_no_at", ""],
    ["budi(at)toko.co.id", "email_no_at", "budi@toko.co.id"],
    ["budi [at] toko [dot] com", "email_no_at", "budi@toko.com"],
    ["budi at toko dot com", "email_no_at", "budi@toko.com"],
    ["budi@gmail", "email_no_ending", "budi@gmail.com"],
    ["budi@kopisenja", "email_no_ending", ""],
    ["budi@@gmail.com", "email_two_ats", "budi@gmail.com"],
  ])("chooses nothing for %j", (text, code, options) => {
    const count = options === "" ? 0 : options.split(", ").length;
    expect(normaliseEmail(text)).toEqual({ ok: false, code, params: { count, options } });
  });

  test.each(["budi@gmаil.com", "bódi@gmail.com", "بودي@gmail.com", "😀@gmail.com", "éva budi@gmаil.com"])(
    "names the letters of %j that no address has",
    (text) => {
      expect(normaliseEmail(text)).toMatchObject({ ok: false, code: "email_letters" });
    },
  );

  it("offers only addresses, and takes none of two", () => {
    const piece = fc.constantFrom(
      ...[
        "budi@a.id",
        "ani@b.co.id",
        " ",
        ",",
        ";",
        "<",
        ">",
        "(",
        ")",
        '"',
        "mailto:",
        "Budi",
        "/",
        "\n",
        ".",
        "@",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        const reading = normaliseEmail(text);
        const offered = "params" in reading && "options" in reading.params ? reading.params.options : "";
        for (const option of offered === "" ? [] : offered.split(", ")) {
          expect(normaliseEmail(option)).toEqual({ ok: true, address: option, isTaken: false });
        }
        const parted =
          /budi@a\.id(?![a-z0-9@.]).*(?<![a-z0-9.])ani@b|ani@b\.co\.id(?![a-z0-9@.]).*(?<![a-z0-9.])budi@a/s;
        if (parted.test(text)) expect(reading.ok).toBe(false);
        if (reading.ok && !reading.isTaken)
          expect(text.trim().toLowerCase()).toBe(reading.address.toLowerCase());
      }),
      { numRuns: 3_000 },
    );
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
        if (reading.ok) expect(normaliseEmail(reading.address)).toEqual({ ...reading, isTaken: false });
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

test("a plain address is read by the short way as it is by the long one", () => {
  // A space behind it is all that the short way does not take.
  const part = fc.string({ unit: fc.constantFrom(..."aZ09._+-'=,x"), minLength: 1, maxLength: 22 });
  fc.assert(
    fc.property(
      part,
      part,
      fc.constantFrom("com", "co.id", "ID", "c", "xn--a", "1"),
      (local, name, ending) => {
        const address = `${local}@${name}.${ending}`;
        expect(normaliseEmail(address)).toEqual(normaliseEmail(`${address} `));
      },
    ),
    { numRuns: 3_000, verbose: 1 },
  );
});

test("what is meant by a domain does not hang on which domains came before", () => {
  const domain = fc.constantFrom(
    "gmial.com",
    "gmail.co",
    "yahoo.co.id",
    "toko.id",
    "gmail.com",
    "hotmial.com",
  );
  fc.assert(
    fc.property(fc.array(domain, { maxLength: 6 }), domain, (before, asked) => {
      const alone = suggestEmail(`budi@${asked}`);
      for (const each of before) suggestEmail(`siti@${each}`);
      for (let made = 0; made < 600; made += 1) suggestEmail(`siti@toko${made}.id`);
      expect(suggestEmail(`budi@${asked}`)).toBe(alone);
    }),
    { numRuns: 30, verbose: 1 },
  );
});
