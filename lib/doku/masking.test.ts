import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanWords, maskAnswer, maskContacts, maskEmail, maskName, maskPhone } from "./masking";
import { isPlainWord } from "./plain-words";

const sensitive = {
  secrets: ["canary-secret-0001"],
  names: ["John Michael"],
  others: ["john@gmail.com", "81510229216"],
};

const maskJson = (json: unknown) => maskAnswer({ text: "", json, sensitive });
const maskPlain = (text: string) => maskAnswer({ text, json: undefined, sensitive });

describe("single values", () => {
  it("show just enough to be recognised", () => {
    expect(maskEmail("budi@gmail.com")).toBe("b•••@gmail.com");
    expect(maskEmail("no address")).toBe("•••");
    expect(maskPhone("+62 815-1022-9216")).toBe("•••9216");
    expect(maskPhone("1234567")).toBe("•••");
    expect(maskName("😀 Budi")).toBe("😀•••");
  });
});

describe("a JSON answer", () => {
  it("keeps DOKU's ids, masks people and drops secrets", () => {
    const masked = maskJson({
      business: {
        id: "BSN-0103-1700206906468",
        name: "Kopi Senja",
        contact: {
          name: "Siti Aminah",
          email: "siti@toko.co.id",
          phone_calling_code: "62",
          phone_number: 81298765432,
        },
        brands: [{ id: "BRN-0103-1700206906471", shared_key: "SK-abc.DEF_123" }],
        shared_key: { nested: "SK-xyz" },
        nik: "3171234567890001",
        photo: "https://storage.example/doc.png?X-Signature=abc&Expires=1",
      },
      invited_user: { email: "siti@toko.co.id", name: "Siti" },
      request_id: "13aa67f8-c2ac-437c-9eb5-e5b1934fbfcc",
      time: "2026-11-12T07:05:00Z",
    });
    expect(JSON.parse(masked)).toEqual({
      business: {
        id: "BSN-0103-1700206906468",
        name: "Kopi Senja",
        contact: {
          name: "S•••",
          email: "s•••@toko.co.id",
          phone_calling_code: "62",
          phone_number: "•••5432",
        },
        brands: [{ id: "BRN-0103-1700206906471", shared_key: "•••" }],
        shared_key: "•••",
        nik: "•••",
        photo: "https://•••.•••/•••.•••?•••",
      },
      invited_user: { email: "s•••@toko.co.id", name: "S•••" },
      request_id: "13aa67f8-c2ac-437c-9eb5-e5b1934fbfcc",
      time: "2026-11-12T07:05:00Z",
    });
  });

  it("keeps the sentence about a field and masks what it quotes", () => {
    const masked = maskJson({
      errors: {
        "business.contact.email": "john@gmail.com is taken",
        "business.contact.name": "JOHN MICHAEL is odd",
      },
      message: ["+6281510229216 has too many digits", "Call 0812-3456-7890"],
    });
    expect(JSON.parse(masked)).toEqual({
      errors: { "business.contact.email": "j•••@gmail.com is taken", "business.contact.name": "J••• is •••" },
      message: ["+62•••9216 has too many digits", "••• •••7890"],
    });
  });

  it("hides what it does not know, whatever it is called and wherever it stands", () => {
    const hidden = ["1990-05-17", "123456", "Siti Rahayu", "Jl. Melati 4", "3171234567890001", "hijau"];
    for (const key of ["dob", "pin", "otp", "note", "tempat_lahir", "mother", "id_card", "x"])
      for (const value of hidden)
        for (const json of [
          { [key]: value },
          { business: { contact: { [key]: value } } },
          { [key]: { code: value, id: value, status: value } },
          { data: [{ [key]: [value] }] },
        ])
          expect(maskJson(json)).not.toContain(value);
    expect(maskJson({ pin: 123_456, note: "call Budi Santoso at 0812-9999-8888" })).toBe(
      '{"pin":"•••","note":"••• at •••"}',
    );
  });

  it("gives back no word of a sentence that is not a plain one", () => {
    const word = fc.stringMatching(/^[A-Za-z]{3,12}$/).filter((text) => !isPlainWord(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const said = `business.contact.email is registered to ${words.join(" ")}`;
        for (const masked of [
          maskJson({ message: [said] }),
          maskPlain(said),
          maskJson({ errors: { x: said } }),
        ])
          for (const text of words) expect(masked).not.toMatch(new RegExp(`\\b${text}\\b`));
      }),
    );
  });

  it("masks each of a list of addresses or numbers", () => {
    expect(maskJson({ emails: ["budi@x.id", "siti@x.id"], phones: [81510229216] })).toBe(
      '{"emails":["b•••@x.id","s•••@x.id"],"phones":["•••9216"]}',
    );
  });

  it("stops at 500 members of a hostile answer, in whatever shape they come", () => {
    const many = Array.from({ length: 60_000 }, (_, n) => n);
    const shapes = [
      many,
      many.map((n) => ({ n })),
      Object.fromEntries(many.map((n) => [`k${n}`, n])),
      many.map((n) => [[n]]),
      Array(300).fill(Array(200).fill("0815 1022 9216")),
    ];
    for (const shape of shapes) expect(Buffer.byteLength(maskJson({ shape }))).toBeLessThanOrEqual(4_096);
    expect(JSON.parse(maskJson(many.map(() => null)))).toHaveLength(500);
  });

  it("treats an own __proto__ key as any key", () => {
    expect(maskJson(JSON.parse('{"__proto__":{"email":"budi@x.id"}}'))).toBe('{"__proto__":{"email":"•••"}}');
  });
});

describe("any other answer", () => {
  it("is searched for what looks like personal data or a secret", () => {
    expect(
      maskPlain("<p>Dear John Michael, john@gmail.com, 0815 1022 9216, SK-12ab, canary-secret-0001</p>"),
    ).toBe("<p>••• J•••, j•••@gmail.com, •••9216, SK-•••, •••</p>");
    expect(maskPlain('{"shared_key" : "abc", "Signature":"HMACSHA256=aVr2z/X9rY==", "cut')).toBe(
      '{"•••" : "•••", "Signature":"HMACSHA256=•••", "•••',
    );
  });

  it("is at most 4 KiB of whole characters, even where it is hostile", () => {
    for (const text of [
      "😀".repeat(5_000),
      "1 ".repeat(500_000),
      "a".repeat(1_000_000),
      "@".repeat(500_000),
      '"secret":'.repeat(99_999),
    ]) {
      const masked = maskPlain(text);
      expect(Buffer.byteLength(masked)).toBeLessThanOrEqual(4_096);
      expect(masked).not.toContain("\ufffd");
    }
  });
});

describe("contacts in a name or a title", () => {
  it.each([
    ["Kopi Senja 0812-9999-8888", "Kopi Senja •••8888"],
    ["WA081299998888 siti@toko.example", "WA•••8888 s•••@toko.example"],
    ["+62 (812) 9999.8888", "•••8888"],
    ["Warung 24 Jam, Blok 12", "Warung 24 Jam, Blok 12"],
    ["toko_0812_9999_8888.csv", "toko_•••8888.csv"],
    ["Kopi Senja 0812–9999–8888", "Kopi Senja •••8888"],
    ["Kopi Senja 0812 / 9999 / 8888", "Kopi Senja •••8888"],
    ["Kopi ０８１２９９９９８８８８", "Kopi •••8888"],
    ["Kopi siti＠toko.example", "Kopi s•••@toko.example"],
    ["merchants-2026-11-12.csv", "merchants-2026-11-12.csv"],
    ["merchants_2026_11_12.csv", "merchants_2026_11_12.csv"],
    ["20261112.xlsx", "20261112.xlsx"],
    ["mitra_20261112_140522.xlsx", "mitra_20261112_140522.xlsx"],
    ["toko 2081-22-33.csv", "toko •••2233.csv"],
    ["Ｋopi №2 ①", "Ｋopi №2 ①"],
  ])("are masked: %j becomes %j", (text, masked) => {
    expect(maskContacts(text)).toBe(masked);
  });
});

describe("what we sent", () => {
  const place = fc.constantFrom("name", "message", "x", "errors", "phone_number", "brands");
  const around = fc.constantFrom("", " ", ", ", "<b>", '"', "(", "\n");

  it("is not readable anywhere in a masked answer", () => {
    fc.assert(
      fc.property(
        place,
        around,
        fc.constantFrom(...sensitive.secrets, ...sensitive.names, ...sensitive.others),
        (key, edge, value) => {
          const quoted = `${edge}${value}${edge}`;
          for (const masked of [
            maskJson({ [key]: quoted, list: [quoted] }),
            maskPlain(quoted),
            maskPlain(JSON.stringify({ [key]: quoted })),
          ]) {
            expect(masked).not.toContain(value);
          }
        },
      ),
    );
  });
});

describe("DOKU's words", () => {
  it("are cut without splitting a character", () => {
    expect(cleanWords(`${"a".repeat(8)}😀😀`, 10, [])).toBe(`${"a".repeat(8)}…`);
    expect(cleanWords("short", 10, [])).toBe("short");
  });

  it("lose our secret and keep the rest", () => {
    expect(cleanWords("key canary-secret-0001 with SK-1 for budi@x.id", 500, sensitive.secrets)).toBe(
      "key ••• with SK-••• for budi@x.id",
    );
  });
});
