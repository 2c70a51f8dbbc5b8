import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { expect, test } from "vitest";

/** Every write to it fails as on a full disk. */
const FULL = "/dev/full";

test.skipIf(!existsSync(FULL))("F17: a process goes on without its log when the log's disk is full", () => {
  const full = openSync(FULL, "w");
  const program = `
    const { logger } = require("./lib/logger.ts");
    for (let line = 0; line < 1_000; line += 1) logger.info({ line }, "attempt");
    setTimeout(() => { logger.warn("still here"); process.stderr.write("served"); }, 10);`;
  const args = ["--conditions=react-server", "--import", "tsx", "-e", program];
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ["ignore", full, "pipe"],
    env: { ...process.env, LOG_LEVEL: "info" },
    encoding: "utf8",
    timeout: 20_000,
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "served" });
});

test("of an error its kind and place are logged, and nothing of the row that the database quotes", () => {
  const program = `
    const { logger } = require("./lib/logger.ts");
    const row = "Failing row contains (Kopi Senja, budi@kopisenja.example, +6281510229216).";
    const error = Object.assign(new Error("new row violates a check"), { name: "error", code: "23514", detail: row });
    logger.error({ err: error }, "a look was not recorded");
    logger.error({ err: new Error("by another", { cause: error }) }, "not recorded either");
    logger.error({ err: row }, "nor this");`;
  const args = ["--conditions=react-server", "--import", "tsx", "-e", program];
  const { stdout } = spawnSync(process.execPath, args, { env: { ...process.env, LOG_LEVEL: "info" } });
  const lines = stdout.toString().trim().split("\n");
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).not.toMatch(/budi|Kopi|9216/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ err: { name: "error", code: "23514" } });
  expect(JSON.parse(lines[1] ?? "")).toMatchObject({
    err: { message: "by another", cause: { code: "23514" } },
  });
});
