import { expect, test } from "vitest";
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

function check(name: string, note: string) {
  const cells = [name, "Ani", "ani@toko.id", "081510229216", "ani@toko.id", note];
  const { state, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator" });
  return [state, ...warnings.map(({ code, params }) => `${code} ${params?.text}`)].join(" ");
}

test.each([
  ["Toko Maju", "BATAL", "BATAL"],
  ["Toko Maju", "batal.", "batal."],
  ["Toko Maju", " Sudah terdaftar", "Sudah terdaftar"],
  ["Toko Maju", "jangan dikirim!", "jangan dikirim!"],
  ["Toko Maju (tutup)", "", "tutup"],
  ["Toko Maju - BATAL", "", "BATAL"],
  ["Toko Maju (DUPLIKAT)", "", "DUPLIKAT"],
])("%s with the note %j is asked about", (name, note, said) => {
  expect(check(name, note)).toBe(`warnings row_called_off ${said}`);
});

test.each([
  ["Toko Maju", ""],
  ["Toko Maju", "ok"],
  ["Toko Maju", "tutup jam 9"],
  ["Toko Maju", "closed"],
  ["Tutup Botol Jaya", "Bandung"],
  ["Toko Batal", ""],
  ["Toko Maju - Bandung", ""],
  ["Toko Maju (pusat)", ""],
])("%s with the note %j is not", (name, note) => {
  expect(check(name, note)).toBe("ready");
});
