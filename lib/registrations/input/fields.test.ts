import { expect, test } from "vitest";
import { readName } from "./fields";

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
