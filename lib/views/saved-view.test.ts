import { describe, expect, test } from "vitest";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { readTyped } from "../field-problem";
import { differsFromView, filterOfView, isViewAlone, VIEW_PROBLEMS } from "./saved-view";
import { viewSchema } from "./view-input";

const ID = "0193c0de-0000-7000-8000-000000000001";

test("a view whose filters are partly gone opens with the rest and names what went", () => {
  const { filter, dropped } = filterOfView({
    id: ID,
    query: "status=FAILED&owner=rina&colour=red&created=7d",
  });
  expect(filter).toEqual({ ...EMPTY_FILTER, tab: "FAILED", created: "7d", view: ID });
  expect(dropped.toSorted()).toEqual(["colour", "owner"]);
});

test("a view is left when a filter changes, not when a page is turned", () => {
  const view = { id: ID, query: "status=FAILED&created=7d" };
  const { filter } = filterOfView(view);
  expect(differsFromView(filter, view)).toBe(false);
  const cursor = {
    by: "created",
    direction: "older",
    at: "2026-11-01T00:00:00.000Z",
    id: ID,
    before: null,
  } as const;
  expect(differsFromView({ ...filter, cursor }, view)).toBe(false);
  expect(differsFromView({ ...filter, created: "30d" }, view)).toBe(true);
});

describe("an address shows what its view keeps", () => {
  test.each([
    [{}, true],
    [{ view: ID }, true],
    [{ view: ID, cursor: "x" }, true],
    [{ view: ID, q: "" }, true],
    [{ view: ID, status: "all" }, false],
    [{ q: "kopi" }, false],
  ])("%j: %s", (params, alone) => expect(isViewAlone(params)).toBe(alone));
});

test("a name of a view is one clean line of at most 80 characters", () => {
  const read = (name: string) => readTyped(viewSchema, { name, isShared: false }, VIEW_PROBLEMS);
  expect(read("  Toko\n saya ")).toEqual({ kind: "ok", value: { name: "Toko saya", isShared: false } });
  expect(read(" \n ")).toEqual({ kind: "problems", problems: { name: "nameMissing" } });
  expect(read("x".repeat(81))).toEqual({ kind: "problems", problems: { name: "nameTooLong" } });
});
