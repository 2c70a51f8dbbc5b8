import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { typescript } from "../start/programs.mjs";

function call(program: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, typescript(program, args), {
    encoding: "utf8",
  });
  return { code: status, said: stdout + stderr };
}

test.each([
  ["simulate", ["--seed", "x"], "--seed must be a whole number, not 'x'"],
  ["simulate", ["--registrations", "0"], "--registrations must be a whole number of at least 1, not '0'"],
  ["simulate", ["--trial", "-1"], "Option '--trial' argument is ambiguous"],
  ["simulate", ["--mode", "r"], "--mode must be R or N, not 'r'"],
  // With none of these nothing would be judged, and the table would hold.
  ["chaos", ["--mode", "r"], "--mode must be R or N, not 'r'"],
  ["chaos", ["--registrations", "many"], "--registrations must be a whole number of at least 1, not 'many'"],
  ["chaos", ["--client-ids", "0"], "--client-ids must be a whole number of at least 1, not '0'"],
  ["chaos", ["--seed", "x"], "--seed must be a whole number, not 'x'"],
  ["chaos", ["--scale", "0"], "--scale must be a number above 0, not '0'"],
  ["chaos", ["--only", "axe=2"], "There is no weapon 'axe'"],
  ["chaos", ["--only", "kill=x"], "--only kill must be a whole number, not 'x'"],
])("%s %j ends with a sentence and the usage, and nothing was done", (command, args, sentence) => {
  const { code, said } = call(`scripts/${command}/run.ts`, args);
  expect(said.split("\n")[0]).toContain(sentence);
  expect(said).toContain("Nothing was done.\nUsage: ");
  expect(said.trim().split("\n").length).toBeLessThanOrEqual(3);
  expect(code).toBe(2);
});
