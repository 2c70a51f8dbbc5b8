import { expect, test } from "vitest";
import { readRefusal } from "@/lib/doku/refusal-meaning";
import { locateRefusal, refusedSigns, remedyOf } from "./remedy";

const SPECIAL = "business.name: must not contain special characters";
const NO_FIELD = "Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )";

const remedies = (words: string, businessName: string, representativeName = "Budi") =>
  remedyOf(readRefusal(words), { businessName, representativeName });

test.each([
  ["Kopi & Senja", "Kopi Senja"],
  ["Kopi&Senja", "Kopi Senja"],
  ["Café Senja", "Cafe Senja"],
  ["Budi’s – Kopi", "Budi's - Kopi"],
  ["Toko “Maju” #1!", "Toko Maju 1"],
  ["★ Maju Jaya ★", "Maju Jaya"],
  ["Maju & ", "Maju"],
])("takes out what DOKU was not seen to accept: %s → %s", (before, after) => {
  expect(remedies(SPECIAL, before)).toEqual([{ field: "businessName", before, after }]);
});

test("takes out the signs that DOKU named and leaves all others", () => {
  expect(remedies("business.name must not contain '&'", "A & B #1")?.[0]?.after).toBe("A B #1");
  expect(remedies("business.name must not contain (", "Toko (Maju")?.[0]?.after).toBe("Toko Maju");
});

test("finds the name that is meant where DOKU names no field", () => {
  expect(remedies(NO_FIELD, "Kopi Senja", "Budi & Ani")).toEqual([
    { field: "representativeName", before: "Budi & Ani", after: "Budi Ani" },
  ]);
  const [meaning] = readRefusal(NO_FIELD);
  if (!meaning) throw new Error("nothing was read");
  expect(locateRefusal(meaning, { businessName: "A & B", representativeName: "B & C" }).field).toBeNull();
  expect(refusedSigns(meaning, "A & B & C #")).toEqual(["&", "#"]);
});

test.each([
  ["nothing of the name would be left", SPECIAL, "★★"],
  ["there is nothing to take out", SPECIAL, "Kopi Senja"],
  ["both names could be meant", NO_FIELD, "Kopi Senja"],
  ["it is about an address", "invited_user.email must be a well-formed email address", "A & B"],
  ["something else is wrong as well", `${SPECIAL}; business.contact.email must be filled`, "A & B"],
  ["the sign is refused in another field", "partner_ref_id must not contain '&'", "A & B"],
  ["DOKU gave no words", "", "A & B"],
])("asks a person where %s", (_why, words, businessName) => {
  expect(remedies(words, businessName)).toBeNull();
});
