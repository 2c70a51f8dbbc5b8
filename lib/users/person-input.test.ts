import { expect, test } from "vitest";
import { checkPerson, NAME_LIMIT } from "./person-input";

const EMAIL = "rina@mitra.example";

test("a person is kept on one line, with an address that is compared without regard to case", () => {
  expect(checkPerson({ name: "  Rina\u0000\n Wulandari\u200b ", email: " Rina@MITRA.example " })).toEqual({
    ok: true,
    name: "Rina Wulandari",
    email: "Rina@mitra.example",
    emailKey: EMAIL,
  });
});

test.each([
  [{ name: "", email: EMAIL }, { name: "nameMissing" }],
  [{ name: " \u200b\t", email: EMAIL }, { name: "nameMissing" }],
  [{ name: "a".repeat(NAME_LIMIT + 1), email: EMAIL }, { name: "nameTooLong" }],
  [{ name: "Rina", email: "" }, { email: "emailMissing" }],
  [{ name: "Rina", email: "rina" }, { email: "emailFormat" }],
  [{ name: "Rina", email: `${"a".repeat(10_000)}@mitra.example` }, { email: "emailFormat" }],
  [
    { name: "", email: "rina@" },
    { name: "nameMissing", email: "emailFormat" },
  ],
])("a person with %j is told what is wrong", (input, problems) => {
  expect(checkPerson(input)).toEqual({ ok: false, problems });
});

test.each(["Rina 🌺", "رينا", "O'Neil <b>", "n".repeat(NAME_LIMIT)])(
  "the name %j is kept as it is",
  (name) => {
    expect(checkPerson({ name, email: EMAIL })).toMatchObject({ ok: true, name });
  },
);
