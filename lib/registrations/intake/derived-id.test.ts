import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isPartnerReference } from "@/lib/registrations/input/partner-reference";
import { STATUSES } from "@/lib/registrations/status";
import { derivedUuid, partnerReferenceOfRow, replacedIdOf, requestIdOf } from "./derived-id";

const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
const intent = { formKey: "6f1c7d9e-0000-4000-8000-000000000001", replaces: null, bodyText: '{"a":1}' };

describe("derivedUuid", () => {
  it("is SHA-256 in the form of a UUID of version 8", () => {
    expect(derivedUuid("abc")).toBe("ba7816bf-8f01-8fea-8141-40de5dae2223");
  });

  it("is one for every text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => UUID_V8.test(derivedUuid(text))));
  });
});

describe("F46: requestIdOf", () => {
  it("is the same for the same intent, for ever: what was sent by an earlier version is known again", () => {
    expect(requestIdOf(intent)).toBe("6b95b28b-03d6-8797-8249-3ea1fe135e34");
    expect(requestIdOf({ ...intent })).toBe(requestIdOf(intent));
  });

  test.each([
    ["another form", { formKey: "6f1c7d9e-0000-4000-8000-000000000002" }],
    ["other words", { bodyText: '{"a":2}' }],
    ["a fix of the same words", { replaces: requestIdOf(intent) }],
  ])("is another for %s", (_, change) => {
    expect(requestIdOf({ ...intent, ...change })).not.toBe(requestIdOf(intent));
  });

  it("cannot be made to meet by moving letters from one part to the next", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (key, body, otherKey, otherBody) => {
        fc.pre(key !== otherKey || body !== otherBody);
        const one = requestIdOf({ formKey: key, replaces: null, bodyText: body });
        expect(requestIdOf({ formKey: otherKey, replaces: null, bodyText: otherBody })).not.toBe(one);
      }),
    );
  });
});

describe("replacedIdOf", () => {
  test.each(STATUSES)("of what is %s is the request that it had, unless that was never sent", (status) => {
    expect(replacedIdOf({ status, requestId: "1" })).toBe(status === "DRAFT" ? null : "1");
  });

  it("is none for the first", () => {
    expect(replacedIdOf(null)).toBeNull();
  });
});

describe("partnerReferenceOfRow", () => {
  it("is the same for the same row, for ever", () => {
    expect(partnerReferenceOfRow("6f1c7d9e-0000-8000-8000-000000000001")).toBe(
      "MTR-ROW-3N352YCSFZGMSLF6JKTY",
    );
  });

  it("is a sound reference, and another for every other row", () => {
    const keys = Array.from({ length: 10_000 }, () => crypto.randomUUID());
    const references = keys.map(partnerReferenceOfRow);
    expect(references.filter((reference) => !isPartnerReference(reference))).toEqual([]);
    expect(new Set(references.map((reference) => reference.toLowerCase())).size).toBe(10_000);
  });
});
