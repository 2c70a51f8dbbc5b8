import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { Agent, request } from "undici";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { openDatabase } from "@/lib/db";
import { applyMigrations } from "@/lib/migrate";
import { withDatabase } from "@/lib/testing/database-server";
import { hashChecked, TEST_PASSWORD } from "@/lib/testing/people";
import { prepareCheckout } from "@/scripts/checkout/checkout.mjs";
import { freePort } from "@/scripts/processes/processes.mjs";
import { seedRegistrations } from "@/scripts/seed/seed";
import { webServer } from "@/scripts/start/programs.mjs";
import { createProgress } from "@/scripts/terminal/progress.mjs";
import { type Deployment, end, onDeployment, pidOf, startProcess } from "./deployment";
import { type SessionCookie, signInOverHttp } from "./sign-in";

/** A database with so many registrations, and a production web server of its own before it. */
export type FullList = {
  size: number;
  pool: pg.Pool;
  /** Where its web server listens, which process that is, and the cookie of someone who may see everything. */
  origin: string;
  pid: number;
  cookie: SessionCookie;
  /** What its web server and that one's sessions of the database have spent so far, in milliseconds of processor. */
  spentMs: () => Promise<number>;
  /** The whole page of an address, signed in; how long it took in milliseconds, and what came. */
  get: (address: string) => Promise<{ tookMs: number; html: string }>;
};

const DAYS = 540;
const USUAL_SIZES = [10_000, 100_000, 1_000_000];
/** The span that the seed fills ends here, in every database alike. */
export const SEEDED_UNTIL = new Date();

/** Does `work` with a list of each size, all of them at hand at once so that they can be measured in turns. */
export async function onFullLists(
  sizes: readonly number[],
  work: (lists: readonly FullList[]) => Promise<void>,
): Promise<void> {
  await onDeployment(async (deployment) => {
    const leave: (() => Promise<unknown>)[] = [];
    try {
      const { release } = await prepareCheckout({
        progress: createProgress(process.stderr),
        upTo: "build",
        withTools: true,
      });
      if (!release) throw new Error("there is no build");
      const lists: FullList[] = [];
      for (const size of sizes) lists.push(await fillList(deployment, { size, release, leave }));
      await work(lists);
    } finally {
      for (const step of leave) await step();
    }
  });
}

async function fillList(
  deployment: Deployment,
  { size, release, leave }: { size: number; release: string; leave: (() => Promise<unknown>)[] },
): Promise<FullList> {
  const name = `list_${size}`;
  const url = withDatabase(deployment.databaseUrl, name);
  await deployment.pool.query(`create database ${name}`);
  await applyMigrations(url, { log: () => undefined });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  // All keep the deployment's public address, by which the cookie is named.
  const env = { ...deployment.env, DATABASE_URL: url, HOSTNAME: "127.0.0.1", PORT: String(port) };
  Object.assign(process.env, env);
  const { pool } = openDatabase(url);
  leave.unshift(() => pool.end());
  globalThis.mitraDatabase = { pool };
  await syncCredentialFromEnv();
  const email = await addManager(pool);
  await seed(url, size);
  const { child } = await startProcess(webServer(release), {
    env,
    isReady: /Ready in/,
  });
  leave.unshift(() => end(child));
  const cookie = await signInOverHttp(origin, email);
  const dispatcher = new Agent({ connections: 1 });
  leave.unshift(() => dispatcher.close());
  const headers = { cookie: `${cookie.name}=${cookie.value}`, accept: "text/html" };
  return {
    size,
    pool,
    origin,
    pid: pidOf(child),
    cookie,
    spentMs: async () => spentBy([pidOf(child), ...(await sessionsOf(pool))]),
    async get(address) {
      const startedMs = performance.now();
      const answer = await request(origin + address, { dispatcher, headers });
      const html = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${address} answered ${answer.statusCode}`);
      return { tookMs: performance.now() - startedMs, html };
    },
  };
}

async function sessionsOf(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  return rows.map(({ pid }) => pid);
}

/** Time of other processes on a machine that is shared is not in it; what Linux tells is exact to the nanosecond. */
function spentBy(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + spentInThreads(pid), 0);
}

function spentInThreads(pid: number): number {
  const folder = `/proc/${pid}/task`;
  try {
    const nanoseconds = readdirSync(folder).map((thread) =>
      Number(readFileSync(`${folder}/${thread}/schedstat`, "utf8").split(" ")[0]),
    );
    return nanoseconds.reduce((sum, spent) => sum + spent, 0) / 1e6;
  } catch {
    // It has ended, or this is not Linux.
    return 0;
  }
}

async function seed(url: string, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const startedMs = performance.now();
    await seedRegistrations(client, { registrations: size, days: DAYS, seed: 1, now: SEEDED_UNTIL });
    console.log(`${size} registrations seeded in ${Math.round((performance.now() - startedMs) / 1_000)} s`);
  } finally {
    await client.end();
  }
}

/** The address of someone who may see everything, and can sign in. */
async function addManager(pool: pg.Pool): Promise<string> {
  const email = "bench@bench.example";
  await pool.query(
    `insert into "user" (id, name, email, email_key, role, locale, password_hash, updated_at)
     values (gen_random_uuid(), 'Bench', $1, $1, 'manager', 'en', $2, now())`,
    [email, await hashChecked(TEST_PASSWORD)],
  );
  return email;
}

/** `--sizes 10000,100000` of the command line, smallest first. */
export function readSizes(args: readonly string[]): number[] {
  const at = args.indexOf("--sizes");
  const sizes = at < 0 ? USUAL_SIZES : (args[at + 1] ?? "").split(",").map(Number);
  if (sizes.length < 2 || sizes.some((size) => !Number.isSafeInteger(size) || size < 1_000))
    throw new Error("--sizes needs two or more numbers of at least 1000, such as 10000,1000000");
  return sizes.toSorted((one, other) => one - other);
}
