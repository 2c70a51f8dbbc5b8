import { describe, expect, it } from "vitest";
import {
  buildBusinessLiteBody,
  readAnsweredBusiness,
  readReportedBusinessId,
  readSentPersonalData,
} from "./wire";

const john = {
  partnerRefId: "13aa67f8-c2ac-437c-9eb5-e5b1934fbfcc",
  businessName: "John Store",
  representativeName: "John Michael",
  representativeEmail: "john@gmail.com",
  phoneCallingCode: "62",
  phoneNumber: "81510229216",
  invitedUserEmail: "string",
  referralCode: "ABC123",
};

describe("the body of Create Business Lite", () => {
  it("is the sample of DOKU's page, byte for byte", () => {
    expect(buildBusinessLiteBody(john)).toBe(
      '{"business":{"partner_ref_id":"13aa67f8-c2ac-437c-9eb5-e5b1934fbfcc","name":"John Store","contact":{"name":"John Michael","email":"john@gmail.com","phone_calling_code":"62","phone_number":"81510229216"}},"referral":{"code":"ABC123"},"invited_user":{"email":"string"}}',
    );
  });

  it.each([null, ""])("leaves the referral out when its code is %j", (referralCode) => {
    expect(JSON.parse(buildBusinessLiteBody({ ...john, referralCode }))).not.toHaveProperty("referral");
  });

  it("tells which personal data it holds", () => {
    expect(readSentPersonalData(buildBusinessLiteBody(john))).toEqual({
      names: ["John Michael"],
      others: ["john@gmail.com", "81510229216", "string"],
    });
    expect(readSentPersonalData("{")).toEqual({ names: [], others: [] });
  });
});

describe("the business in an answer", () => {
  const sound = {
    id: "BSN-0103-1700206906468",
    partner_ref_id: "REF-1",
    brands: [{ id: "BRN-0103-1700206906471" }],
  };
  const longId = "x".repeat(128);

  it.each([
    ["as documented", sound, { id: sound.id, partnerRefId: "REF-1", brandIds: ["BRN-0103-1700206906471"] }],
    ["without brands yet", { ...sound, brands: [] }, { id: sound.id, partnerRefId: "REF-1", brandIds: [] }],
    ["with brands null", { ...sound, brands: null }, { id: sound.id, partnerRefId: "REF-1", brandIds: [] }],
    ["without brands and reference", { id: "B1" }, { id: "B1", partnerRefId: null, brandIds: [] }],
    [
      "with a null reference",
      { id: "B1", partner_ref_id: null },
      { id: "B1", partnerRefId: null, brandIds: [] },
    ],
    ["with the longest id", { id: longId }, { id: longId, partnerRefId: null, brandIds: [] }],
    [
      "with a brand twice",
      { id: "B1", brands: [{ id: "b" }, { id: "a" }, { id: "b" }] },
      { id: "B1", partnerRefId: null, brandIds: ["b", "a"] },
    ],
    [
      "with fields we do not know",
      { id: "B1", shared_key: "SK-1", extra: [] },
      { id: "B1", partnerRefId: null, brandIds: [] },
    ],
  ])("is read %s", (_name, business, expected) => {
    expect(readAnsweredBusiness({ business })).toEqual(expected);
  });

  it.each([
    ["no id", {}],
    ["an empty id", { id: "" }],
    ["a blank id", { id: " " }],
    ["an id with white space", { id: "BSN 1" }],
    ["an id with a NUL", { id: "BSN\u0000" }],
    ["an id with a hidden mark", { id: "BSN\u200b1" }],
    ["a lone surrogate", { id: "BSN\ud800" }],
    ["too long an id", { id: `${longId}x` }],
    ["a number for an id", { id: 1700206906468 }],
    ["a list for an id", { id: ["BSN-1"] }],
    ["a number for a reference", { ...sound, partner_ref_id: 7 }],
    ["a text for brands", { ...sound, brands: "BRN-1" }],
    ["a brand that is a text", { ...sound, brands: ["BRN-1"] }],
    ["a brand without id", { ...sound, brands: [{}] }],
    [
      "an endless list of brands",
      { ...sound, brands: Array.from({ length: 101 }, (_, n) => ({ id: `BRN-${n}` })) },
    ],
  ])("is not read with %s", (_name, business) => {
    expect(readAnsweredBusiness({ business })).toBeNull();
  });

  it.each([
    null,
    [],
    "BSN-1",
    7,
    { business: null },
    { business: [] },
    JSON.parse('{"__proto__":{"business":{"id":"BSN-1"}}}'),
    JSON.parse('{"business":{"__proto__":{"id":"BSN-1"}}}'),
  ])("is not found in %j", (answer) => {
    expect(readAnsweredBusiness(answer)).toBeNull();
    expect(readReportedBusinessId(answer)).toBeNull();
  });

  it("is reported by id even where the rest is unsound", () => {
    expect(readReportedBusinessId({ business: { ...sound, brands: "none" } })).toBe(sound.id);
  });
});
