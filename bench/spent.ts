import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of processor that a process has spent so far; the time of others on a machine that is shared is not in it. */
export function spentMs(pid: number): number {
  const { own } = readStat(pid);
  return own;
}

/** The same of a database server and of all its processes, those that have ended too. */
export function spentByServerMs(postmaster: number): number {
  const { own, ended } = readStat(postmaster);
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter(({ parent }) => parent === postmaster);
  return children.reduce((sum, child) => sum + child.own, own + ended);
}

const TICK_MS = 10;

function readStat(pid: number): { parent: number; own: number; ended: number } {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(") ") + 2)
      .split(" ")
      .map(Number);
    const at = (place: number) => (fields[place] ?? 0) * TICK_MS;
    return { parent: fields[1] ?? 0, own: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    // It has ended meanwhile, or this is not Linux.
    return { parent: 0, own: 0, ended: 0 };
  }
}
