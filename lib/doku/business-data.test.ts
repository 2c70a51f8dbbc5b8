import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBusinessData } from "./business-data";
import { readRequiredDocuments, spellRequirementQuery } from "./required-documents";

const BUSINESS_ID = "BSN-0103-1700206906468";
const SECRET = "a-secret-of-ours";
const read = (json: unknown, isWrapped = false) =>
  readBusinessData(json, { isWrapped, businessId: BUSINESS_ID, brandId: "B1", secrets: [SECRET] });

describe("what is read of a business", () => {
  it.each([
    ["a legal entity in words", { legal_entity: "PT" }, { legalEntity: "PT" }],
    ["a legal entity without a code", { legal_entity: { name: "Perseroan" } }, { legalEntity: "Perseroan" }],
    ["a reason", { rejection_reason: "Blurred" }, { rejectionReason: "Blurred" }],
    [
      "several reasons",
      { rejection_reason: ["Blurred", 7, "Expired"] },
      { rejectionReason: "Blurred; Expired" },
    ],
    ["a status as a number", { status: 3 }, { statuses: [{ place: "status", raw: "3" }] }],
    ["spaces around a status", { status: "  ACTIVE\t" }, { statuses: [{ place: "status", raw: "ACTIVE" }] }],
    [
      "each value once for each place",
      {
        status: "ACTIVE",
        brands: [{ status: "ACTIVE" }, { status: "ACTIVE" }, { status: "UPDATING" }],
        services: [{ status: "ACTIVE" }, "x", null],
      },
      {
        statuses: [
          { place: "status", raw: "ACTIVE" },
          { place: "brands.status", raw: "ACTIVE" },
          { place: "brands.status", raw: "UPDATING" },
          { place: "services.status", raw: "ACTIVE" },
        ],
      },
    ],
    [
      "brands with sound ids, each once",
      { brands: [{ id: "B1", name: "A" }, { id: "B1", name: "B" }, { id: "B 2" }, { id: 3 }, { id: "B4" }] },
      {
        brands: [
          { id: "B1", name: "A" },
          { id: "B4", name: null },
        ],
      },
    ],
    [
      "no key as the id of a brand",
      { brands: [{ id: "SK-kunci7391" }, { id: `x-${SECRET}` }, { id: "B1" }] },
      { brands: [{ id: "B1", name: null }] },
    ],
    ["a key in a name", { name: "Kopi SK-abcdef" }, { name: "Kopi SK-•••" }],
    ["our secret in a name", { name: `Kopi ${SECRET}` }, { name: "Kopi •••" }],
    [
      "a signed link in a reason",
      { rejection_reason: "See https://x.example/a.jpg?Signature=abc" },
      { rejectionReason: "See https://x.example/a.jpg?•••" },
    ],
  ])("%s", (_name, json, expected) => {
    expect(read(json)).toMatchObject({ kind: "read", data: expected });
    expect(read({ business: json }, true)).toMatchObject({ kind: "read", data: expected });
  });

  it("is nothing where only another's brands say whose it is", () => {
    const others = { name: "Kopi Pagi", status: "REJECTED", brands: [{ id: "B2", status: "REJECTED" }] };
    for (const json of [others, { business: others }, { ...others, id: "" }])
      expect(read(json)).toEqual({ kind: "other_business" });
    for (const json of [
      { ...others, id: BUSINESS_ID },
      { ...others, brands: [...others.brands, { id: "B1" }] },
      { ...others, brands: [{ status: "REJECTED" }] },
    ])
      expect(read(json)).toMatchObject({ kind: "read", data: { name: "Kopi Pagi" } });
  });

  it("follows the switch only where both shapes are there", () => {
    const both = { id: BUSINESS_ID, name: "Flat", business: { id: BUSINESS_ID, name: "Wrapped" } };
    expect(read(both, false)).toMatchObject({ data: { name: "Flat" } });
    expect(read(both, true)).toMatchObject({ data: { name: "Wrapped" } });
    expect(read({ business: { name: "Wrapped" } }, false)).toMatchObject({ data: { name: "Wrapped" } });
    expect(read({ name: "Flat" }, true)).toMatchObject({ data: { name: "Flat" } });
  });

  it("is bounded, in one line, and never of another business, whatever the answer", () => {
    const anyStatus = fc.oneof(
      fc.string({ maxLength: 10_000 }),
      fc.constantFrom("ACTIVE", "UPDATING"),
      fc.jsonValue(),
    );
    const anyBrand = fc.record({
      id: anyStatus,
      name: anyStatus,
      status: anyStatus,
      shared_key: fc.constant("SK-x1"),
    });
    const anyBusiness = fc.record(
      {
        id: fc.oneof(fc.constant(BUSINESS_ID), fc.jsonValue()),
        name: anyStatus,
        email: anyStatus,
        type: anyStatus,
        legal_entity: fc.oneof(anyStatus, fc.record({ code: anyStatus })),
        status: anyStatus,
        rejection_reason: fc.oneof(anyStatus, fc.array(anyStatus)),
        brands: fc.oneof(fc.array(anyBrand, { maxLength: 200 }), fc.jsonValue()),
        services: fc.oneof(fc.array(anyBrand), fc.jsonValue()),
        shared_key: fc.constant("SK-canary"),
      },
      { requiredKeys: [] },
    );
    const anyAnswer = fc.oneof(fc.jsonValue(), anyBusiness, fc.record({ business: anyBusiness }));
    fc.assert(
      fc.property(anyAnswer, fc.boolean(), (json, isWrapped) => {
        const result = read(json, isWrapped);
        if (result.kind !== "read") return;
        const { id, name, email, businessType, legalEntity, rejectionReason, statuses, brands } = result.data;
        expect([null, BUSINESS_ID]).toContain(id);
        expect(statuses.length).toBeLessThanOrEqual(50);
        expect(brands.length).toBeLessThanOrEqual(100);
        const texts = [
          name,
          email,
          businessType,
          legalEntity,
          rejectionReason,
          ...brands.map((one) => one.name),
        ];
        for (const text of [...texts, ...statuses.map(({ raw }) => raw)]) {
          if (text === null) continue;
          expect(text).toMatch(/^[^\p{Cc}\p{Cs}]{1,500}$/u);
        }
        for (const { raw } of statuses) expect(raw.length).toBeLessThanOrEqual(80);
        expect(JSON.stringify(result)).not.toContain("SK-canary");
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("the documents that DOKU wants", () => {
  const leaf = { code: "KTP", name: "ID Card", extensions: ["png", ".Jpg", "JPG", "<b>", 7], max_size: "10" };

  it.each([
    ["in a nested group", { a: { b: { c: leaf } } }],
    ["at the top", leaf],
    ["in a list", [[leaf]]],
    ["twice", { a: leaf, b: { ...leaf, name: "Another" } }],
    [
      "beside leaves of other shapes",
      { a: leaf, b: { code: 7 }, c: { code: "PT", name: "PT" }, d: "x", e: null },
    ],
  ])("are found %s", (_name, json) => {
    expect(readRequiredDocuments(json)).toEqual([
      { code: "KTP", name: "ID Card", extensions: ["PNG", "JPG"], maxSizeMb: 10 },
    ]);
  });

  it.each([
    [15, 15],
    [0.5, 0.5],
    ["2.5", 2.5],
    [0, null],
    [-1, null],
    [1e9, null],
    ["1e3", null],
    [{}, null],
    [null, null],
  ])("may be as large as %j says: %j", (max_size, maxSizeMb) => {
    expect(readRequiredDocuments({ a: { ...leaf, max_size } })).toMatchObject([{ maxSizeMb }]);
  });

  it("are bounded, whatever the answer", () => {
    const anyLeaf = fc.record({
      code: fc.string(),
      name: fc.string({ maxLength: 5_000 }),
      extensions: fc.array(fc.string()),
    });
    const anyGroup = fc.dictionary(
      fc.string(),
      fc.oneof(fc.jsonValue(), anyLeaf, fc.array(anyLeaf, { maxLength: 200 })),
    );
    fc.assert(
      fc.property(anyGroup, (json) => {
        const documents = readRequiredDocuments(json);
        expect(documents.length).toBeLessThanOrEqual(60);
        expect(new Set(documents.map(({ code }) => code)).size).toBe(documents.length);
        for (const { code, name, extensions } of documents) {
          expect(code).toMatch(/^[^\p{Cc}]{1,100}$/u);
          expect(name).toMatch(/^[^\p{Cc}]{1,200}$/u);
          for (const extension of extensions) expect(extension).toMatch(/^[A-Z0-9]{1,10}$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("are asked for in the order of DOKU's page, and nothing breaks out of its parameter", () => {
    expect(
      spellRequirementQuery({
        brandBusinessLine: "RETAIL&x=1",
        businessContactNationality: "ID",
        businessLegalEntity: "PT",
        businessType: "CORPORATE",
      }),
    ).toBe(
      "businessType=CORPORATE&businessLegalEntity=PT&brandBusinessLine=RETAIL%26x%3D1&businessContactNationality=ID",
    );
  });
});
