import { describe, expect, it } from "vitest";
import {
  NOTHING_SELECTED,
  rowsBetween,
  type Selected,
  withRows,
} from "@/components/registrations/list/selection-memory";
import { MAX_CHOSEN } from "@/lib/bulk/kinds";

const PAGE = ["a", "b", "c", "d"];
const idsOf = (...ids: string[]): Selected => ({ kind: "ids", ids });

describe("the selection", () => {
  it.each<[string, Selected, string[], boolean, string[]]>([
    ["gets a row", NOTHING_SELECTED, ["c"], true, ["c"]],
    ["keeps the order of the page", idsOf("d"), ["b"], true, ["b", "d"]],
    ["loses a row", idsOf("b", "d"), ["b"], false, ["d"]],
    ["keeps what other pages have", idsOf("x", "b", "y"), ["b", "c"], false, ["x", "y"]],
    ["gets a whole page beside what other pages have", idsOf("x", "b"), PAGE, true, ["x", ...PAGE]],
    [
      "is the rest of the page where one is taken from everything",
      { kind: "all" },
      ["b"],
      false,
      ["a", "c", "d"],
    ],
  ])("%s", (_what, selected, rows, isChecked, ids) => {
    expect(withRows(selected, { page: PAGE, rows, isChecked })).toEqual(idsOf(...ids));
  });

  it("ends where it is too long to be acted on", () => {
    const full = Array.from({ length: MAX_CHOSEN }, (_, n) => `other ${n}`);
    expect(withRows(idsOf(...full), { page: PAGE, rows: ["a"], isChecked: true })).toEqual(idsOf(...full));
  });
});

describe("the rows between two", () => {
  it.each<[string, string | null, string, string[]]>([
    ["downwards", "b", "d", ["b", "c", "d"]],
    ["upwards", "c", "a", ["a", "b", "c"]],
    ["that are the same", "b", "b", ["b"]],
    ["of which none was pressed before", null, "b", ["b"]],
    ["of which the first has left the page", "x", "b", ["b"]],
  ])("%s", (_what, first, last, rows) => {
    expect(rowsBetween(PAGE, first, last)).toEqual(rows);
  });
});
