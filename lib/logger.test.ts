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
