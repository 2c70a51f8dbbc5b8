import { describe, expect, test } from "vitest";
import { EMPTY_INPUT } from "@/lib/registrations/input/registration-fields";
import { maskContactsOf } from "./masked-view";

const CONTACTS = {
  input: {
    ...EMPTY_INPUT,
    businessName: "Kopi Senja",
    representativeName: "Budi 0815 1022 9216",
    representativeEmail: "budi@kopisenja.example",
    phoneNumber: "0815 1022 9216",
    invitedUserEmail: "kasir@kopisenja.example",
    referralCode: "ABC123",
    partnerReference: "MTR-1",
  },
  phoneE164: "+6281510229216",
};
const VIEWER = { kind: "user", role: "viewer" } as const;

describe("what was typed for a registration", () => {
  test("hides every address and number from who sees no contacts, and nothing else", () => {
    const shown = maskContactsOf(VIEWER, CONTACTS);
    for (const contact of ["budi@", "kasir@", "1022"]) expect(JSON.stringify(shown)).not.toContain(contact);
    expect(shown.input).toMatchObject({
      businessName: "Kopi Senja",
      country: "ID",
      referralCode: "ABC123",
      partnerReference: "MTR-1",
    });
    for (const masked of [shown.input.representativeEmail, shown.input.phoneNumber, shown.phoneE164])
      expect(masked).toContain("•");
  });

  test("is there as it is for who sees contacts, and nothing becomes something", () => {
    expect(maskContactsOf({ kind: "user", role: "manager" }, CONTACTS)).toEqual(CONTACTS);
    const empty = { input: EMPTY_INPUT, phoneE164: "" };
    expect(maskContactsOf(VIEWER, empty)).toEqual(empty);
  });
});
