import fc from "fast-check";
import { getCountries } from "libphonenumber-js/min";
import { describe, expect, it, test } from "vitest";
import { normalisePhone, type PhoneReading } from "./phone";
import phoneCases from "./phone-cases.json";

const INDONESIAN_MOBILE = "+6281510229216";

describe("the agreed cases", () => {
  test.each(phoneCases.cases)("reads $input as agreed", (agreed) => {
    const reading = normalisePhone(agreed.input, "ID");
    if (agreed.problem !== undefined) {
      expect(reading).toMatchObject({ ok: false, code: agreed.problem });
    } else {
      expect(reading).toMatchObject({
        ok: true,
        callingCode: agreed.calling_code,
        number: agreed.number,
        warnings: agreed.warn,
      });
    }
  });
});

describe("what people paste", () => {
  test.each([
    ["a no-break space", "0815\u00A01022\u00A09216\u00A0"],
    ["zero-width and direction marks", "\u200B\u202A+62 815\u200D1022\u200C9216\u202C\u200F"],
    ["Arabic-Indic digits", "٠٨١٥١٠٢٢٩٢١٦"],
    ["Persian digits", "۰۸۱۵۱۰۲۲۹۲۱۶"],
    ["a tel: address", "tel:+62-815-1022-9216"],
    ["a label before", "HP 081510229216"],
    ["two labels", "Telp./WA : 0815-1022-9216"],
    ["dots", "0815.1022.9216"],
    ["underscores", "0815_1022_9216"],
    ["a dash before it", "-0815 1022 9216"],
    ["a dash of a list", "- 81510229216"],
    ["Telkom's prefix", "007 62 815 1022 9216"],
    ["Indosat's prefix", "001-62-815-1022-9216"],
    ["the other prefix of Indosat", "00862 81510229216"],
    ["a fifth operator's prefix", "01017 62 815 1022 9216"],
    ["a prefix and the trunk zero", "001 62 0815 1022 9216"],
    ["long dashes", "0815–1022—9216"],
    ["the trunk zero in parentheses", "+62(0)81510229216"],
    ["a doubled 62", "62-62-81510229216"],
    ["a doubled 62 with the zero", "+62 62 0815 1022 9216"],
    ["a plus before the trunk zero", "+0815 1022 9216"],
    ["slashes between its groups", "0815/1022/9216"],
    ["a slash after its prefix", "0815/10229216"],
    ["a text cell of a spreadsheet", '="081510229216"'],
    ["a number cell of a spreadsheet", "81510229216.0"],
    ["a number cell with thousands separators", "81.510.229.216,00"],
    ["a WhatsApp link", "https://wa.me/6281510229216?text=Halo"],
    ["a WhatsApp send link", "https://api.whatsapp.com/send?phone=6281510229216&text=Halo"],
    ["a link of WhatsApp in the browser", "https://web.whatsapp.com/send?phone=6281510229216"],
    ["a link of the WhatsApp program", "whatsapp://send/?phone=+6281510229216"],
    ["a link with its signs encoded", "https://api.whatsapp.com/send?phone=%2B6281510229216&text=Halo%20kak"],
    ["a callto: address", "callto:+6281510229216"],
    ["a WhatsApp address", "6281510229216@s.whatsapp.net"],
    ["an emoji", "📱 0815 1022 9216"],
    ["our own display", "62 · 815 1022 9216"],
    ["a NUL", "0815\u00001022 9216"],
  ])("takes a number with %s", (_, text) => {
    expect(normalisePhone(text, "ID")).toEqual({
      ok: true,
      callingCode: "62",
      number: "81510229216",
      e164: INDONESIAN_MOBILE,
      display: "62 · 815 1022 9216",
      warnings: [],
    });
  });

  test.each<[string, Partial<PhoneReading>]>([
    ["-", { code: "phone_missing" }],
    ["WA:", { code: "phone_missing" }],
    ["\u200B \u00A0", { code: "phone_missing" }],
    ["8,15102E+10", { code: "phone_excel_scientific", params: { number: "8,15102E+10" } }],
    ["81510229216.5", { code: "phone_decimal", params: { number: "81510229216.5" } }],
    ["81,510,229,216.50", { code: "phone_decimal", params: { number: "81,510,229,216.50" } }],
    ["0812-3456-7890 ext 5", { code: "phone_extension", params: { extension: "ext 5" } }],
    ["(021) 57955000 psw. 12", { code: "phone_extension", params: { extension: "psw. 12" } }],
    ["O815 1022 9216", { code: "phone_letters", params: { letters: "O" } }],
    ["0815 1022 9216 (Budi)", { code: "phone_letters", params: { letters: "Budi" } }],
    ["+62 815-••••-9216", { code: "phone_letters", params: { letters: "••••" } }],
    ["WA1: 0815 1022 9216", { code: "phone_letters", params: { letters: "1:" } }],
    ["1. 0815 1022 9216", { code: "phone_letters", params: { letters: "1. " } }],
    ["0815****9216", { code: "phone_letters", params: { letters: "****" } }],
    ["0815____9216", { code: "phone_letters" }],
    ["08-12-2021", { code: "phone_date", params: { date: "08-12-2021" } }],
    ["8/12/2021", { code: "phone_date" }],
    ["12/31/2021", { code: "phone_date" }],
    ["2021-12-08", { code: "phone_date" }],
    ["2021-12-08 00:00:00", { code: "phone_date" }],
    ["2021-12-08T07:30:00Z", { code: "phone_date" }],
    ["08.12.21", { code: "phone_date" }],
    ["8–12–2021", { code: "phone_date" }],
    ["555-1234", { code: "phone_area_code_missing", params: { digits: 7 } }],
    ["5795 5000", { code: "phone_area_code_missing" }],
    ["731234", { code: "phone_area_code_missing" }],
    ["+62 555 1234", { code: "phone_area_code_missing" }],
    ["nan", { code: "phone_missing" }],
    ["tidak ada", { code: "phone_missing" }],
    ["0815…9216", { code: "phone_letters", params: { letters: "..." } }],
    ["<b>081510229216</b>", { code: "phone_letters" }],
    ["0", { code: "phone_missing" }],
    ["0000000000", { code: "phone_missing" }],
    ["-81510229216", { code: "phone_negative", params: { number: "-81510229216" } }],
    ["-6973", { code: "phone_negative" }],
    ["−81510229216.0", { code: "phone_negative" }],
    ["0815 102", { code: "phone_too_short", params: { digits: 6 } }],
    ["+65 812", { code: "phone_too_short", params: { digits: 3 } }],
    ["081234567890123", { code: "phone_too_long", params: { digits: 14 } }],
    ["+47 123456789012", { code: "phone_too_long", params: { digits: 12 } }],
    ["+999 1234567", { code: "phone_calling_code_unknown" }],
    ["9".repeat(10_000), { code: "too_long", params: { count: 10_000, max: 100 } }],
  ])("stops on %j", (text, problem) => {
    expect(normalisePhone(text, "ID")).toMatchObject({ ok: false, ...problem });
  });

  test.each([
    ["081510229216 dan/atau 081234567890", "081510229216, 081234567890"],
    ["081510229216 081234567890", "081510229216, 081234567890"],
    ["0815-1022-9216-0812-3456-7890", "0815-1022-9216, 0812-3456-7890"],
    ["081510229216\n081234567890", "081510229216, 081234567890"],
    ["+6281510229216+6281234567890", "+6281510229216, +6281234567890"],
    ["081510229216 (WA), 081234567890 (HP)", "081510229216, 081234567890"],
    ["081510229216 (081234567890)", "081510229216, 081234567890"],
    ["(021) 5795 5000; 5795 5001", "(021) 5795 5000, (021) 5795 5001"],
    ["021-57955000/01", "021-57955000, 021-57955001"],
    ["081510229216/17", "081510229216, 081510229217"],
    ["(021) 5795500-01", "(021) 5795500, (021) 5795501"],
    ["5795500-01", "5795500, 5795501"],
    ["0361-751234 - 5", "0361-751234, 0361-751235"],
    ["(021) 5795 5000-1", "(021) 5795 5000, (021) 5795 5001"],
    ["021-5795-5000-01", "021-5795-5000, 021-5795-5001"],
    ["+62 361 123 4567 - 8", "+62 361 123 4567, +62 361 123 4568"],
    ["0815 1022 9216-17", "0815 1022 9216, 0815 1022 9217"],
    ["0815-1022-9216-17", "0815-1022-9216, 0815-1022-9217"],
    ["081234567890-91", "081234567890, 081234567891"],
    ["0812_3456_7890 / 0815_1022_9216", "0812-3456-7890, 0815-1022-9216"],
  ])("offers both numbers of %j", (text, options) => {
    expect(normalisePhone(text, "ID")).toEqual({
      ok: false,
      code: "phone_two_numbers",
      params: { count: 2, options },
    });
  });
});

describe("Indonesian numbers", () => {
  test.each([
    ["021/57955000", "2157955000", "62 · 21 5795 5000", ["phone_landline_no_whatsapp"]],
    ["62 21 5795 5000", "2157955000", "62 · 21 5795 5000", ["phone_landline_no_whatsapp"]],
    ["008 62 21 5795 5000", "2157955000", "62 · 21 5795 5000", ["phone_landline_no_whatsapp"]],
    ["021-57-95-50-00", "2157955000", "62 · 21 5795 5000", ["phone_landline_no_whatsapp"]],
    ["(021) 5795 50-00", "2157955000", "62 · 21 5795 5000", ["phone_landline_no_whatsapp"]],
    ["0274 512 345-6", "2745123456", "62 · 274 5123 456", ["phone_landline_no_whatsapp"]],
    ["0815 1022 92-16", "81510229216", "62 · 815 1022 9216", []],
    ["0622 12345", "62212345", "62 · 622 12345", ["phone_landline_no_whatsapp"]],
    ["0626 212345", "626212345", "62 · 626 212 345", ["phone_landline_no_whatsapp"]],
    [
      "02112345678901",
      "2112345678901",
      "62 · 21 1234 5678 901",
      ["phone_landline_no_whatsapp", "phone_unusual_length"],
    ],
    ["14045", "14045", "62 · 14045", ["phone_call_centre"]],
    ["62 1500 963", "1500963", "62 · 1500 963", ["phone_call_centre"]],
    ["0800 1 234567", "8001234567", "62 · 800 1234 567", ["phone_call_centre"]],
    ["0812 3456", "8123456", "62 · 812 3456", ["phone_unusual_length"]],
    ["0811 123 456", "811123456", "62 · 811 123 456", []],
    ["0812 3456 78901", "812345678901", "62 · 812 345 678 901", []],
  ])("reads %s", (text, number, display, warnings) => {
    expect(normalisePhone(text, "ID")).toEqual({
      ok: true,
      callingCode: "62",
      number,
      e164: `+62${number}`,
      display,
      warnings,
    });
  });
});

describe("numbers of other countries", () => {
  test.each([
    ["81234567", "SG", "+6581234567", "65 · 8123 4567"],
    ["6581234567", "sg", "+6581234567", "65 · 8123 4567"],
    ["020 7123 4567", "GB", "+442071234567", "44 · 20 7123 4567"],
    ["+44 (0)20 7123 4567", "ID", "+442071234567", "44 · 20 7123 4567"],
    ["+44 00 20 7123 4567", "ID", "+442071234567", "44 · 20 7123 4567"],
    ["+1 (212) 555-0123", "ID", "+12125550123", "1 · 212 555 0123"],
    ["001 212 555 0123", "ID", "+12125550123", "1 · 212 555 0123"],
    ["001 626 555 0123", "ID", "+16265550123", "1 · 626 555 0123"],
    ["001 628 555 0123", "ID", "+16285550123", "1 · 628 555 0123"],
    ["0086 28 8123 4567", "ID", "+862881234567", "86 · 28 8123 4567"],
    ["0086 21 6234 5678", "ID", "+862162345678", "86 · 21 6234 5678"],
    ["+39 06 1234 5678", "ID", "+390612345678", "39 · 06 1234 5678"],
  ])("reads %s with %s chosen", (text, country, e164, display) => {
    expect(normalisePhone(text, country)).toMatchObject({
      ok: true,
      e164,
      display,
      warnings: ["phone_foreign"],
    });
  });

  it("lets a country written in the number win over the one chosen", () => {
    expect(normalisePhone("+62 815-1022-9216", "SG")).toMatchObject({
      e164: INDONESIAN_MOBILE,
      warnings: [],
    });
  });

  it("takes an empty country for Indonesia and refuses one that does not exist", () => {
    expect(normalisePhone("081510229216", "")).toMatchObject({ e164: INDONESIAN_MOBILE });
    for (const country of ["XX", "Indonesia", "__proto__"]) {
      expect(normalisePhone("081510229216", country)).toEqual({ ok: false, code: "phone_country_unknown" });
    }
  });
});

describe("any text", () => {
  const typed = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."0123456789+ -()./,6262") }),
    fc.stringMatching(/^(0|62|\+62|0062|\+|00)?(62)?\d{5,15}$/),
  );
  const country = fc.oneof(fc.constant("ID"), fc.constantFrom(...getCountries()));

  it("gives parts that fit DOKU's fields, and gives them again for its own E.164 form", () => {
    fc.assert(
      fc.property(typed, country, (text, chosen) => {
        const reading = normalisePhone(text, chosen);
        if (!reading.ok) return;
        expect(reading.e164).toBe(`+${reading.callingCode}${reading.number}`);
        expect(reading.callingCode).toMatch(/^\d{1,3}$/);
        expect(reading.number).toMatch(/^\d{3,13}$/);
        expect(normalisePhone(reading.e164, chosen)).toEqual(reading);
      }),
      { numRuns: 3_000 },
    );
  });

  it("answers for ten thousand characters of anything", () => {
    const long = fc.constantFrom(...'0 +-./,;EeXx(@="\n\u200D').map((character) => character.repeat(10_000));
    fc.assert(
      fc.property(long, fc.string(), (run, end) => {
        expect(normalisePhone(`0${run}${end}`, "ID")).toMatchObject({ ok: expect.any(Boolean) });
      }),
    );
  });
});
