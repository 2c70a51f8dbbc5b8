import { expect, test } from "vitest";
import { createChildren } from "../processes/children.mjs";
import { CHECKS } from "./checks.mjs";

test("no file, no export and no package is there that nothing uses", async () => {
  const check = CHECKS.find(({ name }) => name === "Nothing unused");
  await expect(check?.run(createChildren(() => {}))).resolves.toBeDefined();
});
