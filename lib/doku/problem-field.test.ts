import { describe, expect, it } from "vitest";
import { findProblemField } from "./problem-field";

describe("the field that DOKU names", () => {
  it.each([
    ["business.partner_ref_id already exists", "partnerReference"],
    ["Partner Ref Id must be unique", "partnerReference"],
    ["business.name must be filled", "businessName"],
    ["business.contact.name must be filled", "representativeName"],
    ["contact.name: too long", "representativeName"],
    ["business.contact.email must be a well-formed email address", "representativeEmail"],
    ["The contact e-mail is not allowed", "representativeEmail"],
    ["business.contact.phone_number is too long", "phoneNumber"],
    ["phoneNumber: numeric only", "phoneNumber"],
    ["business.contact.phone_calling_code must be 1 to 3 digits", "phoneNumber"],
    ["invited_user.email must be filled", "invitedUserEmail"],
    ["invitedUser.email: taken", "invitedUserEmail"],
    ["referral.code not found", "referralCode"],
    ["Referral code must have 6 characters", "referralCode"],
    ["business.name 'Phone Number Shop' has a character that is not allowed", "businessName"],
  ])("%s", (message, field) => {
    expect(findProblemField([message])).toBe(field);
  });

  it.each([
    "",
    "name must be filled",
    "email is not valid",
    "Invalid character, allowed only a-z",
    "businessname",
  ])("is not guessed from %j", (message) => {
    expect(findProblemField([message])).toBeNull();
  });

  it("is the first one named over all messages", () => {
    expect(findProblemField(["Something is wrong", "referral.code is unknown", "business.name is odd"])).toBe(
      "referralCode",
    );
    expect(findProblemField([])).toBeNull();
  });
});
