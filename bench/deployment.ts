import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import pg from "pg";
import { applyMigrations } from "@/lib/migrate";
import { startThrowAwayPostgres } from "@/scripts/postgres/postgres.mjs";
import { MEMORY_ENVIRONMENT, typescript } from "@/scripts/start/programs.mjs";
import { neutralEnvironment } from "@/scripts/test/product.mjs";

export const CLIENT_ID = "BRN-0001-10791114622547";
export const SECRET = "bench-secret-not-a-real-doku-key-0001";

/** What every benchmark of the whole product needs: a database, a stand-in, a person and a credential. */
export type Deployment = {
  databaseUrl: string;
  postgresPid: number;
  /** The benchmark's own connections. */
  pool: pg.Pool;
  standIn: { url: string; pid: number };
  userId: string;
  credentialId: string;
  /** For a process of the product: nothing of what a person set for their own. */
  env: NodeJS.ProcessEnv;
};

export type DeploymentOptions = {
  /** The stand-in's switches, as its command line takes them. */
  switches?: object;
  /** How many calls the stand-in can tell of. */
  requestsKept?: number;
  /** `name=value` for PostgreSQL. The throw-away one does not wait for the disk unless told here. */
  settings?: readonly string[];
};

/**
 * Does `work` on a throw-away PostgreSQL with the present schema, and a stand-in in a process of its own.
 * Everything is gone when it returns. Sets the exit code 1 if it throws.
 */
export async function onDeployment(
  work: (deployment: Deployment) => Promise<void>,
  options: DeploymentOptions = {},
): Promise<void> {
  const leave: (() => Promise<unknown>)[] = [];
  try {
    const postgres = await startThrowAwayPostgres({ settings: options.settings });
    leave.unshift(() => postgres.stop());
    await applyMigrations(postgres.url, { log: () => undefined });
    const standIn = await startStandInProcess(options);
    leave.unshift(() => end(standIn.process));
    const pool = new pg.Pool({ connectionString: postgres.url, max: 10, application_name: "bench" });
    leave.unshift(() => pool.end());
    const env = {
      ...neutralEnvironment(),
      NODE_ENV: "production",
      LOG_LEVEL: "info",
      DATABASE_URL: postgres.url,
      NEXTAUTH_URL: "http://127.0.0.1:3000",
      NEXTAUTH_SECRET: "a-secret-for-benches-of-at-least-32-characters",
      DOKU_ENVIRONMENT: "simulator",
      DOKU_BASE_URL: standIn.url,
      DOKU_CLIENT_ID: CLIENT_ID,
      DOKU_SECRET_KEY: SECRET,
      DOKU_REPLAY: "proven",
    } satisfies NodeJS.ProcessEnv;
    await work({
      databaseUrl: postgres.url,
      postgresPid: postgres.pid,
      pool,
      standIn: { url: standIn.url, pid: pidOf(standIn.process) },
      ...(await createPeople(pool, standIn.url)),
      env,
    });
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    for (const step of leave) await step();
  }
}

async function startStandInProcess({ switches = {}, requestsKept = 10 }: DeploymentOptions) {
  const program = typescript("lib/stand-in/main.ts", [
    "--client-id",
    CLIENT_ID,
    "--secret-env",
    "BENCH_SECRET",
    "--switches",
    JSON.stringify(switches),
    "--requests-kept",
    String(requestsKept),
  ]);
  const env = { ...neutralEnvironment(), NODE_ENV: "production" as const, BENCH_SECRET: SECRET };
  const { child, line } = await startProcess(program, { env, isReady: /http/ });
  return { process: child, url: line.slice(line.indexOf("http")) };
}

/** Starts a Node program and waits for the line of its output that says it is ready. */
export async function startProcess(
  program: readonly string[],
  { env, isReady }: { env: NodeJS.ProcessEnv; isReady: RegExp },
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, program, {
    env: { ...MEMORY_ENVIRONMENT, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!isReady.test(line)) continue;
    child.stdout.resume();
    return { child, line };
  }
  throw new Error(`${program.at(-1)} ended before it was ready`);
}

/** Ends a process as a deployment does, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}

export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("a process did not start");
  return child.pid;
}

const CREATE_PEOPLE = `
  with person as (
    insert into "user" (id, name, email, email_key, role, updated_at)
    values (gen_random_uuid(), 'Bench', 'bench@mitra.example', 'bench@mitra.example', 'manager', now()) returning id
  ), credential as (
    insert into credential (id, environment, label, client_id, base_url, replay, updated_at)
    values (gen_random_uuid(), 'simulator', 'bench', $1, $2, 'proven', now()) returning id
  )
  select person.id as "userId", credential.id as "credentialId" from person, credential`;

/** A person, and the credential of the stand-in. */
export async function createPeople(pool: pg.Pool, standInUrl: string) {
  const { rows } = await pool.query<{ userId: string; credentialId: string }>(CREATE_PEOPLE, [
    CLIENT_ID,
    standInUrl,
  ]);
  const row = rows[0];
  if (!row) throw new Error("no credential was created");
  return row;
}

/** Sets the exit code: 0 only if the goal is met. */
export function reportExit(holds: boolean): void {
  process.exitCode = holds ? 0 : 1;
}
