import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";

// A process of its own, because the whole point is how a process ends at a real signal.

/** Says what it does, a line each: its holder's steps, Next's own handler, and the exit by it. */
const SERVER = `
  const { keepInFlight } = require("./lib/server/sends-in-flight.ts");
  const { isStopping, stopServerInOrder } = require("./lib/server/stop.ts");
  const say = (line) => process.stdout.write(line + "\\n");
  const has = (word) => process.argv.includes(word);
  if (has("next")) process.on("SIGTERM", () => { say("next closes"); if (!has("held")) process.exit(143); });
  if (has("send")) {
    let end;
    keepInFlight(new Promise((resolve) => { end = resolve; }));
    process.stdin.once("data", () => { say("the send ends"); end(); });
  }
  stopServerInOrder({
    currentId: () => "a holder",
    isConnected: () => true,
    setPoolId: async () => undefined,
    stopClaiming: () => say("claims nothing new"),
    close: async () => say("closes"),
    abandon: async () => say("leaves its claims"),
  }, { drainMs: Number(process.argv.at(-1)) || 0 });
  if (has("asked")) process.stdin.on("data", () => say(isStopping() ? "is stopping" : "is ready"));
  setInterval(() => undefined, 60_000);
  say("ready");
`;

let running: ChildProcess | undefined;
afterEach(() => void running?.kill("SIGKILL"));

async function startServer(...words: string[]) {
  const args = ["--conditions=react-server", "--import", "tsx", "-e", SERVER, "--", ...words];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  running = child;
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  await expect.poll(() => lines, { timeout: 30_000 }).toEqual(["ready"]);
  return { child, exited, said: () => lines.slice(1) };
}

test("F36: SIGTERM ends the web server in order: no new sends, those in flight end, then Next closes", async () => {
  const { child, exited, said } = await startServer("next", "send");
  child.kill("SIGTERM");
  await expect.poll(said).toEqual(["claims nothing new"]);
  child.stdin.write("\n");
  expect(await exited).toBe(143);
  expect(said()).toEqual(["claims nothing new", "the send ends", "closes", "next closes"]);
});

test("F36: with nothing in flight it goes at once, also by Ctrl-C, and without a handler of Next's", async () => {
  const { child, exited, said } = await startServer();
  child.kill("SIGINT");
  expect(await exited).toBe(143);
  expect(said()).toEqual(["claims nothing new", "closes"]);
});

test("F36: a second SIGTERM hurries it: what is unfinished is left to others, whatever else is held open", async () => {
  const { child, exited, said } = await startServer("next", "send", "held");
  // The first half second of signals is one wish, so it is repeated until it is heard.
  const asking = setInterval(() => child.kill("SIGTERM"), 100);
  expect(await exited).toBe(143);
  clearInterval(asking);
  expect(said()).toEqual(["claims nothing new", "leaves its claims", "next closes"]);
});

test("F36: a balancer hears that it stops while it goes on serving, and then it goes", async () => {
  const { child, exited, said } = await startServer("next", "asked", "60000");
  child.stdin.write("\n");
  await expect.poll(said).toEqual(["is ready"]);
  child.kill("SIGTERM");
  await expect.poll(said).toEqual(["is ready", "claims nothing new", "closes"]);
  child.stdin.write("\n");
  await expect.poll(said).toEqual(["is ready", "claims nothing new", "closes", "is stopping"]);
  // The wish is repeated until it is heard as a second one, which ends the draining.
  const asking = setInterval(() => child.kill("SIGTERM"), 100);
  expect(await exited).toBe(143);
  clearInterval(asking);
  expect(said().at(-1)).toBe("next closes");
});

test("F36: the draining ends by itself", async () => {
  const { child, exited, said } = await startServer("next", "20");
  child.kill("SIGTERM");
  expect(await exited).toBe(143);
  expect(said()).toEqual(["claims nothing new", "closes", "next closes"]);
});
