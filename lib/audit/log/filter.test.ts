import { describe, expect, test } from "vitest";
import { AUDIT_ACTIONS } from "@/lib/audit/actions";
import { AUDIT_THINGS, actsOf, NO_AUDIT_FILTER, readAuditFilter, writeAuditFilter } from "./filter";

const ID = "0190a3b4-1111-7222-8333-444455556666";

describe("the address of the audit log", () => {
  test("is read back as the same filter", () => {
    const filter = {
      person: ID,
      thing: "spreadsheet",
      act: "import.sent",
      about: { thing: "spreadsheet", id: ID },
      day: { from: "2026-11-01", to: null },
      cursor: "12",
    } as const;
    const address = writeAuditFilter(filter);
    expect(address).toBe(
      `person=${ID}&thing=spreadsheet&act=import.sent&about=spreadsheet.${ID}&day=2026-11-01..&cursor=12`,
    );
    expect(readAuditFilter(Object.fromEntries(new URLSearchParams(address)))).toEqual({
      filter,
      dropped: [],
    });
  });

  test("without anything is the whole log", () => {
    expect(readAuditFilter({ person: "", thing: undefined })).toEqual({
      filter: NO_AUDIT_FILTER,
      dropped: [],
    });
    expect(writeAuditFilter(NO_AUDIT_FILTER)).toBe("");
  });

  test.each([
    [{ person: "rina@toko.example" }, ["person"]],
    [{ thing: "toString" }, ["thing"]],
    [{ act: "user.flew" }, ["act"]],
    [{ about: `bulk.${ID}` }, ["about"]],
    [{ about: `registration.${ID}.x` }, ["about"]],
    [{ day: "2026-02-30.." }, ["day"]],
    [{ whose: "mine" }, ["whose"]],
  ])("names what it does not understand in %j", (given, dropped) => {
    expect(readAuditFilter(given)).toEqual({ filter: NO_AUDIT_FILTER, dropped });
  });

  test.each([
    ["12", "12"],
    ["0", null],
    ["-1", null],
    ["1 or 1=1", null],
    ["99999999999999999999", null],
    [["12"], "12"],
    [undefined, null],
  ])("has the place %j as %j", (cursor, read) => {
    expect(readAuditFilter({ cursor })).toEqual({
      filter: { ...NO_AUDIT_FILTER, cursor: read },
      dropped: [],
    });
  });
});

test("every act is done to one thing", () => {
  expect(AUDIT_THINGS.flatMap((thing) => actsOf(thing)).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
  expect(actsOf("registration")).toContain("registrations.exported");
  expect(actsOf("spreadsheet")).toContain("import.sent");
});
