import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ODD_ANSWER_NAMES } from "@/lib/stand-in/asking/odd-answers";
import { FAILURES } from "@/lib/stand-in/failures/failures";
import { DEFAULT_SWITCHES } from "@/lib/stand-in/failures/switches";
import { ROOT, readSources } from "@/lib/testing/sources";

// What the docs say of the house is so.

test("the docs name every failure that can be asked of the stand-in", () => {
  const told = readFileSync(path.join(ROOT, "docs/stand-in.md"), "utf8");
  const missing = FAILURES.map(({ keyword }) => keyword).filter(
    (keyword) => !told.includes(`\`${keyword}@\``),
  );
  expect(missing).toEqual([]);
});

test("the docs name every folder of lib", () => {
  const told = readFileSync(path.join(ROOT, "docs/architecture.md"), "utf8");
  const folders = readdirSync(path.join(ROOT, "lib"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).filter((name) => !told.includes(`| \`${name}/\` |`))).toEqual([]);
});

test("every path that the docs name is there", () => {
  const docs = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...listDocs()];
  const broken = docs.flatMap((file) => {
    const links = readFileSync(path.join(ROOT, file), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
    return [...links]
      .map(([, target = ""]) => path.join(path.dirname(file), target))
      .filter((target) => !existsSync(path.join(ROOT, target)))
      .map((target) => `${file} → ${target}`);
  });
  expect(broken).toEqual([]);
});

function listDocs(): string[] {
  return readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name));
}

test("every failure mode from F1 to F60 has a test that bears its number, or a reason in the docs", () => {
  const titles = [...readSources().values()]
    .filter(({ file }) => file.endsWith(".test.ts"))
    .flatMap(({ text }) =>
      [...text.matchAll(/["'`](F\d+[F\d,–\s]*): /g)].map(([, numbers]) => numbers ?? ""),
    );
  const told = readFileSync(path.join(ROOT, "docs/failures.md"), "utf8");
  const reasons = told.split("| without a test | why |")[1]?.split("\n\n")[0] ?? "";
  const excused = [...reasons.matchAll(/^\| F(\d+) \|/gm)].map(([, number]) => Number(number));
  const known = new Set([...titles.flatMap(numbersOf), ...excused]);
  const every = Array.from({ length: 60 }, (_, index) => index + 1);
  expect(every.filter((number) => !known.has(number))).toEqual([]);
  expect(excused.filter((number) => titles.flatMap(numbersOf).includes(number))).toEqual([]);
});

test("the docs tell of every failure mode from F1 to F60", () => {
  const told = readFileSync(path.join(ROOT, "docs/failures.md"), "utf8");
  const rows = [...told.matchAll(/^\| (F[^|]+) \|/gm)].flatMap(([, numbers = ""]) => numbersOf(numbers));
  const every = Array.from({ length: 60 }, (_, index) => index + 1);
  expect(every.filter((number) => !rows.includes(number))).toEqual([]);
});

test("each test that the docs name for a failure mode is there, and bears the numbers", () => {
  const told = readFileSync(path.join(ROOT, "docs/failures.md"), "utf8");
  const sources = [...readSources().values()];
  const titlesOf = (name: string) =>
    sources
      .filter(({ file }) => [`lib/${name}.test.ts`, `lib/${name}.db.test.ts`].includes(file))
      .flatMap(({ text }) =>
        [...text.matchAll(/["'`](F\d+[F\d,–\s]*): /g)].map(([, numbers = ""]) => numbers),
      );
  const wrong = [...told.matchAll(/^\| (F[^|]+) \|.*\| ([^|]+) \|$/gm)].flatMap(
    ([, numbers = "", cell = ""]) => {
      const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
      const tests = names.filter((name) => !name.startsWith("npm run "));
      const borne = new Set(tests.flatMap(titlesOf).flatMap(numbersOf));
      const missing = numbersOf(numbers).filter((number) => tests.length > 0 && !borne.has(number));
      const strangers = tests.filter(
        (name) =>
          !titlesOf(name)
            .flatMap(numbersOf)
            .some((number) => numbersOf(numbers).includes(number)),
      );
      return [
        ...missing.map((number) => `F${number}: no test of its row bears it`),
        ...strangers.map((name) => `${numbers}: ${name}`),
      ];
    },
  );
  expect(wrong).toEqual([]);
});

/** The failure modes of a title: `F3–F5` are three. */
function numbersOf(title: string): number[] {
  return title.split(",").flatMap((part) => {
    const [first = 0, last = first] = [...part.matchAll(/F(\d+)/g)].map(([, number]) => Number(number));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

test("the docs name every switch of the stand-in that is about asking, and every odd answer", () => {
  const told = readFileSync(path.join(ROOT, "docs/stand-in.md"), "utf8");
  const names = [...Object.keys(DEFAULT_SWITCHES).filter((name) => ASKING.test(name)), ...ODD_ANSWER_NAMES];
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
});

const ASKING = /^(look|signedTarget|withheld|moves|clock)/;
