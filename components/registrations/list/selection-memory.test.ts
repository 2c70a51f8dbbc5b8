import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  forgetSelection,
  keepSelection,
  NOTHING_SELECTED,
  readSelection,
  rowsBetween,
  type Selected,
  withRows,
} from "@/components/registrations/list/selection-memory";
import { clearTab } from "@/components/ui/tab-memory";
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

/** The storage of a tab, or of one that has no room. */
class TabStorage {
  getItem(key: string): string | null {
    return Object.entries(this).find(([kept]) => kept === key)?.[1] ?? null;
  }
  setItem(key: string, value: string): void {
    Object.assign(this, { [key]: value });
  }
  removeItem(key: string): void {
    Reflect.deleteProperty(this, key);
  }
}
class FullStorage extends TabStorage {
  override setItem(): void {
    throw new DOMException("full", "QuotaExceededError");
  }
}

describe("the selection that a tab remembers", () => {
  const useStorage = (sessionStorage: TabStorage) => vi.stubGlobal("window", { sessionStorage });
  beforeEach(() => void useStorage(new TabStorage()));
  afterEach(() => vi.unstubAllGlobals());

  it.each<Selected>([idsOf("a", "c"), { kind: "all" }])("is that of the filter, %j", (selected) => {
    keepSelection("rina", "status=FAILED", selected);
    expect(readSelection("rina", "status=FAILED")).toEqual(selected);
    expect(readSelection("rina", "status=DRAFT")).toEqual(NOTHING_SELECTED);
    forgetSelection("rina");
    expect(readSelection("rina", "status=FAILED")).toEqual(NOTHING_SELECTED);
  });

  it("is one person's, and stays while they fill in a form", () => {
    keepSelection("rina", "", { kind: "all" });
    expect(readSelection("dewi", "")).toEqual(NOTHING_SELECTED);
    // As the form does when it is opened.
    clearTab("rina");
    expect(readSelection("rina", "")).toEqual({ kind: "all" });
    clearTab();
    expect(readSelection("rina", "")).toEqual(NOTHING_SELECTED);
  });

  it("is only not remembered where there is no room for it", () => {
    useStorage(new FullStorage());
    keepSelection("rina", "", idsOf("a"));
    expect(readSelection("rina", "")).toEqual(NOTHING_SELECTED);
  });
});
