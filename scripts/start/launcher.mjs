// The steps of a start, in order; each needs what the one before it has put into the launch.
import { createConnection } from "node:net";
import { join } from "node:path";
import { useBuild } from "../checkout/builds.mjs";
import { prepareCheckout } from "../checkout/checkout.mjs";
import { ROOT } from "../checkout/root.mjs";
import { startPostgres } from "../postgres/postgres.mjs";
import { freePort, listenProblem, waitUntil } from "../processes/processes.mjs";
import { keepAlive, openLog, tailOf } from "../processes/service.mjs";
import { urlOf, usesStandIn } from "../settings/settings.mjs";
import { StartProblem, seconds } from "../terminal/progress.mjs";
import {
  developmentServer,
  MEMORY_ENVIRONMENT,
  program,
  standInArguments,
  webServer,
  worker,
} from "./programs.mjs";

const ANSWER_TIMEOUT_MS = 120_000;

/**
 * @typedef {{
 *   isDevelopment: boolean,
 *   env: NodeJS.ProcessEnv,
 *   dataDir: string,
 *   address: { host: string, port: number, url: string },
 *   secrets: import("../settings/secrets.mjs").Secrets,
 *   progress: import("../terminal/progress.mjs").Progress,
 *   lock: import("../processes/lock.mjs").Lock,
 *   children: import("../processes/children.mjs").Children,
 *   life: import("../processes/service.mjs").Life,
 *   restarts: Map<string, () => void>,
 *   onSteps: (steps: import("../processes/children.mjs").Children) => void,
 *   giveUp: (name: string, reason: string) => void,
 * }} Launch
 */

/** Throws a sentence if something else listens where the web server should. @param {Launch} launch */
export async function requireFreeAddress({ address: { host, port } }) {
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

/**
 * What is needed to see whether the settings are sound, which comes before a build that takes its time.
 *
 * @param {Launch} launch
 * @returns {Promise<string | null>} the folder of the bundled programs; null in development, which runs the sources
 */
export async function preparePrograms({ isDevelopment, progress, onSteps }) {
  const upTo = isDevelopment ? "packages" : "programs";
  const ready = await prepareCheckout({ progress, upTo, withTools: isDevelopment, onChildren: onSteps });
  return ready.programs;
}

/**
 * @param {Launch} launch
 * @returns {Promise<string | null>} the folder of the release; null in development, which builds as pages are asked for
 */
export async function prepareBuild({ isDevelopment, progress, onSteps }) {
  if (isDevelopment) return null;
  const { release, distDir } = await prepareCheckout({ progress, upTo: "build", onChildren: onSteps });
  if (distDir) useBuild(ROOT, distDir);
  return release;
}

/**
 * The embedded PostgreSQL, kept alive on its port. Its line is shown when it is there, since a build may be shown
 * meanwhile. It is not among the recorded children: a later start takes it over instead of ending it.
 *
 * @param {Launch} launch
 * @returns {Promise<import("../postgres/postgres.mjs").RunningPostgres>} the server as it is now: a restart replaces what is in it
 */
export async function beginDatabase(launch) {
  const { dataDir, progress } = launch;
  const begunMs = performance.now();
  const current = await startPostgres({ dataDir });
  const tookMs = performance.now() - begunMs;
  progress.done(
    "Database",
    `${seconds(tookMs).padStart(7)}   PostgreSQL 18.4${current.isReused ? ", left running by an earlier start" : ""}`,
  );
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

/**
 * Begins to start the stand-in, which takes as long as the database and needs nothing of it.
 *
 * @param {Launch} launch
 * @param {string | null} programs
 * @returns {Promise<string | null>} its address, or null where DOKU itself is used
 */
export async function beginStandIn(launch, programs) {
  const { env, dataDir, secrets } = launch;
  if (!usesStandIn(env)) return null;
  const port = await freePort();
  const ledger = join(dataDir, "stand-in-ledger.jsonl");
  const clientId = secrets.standInClientId;
  const args = standInArguments({ host: "127.0.0.1", port, clientId, ledger });
  await startService(launch, {
    name: "stand-in",
    program: program(programs, "stand-in", args),
    env: { STAND_IN_SECRET: secrets.standInSecret },
  });
  return urlOf("127.0.0.1", port);
}

/** @param {Launch} launch @param {string} url */
export function awaitStandIn(launch, url) {
  return launch.progress.step("Stand-in for DOKU", async (note) => {
    await waitForAnswer(launch, "stand-in", url);
    note(url);
  });
}

/** @param {Launch} launch @param {NodeJS.ProcessEnv} env @param {string | null} release */
export async function startWebAndWorker(launch, env, release) {
  const { isDevelopment, address, progress } = launch;
  const mode = { ...env, NODE_ENV: isDevelopment ? "development" : "production" };
  await progress.step("Web server, worker", async () => {
    await startService(launch, {
      name: "web",
      program: release ? webServer(release) : developmentServer(address),
      env: { ...mode, PORT: String(address.port) },
      isShown: isDevelopment,
    });
    await startService(launch, {
      name: "worker",
      program: worker(release && join(release, "programs")),
      env: mode,
    });
    await waitForAnswer(launch, "web", urlOf(address.host, address.port));
  });
}

/**
 * @param {Launch} launch
 * @param {{ name: string, program: readonly string[], env: NodeJS.ProcessEnv, isShown?: boolean }} service
 */
async function startService(launch, { name, program, env, isShown = false }) {
  const logFile = logFileOf(launch, name);
  const restart = await keepAliveNamed(launch, name, logFile, async () => {
    const { log, close } = openLog(logFile);
    const child = launch.children.spawn(name, process.execPath, program, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...MEMORY_ENVIRONMENT, ...env },
      stdio: isShown ? ["ignore", "inherit", "inherit"] : ["ignore", log, log],
    });
    close();
    return { exited: new Promise((resolve) => child.once("exit", resolve).once("error", resolve)) };
  });
  launch.restarts.set(name, restart);
}

/**
 * @param {Launch} launch
 * @param {string} name
 * @param {string} logFile
 * @param {() => Promise<import("../processes/service.mjs").RunningService>} start
 */
function keepAliveNamed({ life, progress, giveUp }, name, logFile, start) {
  const words = () =>
    tailOf(logFile)
      .map((line) => `      ${line}`)
      .join("\n");
  const title = name === "web" ? "web server" : name;
  return keepAlive({
    life,
    start,
    onDeath: (delayMs) =>
      progress.say(
        `  ! The ${title} stopped and is started again in ${delayMs / 1000} s. Its last lines:\n${words()}`,
      ),
    onGivenUp: () =>
      giveUp(name, `The ${title} stopped 5 times within a minute. Its last lines (${logFile}):\n${words()}`),
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
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
