import { describe, expect, test } from "vitest";
import { CATALOGS } from "@/lib/i18n/catalog";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { type Refusal, refusalSentences, refusalText } from "./refusal-sentences";

function wordsIn(locale: "en" | "id") {
  return { refusals: createTranslatorFor(locale, "refusals"), form: createTranslatorFor(locale, "form") };
}
const say = (refusal: Refusal, locale: "en" | "id" = "en") => refusalText(refusal, wordsIn(locale));

const NAMES = { businessName: "Kopi & Senja #1", representativeName: "Budi" };
const NO_FIELD = "Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )";

test.each<[refusal: Refusal, english: string, indonesian: string]>([
  [
    { words: "business.contact.email must be a well-formed email address" },
    "Representative email is not an email address that DOKU accepts",
    "Email perwakilan bukan alamat email yang diterima DOKU",
  ],
  [
    { words: "invited_user.email must be filled" },
    "Invited user email is missing",
    "Email pengguna yang diundang belum diisi",
  ],
  [
    { words: "must not contain special characters", field: "businessName", names: NAMES },
    "Business name has “&”, “#”, which DOKU does not accept",
    "Nama bisnis memuat “&”, “#”, yang tidak diterima DOKU",
  ],
  [
    { words: "must not contain special characters", field: "businessName" },
    "Business name has a character that DOKU does not accept",
    "Nama bisnis memuat tanda yang tidak diterima DOKU",
  ],
  [
    { words: "must not contain &", field: "businessName", names: NAMES },
    "Business name has “&”, which DOKU does not accept",
    "Nama bisnis memuat “&”, yang tidak diterima DOKU",
  ],
  [
    { words: NO_FIELD, names: NAMES },
    "Business name has “&”, “#”, which DOKU does not accept",
    "Nama bisnis memuat “&”, “#”, yang tidak diterima DOKU",
  ],
  [
    { words: NO_FIELD },
    "One of the fields has a character that DOKU does not accept",
    "Salah satu isian memuat tanda yang tidak diterima DOKU",
  ],
  [
    { words: "business.contact.phone_number must be at most 13 digits" },
    "Phone number is too long for DOKU, which takes at most 13 digits",
    "Nomor telepon terlalu panjang untuk DOKU, paling banyak 13 angka",
  ],
  [
    { words: "business.contact.phone_number is not a mobile number" },
    "Phone number is not a mobile number",
    "Nomor telepon bukan nomor ponsel",
  ],
  [
    { words: "business.name size must be between 3 and 225" },
    "Business name must have 3 to 225 characters for DOKU",
    "Nama bisnis harus terdiri dari 3 sampai 225 karakter untuk DOKU",
  ],
  [
    { words: "business.contact.phone_number minimum 8 digits" },
    "Phone number is too short for DOKU, which asks for at least 8 digits",
    "Nomor telepon terlalu pendek untuk DOKU, paling sedikit 8 angka",
  ],
  [
    { words: "referral.code too long" },
    "Referral code is longer or shorter than DOKU accepts",
    "Kode referral lebih panjang atau lebih pendek dari yang diterima DOKU",
  ],
  [
    { words: "partner_ref_id has been used" },
    "Partner reference is in use at DOKU already",
    "Referensi partner sudah dipakai di DOKU",
  ],
  [
    { words: "referral.code not found" },
    "DOKU does not know this: Referral code",
    "DOKU tidak mengenal ini: Kode referral",
  ],
  [
    { words: "phone_number must be numeric" },
    "Phone number may have digits only",
    "Nomor telepon hanya boleh berisi angka",
  ],
  [
    { words: "contact name is invalid" },
    "Representative name is not written as DOKU expects it",
    "Nama perwakilan tidak ditulis sesuai ketentuan DOKU",
  ],
  [
    { words: "business.name must not be the name of a person" },
    "DOKU did not accept Business name: “business.name must not be the name of a person”",
    "DOKU tidak menerima Nama bisnis: “business.name must not be the name of a person”",
  ],
  [
    { words: "try later" },
    "DOKU did not accept this registration: “try later”",
    "DOKU tidak menerima pendaftaran ini: “try later”",
  ],
])("$words", (refusal, english, indonesian) => {
  expect(say(refusal)).toBe(english);
  expect(say(refusal, "id")).toBe(indonesian);
});

test("several sentences follow one another, none of them twice", () => {
  const words = "business.name must be filled; business.name is required; invited_user.email must be filled";
  expect(refusalSentences({ words }, wordsIn("en"))).toEqual([
    "Business name is missing",
    "Invited user email is missing",
  ]);
  expect(say({ words })).toBe("Business name is missing. Invited user email is missing");
});

describe("a field is called by its label on the form", () => {
  test.each(REGISTRATION_FIELDS)("%s", (field) => {
    for (const locale of ["en", "id"] as const)
      expect(say({ words: "is required", field }, locale)).toContain(CATALOGS[locale].form[field]);
  });
});
