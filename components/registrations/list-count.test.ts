import { expect, it } from "vitest";
import { standingBefore } from "./list-count";

it.each([
  ["the first page", { before: 0, rows: 50, total: 80, isLast: false }, 0],
  ["the only page, while another one comes in", { before: 0, rows: 3, total: 4, isLast: true }, 0],
  ["a page on the way", { before: 50, rows: 50, total: 180, isLast: false }, 50],
  ["the last one", { before: 50, rows: 30, total: 80, isLast: true }, 50],
  [
    "the last one, of which thirty before it have left",
    { before: 50, rows: 30, total: 50, isLast: true },
    20,
  ],
  ["the last one, before which three have come in", { before: 50, rows: 30, total: 83, isLast: true }, 53],
  ["the last one, to which nobody counted", { before: null, rows: 30, total: 80, isLast: true }, 50],
  [
    "a page on the way, before which many have left",
    { before: 100, rows: 50, total: 120, isLast: false },
    null,
  ],
  ["a page of which nobody knows the total", { before: 50, rows: 30, total: null, isLast: true }, 50],
  ["a page to which nobody counted", { before: null, rows: 50, total: 180, isLast: false }, null],
])("how many stand before %s", (_what, page, expected) => {
  expect(standingBefore(page)).toBe(expected);
});
