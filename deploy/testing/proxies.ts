import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, waitUntil } from "../../scripts/processes/processes.mjs";

export const NAME = "mitra.example.id";

const START_MS = 20_000;
const STOP_MS = 10_000;
const DEPLOY = path.resolve(import.meta.dirname, "..");

/** A proxy that runs from the example of `deploy/`, with other ports and a certificate of its own. */
export type RunningProxy = { httpPort: number; httpsPort: number; ca: Buffer; stop(): Promise<void> };

type Place = { folder: string; httpPort: number; httpsPort: number; upstreamPorts: [number, number] };

/** Whether a program is on this machine. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync("/bin/sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Replaces what the example says, and throws where it does not say that any more. */
function replace(text: string, changes: readonly [from: string, to: string][]): string {
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the example no longer says ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

function readExample(name: string): string {
  return readFileSync(path.join(DEPLOY, name), "utf8");
}

const certificateOf = (folder: string) => path.join(folder, "certificate.pem");
const keyOf = (folder: string) => path.join(folder, "key.pem");

/** Makes the certificate of `NAME` that nobody else signed. */
function makeCertificate(folder: string): void {
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", `/CN=${NAME}`];
  const names = ["-addext", `subjectAltName=DNS:${NAME}`];
  const files = ["-keyout", keyOf(folder), "-out", certificateOf(folder)];
  execFileSync("openssl", [...args, ...names, ...files], { stdio: "ignore" });
}

/** Writes nginx's whole configuration around the example; says its file. */
export function writeNginx({ folder, httpPort, httpsPort, upstreamPorts: [first, second] }: Place): string {
  const site = replace(readExample("nginx.conf"), [
    ["127.0.0.1:3000", `127.0.0.1:${first}`],
    ["127.0.0.1:3001", `127.0.0.1:${second}`],
    ["/var/log/nginx/mitra.log", `${folder}/access.log`],
    ["listen 443 ", `listen 127.0.0.1:${httpsPort} `],
    ["listen [::]:443 ssl http2;", ""],
    ["listen 80;", `listen 127.0.0.1:${httpPort};`],
    ["listen [::]:80;", ""],
    ["/etc/ssl/mitra/fullchain.pem", certificateOf(folder)],
    ["/etc/ssl/mitra/privkey.pem", keyOf(folder)],
  ]);
  writeFileSync(path.join(folder, "site.conf"), site);
  const file = path.join(folder, "nginx.conf");
  const isRoot = process.getuid?.() === 0;
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const lines = [
    ...(isRoot ? ["user root;"] : []),
    "daemon off;",
    `pid ${folder}/nginx.pid;`,
    `error_log ${folder}/error.log;`,
    "events {}",
    `http { access_log off; ${temporary.join(" ")} include ${folder}/site.conf; }`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/** Writes the Caddyfile of the example; says its file. */
export function writeCaddy({ folder, httpPort, httpsPort, upstreamPorts: [first, second] }: Place): string {
  const site = replace(readExample("Caddyfile"), [
    ["127.0.0.1:3000", `127.0.0.1:${first}`],
    ["127.0.0.1:3001", `127.0.0.1:${second}`],
    [`\n${NAME} {`, `\n${NAME} {\n\tbind 127.0.0.1\n\ttls ${certificateOf(folder)} ${keyOf(folder)}`],
  ]);
  const file = path.join(folder, "Caddyfile");
  writeFileSync(file, `{\n\tadmin off\n\thttp_port ${httpPort}\n\thttps_port ${httpsPort}\n}\n${site}`);
  return file;
}

/** Whatever Caddy keeps stays in the folder of the test. */
export function caddyEnvironment(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
}

/** Folders of its own with a certificate, and ports that are free. */
export async function makePlace(upstreamPorts: [number, number]): Promise<Place> {
  const folder = mkdtempSync(path.join(tmpdir(), "mitra-proxy-"));
  makeCertificate(folder);
  return { folder, httpPort: await freePort(), httpsPort: await freePort(), upstreamPorts };
}

export async function startProxy(
  kind: "nginx" | "caddy",
  upstreamPorts: [number, number],
): Promise<RunningProxy> {
  const place = await makePlace(upstreamPorts);
  const { folder, httpPort, httpsPort } = place;
  const command =
    kind === "nginx"
      ? ["nginx", "-p", folder, "-c", writeNginx(place)]
      : ["caddy", "run", "--config", writeCaddy(place), "--adapter", "caddyfile"];
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    env: caddyEnvironment(folder),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  const exited = once(child, "exit");
  const isListening = await waitUntil(
    async () => child.exitCode !== null || ((await accepts(httpsPort)) && accepts(httpPort)),
    { timeoutMs: START_MS },
  );
  if (!isListening || child.exitCode !== null) {
    child.kill("SIGKILL");
    throw new Error(`${kind} did not start: ${said}`);
  }
  return {
    httpPort,
    httpsPort,
    ca: readFileSync(certificateOf(folder)),
    async stop() {
      child.kill("SIGTERM");
      // A proxy waits for open requests, of which a test that failed may have left one.
      const isOver = await waitUntil(() => child.exitCode !== null, { timeoutMs: STOP_MS });
      if (!isOver) child.kill("SIGKILL");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.destroy());
  });
}
