import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "@/scripts/checkout/root.mjs";
import { freePort } from "@/scripts/processes/processes.mjs";
import { PATH } from "./bare-loop";
import { type Deployment, end, startProcess } from "./deployment";
import { bodyOf } from "./queued-rows";
import { createPostAction, nowMs } from "./web-replica";

// The baseline of the form: a Next app with one page and two actions, of which one inserts one row and nothing else, and
// the other sends one signed request after it, as `bare-loop.ts` does. It is
// written at the time of the benchmark, in the folder of builds, from where it finds the same packages.

const FOLDER = join(ROOT, ".next/bench/empty-action");
const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

const FILES = {
  "next.config.js": [
    "module.exports = {",
    `  turbopack: { root: ${JSON.stringify(ROOT)} },`,
    '  serverExternalPackages: ["pg", "undici"],',
    "};",
  ],
  "app/layout.js": [
    "export default function Layout({ children }) {",
    "  return <html><body>{children}</body></html>;",
    "}",
  ],
  "app/page.js": [
    'import { insert, insertAndSend } from "./actions";',
    'export const dynamic = "force-dynamic";',
    "export default function Page() {",
    "  return <form action={insert}><button>Insert</button><button formAction={insertAndSend}>Send</button></form>;",
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
    'import { createHash, createHmac, randomUUID } from "node:crypto";',
    'import { Agent, request } from "undici";',
    "const dispatcher = new Agent();",
    "export async function insertAndSend({ id, values, body }) {",
    "  await insert({ id, values });",
    `  const path = ${JSON.stringify(PATH)};`,
    "  const requestId = randomUUID();",
    '  const timestamp = new Date().toISOString().slice(0, 19) + "Z";',
    '  const digest = createHash("sha256").update(body).digest("base64");',
    "  const client = process.env.DOKU_CLIENT_ID;",
    '  const text = ["Client-Id:" + client, "Request-Id:" + requestId, "Request-Timestamp:" + timestamp, "Request-Target:" + path, "Digest:" + digest].join("\\n");',
    '  const signature = "HMACSHA256=" + createHmac("sha256", process.env.DOKU_SECRET_KEY).update(text).digest("base64");',
    '  const headers = { "content-type": "application/json", "client-id": client, "request-id": requestId, "request-timestamp": timestamp, signature };',
    '  const answer = await request(process.env.DOKU_BASE_URL + path, { method: "POST", dispatcher, headers, body });',
    "  return { kind: (await answer.body.json()).business.id };",
    "}",
  ],
};

export type EmptyAction = {
  /** Submits the same fields as the form, and waits for the answer. */
  insert: (values: unknown) => Promise<Submitted>;
  /** The same, and the answer has DOKU's in it. */
  insertAndSend: (values: unknown) => Promise<Submitted>;
  stop: () => Promise<void>;
};

type Submitted = { id: string; startedAtMs: number; answeredAtMs: number };

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
  const submitBy = (name: string) => {
    const url = `http://127.0.0.1:${port}/`;
    const post = createPostAction({ folder: join(FOLDER, ".next"), name, url });
    return async (values: unknown): Promise<Submitted> => {
      const id = randomUUID();
      const startedAtMs = nowMs();
      await post([{ id, values, body: bodyOf(id) }]);
      return { id, startedAtMs, answeredAtMs: nowMs() };
    };
  };
  return { insert: submitBy("insert"), insertAndSend: submitBy("insertAndSend"), stop: () => end(child) };
}
