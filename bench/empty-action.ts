import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/scripts/checkout/root.mjs";
import { freePort } from "@/scripts/processes/processes.mjs";
import { type Deployment, end, startProcess } from "./deployment";
import { createPostAction, nowMs } from "./web-replica";

// The baseline of the form: a Next app with one page and one action, which inserts one row and nothing else. It is
// written at the time of the benchmark, in the folder of builds, from where it finds the same packages.

const FOLDER = join(ROOT, ".next/bench/empty-action");
const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

const FILES = {
  "next.config.js": [
    "module.exports = {",
    `  turbopack: { root: ${JSON.stringify(ROOT)} },`,
    '  serverExternalPackages: ["pg"],',
    "};",
  ],
  "app/layout.js": [
    "export default function Layout({ children }) {",
    "  return <html><body>{children}</body></html>;",
    "}",
  ],
  "app/page.js": [
    'import { insert } from "./actions";',
    'export const dynamic = "force-dynamic";',
    "export default function Page() {",
    "  return <form action={insert}><button>Insert</button></form>;",
    "}",
  ],
  "app/actions.js": [
    '"use server";',
    'import pg from "pg";',
    "const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });",
    "export async function insert({ id, values }) {",
    '  await pool.query("insert into empty_action (id, body) values ($1, $2)", [id, JSON.stringify(values)]);',
    '  return { kind: "saved" };',
    "}",
  ],
};

export type EmptyAction = {
  /** Submits the same fields as the form, and waits for the answer. */
  insert: (values: unknown) => Promise<{ id: string; startedAtMs: number; answeredAtMs: number }>;
  stop: () => Promise<void>;
};

/** Builds the app and starts its production server on the deployment's database. */
export async function startEmptyAction({ env, pool }: Deployment): Promise<EmptyAction> {
  mkdirSync(join(FOLDER, "app"), { recursive: true });
  for (const [file, lines] of Object.entries(FILES)) writeFileSync(join(FOLDER, file), lines.join("\n"));
  execFileSync(process.execPath, [NEXT, "build", FOLDER], {
    env: { ...env, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await pool.query("create table empty_action (id uuid primary key, body text not null)");
  const port = await freePort();
  const program = [NEXT, "start", FOLDER, "-H", "127.0.0.1", "-p", String(port)];
  const { child } = await startProcess(program, { env, isReady: /Ready in/ });
  const post = createPostAction({
    folder: join(FOLDER, ".next"),
    name: "insert",
    url: `http://127.0.0.1:${port}/`,
  });
  return {
    async insert(values) {
      const id = randomUUID();
      const startedAtMs = nowMs();
      await post([{ id, values }]);
      return { id, startedAtMs, answeredAtMs: nowMs() };
    },
    stop: () => end(child),
  };
}
