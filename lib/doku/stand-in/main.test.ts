import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { FAILURES } from "./failures";

const ROOT = new URL("../../..", import.meta.url);

type Command = ChildProcessByStdio<null, Readable, Readable>;

function run(args: string[], env: Record<string, string> = {}): Command {
  const command = ["--import", "tsx", "lib/doku/stand-in/main.ts", ...args];
  return spawn(process.execPath, command, {
    cwd: ROOT,
    env: { NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function readToEnd(command: Command) {
  let out = "";
  let problems = "";
  command.stdout.on("data", (chunk) => {
    out += chunk;
  });
  command.stderr.on("data", (chunk) => {
    problems += chunk;
  });
  const [code] = await once(command, "close");
  return { out, problems, code };
}

describe("the command", () => {
  it("lists every failure e-mail in its help", async () => {
    const { out, code } = await readToEnd(run(["--help"]));
    expect(code).toBe(0);
    for (const { keyword, sentence } of FAILURES) {
      expect(out).toContain(`${keyword}@contoh.id `);
      expect(out).toContain(sentence);
    }
  });

  it("prints one line with its address, serves, and ends cleanly at SIGTERM", async () => {
    const command = run(["--client-id", "BRN-1", "--secret-env", "STAND_IN_SECRET"], {
      STAND_IN_SECRET: "canary",
    });
    const ended = readToEnd(command);
    const [line] = await once(command.stdout, "data");
    const url = /^stand-in listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))?.[1];
    expect((await fetch(`${url}/__stand-in/state`)).status).toBe(200);
    command.kill("SIGTERM");
    expect(await ended).toEqual({ out: String(line), problems: "", code: 0 });
  });

  it("says what is wrong with its options, all at once", async () => {
    const { problems, code } = await readToEnd(run(["--secret-env", "NOT_SET", "--port", "x"]));
    expect(code).toBe(1);
    expect(problems.trimEnd().split("\n")).toEqual([
      "--client-id is missing",
      "The environment variable NOT_SET is empty",
      "--port is not a number from 0 to 65535",
    ]);
  });
});
