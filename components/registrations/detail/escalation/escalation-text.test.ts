import { describe, expect, test } from "vitest";
import { LOCALES, type Locale } from "@/lib/i18n/locale";
import { createTranslatorFor } from "@/lib/i18n/translator";
import type { ProgressCode } from "@/lib/progress/progress";
import { maskContactsOf } from "@/lib/registrations/masked-view";
import type { AttemptView, RegistrationView } from "@/lib/registrations/registration-view";
import { showLabel } from "@/lib/registrations/sight";
import { escalationText } from "./escalation-text";

const MANAGER = { kind: "user", role: "manager" } as const;
const VIEWER = { kind: "user", role: "viewer" } as const;

const attempt = (number: number): AttemptView => ({
  number,
  kind: number === 1 ? "first" : "retry",
  requestId: `request-${number}`,
  startedAt: `2026-11-12T07:05:${String(number).padStart(2, "0")}.000Z`,
  endedAt: null,
  outcome: "unknown",
  reason: "header_timeout",
  httpStatus: 504,
  errorCode: null,
  message: showLabel(MANAGER, "Gateway Timeout"),
  maskedAnswer: showLabel(MANAGER, '{"shared_key":"SK-canary"}'),
  answerRemovedAt: null,
  latencyMs: 15_000,
  signature: null,
  reportedBusinessId: null,
});

function registrationOf(changes: Partial<RegistrationView> = {}): RegistrationView {
  return {
    id: "0190a2b4-7c1d-7e8f-9a0b-1c2d3e4f5a6b",
    credential: { label: "BRN-1", replay: "unproven", pausedAt: null, pausedReason: null, isUnserved: false },
    status: "UNCONFIRMED",
    archived: false,
    sending: false,
    actions: [],
    partnerReference: "TOKO-17",
    keepsReference: true,
    input: {
      businessName: "Kopi Senja",
      representativeName: "Budi Santoso",
      representativeEmail: "budi@kopisenja.example",
      phoneNumber: "081510229216",
      country: "ID",
      invitedUserEmail: "undangan@kopisenja.example",
      referralCode: "",
      partnerReference: "TOKO-17",
    },
    phoneE164: "+6281510229216",
    duplicateReason: null,
    requestId: "request-2",
    ownerName: "Rina",
    createdByName: "Rina",
    createdAt: "2026-11-12T07:00:00.000Z",
    queuedAt: null,
    firstSentAt: null,
    invitedAt: null,
    nextRunAt: null,
    lastOutcome: "unknown",
    cause: null,
    problem: null,
    problemField: null,
    businesses: [],
    attempts: [attempt(2), attempt(1)],
    ...changes,
  } as RegistrationView;
}

const write = (registration: RegistrationView, locale: Locale, progress: ProgressCode = "NOT_CHECKED") =>
  escalationText(
    registration,
    { progress, raw: null, asOf: "2026-11-13T07:05:00.000Z" },
    {
      locale,
      escalation: createTranslatorFor(locale, "escalation"),
      detail: createTranslatorFor(locale, "detail"),
      outcome: createTranslatorFor(locale, "outcome"),
      status: createTranslatorFor(locale, "status"),
      progress: createTranslatorFor(locale, "progress"),
    },
  );

const INVITED = registrationOf({
  status: "INVITED",
  invitedAt: "2026-11-12T07:05:09.000Z",
  businesses: [
    {
      businessId: "BSN-0103-17",
      source: "doku",
      receivedAt: "2026-11-12T07:05:09.000Z",
      brandIds: ["BRN-0103-18", "BRN-0103-19"],
    },
  ],
});

describe("what DOKU's support is told", () => {
  test.each(LOCALES)("names the ids, both times and what was tried, in order: %s", (locale) => {
    const text = write(INVITED, locale);
    for (const part of ["TOKO-17", "request-2", "BSN-0103-17", "BRN-0103-18, BRN-0103-19"])
      expect(text).toContain(part);
    expect(text).toContain("12 Nov 2026, 14.05.09 WIB (2026-11-12 07:05:09 UTC)");
    expect(text.indexOf("request-1")).toBeLessThan(text.lastIndexOf("request-2"));
    expect(text).toContain("“Gateway Timeout”");
    expect(text).toContain("HTTP 504");
  });

  test("holds no key, no answer and no id of ours", () => {
    const text = write(INVITED, "en") + write(INVITED, "id");
    expect(text).not.toMatch(/SK-|shared_key|0190a2b4|HMACSHA256/);
    expect(text).not.toContain("081510229216");
  });

  test.each<[Partial<RegistrationView>, ProgressCode, RegExp]>([
    [{ status: "UNCONFIRMED" }, "NOT_CHECKED", /whether it made a business/],
    [{ status: "NEEDS_FIX" }, "NOT_CHECKED", /did not succeed/],
    [{ status: "INVITED" }, "INVITED", /has not found the invitation to undangan@kopisenja\.example/],
    [{ status: "INVITED" }, "IN_REVIEW", /under review/],
    [{ status: "INVITED" }, "REJECTED", /stands as it does/],
  ])("asks what fits %j and %s", (changes, progress, question) => {
    expect(write(registrationOf(changes), "en", progress)).toMatch(question);
  });

  test("shows a viewer's own masked sight of people", () => {
    const masked = registrationOf({ status: "INVITED", ...maskContactsOf(VIEWER, registrationOf()) });
    expect(write(masked, "en")).toContain("u•••@kopisenja.example");
    expect(write(masked, "en")).not.toContain("undangan@");
  });

  test("leaves out attempts that are too many to read", () => {
    const attempts = Array.from({ length: 30 }, (_, index) => attempt(30 - index));
    const text = write(registrationOf({ attempts }), "en");
    expect(text).toContain("(22 earlier attempts are left out)");
    expect(text).toContain("30. Retry");
    expect(text).not.toMatch(/^22\. /m);
  });
});
