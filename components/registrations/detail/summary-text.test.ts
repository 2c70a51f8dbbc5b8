import { expect, test } from "vitest";
import { createTranslatorFor } from "@/lib/i18n/translator";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { summaryText } from "./summary-text";

const FACTS = {
  status: "INVITED",
  sending: false,
  archived: false,
  partnerReference: "MTR-0001",
  input: {
    businessName: "Kopi Senja",
    representativeName: "Budi Santoso",
    representativeEmail: "budi@kopi.example",
    phoneNumber: "081510229216",
    country: "ID",
    invitedUserEmail: "budi@kopi.example",
    referralCode: "",
    partnerReference: "MTR-0001",
  },
  businesses: [
    { businessId: "BSN-1", source: "doku", receivedAt: "2026-11-12T07:05:00Z", brandIds: ["BRN-1", "BRN-2"] },
  ],
} as const;

function summary(change: Partial<typeof FACTS | RegistrationView>, why: string | null = null): string[] {
  const registration = { ...FACTS, ...change } as unknown as RegistrationView;
  const [detail, status] = [createTranslatorFor("en", "detail"), createTranslatorFor("en", "status")];
  return summaryText(registration, { detail, status, time: "12 Nov 2026, 14.05 WIB", why }).split("\n");
}

test("says who it is, how it stands, and every id", () => {
  expect(summary({})).toEqual([
    "Kopi Senja",
    "Status: Invited (12 Nov 2026, 14.05 WIB)",
    "Business ID: BSN-1",
    "Brand ID: BRN-1, BRN-2",
    "Partner reference: MTR-0001",
  ]);
});

test("says why it needs somebody, and that it was put away", () => {
  expect(
    summary({ status: "NEEDS_FIX", archived: true, businesses: [] }, "Business name is missing"),
  ).toEqual([
    "Kopi Senja",
    "Status: Needs fixing, Archived (12 Nov 2026, 14.05 WIB)",
    "Business name is missing",
    "Partner reference: MTR-0001",
  ]);
});

test("tells nobody how to reach a person", () => {
  expect(summary({}).join()).not.toMatch(/budi|0815/i);
});
