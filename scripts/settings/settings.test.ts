import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StartProblem } from "../terminal/progress.mjs";
import { postgresUser } from "./data-dir.mjs";
import { fillIn, loadSettingsFile, readAddress, usesStandIn } from "./settings.mjs";

const secrets = {
  databasePassword: "password",
  nextAuthSecret: "generated-secret",
  standInClientId: "BRN-STANDIN-1",
  standInSecret: "SK-STANDIN-1",
};
const found = { secrets, databaseUrl: "postgresql://127.0.0.1/mitra", standInUrl: "http://127.0.0.1:4000" };

function fill(env: Record<string, string>) {
  return fillIn({ env, address: readAddress(env), ...found });
}

describe("where the web server listens", () => {
  const cases: [title: string, env: Record<string, string>, host: string, url: string][] = [
    ["is 127.0.0.1:3000 by default", {}, "127.0.0.1", "http://127.0.0.1:3000"],
    [
      "is the default where a variable is empty",
      { PORT: "", HOSTNAME: " " },
      "127.0.0.1",
      "http://127.0.0.1:3000",
    ],
    ["ignores the machine's own name", { HOSTNAME: hostname() }, "127.0.0.1", "http://127.0.0.1:3000"],
    [
      "is opened as localhost when it is everywhere",
      { HOSTNAME: "0.0.0.0" },
      "0.0.0.0",
      "http://localhost:3000",
    ],
    ["writes an IPv6 address in brackets", { HOSTNAME: "::1", PORT: "80" }, "::1", "http://[::1]:80"],
    [
      "leaves a wrong port to the check of the environment",
      { PORT: "many" },
      "127.0.0.1",
      "http://127.0.0.1:3000",
    ],
  ];
  for (const [title, env, host, url] of cases) {
    it(title, () => expect(readAddress(env)).toMatchObject({ host, url }));
  }
});

describe("who takes DOKU's place", () => {
  const cases: [title: string, env: Record<string, string>, isStandIn: boolean][] = [
    ["is the stand-in when nothing is set", {}, true],
    ["is the stand-in on the simulator", { DOKU_ENVIRONMENT: "simulator" }, true],
    ["is nobody where a credential is given", { DOKU_CLIENT_ID: "BRN-1", DOKU_SECRET_KEY: "SK-1" }, false],
    ["is nobody where half a credential is given, which is then told", { DOKU_SECRET_KEY: "SK-1" }, false],
    ["is nobody on the sandbox", { DOKU_ENVIRONMENT: "sandbox" }, false],
  ];
  for (const [title, env, isStandIn] of cases) {
    it(title, () => expect(usesStandIn(env)).toBe(isStandIn));
  }
});

describe("filling in the environment", () => {
  it("gives what is missing", () => {
    expect(fill({})).toMatchObject({
      DATABASE_URL: found.databaseUrl,
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      NEXTAUTH_SECRET: "generated-secret",
      DOKU_BASE_URL: found.standInUrl,
      DOKU_CLIENT_ID: "BRN-STANDIN-1",
      DOKU_SECRET_KEY: "SK-STANDIN-1",
    });
  });

  it("leaves what the person set", () => {
    const env = {
      DATABASE_URL: "postgresql://db.example.id/mitra",
      NEXTAUTH_URL: "https://mitra.example.id",
      NEXTAUTH_SECRET: "their-own",
      DOKU_BASE_URL: "http://127.0.0.1:9",
    };
    expect(fill(env)).toMatchObject(env);
  });

  it("never hands the stand-in's credential to DOKU", () => {
    const filled = fill({ DOKU_ENVIRONMENT: "production" });
    expect(filled).not.toHaveProperty("DOKU_CLIENT_ID");
    expect(filled).not.toHaveProperty("DOKU_BASE_URL");
  });
});

describe("the file of settings", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mitra-settings-"));
    chmodSync(root, 0o755);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    vi.unstubAllEnvs();
  });

  it("is read past a byte order mark, and what is set already wins", () => {
    writeFileSync(join(root, ".env"), "\uFEFFDOKU_ENVIRONMENT=sandbox\nDOKU_REPLAY=proven\n");
    vi.stubEnv("DOKU_ENVIRONMENT", undefined);
    vi.stubEnv("DOKU_REPLAY", "unproven");
    loadSettingsFile(root);
    expect(process.env).toMatchObject({ DOKU_ENVIRONMENT: "sandbox", DOKU_REPLAY: "unproven" });
  });

  it("may name a file for a secret, which every process then has", () => {
    writeFileSync(join(root, "secret"), "SK-FROM-A-FILE\n");
    writeFileSync(join(root, ".env"), `DOKU_SECRET_KEY_FILE=${join(root, "secret")}\n`);
    vi.stubEnv("DOKU_SECRET_KEY", undefined);
    vi.stubEnv("DOKU_SECRET_KEY_FILE", undefined);
    loadSettingsFile(root);
    expect(process.env).toMatchObject({ DOKU_SECRET_KEY: "SK-FROM-A-FILE", DOKU_SECRET_KEY_FILE: "" });
  });

  it("is told in one sentence where a secret's file cannot be read", () => {
    vi.stubEnv("METRICS_TOKEN", undefined);
    vi.stubEnv("METRICS_TOKEN_FILE", join(root, "nowhere"));
    expect(() => loadSettingsFile(root)).toThrow(StartProblem);
    expect(() => loadSettingsFile(root)).toThrow("METRICS_TOKEN_FILE names a file that is not there");
  });

  it("is not needed", () => expect(() => loadSettingsFile(root)).not.toThrow());

  it("cannot be a folder", () => {
    mkdirSync(join(root, ".env"));
    expect(() => loadSettingsFile(root)).toThrow(`The settings could not be read: ${root}/.env is a folder.`);
  });

  it("is told where this user may not read it", () => {
    writeFileSync(join(root, ".env"), "DOKU_REPLAY=proven\n", { mode: 0o000 });
    const program = `import(${JSON.stringify(import.meta.resolve("./settings.mjs"))})
      .then(({ loadSettingsFile }) => loadSettingsFile(process.argv[1]))
      .catch((error) => console.log(error.message))`;
    const { stdout } = spawnSync(process.execPath, ["-e", program, root], {
      ...postgresUser(),
      cwd: "/",
      encoding: "utf8",
    });
    expect(stdout).toContain(`${root}/.env may not be read by this user.`);
  });
});
