import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { FAILURES } from "@/lib/stand-in/failures/failures";
import { DEFAULT_SWITCHES } from "@/lib/stand-in/failures/switches";

const ROOT = new URL("../..", import.meta.url);

type Command = ChildProcessByStdio<null, Readable, Readable>;

function run(args: string[], env: Record<string, string> = {}): Command {
  const command = ["--import", "tsx", "lib/stand-in/main.ts", ...args];
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
  it("lists every failure e-mail and every switch in its help", async () => {
    const { out, code } = await readToEnd(run(["--help"]));
    expect(code).toBe(0);
    for (const { keyword, sentence } of FAILURES) {
      expect(out).toContain(`${keyword}@contoh.id `);
      expect(out).toContain(sentence);
    }
    for (const name of Object.keys(DEFAULT_SWITCHES)) expect(out).toContain(`"${name}":`);
  });

  it("prints one line with its address, serves, and ends cleanly at SIGTERM", async () => {
    const options = ["--client-id", "BRN-1", "--secret-env", "STAND_IN_SECRET"];
    const command = run([...options, "--switches", '{"dedupe":false}'], { STAND_IN_SECRET: "canary" });
    const ended = readToEnd(command);
    const [line] = await once(command.stdout, "data");
    const url = /^stand-in listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))?.[1];
    const state = await fetch(`${url}/__stand-in/state`);
    expect(await state.json()).toMatchObject({ switches: { dedupe: false }, businesses: [], requests: [] });
    command.kill("SIGTERM");
    expect(await ended).toEqual({ out: String(line), problems: "", code: 0 });
  });

  it("says what is wrong with its options, all at once", async () => {
    const wrong = ["--port", "x", "--requests-kept", "0", "--switches", '{"dedupe":1,"rate":2}'];
    const { problems, code } = await readToEnd(run(["--secret-env", "NOT_SET", ...wrong]));
    expect(code).toBe(1);
    expect(problems.trimEnd().split("\n")).toEqual([
      "--client-id is missing",
      "The environment variable NOT_SET is empty",
      "--port is not a number from 0 to 65535",
      "--requests-kept is not a number from 1",
      "--switches: dedupe: Invalid input: expected boolean, received number",
      '--switches: Unrecognized key: "rate"',
    ]);
  });
});
