import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalisePhone } from "@/lib/registrations/input/phone";
import { matchHeadings } from "@/lib/spreadsheet/rows/headings";
import { withCallingCode } from "./calling-code";
import { checkRow } from "./check";

function read(code: string, phone: string) {
  const { phoneNumber, warning } = withCallingCode(code, phone);
  const reading = normalisePhone(phoneNumber, "ID");
  return [reading.ok ? reading.e164 : reading.code, warning?.code ?? ""].join(" ").trim();
}

test.each([
  ["62", "81510229216", "+6281510229216"],
  ["+62", "0815 1022 9216", "+6281510229216"],
  ["62", "6281510229216", "+6281510229216"],
  ["(+62)", "+62 815-1022-9216", "+6281510229216"],
  ["0062", "081510229216", "+6281510229216"],
  ["+62 (Indonesia)", "81510229216", "+6281510229216"],
  ["ID", "81510229216", "+6281510229216"],
  ["Indonesia", "081510229216", "+6281510229216"],
  ["６２", "81510229216", "+6281510229216"],
  ["65", "81234567", "+6581234567"],
  ["+65", "8123 4567", "+6581234567"],
  ["SG", "81234567", "+6581234567"],
  ["65", "6581234567", "+6581234567"],
  ["65", "65123456", "+6565123456"],
  ["65", "+65 8123 4567", "+6581234567"],
  ["60", "0123456789", "+60123456789"],
  ["60", "60123456789", "+60123456789"],
  ["MY", "12 345 6789", "+60123456789"],
  ["", "81510229216", "+6281510229216"],
  ["-", "81510229216", "+6281510229216"],
  ["65", "081510229216", "phone_too_long"],
  ["65", "+6281510229216", "+6281510229216 calling_code_differs"],
  ["SG", "006281510229216", "+6281510229216 calling_code_differs"],
  ["62", "+65 8123 4567", "+6581234567 calling_code_differs"],
  ["Singapura", "81510229216", "+6281510229216 calling_code_unclear"],
  ["Singapura", "+65 8123 4567", "+6581234567"],
  ["62/65", "81510229216", "+6281510229216 calling_code_unclear"],
  ["ya", "81510229216", "+6281510229216 calling_code_unclear"],
  ["021", "5795 5000", "+622157955000"],
  ["(021)", "57955000", "+622157955000"],
  ["021", "021 57955000", "+622157955000"],
  ["021", "081510229216", "+6281510229216"],
  ["999", "81510229216", "phone_calling_code_unknown"],
])("%j beside %j is %s", (code, phone, expected) => {
  expect(read(code, phone)).toBe(expected);
});

test("a code beside a number is either in the number, or asked about", () => {
  const code = fc.constantFrom("62", "+62", "65", "+60", "1", "SG", "ID", "x", "Malaysia");
  const phone = fc.constantFrom(
    "81510229216",
    "081510229216",
    "+6281510229216",
    "81234567",
    "+6581234567",
    "2125550123",
  );
  fc.assert(
    fc.property(code, phone, (given, number) => {
      const said = read(given, number);
      const digits =
        new Map([
          ["SG", "65"],
          ["ID", "62"],
        ]).get(given) ?? given.replace(/\D/g, "");
      const isJoined = digits !== "" && said.startsWith(`+${digits}`);
      expect(isJoined || /^phone_|calling_code_/.test(said) || number.startsWith("+")).toBe(true);
    }),
  );
});

describe("the column of country codes", () => {
  test.each([
    "Kode negara",
    "kode_negara",
    "Country code",
    "countryCode",
    "Country Code (+)",
    "Kode Negara (62)",
    "Kode negara HP",
    "Phone country code",
    "Calling code",
    "Dial code",
  ])("is known as %s", (heading) => {
    expect(matchHeadings([heading], new Map()).fields).toEqual(["callingCode"]);
  });

  test.each(["Negara", "Country", "Kode", "Kode pos", "Kode area", "Kode negara bagian toko", "Code"])(
    "is none as %s",
    (heading) => {
      expect(matchHeadings([heading], new Map()).fields[0]).not.toBe("callingCode");
    },
  );

  test.each([
    ["prefix;Nomor telepon", "+65;81234567", "+6581234567"],
    ["+;Nomor telepon", "+65;8123 4567", "+6581234567"],
    ["Kode area;Nomor telepon", "021;57955000", "+622157955000"],
    ["No;Nomor telepon", "65;81510229216", "+6281510229216"],
    ["Bentuk;Nomor telepon", "PT;81510229216", "+6281510229216"],
    ["Umur;Nomor telepon", "021;81510229216", "+6281510229216"],
  ])(
    "is one of theirs right before the number where its cell can be nothing else: %s, %s",
    (headings, cells, phone) => {
      const { fields } = matchHeadings(headings.split(";"), new Map());
      expect(checkRow(cells.split(";"), { fields, environment: "simulator" }).keys.phone).toBe(phone);
    },
  );

  test("stays theirs where somebody said so", () => {
    expect(matchHeadings(["Kode negara"], new Map([["kodenegara", ""]])).fields).toEqual([""]);
  });

  test("is read with the number behind it, and a row with nothing else is empty", () => {
    const headings =
      "Nama bisnis;Nama perwakilan;Email perwakilan;Kode negara;Nomor telepon;Email pengguna yang diundang";
    const { fields, missing } = matchHeadings(headings.split(";"), new Map());
    expect(missing).toEqual([]);
    const check = (line: string) => checkRow(line.split(";"), { fields, environment: "simulator" });
    expect(check("Kopi;Budi;b@k.id;65;81234567;b@k.id")).toMatchObject({
      state: "warnings",
      keys: { phone: "+6581234567" },
      warnings: [{ code: "phone_foreign" }],
    });
    expect(check("Kopi;Budi;b@k.id;62;+65 81234567;b@k.id").warnings.map(({ code }) => code)).toEqual([
      "calling_code_differs",
      "phone_foreign",
    ]);
    expect(check(";;;62;;").state).toBe("skipped");
  });
});
