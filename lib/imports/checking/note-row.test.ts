import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { checkRow } from "./check";

const FIELDS: readonly HeadingField[] = [
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
  "",
];

function check(line: string) {
  const cells = line.split(";");
  const { state, problems, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator" });
  return state === "skipped"
    ? warnings.map(({ code }) => code).join()
    : problems.length > 0
      ? "problems"
      : state;
}

describe("a row that is no merchant for certain is left out", () => {
  test.each([
    "Total: 43 merchant",
    "Total;43",
    "TOTAL;;;43",
    "Jumlah: 2",
    "Jumlah merchant = 1.200",
    "Subtotal Bandung: 12",
    "Grand Total 43 toko",
    "Total :",
    "Catatan: kolom bertanda * wajib",
    "* Kolom dengan tanda * wajib diisi",
    "*) wajib diisi",
    "Note: please fill in all columns",
    "NB: nomor harus WA",
    "Sumber: CRM;;;;;Bandung",
    "Diisi oleh tim sales",
    "Filled in by sales",
    "Dicetak pada 12/11/2026 10:00",
    "-- end --",
    "=== AKHIR ===",
    "*** END OF FILE ***",
    "End of report",
    "Mengetahui,;;;Dibuat oleh,",
    "Mengetahui, Kepala Cabang",
    "Kepala Cabang;;;Sales",
    "Hormat kami,",
    "Jakarta, 12 November 2026",
    "Bandung, ................ 2026",
    "Halaman 1 dari 3",
    "Page 1/2",
    "(1);(2);(3);(4);(5)",
    "1;2;3;4;5;6",
    "wajib diisi;sesuai KTP;aktif;WA aktif;aktif",
    "Text;Text;Email (opsional);Angka;Max 6 karakter",
    "Terima kasih.",
  ])("%s", (line) => {
    expect(check(line)).toBe("row_note");
  });

  test.each([
    "-;-;-;-;-",
    "nan;nan;nan;nan;nan;nan",
    "------------",
    "( ........ );;;( ........ )",
    ";;N/A;-;",
  ])("%s says nothing", (line) => {
    expect(check(line)).toBe("row_empty");
  });
});

describe("a row that may be a merchant is never left out", () => {
  test.each([
    "Total",
    "Total Buah Segar",
    "Total Mart;Ani",
    "Total Toko;Ani",
    "Total;;;;;44",
    "Catatan Kopi",
    "Page One Coffee",
    "Halaman Rumah;Ani",
    "Akhir Pekan",
    "The End",
    "Terima Kasih",
    "Salam",
    "(Budi Santoso);;;(Ani)",
    "Cabang Bandung",
    "Admin;Budi",
    "Notes Coffee;Ani",
    "Total: 43 merchant;x@y.id",
    "Catatan: Kopi Senja, Budi, 0815 1022 9216",
    "Catatan: toko baru;Budi",
    "Total: 43;;;081510229216",
    "Total: 43;;;;;081510229216",
    "1;Kopi Senja;3",
    "Toko Aktif;Budi;aktif",
    "7;11",
    "Dibuat;Ani",
    "Jakarta, Kopi dan Roti",
    "Info Kopi",
    "0;0;0;0;0",
  ])("%s", (line) => {
    expect(check(line)).toBe("problems");
  });

  test("nor is one that can be sent, whatever it is called", () => {
    expect(check("Total: 43 merchant;Budi;budi@toko.co.id;081510229216;budi@toko.co.id")).toBe("ready");
  });

  test("nor one with an address or a number, wherever that stands among notes", () => {
    const note = fc.constantFrom(
      "",
      "-",
      "Total: 43",
      "Catatan: x",
      "Sales",
      "-- end --",
      "wajib diisi",
      "3",
    );
    const contact = fc.constantFrom("budi@toko.co.id", "0815 1022 9216", "+62 (21) 5795-5000", "Kopi Senja");
    fc.assert(
      fc.property(
        fc.array<string>(note, { minLength: 5, maxLength: 5 }),
        contact,
        fc.nat(4),
        (notes, text, place) => {
          expect(check(notes.with(place, text).join(";"))).toBe("problems");
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ["Total;43;;;;", "row_note"],
  ["Jumlah:;;;;43;", "row_note"],
  ["Catatan;kolom bertanda * harus ada;;;;", "row_note"],
  ["Catatan;Kopi Senja;Budi;;;", "problems"],
  ["Total;Kopi Senja;;;;", "problems"],
  ["*;Kopi Senja;;;;", "problems"],
  ["44;Total;;;;", "problems"],
])("a column of theirs in front says what stands beside it: %s is %s", (line, expected) => {
  const fields: readonly HeadingField[] = ["", ...FIELDS.slice(0, 5)];
  const { state, warnings } = checkRow(line.split(";"), { fields, environment: "simulator" });
  expect(state === "skipped" ? warnings[0]?.code : state).toBe(expected);
});

test("long texts are judged at once", () => {
  for (const sign of ["a ", "wajib ", "total ", "1", "- ", ", ."]) {
    const begun = performance.now();
    check(`${sign.repeat(16_000)}!;x;y`);
    expect(performance.now() - begun).toBeLessThan(500);
  }
});

test("formulas that all came to 0 are nothing", () => {
  const kinds = Object.fromEntries([0, 1, 2, 3, 4].map((column) => [column, { kind: "zero" } as const]));
  const cells = ["0", "0", "0", "0", "0", "Bandung"];
  const { state, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator", kinds });
  expect({ state, warnings }).toMatchObject({ state: "skipped", warnings: [{ code: "row_empty" }] });
});

test("a note may stand in cells that are merged", () => {
  const kinds = Object.fromEntries(
    [1, 2, 3, 4].map((column) => [column, { kind: "merged", row: 9 } as const]),
  );
  const cells = ["Total: 43 merchant", "", "", "", "", ""];
  const { state, problems, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator", kinds });
  expect({ state, problems, warnings }).toMatchObject({
    state: "skipped",
    problems: [],
    warnings: [{ code: "row_note" }],
  });
});
