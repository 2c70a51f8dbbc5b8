import { describe, expect, it } from "vitest";
import { EMPTY_FILTER, readListFilter } from "@/lib/registrations/list/filter";
import { isViewAlone } from "@/lib/views/saved-view";
import { listAddress, searchFields, withoutChips, withoutSearch } from "./address";

const VIEW = "0193c0de-0000-7000-8000-000000000001";

describe("listAddress", () => {
  it("leaves out what is the default", () => {
    expect(listAddress(EMPTY_FILTER)).toBe("/registrations");
  });

  it("is read back as the same", () => {
    const filter = { ...EMPTY_FILTER, tab: "NEEDS_FIX", query: "kopi & senja?", owner: "me" } as const;
    const { search } = new URL(listAddress(filter), "http://localhost");
    expect(readListFilter(new URLSearchParams(search)).filter).toEqual(filter);
  });

  it("says that nothing is filtered where a bare address would mean a view", () => {
    expect(listAddress(EMPTY_FILTER, { isExplicit: true })).toBe("/registrations?status=all");
    expect(listAddress({ ...EMPTY_FILTER, view: VIEW })).toBe(`/registrations?status=all&view=${VIEW}`);
    expect(listAddress({ ...EMPTY_FILTER, tab: "FAILED" }, { isExplicit: true })).toBe(
      "/registrations?status=FAILED",
    );
  });
});

describe("an emptied search", () => {
  it.each([
    ["of a view that keeps one", { query: "kopi", view: VIEW }, false],
    ["of a view of one's own", { query: "kopi", owner: "me", view: VIEW }, false],
    ["where a bare address means a view", { query: "kopi" }, true],
  ] as const)("%s leads to no view's filter", (_what, change, isExplicit) => {
    const sent = Object.fromEntries([
      ...searchFields({ ...EMPTY_FILTER, ...change }, { isExplicit }),
      ["q", ""],
    ]);
    expect(isViewAlone(sent)).toBe(false);
    expect(readListFilter(sent)).toMatchObject({
      filter: { query: "", owner: null, tab: "all" },
      dropped: [],
    });
  });

  it("keeps what else is filtered by", () => {
    expect(
      searchFields({ ...EMPTY_FILTER, tab: "FAILED", query: "kopi", created: "7d" }, { isExplicit: true }),
    ).toEqual([
      ["status", "FAILED"],
      ["created", "7d"],
    ]);
  });
});

describe("withoutChips", () => {
  it("keeps tab, search, sort and columns, and goes to the first page", () => {
    const kept = {
      ...EMPTY_FILTER,
      tab: "FAILED",
      query: "kopi",
      sort: "updated_desc",
      columns: ["merchant"],
    } as const;
    const cursor = {
      by: "updated",
      direction: "older",
      at: "2026-11-01T00:00:00.000Z",
      id: VIEW,
      before: 50,
    } as const;
    expect(withoutChips({ ...kept, owner: VIEW, created: "7d", cursor })).toEqual(kept);
    expect(withoutChips({ ...kept, owner: "me", invited: "7d" })).toEqual({ ...kept, owner: "me" });
  });
});

describe("withoutSearch", () => {
  const searched = { ...EMPTY_FILTER, tab: "FAILED", query: "kopi" } as const;

  it("leads back to one's own where the list begins with them", () => {
    expect(withoutSearch(searched, "mine")).toEqual({ ...searched, query: "", owner: "me" });
    expect(withoutSearch(searched, "team")).toEqual({ ...searched, query: "" });
  });

  it.each([
    ["a colleague", { owner: VIEW }],
    ["other filters", { created: "7d" }],
    ["a view", { view: VIEW }],
  ] as const)("keeps %s", (_what, change) => {
    expect(withoutSearch({ ...searched, ...change }, "mine")).toEqual({ ...searched, ...change, query: "" });
  });
});
