import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "@/lib/env";

const SCRIPT = resolve(import.meta.dirname, "new-env.mjs");
const FILE = ".env.compose";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mitra-new-env-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, [SCRIPT, ...args], { cwd: folder, encoding: "utf8" });
const read = () => parseEnv(readFileSync(join(folder, FILE), "utf8"));

describe("npm run new-env", () => {
  it("writes what Mitra needs to start with the stand-in, readable by its owner alone", () => {
    const { status, stdout } = run();
    expect([status, readdirSync(folder)]).toEqual([0, [FILE]]);
    expect(statSync(join(folder, FILE)).mode & 0o777).toBe(0o600);
    const reading = readEnv(read());
    expect(reading).toMatchObject({
      ok: true,
      env: {
        nextAuthUrl: "http://localhost:3000",
        doku: { environment: "simulator", baseUrl: "http://stand-in:4000", replay: "proven" },
      },
    });
    expect(stdout).toContain("docker compose up");
    expect(stdout).toContain("Open http://localhost:3000.");
  });

  it("makes every secret anew, and says none of them", () => {
    const { stdout } = run();
    const first = read();
    rmSync(join(folder, FILE));
    run();
    const second = read();
    for (const name of ["POSTGRES_PASSWORD", "NEXTAUTH_SECRET", "DOKU_SECRET_KEY", "METRICS_TOKEN"]) {
      const secret = first[name] ?? "";
      expect(secret.length, name).toBeGreaterThanOrEqual(32);
      expect(second[name], name).not.toBe(secret);
      expect(stdout).not.toContain(secret);
    }
    expect(new URL(first.DATABASE_URL ?? "").password).toBe(first.POSTGRES_PASSWORD);
  });

  it.each(["sandbox", "production"])(
    "leaves the credential of %s to be filled in, and says so",
    (environment) => {
      const { status, stdout } = run("--environment", environment, "--url", "https://mitra.example.id/");
      expect(status).toBe(0);
      const given = read();
      expect(given).toMatchObject({
        DOKU_ENVIRONMENT: environment,
        DOKU_CLIENT_ID: "",
        DOKU_SECRET_KEY: "",
        NEXTAUTH_URL: "https://mitra.example.id",
        TRUSTED_PROXIES: "1",
      });
      expect(stdout).toContain("1. Fill in DOKU_CLIENT_ID and DOKU_SECRET_KEY");
      expect(stdout).toContain("deploy/nginx.conf");
      expect(readEnv(given).ok).toBe(false);
      expect(readEnv({ ...given, DOKU_CLIENT_ID: "BRN-1", DOKU_SECRET_KEY: "SK-1" }).ok).toBe(true);
    },
  );

  it("never changes a file that is there", () => {
    writeFileSync(join(folder, FILE), "mine\n");
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toBe(
      ".env.compose is there already, and nothing was changed. Remove it first if you want a new one.\n",
    );
    expect([readFileSync(join(folder, FILE), "utf8"), readdirSync(folder)]).toEqual(["mine\n", [FILE]]);
  });

  it("leaves npm start's .env alone", () => {
    writeFileSync(join(folder, ".env"), "PORT=3100\n");
    expect(run().status).toBe(0);
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe("PORT=3100\n");
  });

  it.each([
    [["--environment", "live"], "--environment must be simulator, sandbox or production"],
    [["--url", "mitra.example.id"], "--url must be the address people type"],
    [["--url", "https://mitra.example.id/console"], "--url must be the address people type"],
    [["--port", "3000"], "'--port'"],
    [["extra"], "'extra'"],
  ])("refuses %j with a sentence", (args, words) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).toContain("Nothing was written.\nUsage: npm run new-env");
    expect(readdirSync(folder)).toEqual([]);
  });
});
