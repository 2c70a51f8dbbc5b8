import { randomUUID } from "node:crypto";
import pg from "pg";
import { Agent, request } from "undici";
import { makeSessionCookie } from "@/lib/auth/session-cookie";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { openDatabase } from "@/lib/db";
import { applyMigrations } from "@/lib/migrate";
import { withDatabase } from "@/lib/testing/database-server";
import { prepareCheckout } from "@/scripts/checkout.mjs";
import { freePort } from "@/scripts/processes.mjs";
import { webServer } from "@/scripts/programs.mjs";
import { createProgress } from "@/scripts/progress.mjs";
import { seedRegistrations } from "@/scripts/seed/seed";
import { type Deployment, end, onDeployment, startProcess } from "./deployment";

/** A database with so many registrations, and a production web server of its own before it. */
export type FullList = {
  size: number;
  pool: pg.Pool;
  /** The whole page of an address, signed in; how long it took in milliseconds, and what came. */
  get: (address: string) => Promise<{ tookMs: number; html: string }>;
};

const DAYS = 540;
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
      const distDir = await prepareCheckout({ progress: createProgress(process.stderr), needsBuild: true });
      if (!distDir) throw new Error("there is no build");
      const lists: FullList[] = [];
      for (const size of sizes) lists.push(await fillList(deployment, { size, distDir, leave }));
      await work(lists);
    } finally {
      for (const step of leave) await step();
    }
  });
}

async function fillList(
  deployment: Deployment,
  { size, distDir, leave }: { size: number; distDir: string; leave: (() => Promise<unknown>)[] },
): Promise<FullList> {
  const name = `list_${size}`;
  const url = withDatabase(deployment.databaseUrl, name);
  await deployment.pool.query(`create database ${name}`);
  await applyMigrations(url, { log: () => undefined });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  // All keep the deployment's public address, by which the cookie is named.
  const env = { ...deployment.env, DATABASE_URL: url, MITRA_DIST_DIR: distDir };
  Object.assign(process.env, env);
  const { pool } = openDatabase(url);
  leave.unshift(() => pool.end());
  globalThis.mitraDatabase = { pool };
  await syncCredentialFromEnv();
  const cookie = await signIn(pool);
  await seed(url, size);
  const { child } = await startProcess(webServer("start", { host: "127.0.0.1", port }), {
    env,
    isReady: /Ready in/,
  });
  leave.unshift(() => end(child));
  const dispatcher = new Agent({ connections: 1 });
  leave.unshift(() => dispatcher.close());
  return {
    size,
    pool,
    async get(address) {
      const startedMs = performance.now();
      const answer = await request(origin + address, {
        dispatcher,
        headers: { cookie, accept: "text/html" },
      });
      const html = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${address} answered ${answer.statusCode}`);
      return { tookMs: performance.now() - startedMs, html };
    },
  };
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

/** The cookie of someone who may see everything. */
async function signIn(pool: pg.Pool): Promise<string> {
  const [userId, sessionId] = [randomUUID(), randomUUID()];
  await pool.query(
    `insert into "user" (id, name, email, email_key, role, locale, updated_at)
     values ($1, 'Bench', 'bench@bench.example', 'bench@bench.example', 'manager', 'en', now())`,
    [userId],
  );
  await pool.query(
    "insert into session (id, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
    [sessionId, userId],
  );
  const cookie = await makeSessionCookie(sessionId);
  return `${cookie.name}=${cookie.value}`;
}

/** `--sizes 10000,100000` of the command line, smallest first. */
export function readSizes(args: readonly string[], usual: readonly number[]): number[] {
  const at = args.indexOf("--sizes");
  const sizes = at < 0 ? [...usual] : (args[at + 1] ?? "").split(",").map(Number);
  if (sizes.length < 2 || sizes.some((size) => !Number.isSafeInteger(size) || size < 1_000))
    throw new Error("--sizes needs two or more numbers of at least 1000, such as 10000,1000000");
  return sizes.toSorted((one, other) => one - other);
}
