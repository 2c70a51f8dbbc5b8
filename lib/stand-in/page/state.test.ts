import { describe, expect, it } from "vitest";
import type { Business } from "@/lib/stand-in/ledger/ledger";
import { tellMapping } from "./state";

function makeBusiness(number: number): Business {
  return {
    businessId: `BSN-${number}`,
    brandIds: [`BRN-${number}`],
    partnerRefId: `MTR-${number}`,
    businessName: "Kopi Senja",
    requestId: `request-${number}`,
    clientId: "BRN-1",
    createdAt: "2026-11-12T07:05:00.000Z",
    invitedUserEmail: "sari@contoh.id",
    body: "{}",
    bodySha256: "",
  };
}

describe("a long list", () => {
  it.each([0, 1, 499, 500, 501, 1_234])("of %d is told whole, in pieces", (length) => {
    const businesses = Array.from({ length }, (_, number) => makeBusiness(number));
    const pieces = [...tellMapping(businesses)];
    expect(pieces).toHaveLength(2 + Math.ceil(length / 500));
    expect(JSON.parse(pieces.join("")).map((told: Business) => told.businessId)).toEqual(
      businesses.map(({ businessId }) => businessId),
    );
  });

  it("is told as it was at the start, though it changes meanwhile", () => {
    const businesses = Array.from({ length: 600 }, (_, number) => makeBusiness(number));
    const telling = tellMapping(businesses);
    let text = "";
    for (const piece of telling) {
      text += piece;
      businesses.length = 0;
    }
    expect(JSON.parse(text)).toHaveLength(600);
  });
});
