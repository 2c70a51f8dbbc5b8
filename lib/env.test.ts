import { describe, expect, test } from "vitest";
import { readEnv } from "@/lib/env";

const COMPLETE = {
  DATABASE_URL: "postgresql://127.0.0.1/mitra",
  NEXTAUTH_URL: "https://mitra.example",
  NEXTAUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  DOKU_CLIENT_ID: "BRN-0001",
  DOKU_SECRET_KEY: "test-secret",
};

describe("F45: sandbox and production mixed", () => {
  test.each([
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://api.doku.com" },
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://API.doku.com:443/v1" },
    { DOKU_ENVIRONMENT: "simulator", DOKU_BASE_URL: "https://api.doku.com" },
    { DOKU_ENVIRONMENT: "simulator", DOKU_BASE_URL: "https://api-uat.doku.com" },
    { DOKU_ENVIRONMENT: "production", DOKU_BASE_URL: "https://api-uat.doku.com" },
  ])("stops the start: $DOKU_ENVIRONMENT at $DOKU_BASE_URL", (given) => {
    const reading = readEnv({ ...COMPLETE, ...given });
    expect(reading).toMatchObject({ ok: false });
    expect(JSON.stringify(reading)).toContain("DOKU_BASE_URL");
  });

  test.each([
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://api-uat.doku.com" },
    { DOKU_ENVIRONMENT: "sandbox", DOKU_BASE_URL: "https://doku.test.example" },
    { DOKU_ENVIRONMENT: "simulator", DOKU_BASE_URL: "http://127.0.0.1:9" },
    { DOKU_ENVIRONMENT: "production" },
  ])("is not what $DOKU_ENVIRONMENT with $DOKU_BASE_URL is", (given) => {
    expect(readEnv({ ...COMPLETE, ...given })).toMatchObject({ ok: true });
  });
});
