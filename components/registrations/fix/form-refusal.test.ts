import { expect, test } from "vitest";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { formRefusal } from "./form-refusal";
import { refusedFields } from "./refused-fields";

const WORDS = { refusals: createTranslatorFor("en", "refusals"), form: createTranslatorFor("en", "form") };
const NAMES = { businessName: "Kopi & Senja", representativeName: "Budi" };
const read = (words: string | null, names = NAMES) => formRefusal({ words, field: null, names }, WORDS);

test("each refused field has what is wrong with it, and what would be right where that is known", () => {
  expect(read("business.name: must not contain special characters")).toEqual({
    words: "business.name: must not contain special characters",
    text: "Business name has “&”, which DOKU does not accept",
    fields: {
      businessName: {
        sentence: "Business name has “&”, which DOKU does not accept",
        remedy: "Kopi Senja",
      },
    },
  });
});

test("a field that DOKU did not name is found by what the merchant's names hold", () => {
  const refusal = read("Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )");
  expect(refusedFields(refusal)).toEqual(["businessName"]);
  expect(refusal?.fields.businessName?.remedy).toBe("Kopi Senja");
});

test("several fields come in the order of the form, and nothing is offered where a person must look", () => {
  const refusal = read(
    "invited_user.email must be filled; business.name: must not contain special characters; business.name is required",
  );
  expect(refusedFields(refusal)).toEqual(["businessName", "invitedUserEmail"]);
  expect(refusal?.fields).toEqual({
    invitedUserEmail: { sentence: "Invited user email is missing", remedy: null },
    businessName: { sentence: "Business name has “&”, which DOKU does not accept", remedy: null },
  });
});

test("words about no field leave all fields to be looked at, and no words leave nothing to say", () => {
  expect(refusedFields(read("try later"))).toEqual([]);
  expect(read("try later")?.text).toBe("DOKU did not accept this registration: “try later”");
  expect(read(null)).toBeNull();
  expect(refusedFields(null)).toEqual([]);
});
