import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.mjs";

const MIGRATIONS = readdirSync("prisma/migrations").filter((name) => existsSync(migrationOf(name)));

function migrationOf(name: string): string {
  return `prisma/migrations/${name}/migration.sql`;
}

test.each(PLANTED_BUGS)("can be planted as the code stands: $name", ({ patches, test: narrow }) => {
  for (const { file, search } of patches) expect(readFileSync(file, "utf8").split(search)).toHaveLength(2);
  expect(existsSync(narrow)).toBe(true);
});

test("no bug is planted in what a later migration writes anew", () => {
  for (const { patches } of PLANTED_BUGS)
    for (const { file, search } of patches.filter((patch) => patch.file.startsWith("prisma/migrations/"))) {
      const later = MIGRATIONS.map(migrationOf).filter((other) => other > file);
      expect(later.filter((other) => readFileSync(other, "utf8").includes(search))).toEqual([]);
    }
});
