import { expect, test } from "vitest";
import { readableWords } from "./masking";
import type { DokuField } from "./problem-field";
import { type RefusalMeaning, readRefusal } from "./refusal-meaning";

const characters = (field: DokuField | null, named = "") => ({ field, kind: "characters", named });
const length = (
  field: DokuField | null,
  max: number | null,
  unit: "characters" | "digits" = "characters",
  min: number | null = null,
) => ({ field, kind: "length", min, max, unit });

const CASES: [words: string, meaning: object][] = [
  [
    "business.contact.email must be a well-formed email address",
    { field: "representativeEmail", kind: "email" },
  ],
  ["invited_user.email must be a valid email", { field: "invitedUserEmail", kind: "email" }],
  ["invited_user.email: email tidak valid", { field: "invitedUserEmail", kind: "email" }],
  ["business.name must be filled", { field: "businessName", kind: "missing" }],
  ["Business name is required", { field: "businessName", kind: "missing" }],
  ["business.contact.name must not be blank", { field: "representativeName", kind: "missing" }],
  ["business.name wajib diisi", { field: "businessName", kind: "missing" }],
  ["business.contact.phone_number must be at most 13 digits", length("phoneNumber", 13, "digits")],
  ["business.contact.phone_calling_code must be 1 to 3 digits", length("phoneNumber", 3, "digits", 1)],
  ["referral.code must be at most 6 characters", length("referralCode", 6)],
  ["business.name size must be between 0 and 225", length("businessName", 225)],
  ["business.name maksimal 225 karakter", length("businessName", 225)],
  ["business.name is too long", length("businessName", null)],
  ["business.contact.phone_number minimum length is 8", length("phoneNumber", null, "characters", 8)],
  ["business.contact.phone_number must be a number", { field: "phoneNumber", kind: "number" }],
  ["business.contact.phone_number is not a mobile number", { field: "phoneNumber", kind: "mobile" }],
  ["business.contact.phone_number bukan nomor ponsel", { field: "phoneNumber", kind: "mobile" }],
  ["partner_ref_id has been used", { field: "partnerReference", kind: "used" }],
  ["business.contact.email already exists", { field: "representativeEmail", kind: "used" }],
  ["invited_user.email sudah terdaftar", { field: "invitedUserEmail", kind: "used" }],
  ["referral.code not found", { field: "referralCode", kind: "unknown" }],
  ["referral.code tidak ditemukan", { field: "referralCode", kind: "unknown" }],
  ["business.contact.phone_number is invalid", { field: "phoneNumber", kind: "format" }],
  ["business.name: must not contain special characters", characters("businessName")],
  ["business.name must not contain &", characters("businessName", "&")],
  [`business.name must not contain '&' or "#".`, characters("businessName", "&#")],
  ["business.name must not contain &, # and !", characters("businessName", "&#!")],
  ["business.name must not contain '", characters("businessName", "'")],
  ["business.name tidak boleh mengandung karakter khusus", characters("businessName")],
  ["Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )", characters(null)],
];

test.each(CASES)("%s", (words, meaning) => {
  expect(readRefusal(words)).toEqual([meaning]);
});

test.each(CASES)("means the same to who reads it masked: %s", (words, meaning) => {
  expect(readRefusal(readableWords(words))).toEqual([meaning]);
});

test.each([
  "business.name must not be the name of a person",
  "business.name must not contain the name of a person",
  "Terjadi kesalahan",
])("words outside the dictionary speak for themselves: %s", (words) => {
  expect(readRefusal(words)).toMatchObject([{ kind: "other", words }]);
});

test("each sentence is about its own field, and a bare one about the field that is known", () => {
  expect(
    readRefusal("business.name must be filled; business.contact.email must be a well-formed email address"),
  ).toEqual([
    { field: "businessName", kind: "missing" },
    { field: "representativeEmail", kind: "email" },
  ] satisfies RefusalMeaning[]);
  expect(readRefusal("must not contain &", "businessName")).toEqual([characters("businessName", "&")]);
  expect(readRefusal("must be filled; is too long", "businessName")).toMatchObject([
    { field: null },
    { field: null },
  ]);
});

test("however long the words are, a few sentences are read", () => {
  expect(readRefusal("business.name must be filled; ".repeat(2_000))).toHaveLength(5);
  expect(readRefusal("")).toEqual([]);
});
