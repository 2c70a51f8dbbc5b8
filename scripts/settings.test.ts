import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { fillIn, readAddress, usesStandIn } from "./settings.mjs";

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
