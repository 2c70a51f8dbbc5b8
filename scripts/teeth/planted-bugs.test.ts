import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.mjs";

test.each(PLANTED_BUGS)("can be planted as the code stands: $name", ({ patches, test: narrow }) => {
  for (const { file, search } of patches) expect(readFileSync(file, "utf8").split(search)).toHaveLength(2);
  expect(existsSync(narrow)).toBe(true);
});
