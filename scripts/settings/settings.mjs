// The environment a process of the product runs in: what the person set, and what the launcher fills in.
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import util from "node:util";
import { StartProblem } from "../terminal/progress.mjs";
import { readSecretFiles, wordsOf } from "./secret-files.mjs";
import { fileNameOf, VARIABLES } from "./setting-names.mjs";

export { VARIABLES };

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

const DEFAULT_PORT = 3000;
const DEFAULT_HOST = "127.0.0.1";
/** How the reader of files says it. */
const NOT_THERE = "is not there";
/** Stands in for addresses that exist only after the check of the environment. */
const NOT_YET = { databaseUrl: "postgresql://127.0.0.1/not-yet", standInUrl: "http://127.0.0.1:1" };

/**
 * Reads `.env` of the checkout into this process, then the secrets that are given as files; what is set already wins.
 * Throws a `StartProblem` with a sentence for each file that cannot be read.
 *
 * @param {string} root
 */
export function loadSettingsFile(root) {
  for (const [name, value] of Object.entries(readSettingsFile(join(root, ".env"))))
    process.env[name] ??= value;
  loadSecretFiles();
}

/**
 * Shuts `.env` out, also for Next's own reading of it: a variable that is there, even empty, is never
 * taken from a file. Secrets are still read from the files that the environment itself names.
 */
export function ignoreSettingsFile() {
  for (const name of VARIABLES) process.env[name] ??= "";
  loadSecretFiles();
}

/** @param {string} file @returns {Record<string, string>} */
function readSettingsFile(file) {
  try {
    // Editors of Windows put a byte order mark in front, which would become part of the first name.
    const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    return /** @type {Record<string, string>} */ (util.parseEnv(text));
  } catch (error) {
    const words = wordsOf(error);
    if (words === NOT_THERE) return {};
    throw new StartProblem(`The settings could not be read: ${file} ${words}.`);
  }
}

/** From here on a secret is a variable like any other, for whatever this process starts. */
function loadSecretFiles() {
  const { values, problems } = readSecretFiles(process.env);
  if (problems.length > 0)
    throw new StartProblem(
      `These settings need a change:\n${problems.map((line) => `    - ${line}`).join("\n")}`,
    );
  for (const [name, value] of Object.entries(values)) {
    process.env[name] = value;
    process.env[fileNameOf(name)] = "";
  }
}

/** @param {string | undefined} text */
function given(text) {
  return text?.trim() || undefined;
}

/**
 * Where the web server listens and the address people open.
 *
 * @param {Environment} env
 */
export function readAddress(env) {
  const wantedPort = Number(given(env.PORT) ?? DEFAULT_PORT);
  // What is not a port is told by the check of the environment, once.
  const port =
    Number.isInteger(wantedPort) && wantedPort >= 0 && wantedPort < 65_536 ? wantedPort : DEFAULT_PORT;
  const wantedHost = given(env.HOSTNAME);
  // Containers set HOSTNAME to the machine's own name; nobody asked to listen there.
  const host = !wantedHost || wantedHost === hostname() ? DEFAULT_HOST : wantedHost;
  return { host, port, url: urlOf(host, port) };
}

/** @param {string} host @param {number} port */
export function urlOf(host, port) {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  const name = isEverywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/**
 * Whether the local stand-in takes DOKU's place: on the simulator, unless a credential is given.
 *
 * @param {Environment} env
 */
export function usesStandIn(env) {
  const isSimulator = (given(env.DOKU_ENVIRONMENT) ?? "simulator") === "simulator";
  return isSimulator && !given(env.DOKU_CLIENT_ID) && !given(env.DOKU_SECRET_KEY);
}

/**
 * The whole environment of the web server, the worker and the commands.
 *
 * @param {{ env: Environment, secrets: import("./secrets.mjs").Secrets, address: { host: string, port: number, url: string }, databaseUrl?: string, standInUrl?: string, stateDir?: string }} facts
 * @returns {Record<string, string | undefined>}
 */
export function fillIn({ env, secrets, address, databaseUrl, standInUrl, stateDir }) {
  const standIn = usesStandIn(env)
    ? {
        DOKU_BASE_URL: given(env.DOKU_BASE_URL) ?? standInUrl ?? NOT_YET.standInUrl,
        DOKU_CLIENT_ID: secrets.standInClientId,
        DOKU_SECRET_KEY: secrets.standInSecret,
      }
    : {};
  return {
    ...env,
    ...standIn,
    DATABASE_URL: given(env.DATABASE_URL) ?? databaseUrl ?? NOT_YET.databaseUrl,
    NEXTAUTH_URL: given(env.NEXTAUTH_URL) ?? address.url,
    NEXTAUTH_SECRET: given(env.NEXTAUTH_SECRET) ?? secrets.nextAuthSecret,
    MITRA_STATE_DIR: given(env.MITRA_STATE_DIR) ?? stateDir,
    NEXT_TELEMETRY_DISABLED: "1",
    HOSTNAME: address.host,
  };
}
