// npm run new-env: writes .env.compose, with which compose.yaml comes up: secrets made anew, and the rest as asked.
//
//   npm run new-env                                                   on this machine, with the stand-in for DOKU
//   npm run new-env -- --url https://mitra.example.id --environment sandbox
//
// Not .env, which npm start reads: what is right between containers would lead it to another database.
import "./node-version.cjs";
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const FILE = ".env.compose";
const ENVIRONMENTS = ["simulator", "sandbox", "production"];
const USAGE = `Usage: npm run new-env [-- --url https://mitra.example.id] [--environment ${ENVIRONMENTS.join("|")}]`;

/** @param {number} bytes */
const makeSecret = (bytes) => randomBytes(bytes).toString("base64url");

/**
 * @typedef {{ url: string, environment: string }} Wishes
 * @returns {Wishes | { problem: string }}
 */
function readWishes() {
  /** @type {{ url: string, environment: string }} */
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        url: { type: "string", default: "http://localhost:3000" },
        environment: { type: "string", default: "simulator" },
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const { url, environment } = values;
  const address = URL.canParse(url) ? new URL(url) : null;
  if (
    !address ||
    !["http:", "https:"].includes(address.protocol) ||
    url.replace(/\/$/, "") !== address.origin
  )
    return { problem: "--url must be the address people type, such as https://mitra.example.id" };
  if (!ENVIRONMENTS.includes(environment))
    return { problem: `--environment must be ${ENVIRONMENTS.join(", ").replace(/, (\w+)$/, " or $1")}` };
  return { url: address.origin, environment };
}

/** @param {Wishes} wishes */
function describe({ url, environment }) {
  const password = makeSecret(24);
  const isBehindProxy = url.startsWith("https:");
  const credential =
    environment === "simulator"
      ? [
          "# The stand-in answers in DOKU's place; this is the credential that it knows.",
          "DOKU_BASE_URL=http://stand-in:4000",
          `DOKU_CLIENT_ID=BRN-STANDIN-${randomBytes(4).toString("hex").toUpperCase()}`,
          `DOKU_SECRET_KEY=SK-STANDIN-${makeSecret(24)}`,
        ]
      : ["# The partner's credential, from DOKU. Fill in both lines.", "DOKU_CLIENT_ID=", "DOKU_SECRET_KEY="];
  return [
    "# What compose.yaml starts Mitra with. Every variable is explained in .env.example. Keep this file as you keep the",
    "# database: without the password nobody gets in, and another NEXTAUTH_SECRET signs everybody out.",
    "",
    "# The database's first start takes the password; changing it here later does not change it there.",
    `POSTGRES_PASSWORD=${password}`,
    `DATABASE_URL=postgresql://mitra:${password}@database:5432/mitra`,
    "",
    "# The address people type.",
    `NEXTAUTH_URL=${url}`,
    `NEXTAUTH_SECRET=${makeSecret(48)}`,
    "# How many proxies stand in front of the web servers.",
    `TRUSTED_PROXIES=${isBehindProxy ? 1 : 0}`,
    `MITRA_DRAIN_SECONDS=${isBehindProxy ? 3 : 0}`,
    "",
    `DOKU_ENVIRONMENT=${environment}`,
    ...credential,
    "",
    "# What a Prometheus shows at /api/metrics.",
    `METRICS_TOKEN=${makeSecret(24)}`,
    "",
  ].join("\n");
}

/** Writes the whole file or nothing, and never over another one. Tells whether it did. @param {string} file @param {string} text */
function writeOnce(file, text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (existsSync(file)) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {Wishes} wishes */
function describeNext({ url, environment }) {
  const steps = [
    environment === "simulator" ? null : `Fill in DOKU_CLIENT_ID and DOKU_SECRET_KEY in ${FILE}.`,
    "docker compose up --build --detach",
    "docker compose exec server node scripts/user.mjs first-admin",
    url.startsWith("https:")
      ? `Put a proxy in front of ports 3000 and 3001 of this machine (deploy/nginx.conf or deploy/Caddyfile), and open ${url}.`
      : `Open ${url}.`,
  ].filter((step) => step !== null);
  return steps.map((step, at) => `  ${at + 1}. ${step}`).join("\n");
}

const wishes = readWishes();
if ("problem" in wishes) {
  console.error(`${wishes.problem}. Nothing was written.\n${USAGE}`);
  process.exitCode = 2;
} else if (writeOnce(join(resolve(), FILE), describe(wishes))) {
  console.log(`${FILE} is written, readable by you alone. Next:\n\n${describeNext(wishes)}\n`);
} else {
  console.error(`${FILE} is there already, and nothing was changed. Remove it first if you want a new one.`);
  process.exitCode = 1;
}
