import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasLostForm } from "./lost-form";

describe("hasLostForm", () => {
  test.each([
    ["00034", "34"],
    ["000777", "777"],
    ["0", "00"],
    ["007.0", "7"],
    ["081510229216", "81510229216"],
    ["+6281510229216", "6281510229216"],
    ["+65 8123 4567", "6581234567"],
    ["0815-1022-9216", "81510229216"],
    ["081510229216", "8.15102E+10"],
    ["081510229216", "8,15E+10"],
    ["1234567890123456", "1234567890123450"],
    ["12345678901234567", "1.23457E+16"],
    ["1E5", "100000"],
    ["1E5", "1.00E+05"],
    ["12E3", "12000"],
    ["MAR-26", "2026-03-01"],
    ["MAR-26", "26-Mar"],
    ["1-2", "2026-02-01"],
    ["3-4-5", "2005-04-03"],
    ["2021-12-08", "08/12/2021"],
    ["true", "TRUE"],
    ["34", "34.0"],
    ["1.234", "1234"],
  ])("%j became %j", (before, now) => {
    expect(hasLostForm(before, now)).toBe(true);
  });

  test.each([
    ["34", "34"],
    ["00034", "00034"],
    ["00034", "35"],
    ["00034", "00034B"],
    ["00034", ""],
    ["", "34"],
    ["salah", "putaran@lapangan.example"],
    ["081510229216", "081234567890"],
    ["081510229216", "8.16E+10"],
    ["Toko 12", "12"],
    ["A34", "34"],
    ["Kopi Senja", "Kopi Senja Baru"],
    ["salah", "2026-03-01"],
    ["true", "false"],
  ])("%j and %j are two things", (before, now) => {
    expect(hasLostForm(before, now)).toBe(false);
  });

  test("a whole number saved as a number has lost its form, and nothing else has", () => {
    const digits = fc.stringMatching(/^\d{1,15}$/);
    fc.assert(
      fc.property(digits, digits, (before, other) => {
        expect(hasLostForm(before, String(Number(before)))).toBe(before !== String(Number(before)));
        if (Number(before) !== Number(other)) expect(hasLostForm(before, String(Number(other)))).toBe(false);
      }),
    );
  });
});
