import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { placesOf } from "./lib/testing/layers";

// An odd offset (+12:45, +13:45 in summer) shows every place that forgets to name its time zone.
process.env.TZ = "Pacific/Chatham";

const root = fileURLToPath(new URL(".", import.meta.url));

// What tests read through `env()`. The database's address is wrong on purpose: tests get theirs from lib/testing/database.ts.
const environment = {
  TZ: "Pacific/Chatham",
  LOG_LEVEL: "silent",
  DATABASE_URL: "postgresql://127.0.0.1:1/not-a-database",
  DATABASE_DIRECT_URL: "",
  NEXTAUTH_URL: "http://127.0.0.1:3000",
  NEXTAUTH_SECRET: "a-secret-for-tests-of-more-than-32-characters",
  ADMIN_EMAIL: "",
  ADMIN_PASSWORD: "",
  DOKU_ENVIRONMENT: "simulator",
  DOKU_BASE_URL: "http://127.0.0.1:1",
  DOKU_CLIENT_ID: "BRN-TEST-0001",
  DOKU_SECRET_KEY: "SK-TEST-0001",
  DOKU_REQUIRE_SIGNED_ANSWERS: "",
  DOKU_REPLAY: "",
};

const shared = {
  environment: "node" as const,
  env: environment,
  setupFiles: ["lib/testing/console.ts"],
  pool: "forks" as const,
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

const databaseTests = ["**/*.db.test.ts"];
// Rules and components keep nothing, so their tests share a process: half of their time would be loading the same again.
const testsOfRules = ["lib", "components"]
  .flatMap((room) =>
    readdirSync(`${root}${room}`, { recursive: true, encoding: "utf8" }).map((name) => `${room}/${name}`),
  )
  .filter((file) => /(?<!\.db)\.test\.tsx?$/.test(file))
  .filter((file) => file.startsWith("components/") || placesOf(file.replace(".test", ""))[0] === "rules");
const elsewhere = ["node_modules/**", ".data/**", ".next/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // What Next resolves for its server: the marker that stops client bundles is empty there.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    // One more than processors: many tests wait for a timer, a process or the database.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { ...shared, name: "rules", include: testsOfRules, isolate: false } },
      {
        extends: true,
        test: {
          ...shared,
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...elsewhere, ...databaseTests, ...testsOfRules],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "database",
          setupFiles: [...shared.setupFiles, "lib/testing/described-rows.ts"],
          include: databaseTests,
          exclude: elsewhere,
          globalSetup: ["lib/testing/database-server.ts"],
        },
      },
    ],
  },
});
