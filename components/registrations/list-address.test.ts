import { describe, expect, it } from "vitest";
import { readListFilter } from "@/lib/registrations/list-filter";
import { listAddress } from "./list-address";

describe("listAddress", () => {
  it("leaves out what is the default", () => {
    expect(listAddress({ tab: "all", query: "" })).toBe("/registrations");
  });

  it("keeps tab, search and place, and is read back as the same", () => {
    const cursor = "oc1763000000000.01930001-7c1e-7b2a-9d3f-5a6b7c8d9e0f";
    const address = listAddress({ tab: "NEEDS_FIX", query: "kopi & senja?", cursor });
    const params = Object.fromEntries(new URL(address, "http://localhost").searchParams);
    expect(readListFilter(params).filter).toMatchObject({ tab: "NEEDS_FIX", query: "kopi & senja?" });
    expect(params.cursor).toBe(cursor);
  });
});
