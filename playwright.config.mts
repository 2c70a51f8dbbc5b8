import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS } from "./scripts/test/browser.mjs";

// `npm run e2e` and `npm test` start the product, find the browser and say where they are.
const { MITRA_URL, CHROMIUM_PATH, PLAYWRIGHT_JSON_OUTPUT_NAME } = process.env;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: PLAYWRIGHT_JSON_OUTPUT_NAME
    ? [["list"], ["json", { outputFile: PLAYWRIGHT_JSON_OUTPUT_NAME }]]
    : [["list"]],
  projects: [
    { name: "stories", testMatch: "*.spec.ts", teardown: "ledger" },
    { name: "ledger", testMatch: "*.closing.ts" },
    // On an instance of its own that is full, after the others, so that filling it slows nobody down.
    { name: "scale", testMatch: "*.scale.ts" },
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
