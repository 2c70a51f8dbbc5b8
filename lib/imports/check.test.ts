import { expect, test } from "vitest";
import { checkRow } from "./check";

const FIELDS = [
  "businessName",
  "representativeName",
  "representativeEmail",
  "phoneNumber",
  "invitedUserEmail",
] as const;

function findingsOf(phoneNumber: string) {
  const cells = [
    "Kopi Senja",
    "Budi Contoh",
    "budi@kopisenja.example",
    phoneNumber,
    "kasir@kopisenja.example",
  ];
  const { state, warnings } = checkRow(cells, { fields: FIELDS, environment: "simulator" });
  return { state, codes: warnings.map(({ code }) => code) };
}

test.each([
  ["81500000000", "what Excel leaves of a shortened number"],
  ["6281500000000", "the same with the calling code"],
  [" 81510200000 ", "with five zeros and spaces around"],
])("%j is to be looked at: %s", (phone) => {
  expect(findingsOf(phone)).toEqual({ state: "warnings", codes: ["phone_rounded"] });
});

test.each([
  ["81510229216", "a number with all its digits"],
  ["81510220000", "four zeros, which many numbers have"],
  ["081500000000", "a trunk zero, which no number of a spreadsheet has"],
  ["+6281500000000", "a plus, which none has either"],
])("%j is ready: it has %s", (phone) => {
  expect(findingsOf(phone)).toEqual({ state: "ready", codes: [] });
});
