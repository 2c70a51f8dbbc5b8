import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
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

test("every file of bugs is in the list, and each name stands for one bug", async () => {
  const files = readdirSync("scripts/teeth/bugs").map((file) => basename(file, ".mjs"));
  const rooms = await Promise.all(files.map((name) => import(`./bugs/${name}.mjs`)));
  const planted = new Set(PLANTED_BUGS);
  expect(rooms.flatMap(({ BUGS }) => BUGS).filter((bug) => !planted.has(bug))).toEqual([]);
  expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(PLANTED_BUGS.length);
});

test("no bug is planted in what a later migration writes anew", () => {
  for (const { patches } of PLANTED_BUGS)
    for (const { file, search } of patches.filter((patch) => patch.file.startsWith("prisma/migrations/"))) {
      const later = MIGRATIONS.map(migrationOf).filter((other) => other > file);
      expect(later.filter((other) => readFileSync(other, "utf8").includes(search))).toEqual([]);
    }
});
