import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// A process of its own with the bundle preloaded, because the whole point is what leaves it.

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "mitra-console-"));
  bundle = path.join(folder, "json-console.cjs");
  await build({
    entryPoints: ["lib/http/json-console.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    conditions: ["react-server"],
    format: "cjs",
    target: "node20.19",
    keepNames: true,
    logLevel: "error",
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

type Line = Record<string, unknown> & { level: string; msg: string };

/** The lines of a process that says `program`; each must be JSON, and nothing may be said elsewhere. */
function linesOf(program: string): Line[] {
  const run = spawnSync(process.execPath, ["--require", bundle, "-e", program], {
    encoding: "utf8",
    env: { ...process.env, LOG_LEVEL: "debug", NODE_OPTIONS: "" },
  });
  expect(run.stderr).toBe("");
  return run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test.each([
  [
    'console.log("\\u001b[1m\\u001b[38;2;173;127;168m▲ Next.js 16.4.6\\u001b[39m\\u001b[22m")',
    "info",
    "Next.js 16.4.6",
  ],
  ['console.log("- Local:         http://127.0.0.1:3000")', "info", "Local:         http://127.0.0.1:3000"],
  ['console.log(" \\u001b[32m✓\\u001b[39m Ready in 552ms")', "info", "Ready in 552ms"],
  ['console.warn("⚠ a", 1, true)', "warn", "a 1 true"],
  ['console.error("⨯ one\\n  two\\n\\n  three")', "error", "one | two | three"],
  ['console.info("%s of %d", "one", 2)', "info", "one of 2"],
  ['console.debug({ email: "budi@kopisenja.example" }, [1])', "debug", "[Object] [Array]"],
  ["console.dir(new Map())", "info", "[Map]"],
])("%s is one line", (program, level, msg) => {
  expect(linesOf(program)).toMatchObject([{ level, msg, from: "console" }]);
});

test("an empty line is none", () => {
  expect(linesOf('console.log(""); console.log("\\n"); console.log("end")')).toHaveLength(1);
});

test("an error is told with its stack's frames and the number that its page shows", () => {
  const [line] = linesOf(
    'console.error("⨯", Object.assign(new TypeError("cannot read it", { cause: new Error("because") }), { digest: "1431943701" }))',
  );
  expect(line).toMatchObject({
    level: "error",
    msg: "error",
    error: {
      name: "TypeError",
      message: "cannot read it",
      digest: "1431943701",
      cause: { message: "because" },
    },
  });
  expect(JSON.stringify(line?.error)).toContain("at [eval]");
});

test("a warning of Node's is told like any other", () => {
  const [line] = linesOf('process.emitWarning("old", "DeprecationWarning", "DEP0000")');
  expect(line).toMatchObject({
    level: "warn",
    msg: "DeprecationWarning",
    from: "process",
    error: { name: "DeprecationWarning", message: "old", code: "DEP0000" },
  });
});

describe("what a stranger sent", () => {
  const SENT = "\u001b[31mX\nroot: ok";

  test.each([
    ["as what cannot be read", "try { JSON.parse(sent) } catch (error) { console.error(error) }"],
    ["with Next's mark", "try { JSON.parse(sent) } catch (error) { console.error('⨯', error) }"],
    [
      "as a name",
      'console.error(new Error("Failed to find Server Action \\"" + sent + "\\". It may be old"))',
    ],
    ["in a text", 'console.warn("ignored \'" + sent + "\'")'],
    ["as an address", "try { new URL(sent) } catch (error) { console.error(error) }"],
    ["as a frame", 'console.error(new Error("x\\n    at root: ok (evil)\\n    at " + sent))'],
  ])("is not said %s", (_how, program) => {
    const [line, ...others] = linesOf(`const sent = ${JSON.stringify(SENT)}; ${program}`);
    expect(others).toEqual([]);
    const told = JSON.stringify(line);
    expect(told).not.toContain("\\u001b");
    // The sentence of an error that quotes nothing is the program's own.
    expect(told.replace(/"message":"[^"]*"/, "")).not.toMatch(/root|evil/);
  });
});

describe("what a text quotes of people and secrets", () => {
  test.each([
    ["postgresql://mitra:geheim@db.example/mitra", "geheim"],
    ["http://127.0.0.1:3000/setup?token=abcdef0123", "abcdef0123"],
    ["could not find budi.santoso@kopisenja.example", "kopisenja"],
    ["duplicate 0812-3456-7890 in row 3", "3456"],
    ["duplicate +62 812 3456 7890", "3456"],
  ])("does not reach the log: %s", (text, hidden) => {
    const lines = linesOf(
      `console.log(${JSON.stringify(text)}); console.error(new Error(${JSON.stringify(text)}))`,
    );
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toContain(hidden);
  });

  test("nor does what a database quotes in an error", () => {
    const lines = linesOf('console.error(Object.assign(new Error("syntax: budi"), { code: "22P02" }))');
    expect(JSON.stringify(lines)).not.toContain("budi");
  });
});
