import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskEmail, maskPhone } from "./mask";

describe("masks", () => {
  it.each([
    ["budi@gmail.com", "b•••@gmail.com"],
    ["a@toko.co.id", "a•••@toko.co.id"],
    ["not an address", "•••"],
    ["@toko.co.id", "•••"],
    ["", "•••"],
  ])("%s is shown as %s", (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  it.each([
    [{ callingCode: "62", number: "81510229216" }, "+62 815-••••-9216"],
    [{ callingCode: "62", number: "2155512" }, "+62 ••••12"],
  ])("%o is shown as %s", (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it("never show the name of an address", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,20}$/), (name) => {
        // The domain stays readable, and may hold a short name by chance.
        expect(maskEmail(`${name}@toko.example`)).toBe(`${name.charAt(0)}•••@toko.example`);
      }),
    );
  });
});
