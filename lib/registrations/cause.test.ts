import { expect, test } from "vitest";
import { causeOf } from "./cause";

const refused = (message: string | null, problemField: "businessName" | null = "businessName") =>
  causeOf("NEEDS_FIX", { reason: "validation", message, problemField });

test.each([
  ["DRAFT", null],
  ["QUEUED", null],
  ["INVITED", null],
  ["UNCONFIRMED", "unsure.header_timeout"],
  ["FAILED", "not_sent.header_timeout"],
] as const)("%s has the cause %s", (status, cause) => {
  expect(causeOf(status, { reason: "header_timeout", message: null, problemField: null })).toBe(cause);
});

test("a process that died and a person who decided are causes too", () => {
  expect(causeOf("UNCONFIRMED", null)).toBe("unsure.process_stopped");
  expect(causeOf("FAILED", null)).toBe("not_sent.by_person");
});

test.each([
  [`Name "Kopi Senja" is not allowed`, `name 'Toko Baru' is not allowed.`],
  ["Email budi@kopi.example is already used", "Email sri@toko.example is already used"],
  ["Phone 81510229216 too long", "Phone 62-815 too long"],
])("the same refusal of two merchants is one cause: %s", (one, other) => {
  expect(refused(one)).toBe(refused(other));
  expect(refused(one)).toMatch(/^refused\.businessName\.[0-9a-f]{8}$/);
});

test("other words, and another field, are another cause", () => {
  expect(refused("is too long")).not.toBe(refused("has a character"));
  expect(refused("is too long", null)).not.toBe(refused("is too long"));
});
