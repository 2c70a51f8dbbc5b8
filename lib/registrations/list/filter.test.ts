import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor } from "./cursor";
import { DEFAULT_COLUMNS, EMPTY_FILTER, keptQuery, readListFilter, writeListFilter } from "./filter";
import { anyListFilter } from "./testing/list-filters";

const PERSON = "01930001-7c1e-7b2a-9d3f-5a6b7c8d9e0f";

describe("readListFilter", () => {
  it("reads the bare address as the whole list, newest first", () => {
    expect(readListFilter({})).toEqual({ filter: EMPTY_FILTER, dropped: [] });
  });

  it.each([
    [{ status: "NEEDS_FIX" }, { tab: "NEEDS_FIX" }],
    [{ q: "  kopi\u200b  senja\t " }, { query: "kopi  senja" }],
    [{ q: "a\u0000b" }, { query: "ab" }],
    [{ owner: "me" }, { owner: "me" }],
    [{ owner: PERSON }, { owner: PERSON }],
    [{ owner: `me,${PERSON},me` }, { owner: `${PERSON},me` }],
    [{ owner: "-me" }, { owner: "-me" }],
    [{ cause: "-unsure.timeout,not_sent.dns" }, { cause: "-not_sent.dns,unsure.timeout" }],
    [{ invited: "7d" }, { invited: "7d" }],
    [{ since: "yesterday" }, { since: "yesterday" }],
    [{ referral: "aBc1" }, { referral: "aBc1" }],
    [{ cause: "refused.businessName.0a1b2c3d" }, { cause: "refused.businessName.0a1b2c3d" }],
    [{ cause: "unsure.header_timeout" }, { cause: "unsure.header_timeout" }],
    [{ created: "7d" }, { created: "7d" }],
    [{ columns: "created,merchant,created" }, { columns: ["created", "merchant"] }],
    [{ columns: DEFAULT_COLUMNS.join() }, { columns: null }],
    [{ status: ["DRAFT", "FAILED"] }, { tab: "DRAFT" }],
    [{ status: "", owner: "", columns: "" }, {}],
  ])("reads %j", (params, expected) => {
    expect(readListFilter(params)).toEqual({ filter: { ...EMPTY_FILTER, ...expected }, dropped: [] });
  });

  it.each([
    [{ status: "SENT" }, ["status"]],
    [{ q: "a".repeat(255) }, ["q"]],
    [{ owner: "Rina" }, ["owner"]],
    [{ owner: PERSON.toUpperCase() }, ["owner"]],
    [{ owner: "me," }, ["owner"]],
    [{ owner: "-" }, ["owner"]],
    [{ batch: `-${PERSON}` }, ["batch"]],
    [{ referral: "a,b,c,d,e,f,g,h,i" }, ["referral"]],
    [{ invited: "soon" }, ["invited"]],
    [{ since: "soon" }, ["since"]],
    [{ credential: "me" }, ["credential"]],
    [{ referral: "ABC-1" }, ["referral"]],
    [{ cause: "refused.name" }, ["cause"]],
    [{ created: "2026-02-30.." }, ["created"]],
    [{ updated: "soon" }, ["updated"]],
    [{ sort: "name" }, ["sort"]],
    [{ columns: "colour" }, ["columns"]],
    [{ view: "mine" }, ["view"]],
    [{ batch: "7", q: "kopi" }, ["batch"]],
  ])("leaves out and names what it does not understand in %j", (params, dropped) => {
    expect(readListFilter(params).dropped).toEqual(dropped);
  });

  it("keeps the columns it knows beside one it does not", () => {
    const { filter, dropped } = readListFilter({ columns: "updated,colour,merchant" });
    expect(filter.columns).toEqual(["updated", "merchant"]);
    expect(dropped).toEqual(["columns"]);
  });

  it("holds no name in the place of an order by name", () => {
    const cursor = `nm0000000000000.${PERSON}.50`;
    const { filter } = readListFilter({ cursor, sort: "name_asc" });
    expect(filter.cursor).toMatchObject({ by: "name", id: PERSON, before: 50 });
    expect(writeListFilter(filter).get("cursor")).toBe(cursor);
    expect(readListFilter({ cursor }).filter.cursor).toBeNull();
  });

  it("starts again at the first page when the sort goes by another time", () => {
    const cursor = `oc1763000000000.${PERSON}`;
    expect(readListFilter({ cursor }).filter.cursor).toMatchObject({ by: "created", direction: "older" });
    expect(readListFilter({ cursor, sort: "updated_asc" })).toMatchObject({
      filter: { cursor: null },
      dropped: [],
    });
  });

  it("reads what was written, whatever it is", () => {
    fc.assert(
      fc.property(anyListFilter, (filter) => {
        const params = writeListFilter(filter);
        expect(readListFilter(params)).toEqual({ filter, dropped: [] });
        expect(readListFilter(Object.fromEntries(params))).toEqual({ filter, dropped: [] });
      }),
    );
  });

  it("understands of any address only what it can write again", () => {
    const anyParams = fc.dictionary(
      fc.constantFrom("status", "q", "owner", "cause", "created", "columns", "sort", "cursor", "x"),
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("me", "7d", "DRAFT", "created,cause", "..")),
    );
    fc.assert(
      fc.property(anyParams, (params) => {
        const { filter } = readListFilter(params);
        expect(readListFilter(writeListFilter(filter)).filter).toEqual(filter);
      }),
    );
  });
});

describe("writeListFilter", () => {
  it("leaves out what is the default, and keeps one order", () => {
    expect(writeListFilter(EMPTY_FILTER).toString()).toBe("");
    const filter = { ...EMPTY_FILTER, sort: "updated_desc", query: "kopi & senja?", tab: "FAILED" } as const;
    expect(writeListFilter(filter).toString()).toBe("status=FAILED&q=kopi+%26+senja%3F&sort=updated_desc");
  });

  it("keeps neither place nor view for a saved view", () => {
    const cursor = decodeCursor(`oc1763000000000.${PERSON}`);
    expect(keptQuery({ ...EMPTY_FILTER, cursor, view: PERSON, created: "30d" })).toBe("created=30d");
  });
});

describe("decodeCursor", () => {
  it.each([
    "",
    "oc1.x",
    `ox1763000000000.${PERSON}`,
    `oc176300000000.${PERSON}`,
    `oc1763000000000.${PERSON} `,
    `oc1763000000000.${PERSON}.`,
    `oc1763000000000.${PERSON}.-1`,
    `oc1763000000000.${PERSON}.01`,
  ])("does not take %j for a place", (text) => {
    expect(decodeCursor(text)).toBeNull();
  });
});
