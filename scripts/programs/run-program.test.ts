import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { typescript } from "@/scripts/start/programs.mjs";

const COMPLETE = {
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH,
  LOG_LEVEL: "silent",
  DATABASE_URL: "postgresql://127.0.0.1:9/none",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  DOKU_BASE_URL: "http://127.0.0.1:9",
  DOKU_CLIENT_ID: "BRN-1",
  DOKU_SECRET_KEY: "kunci-toko-percobaan-0001",
};

function run(program: string, args: string[], settings: Record<string, string> = {}) {
  const ended = spawnSync(process.execPath, typescript(`scripts/programs/${program}.ts`, args), {
    encoding: "utf8",
    env: { ...COMPLETE, ...settings },
  });
  const said = `${ended.stdout}${ended.stderr}`;
  // A stack is for whoever wrote the program.
  expect(said).not.toMatch(/^ +at .*:\d+/m);
  return { code: ended.status, lines: said.trim().split("\n") };
}

test.each([
  ["user", []],
  ["user", ["reset"]],
  ["user", ["reset", "a@contoh.id", "b@contoh.id"]],
  ["audit", ["17:xyz"]],
  ["seed", ["--registrations", "many"]],
  ["seed", ["--registrations"]],
  ["seed", ["--registration", "5"]],
  ["seed", ["5"]],
])("%s that is called with %j says how it is called, whatever the settings are", (program, args) => {
  const { code, lines } = run(program, args, { NEXTAUTH_SECRET: "" });
  expect(lines.at(-1)).toMatch(/^Usage: npm run /);
  expect(code).toBe(2);
});

test.each([
  ["user", ["reset", "a@contoh.id"]],
  ["audit", []],
  ["seed", []],
])("%s tells each setting that is wrong in a line, and does nothing", (program, args) => {
  expect(run(program, args, { NEXTAUTH_SECRET: "short", DOKU_REPLAY: "sometimes" })).toEqual({
    code: 2,
    lines: [
      "Nothing was done. These settings need a change:",
      "    - NEXTAUTH_SECRET must have at least 32 characters",
      "    - DOKU_REPLAY must be proven or unproven",
    ],
  });
});

test.each(["mysql://127.0.0.1/mitra", "mitra", " "])("migrate takes no %j for a database", (address) => {
  const { code, lines } = run("migrate", [], { DATABASE_URL: address, NEXTAUTH_SECRET: "short" });
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^ {4}- DATABASE_URL (must be an address|is missing)/),
  ]);
  expect(code).toBe(2);
});

test.each(["user", "audit", "seed", "migrate"])(
  "%s says in a sentence that no database answers",
  (program) => {
    const { code, lines } = run(program, program === "user" ? ["reset", "a@contoh.id"] : []);
    expect(lines).toEqual([
      expect.stringMatching(/^The database did not answer: .* Nothing was changed\. Check/),
    ]);
    expect(code).toBe(1);
  },
);
