import { expect, test } from "vitest";
import { readName, readPhone } from "./fields";

function warningsOf(name: string): string[] {
  const reading = readName("representativeName", name);
  return reading.ok ? reading.warnings.map(({ code }) => code) : [reading.problem.code];
}

test.each([
  "budi@gmail.com",
  "Budi@Toko.co.id",
  "0815 1022 9216",
  "+62815-1022-9216",
  "81510229216",
  "021 57955000",
])("asks about %j in place of a name", (name) => expect(warningsOf(name)).toEqual(["contact_in_name"]));

test.each([
  "Budi",
  "7-11",
  "1945",
  "Toko 24",
  "Kopi 0815",
  "212",
  "Tokopedia.id",
  "@kopi",
  "99 Ranch 2000",
  "24/7",
])("leaves %j alone", (name) => expect(warningsOf(name)).toEqual([]));

test.each([
  ["1. Toko Maju", "Toko Maju"],
  ["12) Toko Maju", "Toko Maju"],
  ["• Toko Maju", "Toko Maju"],
  ["*Toko Maju", "Toko Maju"],
  ["- Toko Maju", "Toko Maju"],
  ["7. 11 Mart", null],
  ["7 Sumur", null],
  ["3D Studio", null],
  ["-Kopi-", null],
  ["1.Kopi", null],
])("of %j asks whether %j is meant", (name, suggestion) => {
  const reading = readName("businessName", name);
  const counted = reading.ok ? reading.warnings.find(({ code }) => code === "name_counted") : undefined;
  expect(counted?.params?.suggestion ?? null).toBe(suggestion);
});

test.each([
  ["081510229216 Budi", "081510229216"],
  ["Budi - 0815 1022 9216", "0815 1022 9216"],
  ["0815 1022 9216 a.n. Budi", "0815 1022 9216"],
  ["+62 815-1022-9216 (aktif)", "+62 815-1022-9216"],
  ["0815 1022 921six", null],
  ["O8151O229216", null],
  ["0815102292 xx", null],
  ["0815102292**", null],
  ["0812xxxxxxx", null],
  ["0815 dan 10229216 Budi", null],
  ["Budi 57955000", null],
])("of %j offers the number %j", (text, suggestion) => {
  const reading = readPhone(text, "ID");
  expect(reading.ok ? "" : (reading.problem.params?.suggestion ?? null)).toBe(suggestion);
});
