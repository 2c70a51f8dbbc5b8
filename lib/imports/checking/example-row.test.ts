import { expect, test } from "vitest";
import type { HeadingField } from "@/lib/spreadsheet/rows/heading-field";
import { checkRow } from "./check";

const FIELDS: readonly HeadingField[] = [
  "",
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
];

function check(line: string) {
  const cells = line.split(";");
  const { state, problems, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator" });
  return [state, ...[...problems, ...warnings].map(({ code }) => code)].join(" ");
}

test.each([
  "1;Contoh: Toko Maju;Ani;ani@toko.id;081510229216;ani@toko.id",
  "1;(contoh) Toko Maju;Ani;ani@toko.id;081510229216;ani@toko.id",
  "1;Toko Maju (contoh);Ani;ani@toko.id;081510229216;ani@toko.id",
  "1;Example: Toko Maju;Ani;ani@toko.id;081510229216;ani@toko.id",
  "1;Toko Maju;cth: Ani;ani@toko.id;081510229216;ani@toko.id",
  "Contoh;Toko Maju;Ani;ani@toko.id;081510229216;ani@toko.id",
  "Contoh pengisian:;Toko Maju;Ani;ani@toko.id;081510229216;ani@toko.id",
  "1;Kopi Senja;Budi Contoh;budi@kopisenja.example;081234567890;kasir@kopisenja.example",
  "1;Toko Saya;Ani;budi@kopisenja.example;81234567890;ani@toko.id",
  "1;Toko Roti;Siti;siti@rotipelangi.example;081510229216;siti@rotipelangi.example",
])("%s is an example, and is never sent", (line) => {
  expect(check(line)).toBe("problems row_example");
});

test("one with other problems is told as an example too", () => {
  expect(check("1;Contoh: Toko Maju;Ani;contoh@email.com;0812xxxxxxx;contoh@email.com")).toContain(
    "row_example",
  );
});

test.each([
  "1;Contoh Coffee;Ani Contoh;ani@toko.id;081510229216;ani@toko.id",
  "1;Sample Coffee Lab;Misal;ani@toko.id;081510229216;ani@toko.id",
  "1;Toko Maju (cabang Bandung);Ani;ani@toko.id;081510229216;ani@toko.id",
  "Contoh kain;Toko Kain;Ani;ani@toko.id;081510229216;ani@toko.id",
  "1;Example;Ani;ani@toko.id;081510229216;ani@toko.id",
])("%s is a merchant", (line) => {
  expect(check(line)).toBe("ready");
});

test.each([
  ["contoh@email.com", true],
  ["Contoh@gmail.com", true],
  ["nama.anda@gmail.com", true],
  ["budi@example.com", true],
  ["budi@example.co.id", true],
  ["user@domain.com", true],
  ["kopi@contoh.id", false],
  ["nama@toko.co.id", false],
  ["contohkain@gmail.com", false],
  ["budi@email.com", false],
  ["budi@toko.example", false],
])("an address as in examples, %s, is asked about: %s", (email, isAsked) => {
  const said = check(`1;Toko Maju;Ani;${email};081510229216;ani@toko.id`);
  expect(said).toBe(isAsked ? "warnings email_example" : "ready");
});
