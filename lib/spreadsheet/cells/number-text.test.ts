import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOf, parseFormat } from "./number-format";
import { readNumber, readText } from "./number-text";

const read = (code: string, value: string) => readNumber(value, parseFormat(code), { is1904: false });
const builtIn = (id: number, value: string) => readNumber(value, formatOf(id, undefined), { is1904: false });

describe("a number is taken as its format shows it", () => {
  test.each([
    ["0000", "12", "0012"],
    ["000000;-000000", "1234", "001234"],
    ["000000;-000000", "-1234", "-001234"],
    ["000000;(000000)", "-1234", "(001234)"],
    ["[$-421]000000", "1234", "001234"],
    ["[$-en-US]0000", "12", "0012"],
    ["[$-x-unknown]0000", "12", "0012"],
    ["[$A-B-421]0000", "12", "A-B0012"],
    ["[$-421]0000;[Red]-0000", "12", "0012"],
    ["[Red]0000", "12", "0012"],
    ["[Color 10]0000;[color3]0", "12", "0012"],
    ["[Blue][>=100]00000;000", "12", "012"],
    ["[Blue][>=100]00000;000", "112", "00112"],
    ["[<=9999999]###-####;(###) ###-####", "5551234", "555-1234"],
    ["[<=9999999]###-####;(###) ###-####", "2155551234", "(215) 555-1234"],
    ['"MTR-"0000', "12", "MTR-0012"],
    ["\\M\\T\\R\\-0000", "12", "MTR-0012"],
    ['"MTR-"General', "12", "MTR-12"],
    ['"MTR-"@', "12", "MTR-12"],
    ['"MTR"-0000;;', "12", "MTR-0012"],
    ["0000-0000", "7", "0000-0007"],
    ["0000-0000", "123456789", "12345-6789"],
    ["00\\.000\\.0", "12345", "01.234.5"],
    ["0##", "5", "005"],
    ['"021-"0', "57955000", "021-57955000"],
    ['"00"00', "77", "0077"],
    ["+62#", "81261001730", "+6281261001730"],
    ['"+62 "###-####-####', "81261001730", "+62 812-6100-1730"],
    ['"+"0', "6281261001730", "+6281261001730"],
    ["\\+62\\ 000\\-0000\\-0000", "81261001730", "+62 812-6100-1730"],
    ["0000 0000 0000", "81261001730", "0812 6100 1730"],
    ["0#########", "8126100173", "8126100173"],
    ["00000000000#", "81261001730", "081261001730"],
    ['0" toko"', "12", "12 toko"],
    ["_-* 0000_-", "12", "0012"],
    ["0000;-0000;0000;@", "0", "0000"],
    ["?000", "12", "012"],
    ["[$Rp-421]0", "12", "Rp12"],
    ["0%", "12", "1200%"],
    ["General", "81510229216", "81510229216"],
    ["GENERAL", "12", "12"],
    ["0", "81510229216", "81510229216"],
    ["#", "81510229216", "81510229216"],
    ["0_);(0)", "12", "12"],
  ])("%s shows %s as %j", (code, value, expected) => {
    expect(read(code, value).text).toBe(expected);
  });
});

describe("a number is taken as it is, and told, where every reader may see it otherwise", () => {
  test.each([
    ["#,##0", "1234", "1,234"],
    ["#.##0", "1234", "1234.000"],
    ["0.00", "12", "12.00"],
    ["0.0", "12.34", "12.3"],
    ["0000", "12.6", "0013"],
    ["0,", "81261001730", "81261002"],
    ["# ?/?", "12", null],
    ["[DBNum1]0000", "12", null],
    ["[$-D000000]0000", "12", null],
    ["*-0000", "12", null],
    ["MTR-0000", "12", null],
    [";;;", "12", ""],
    ['"ada"', "12", "ada"],
    ['0;0;"-"', "0", "-"],
    ["0000;0000", "-12", "0012"],
    ["yyyy-mm-dd", "81261001730", "########"],
    ["yyyy-mm-dd", "-1", "########"],
    ["[>5]0000", "1", "########"],
  ])("%s shows %s as %j", (code, value, shown) => {
    const { text, kind } = read(code, value);
    expect(text).toBe(value);
    expect(kind).toEqual({ kind: "format", shown });
  });

  test.each([
    [1, "12.5", "13"],
    [2, "12", "12.00"],
    [3, "1234", "1,234"],
    [4, "1234", "1,234.00"],
    [9, "0.5", "50%"],
    [12, "12", null],
    [37, "-1234", "-1,234"],
    [41, "0", "-"],
  ])("so do formats of Excel's own: %i shows %s as %j", (id, value, shown) => {
    const { text, kind } = builtIn(id, value);
    expect(text === value ? kind : { kind: "format", shown: text }).toEqual({ kind: "format", shown });
  });
});

describe("a text is taken as its format shows it", () => {
  test.each([
    ["General", "12", "12"],
    ["@", "0012", "0012"],
    ["0000", "A-1", "A-1"],
    ['"MTR-"0', "12", "12"],
    ['"MTR-"@', "12", "MTR-12"],
    ['0;-0;0;"PT "@', "Maju Jaya", "PT Maju Jaya"],
    ['0;"0"@', "81261001730", "081261001730"],
    ['@"@toko.co.id"', "budi", "budi@toko.co.id"],
    ["_(@_)", "Kopi", "Kopi"],
    ["@*.", "Kopi", "Kopi"],
    ["0;-0;0;General", "Kopi", "Kopi"],
    ['"MTR-"@', "", ""],
  ])("%s shows %j as %j", (code, value, text) => {
    expect(readText(value, parseFormat(code))).toEqual({ text, kind: null });
  });

  test.each([
    [";;;", "Kopi", ""],
    ['0;0;0;"ada"', "Kopi", "ada"],
    ["@ d", "Kopi", null],
  ])("%s shows %j as %j, which is told", (code, text, shown) => {
    expect(readText(text, parseFormat(code))).toEqual({ text, kind: { kind: "format", shown } });
  });
});

describe("a number of a day or a time is told as that", () => {
  test.each([
    ["d mmm", "46143", "2026-05-01", "1 May"],
    ["[$-421]d mmmm yyyy", "46143", "2026-05-01", "1 Mei 2026"],
    ["[$-id-ID]dddd, d mmm yy", "46143", "2026-05-01", "Jumat, 1 Mei 26"],
    ["mmm-yy", "46082", "2026-03-01", "Mar-26"],
    ["dd-mm-yyyy", "44538", "2021-12-08", "08-12-2021"],
    ["dd\\/mm\\/yyyy hh:mm", "46338.586898148147", "2026-11-12T14:05:08", "12/11/2026 14:05"],
    ["h:mm AM/PM", "0.5625", "13:30:00", "1:30 PM"],
    ["mm:ss.0", "0.0104166666666667", "00:15:00", "15:00.0"],
    ["[h]:mm", "1.5", "1900-01-01T12:00:00", "36:00"],
    ["mmmmm", "46143", "2026-05-01", "M"],
    ["[$-F800]dddd, mmmm dd, yyyy", "46143", "2026-05-01", "2026-05-01"],
    ["[$-x-sysdate]dddd", "46143", "2026-05-01", "2026-05-01"],
    ["ggge", "46143", "2026-05-01", "2026-05-01"],
  ])("%s makes %s the day %s, shown as %j", (code, value, text, shown) => {
    expect(read(code, value)).toEqual({ text, kind: { kind: "moment", shown } });
  });

  test("where only the reader's language says how, it is shown as we write it", () => {
    expect(builtIn(14, "46143")).toEqual({
      text: "2026-05-01",
      kind: { kind: "moment", shown: "2026-05-01" },
    });
    expect(builtIn(16, "46333").kind).toEqual({ kind: "moment", shown: "7-Nov" });
  });
});

test("whatever the format, no digit of a whole number is lost unless it is told", () => {
  const piece = fc.constantFrom(
    "0",
    "#",
    "?",
    "0000",
    '"a"',
    "\\-",
    " ",
    "_-",
    "* ",
    "(",
    "+",
    ".",
    ",",
    "%",
    ";",
    "[Red]",
    "@",
    "E+0",
    "/",
    "d",
  );
  const code = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(code, fc.integer({ min: 0, max: 99_999_999_999 }), (format, number) => {
      const { text, kind } = read(format, String(number));
      if (kind === null)
        expect(text.replace(/\D/g, "").replace(/^0+/, "")).toContain(String(number).replace(/^0$/, ""));
    }),
  );
});
