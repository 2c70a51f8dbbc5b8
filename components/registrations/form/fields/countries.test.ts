import { getCountryCallingCode } from "libphonenumber-js/min";
import { describe, expect, it } from "vitest";
import { countryOptions } from "./countries";

describe("countryOptions", () => {
  it("begins with Indonesia in every language", () => {
    for (const locale of ["en", "id"]) {
      expect(countryOptions(locale, "ID")[0]).toEqual({ country: "ID", label: "Indonesia (+62)" });
    }
  });

  it("gives each country the code the phone rules use", () => {
    for (const { country, label } of countryOptions("en", "ID")) {
      expect(label).toContain(`(+${getCountryCallingCode(country as "ID")})`);
    }
  });

  it("offers the country of a draft even if it is not in the list", () => {
    expect(countryOptions("en", "BR").some(({ country }) => country === "BR")).toBe(true);
  });
});
