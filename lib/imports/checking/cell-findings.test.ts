import { describe, expect, test } from "vitest";
import type { RegistrationField } from "@/lib/registrations/input/registration-fields";
import type { CellKind } from "@/lib/spreadsheet/cells/cell-kind";
import { judgeCell } from "./cell-findings";
import { looksLikeMoment, spoiltLetters } from "./cell-text";

function said(field: RegistrationField, text: string, kind?: CellKind): string | null {
  const found = judgeCell(field, text, kind);
  return found && `${found.isProblem ? "problem" : "warning"} ${found.finding.code}`;
}

describe("what Excel made of a cell", () => {
  const kinds: [CellKind, string, string][] = [
    [{ kind: "error" }, "#N/A", "problem cell_error"],
    [{ kind: "boolean" }, "TRUE", "problem cell_boolean"],
    [{ kind: "formula" }, '=UPPER("a")', "problem cell_formula"],
    [{ kind: "moment", shown: "1 May" }, "2026-05-01", "problem cell_moment"],
    [{ kind: "merged", row: 4 }, "", "problem cell_merged"],
    [{ kind: "zero" }, "0", "warning cell_zero"],
    [{ kind: "format", shown: "1,234" }, "1234", "warning cell_format"],
    [{ kind: "format", shown: null }, "1234", "warning cell_format_unknown"],
  ];
  test.each(kinds)("%j with %j is a %s in every field", (kind, text, expected) => {
    for (const field of ["businessName", "representativeEmail", "referralCode", "partnerReference"] as const)
      expect(said(field, text, kind)).toBe(expected);
  });

  test.each([
    ["81261001730", "81,261,001,730", null],
    ["81261001730", "812-6100-1730", null],
    ["81261001730", "81,261,002", "warning cell_format"],
    ["81261001730", "########", "warning cell_format"],
  ])("a phone number %s shown as %s is %s", (text, shown, expected) => {
    expect(said("phoneNumber", text, { kind: "format", shown })).toBe(expected);
  });
});

describe("text that a spreadsheet program left", () => {
  test.each([
    ["#N/A", "problem cell_error"],
    [" #REF! ", "problem cell_error"],
    ["#DIV/0!", "problem cell_error"],
    ["#name?", "problem cell_error"],
    ["Err:502", "problem cell_error"],
    ["########", "problem cell_error"],
    ["TRUE", "warning text_boolean"],
    ["false", "warning text_boolean"],
    ["=A1&B1", "warning text_formula"],
    ["2026-05-01", "warning text_moment"],
    ["01/05/2026", "warning text_moment"],
    ["1-May", "warning text_moment"],
    ["12 November 2026", "warning text_moment"],
    ["1 Mei 2026", "warning text_moment"],
    ["17 Toko 1945", null],
    ["3 Dara", null],
    ["#1 Kopi", null],
    ["#NONGKRONG", null],
    ["Kopi #2", null],
    ["7-11", null],
    ["1 Mei", null],
    ["True Coffee", null],
  ])("%j as a name is %s", (text, expected) => {
    expect(said("businessName", text)).toBe(expected);
    expect(said("businessName", text, { kind: "typed" })).toBe(
      expected?.startsWith("problem") ? expected : null,
    );
  });

  test.each([
    ["08-12-2021", "problem text_moment"],
    ["2026/03/01", "problem text_moment"],
    ["8/12/21", "problem text_moment"],
    ["#N/A", "problem cell_error"],
    ["0812-6100-1730", null],
    ["021-5795-5000", null],
    ["21-12-57955000", null],
    ["0812.6100.1730", null],
  ])("%j as a phone number is %s", (text, expected) => {
    expect(said("phoneNumber", text)).toBe(expected);
  });
});

test.each([
  ["2026-03-01", true],
  ["1.5.2026", true],
  ["12/31/2026", true],
  ["01-Mei-26", true],
  ["Agu-26", true],
  ["2026-03-01T10:30:00", true],
  ["10:30:00", true],
  ["10:30", false],
  ["31-02", false],
  ["99-99-2026", false],
  ["MTR-2026", false],
  ["Mart-12 Kopi", false],
  ["0000-0007", false],
])("%j as a day or a time: %s", (text, expected) => {
  expect(looksLikeMoment(text)).toBe(expected);
});

test.each([
  ["CafÃ© Senja", "Café Senja"],
  ["Toko â€œMajuâ€\u009D", "Toko “Maju”"],
  ["JosÃ© & NiÃ±a", "José & Niña"],
  ["ï¿½", null],
  ["Caf\uFFFD", null],
])("the letters of %j were spoilt: %j", (text, meant) => {
  expect(spoiltLetters(text)).toEqual({ meant });
});

test.each(["Café Senja", "São Paulo", "Ñandú", "ÀÉÎ", "Kopi Senja", "東京", "Ã", "Dvořák", "Ça va"])(
  "the letters of %j are whole",
  (text) => {
    expect(spoiltLetters(text)).toBeNull();
  },
);
