import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { ROOT } from "@/lib/testing/sources";
import { createChildren } from "../processes/children.mjs";
import { requireRowsAsAnswered } from "./rows.mjs";

const TEXT = 25;
const NUMBER = 23;

let root = "";
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A house with this type at its one call, what the database answered there, and which values it took. */
function check(
  type: string,
  columns: Record<string, { type: number; wasNull: boolean }> | null,
  { values = "", parameters = [] }: { values?: string; parameters?: number[] } = {},
) {
  root = mkdtempSync(path.join(tmpdir(), "mitra-rows-test-"));
  for (const room of ["lib", "app", "components", "scripts", "answers"]) mkdirSync(path.join(root, room));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(root, "node_modules"));
  const call = `import pg from "pg";\nexport const read = (pool: pg.Pool) => pool.query<${type}>("select"${values});\n`;
  writeFileSync(path.join(root, "lib/read.ts"), call);
  writeFileSync(path.join(root, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = { strict: true, module: "esnext", moduleResolution: "bundler", skipLibCheck: true };
  writeFileSync(path.join(root, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const frames = [
    `lib/read.ts:2:${(call.split("\n")[1] ?? "").indexOf("query") + 1}`,
    "lib/elsewhere.ts:1:1",
  ];
  const described = columns ? [{ frames, columns, parameters }] : [];
  writeFileSync(path.join(root, "answers/a.json"), JSON.stringify(described));
  return requireRowsAsAnswered(
    createChildren(() => {}),
    { root, folder: path.join(root, "answers") },
  );
}

const ID = { type: TEXT, wasNull: false };
const OF_AN_ENUM = 16_400;

test("types that say what was answered pass, also where they say less", async () => {
  await expect(
    check(`{ id: "a" | "b"; count: number | null }`, {
      id: ID,
      count: { type: NUMBER, wasNull: true },
      more: ID,
    }),
  ).resolves.toBe(1);
});

test("values that the database takes pass, and lists that are put together are left alone", async () => {
  const values = `, // Somebody's
    ["(", \`\${1}, \`.length, "QUEUED", ["QUEUED"], null]`;
  const parameters = [TEXT, NUMBER, OF_AN_ENUM, OF_AN_ENUM, NUMBER];
  await expect(check("{ id: string }", { id: ID }, { values, parameters })).resolves.toBe(1);
  const spread = { values: ", [...[1]]", parameters: [TEXT] };
  await expect(check("{ id: string }", { id: ID }, spread)).resolves.toBe(1);
});

test.for([
  ["of another type", ', ["a"]', [NUMBER], /Type 'string' is not assignable to type 'number'/],
  ["that is undefined", ", [undefined]", [TEXT], /Type 'undefined' is not assignable/],
] as const)("a value %s is told", async ([, values, parameters, said]) => {
  const described = { values, parameters: [...parameters] };
  await expect(check("{ id: string }", { id: ID }, described)).rejects.toThrow(said);
});

test.for([
  ["a column of another type", "{ id: number }", { id: ID }, /string \| null/],
  ["a column that is not there", "{ id: string; name: string }", { id: ID }, /there is no such column/],
  [
    "a null that no type tells of",
    "{ id: string }",
    { id: { type: TEXT, wasNull: true } },
    /this column was null/,
  ],
  [
    "a call that no test reaches",
    "{ id: string }",
    null,
    /No test asks what these types tell:\nlib\/read\.ts:2/,
  ],
] as const)("%s is told", async ([, type, columns, said]) => {
  await expect(check(type, columns)).rejects.toThrow(said);
});
