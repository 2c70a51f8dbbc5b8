import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMANDS, exportRelease } from "./checkout/release.mjs";
import { bundledWorker, MEMORY_ENVIRONMENT, webServer } from "./start/programs.mjs";

const manifest: { scripts: Record<string, string>; engines: { node: string } } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const { OLDEST, isOlder } = createRequire(import.meta.url)("./node-version.cjs");

/** The program of each `npm run` command, and those that a deployment calls by themselves. */
const entries = [
  ...Object.values(manifest.scripts).map((script) => /(scripts\/[\w-]+\.mjs)/.exec(script)?.[1] ?? script),
  "scripts/stand-in.mjs",
];

describe("the commands", () => {
  it.each([
    ["20.19.0", false],
    ["20.19", false],
    ["22.1.0", false],
    ["20.18.3", true],
    ["18.20.8", true],
    ["9.0.0", true],
  ])("take Node %s for too old: %s", (version, expected) => {
    expect(isOlder(version, OLDEST)).toBe(expected);
  });

  it("ask for the Node that package.json promises", () => {
    expect(manifest.engines.node).toBe(`>=${OLDEST}`);
  });

  // A too old Node must come to the sentence before it meets what it does not know.
  it.each(entries)("look at Node's version before all else: %s", (entry) => {
    const [first] = readFileSync(entry, "utf8").match(/^import .*$/m) ?? [];
    expect(first).toBe('import "./node-version.cjs";');
  });

  it("import no name of Node that an old one lacks, which would fail before the sentence", () => {
    const scripts = readdirSync("scripts", { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".mjs"),
    );
    const naming = scripts.filter((file) =>
      /import \{[^}]*\b(loadEnvFile|styleText|getBuiltinModule|registerHooks)\b/.test(
        readFileSync(path.join("scripts", file), "utf8"),
      ),
    );
    expect(naming).toEqual([]);
  });

  it("give a server and a worker the same room for memory, whoever starts them", () => {
    const environment = Object.entries(MEMORY_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
    const called = (name: string, program: string[]) => {
      const flags = program.filter((arg) => /^--(max-|liftoff)/.test(arg));
      return ["exec env", ...environment, "node", ...flags, `scripts/${name}.mjs`].join(" ");
    };
    expect(manifest.scripts.server).toBe(called("server", webServer("/release")));
    expect(manifest.scripts.worker).toBe(called("worker", bundledWorker("worker.cjs")));
  });
});

describe("a release", () => {
  let folder: string;
  let release: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mitra-release-"));
    const built = path.join(folder, "built");
    mkdirSync(path.join(built, "programs"), { recursive: true });
    writeFileSync(path.join(built, "server.js"), "");
    for (const name of ["migrate", "check-env", "audit", "doku-check"]) {
      const told = `console.log("${name} of", process.cwd(), process.env.DATABASE_URL);`;
      writeFileSync(path.join(built, `programs/${name}.mjs`), told);
    }
    release = path.join(folder, "release");
    exportRelease({ root: process.cwd(), release: built, target: release });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: string, env: Record<string, string>, args: string[] = []) {
    const ended = spawnSync(process.execPath, [path.join(release, `scripts/${command}.mjs`), ...args], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
    });
    return { code: ended.status, said: `${ended.stdout}${ended.stderr}` };
  }

  it.each(["server", "worker", "migrate", "audit"])("makes no database for %s", (command) => {
    const { code, said } = run(command, {});
    expect(said).toMatch(/^DATABASE_URL is missing\. Nothing was started and no database was made/);
    expect(code).toBe(1);
    expect(readdirSync(release).sort()).toEqual(["programs", "scripts", "server.js"]);
  });

  it.each(["migrate", "audit", "doku-check"])("runs its own program for %s, in its own folder", (command) => {
    const { code, said } = run(command, { DATABASE_URL: "postgresql://example.invalid/mitra" });
    expect(said).toContain(`${command} of ${release} postgresql://example.invalid/mitra`);
    expect(code).toBe(0);
  });

  it("asks DOKU whether it accepts the credential there too, without a database", () => {
    expect(run("doku-check", {})).toMatchObject({ code: 0, said: expect.stringContaining("doku-check of") });
    expect(COMMANDS).toContain("doku:check");
    expect(COMMANDS.filter((command) => !(command in manifest.scripts))).toEqual([]);
  });

  it.each(["server", "worker", "migrate"])(
    "does nothing for %s that is asked for something else",
    (command) => {
      for (const args of [["--dry-run"], ["4000"], ["--help"]]) {
        const { code, said } = run(command, { DATABASE_URL: "postgresql://example.invalid/mitra" }, args);
        expect(said).toMatch(/^Un(known option|expected argument) '[\w-]+'\. Nothing was done\.$/m);
        expect(said).toContain(`Usage: npm run ${command}.`);
        expect(said.trim().split("\n")).toHaveLength(2);
        expect(code).toBe(2);
      }
    },
  );

  it("goes into no folder that holds something", () => {
    expect(() => exportRelease({ root: process.cwd(), release, target: folder })).toThrow("is not empty");
  });
});
