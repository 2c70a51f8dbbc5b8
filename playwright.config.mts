import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS } from "./scripts/test/browser.mjs";

// `npm run e2e` and `npm test` start the product, find the browser and say where they are.
const { MITRA_URL, MITRA_UNPROVEN_URL, MITRA_CLOSING_LEDGER, CHROMIUM_PATH, PLAYWRIGHT_JSON_OUTPUT_NAME } =
  process.env;
const UNPROVEN = { baseURL: MITRA_UNPROVEN_URL };
const closing = MITRA_CLOSING_LEDGER ? { teardown: "ledger" } : {};

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  // One more than processors: a story waits for timers and for the browser as long as it works.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: PLAYWRIGHT_JSON_OUTPUT_NAME
    ? [["list"], ["json", { outputFile: PLAYWRIGHT_JSON_OUTPUT_NAME }]]
    : [["list"]],
  projects: [
    // Whose pages the stories are, signed in once for each instance.
    { name: "sign-in", testMatch: "*.setup.ts" },
    { name: "unproven sign-in", testMatch: "*.setup.ts", use: UNPROVEN },
    {
      name: "stories",
      testMatch: "*.spec.ts",
      testIgnore: "unproven.spec.ts",
      dependencies: ["sign-in"],
      ...closing,
    },
    // On the instance whose credential does not prove replays.
    {
      name: "unproven",
      testMatch: "unproven.spec.ts",
      dependencies: ["unproven sign-in"],
      use: UNPROVEN,
      ...closing,
    },
    { name: "ledger", testMatch: "*.closing.ts" },
    // On an instance of its own that is full, after the others, so that filling it slows nobody down.
    { name: "scale", testMatch: "*.scale.ts", dependencies: ["sign-in"] },
  ],
  use: {
    baseURL: MITRA_URL,
    browserName: "chromium",
    // The browser of a person in Jakarta who reads English; stories about Indonesian say so.
    locale: "en-GB",
    timezoneId: "Asia/Jakarta",
    // The page at every step, without a film of it: drawing that costs as much as the stories where processors are few.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: CHROMIUM_PATH, args: BROWSER_ARGS },
  },
});
