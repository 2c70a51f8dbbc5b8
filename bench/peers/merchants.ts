import { readFileSync } from "node:fs";

/** The partner references of a file of merchants, in their order. */
export function referencesOf(file: string): string[] {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => line.slice(line.lastIndexOf(",") + 1));
}

/** The last line of a peer's program: the milliseconds of processor that it took. */
export function tellSpent(): void {
  const { user, system } = process.cpuUsage();
  console.log(`spent ${(user + system) / 1_000}`);
}
