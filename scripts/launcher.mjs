// The steps of a start, in order; each needs what the one before it has put into the launch.
import { createConnection } from "node:net";
import { join } from "node:path";
import { useBuild } from "./builds.mjs";
import { prepareCheckout, ROOT } from "./checkout.mjs";
import { startPostgres } from "./postgres.mjs";
import { freePort, listenProblem, waitUntil } from "./processes.mjs";
import { standIn, typescript, webServer } from "./programs.mjs";
import { StartProblem } from "./progress.mjs";
import { keepAlive, openLog, tailOf } from "./service.mjs";
import { fillIn, urlOf, usesStandIn } from "./settings.mjs";

const ANSWER_TIMEOUT_MS = 120_000;

/**
 * @typedef {{
 *   isDevelopment: boolean,
 *   env: NodeJS.ProcessEnv,
 *   dataDir: string,
 *   address: { host: string, port: number, url: string },
 *   secrets: import("./secrets.mjs").Secrets,
 *   progress: import("./progress.mjs").Progress,
 *   lock: import("./lock.mjs").Lock,
 *   children: import("./children.mjs").Children,
 *   life: import("./service.mjs").Life,
 *   onSteps: (steps: import("./children.mjs").Children) => void,
 *   giveUp: (name: string, reason: string) => void,
 * }} Launch
 * @typedef {{ kind: "exists" } | { kind: "created", email: string } | { kind: "setup", url: string }} FirstAdmin
 */

/** Throws a sentence if something else listens where the web server should. @param {Launch} launch */
export async function requireFreeAddress({ address: { host, port } }) {
  // Other text than a number is told by the check of the environment, with all that is wrong.
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return;
  const problem = await listenProblem(port, host);
  if (!problem) return;
  const reasons = {
    EADDRINUSE: `Port ${port} of ${host} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`,
    EACCES: `This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`,
  };
  const reason = Object.entries(reasons).find(([code]) => code === problem)?.[1];
  throw new StartProblem(
    reason ?? `The web server cannot listen on HOSTNAME ${host}, port ${port} (${problem}).`,
  );
}

/** Throws with one line for each wrong or missing variable. @param {Launch} launch */
export async function requireSoundEnvironment({ env, secrets, address, children }) {
  const options = { cwd: ROOT, env: fillIn({ env, secrets, address }) };
  try {
    await children.run("environment", process.execPath, typescript("scripts/check-env.ts"), options);
  } catch (error) {
    const isList = error instanceof StartProblem && error.message.includes("(exit 2)");
    if (!isList) throw error;
    const lines = error.message.split("\n").slice(2);
    throw new StartProblem(
      `The environment needs a change:\n${lines.map((line) => `  - ${line}`).join("\n")}`,
    );
  }
}

/**
 * @param {Launch} launch
 * @returns {Promise<string | null>} the folder of the build; null in development, which builds as pages are asked for
 */
export async function prepareBuild({ isDevelopment, progress, onSteps }) {
  const distDir = await prepareCheckout({ progress, needsBuild: !isDevelopment, onChildren: onSteps });
  if (distDir) useBuild(ROOT, distDir);
  return distDir;
}

/**
 * The embedded PostgreSQL, kept alive on its port. It is not among the recorded children: a later
 * start takes it over instead of ending it.
 *
 * @param {Launch} launch
 * @returns {Promise<import("./postgres.mjs").RunningPostgres>} the server as it is now: a restart replaces what is in it
 */
export async function startDatabase(launch) {
  const { dataDir, progress } = launch;
  const current = await progress.step("Database", async (note) => {
    const server = await startPostgres({ dataDir });
    note(`PostgreSQL 18.4${server.isReused ? ", left running by an earlier start" : ""}`);
    return server;
  });
  const state = { ...current };
  let isFirst = true;
  await keepAliveNamed(launch, "database", join(dataDir, "postgres.log"), async () => {
    if (isFirst) {
      isFirst = false;
      return current;
    }
    return Object.assign(state, await startPostgres({ dataDir, port: current.port }));
  });
  return state;
}

/** @param {Launch} launch @param {NodeJS.ProcessEnv} env @returns {Promise<FirstAdmin>} */
export function prepareDatabase({ progress, children }, env) {
  return progress.step("Schema", async (note) => {
    const args = typescript("scripts/prepare-database.ts", ["--migrate"]);
    const output = await children.run("schema", process.execPath, args, { cwd: ROOT, env }).catch((error) => {
      throw new StartProblem(findJson(error.message)?.problem ?? error.message);
    });
    const { applied, admin } = findJson(output);
    note(
      applied.length > 0
        ? `${applied.length} migration${applied.length > 1 ? "s" : ""} applied`
        : "up to date",
    );
    return admin;
  });
}

/** The last line that is an object: tools may have said something before it. @param {string} output */
function findJson(output) {
  const line = output
    .trim()
    .split("\n")
    .findLast((text) => text.startsWith("{"));
  return line ? JSON.parse(line) : null;
}

/** @param {Launch} launch @returns {Promise<string | null>} its address, or null where DOKU itself is used */
export async function startStandIn(launch) {
  const { env, dataDir, secrets, progress } = launch;
  if (!usesStandIn(env)) return null;
  const port = await freePort();
  await progress.step("Stand-in for DOKU", async (note) => {
    const program = standIn({ port, clientId: secrets.standInClientId, dataDir });
    await startService(launch, {
      name: "stand-in",
      program,
      env: { STAND_IN_SECRET: secrets.standInSecret },
    });
    await waitForAnswer(launch, "stand-in", urlOf("127.0.0.1", port));
    note(urlOf("127.0.0.1", port));
  });
  return urlOf("127.0.0.1", port);
}

/** @param {Launch} launch @param {NodeJS.ProcessEnv} env @param {string | null} distDir */
export async function startWebAndWorker(launch, env, distDir) {
  const { isDevelopment, address, progress } = launch;
  const mode = { ...env, NODE_ENV: isDevelopment ? "development" : "production" };
  await progress.step("Web server, worker", async () => {
    await startService(launch, {
      name: "web",
      program: webServer(isDevelopment ? "dev" : "start", address),
      env: distDir ? { ...mode, MITRA_DIST_DIR: distDir } : mode,
      isShown: isDevelopment,
    });
    await startService(launch, { name: "worker", program: typescript("lib/worker/main.ts"), env: mode });
    await waitForAnswer(launch, "web", urlOf(address.host, address.port));
  });
}

/**
 * @param {Launch} launch
 * @param {{ name: string, program: readonly string[], env: NodeJS.ProcessEnv, isShown?: boolean }} service
 */
async function startService(launch, { name, program, env, isShown = false }) {
  const logFile = logFileOf(launch, name);
  await keepAliveNamed(launch, name, logFile, async () => {
    const { log, close } = openLog(logFile);
    const child = launch.children.spawn(name, process.execPath, program, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: isShown ? ["ignore", "inherit", "inherit"] : ["ignore", log, log],
    });
    close();
    return { exited: new Promise((resolve) => child.once("exit", resolve).once("error", resolve)) };
  });
}

/**
 * @param {Launch} launch
 * @param {string} name
 * @param {string} logFile
 * @param {() => Promise<import("./service.mjs").RunningService>} start
 */
function keepAliveNamed({ life, progress, giveUp }, name, logFile, start) {
  const words = () =>
    tailOf(logFile)
      .map((line) => `      ${line}`)
      .join("\n");
  return keepAlive({
    name,
    life,
    start,
    onDeath: (delayMs) =>
      progress.say(
        `  ! The ${name} stopped and is started again in ${delayMs / 1000} s. Its last lines:\n${words()}`,
      ),
    onGivenUp: () =>
      giveUp(name, `The ${name} stopped 5 times within a minute. Its last lines (${logFile}):\n${words()}`),
  });
}

/** @param {Launch} launch @param {string} name */
export function logFileOf({ dataDir }, name) {
  return join(dataDir, "logs", `${name}.log`);
}

/** @param {Launch} launch @param {string} name @param {string} url */
async function waitForAnswer(launch, name, url) {
  const { hostname, port } = new URL(url);
  const isDone = () => launch.life.isStopping || canConnect(hostname.replace(/[[\]]/g, ""), Number(port));
  if (await waitUntil(isDone, { timeoutMs: ANSWER_TIMEOUT_MS })) return;
  throw new StartProblem(`The ${name} does not answer. Its log is ${logFileOf(launch, name)}`);
}

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
function canConnect(host, port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once("connect", () => socket.destroy(resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
