import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { openSheet, SheetRefusal } from "../sheet";

// Reads each file that is named, in a process of its own, and prints a line of JSON for each: how it ended, how
// many rows came, how long it took, and how far the memory rose above where the process began.

globalThis.gc?.();
const before = process.memoryUsage().rss;
const highestAtStart = process.resourceUsage().maxRSS;
let highest = before;

async function measure(path: string): Promise<void> {
  // What the file before left behind is not this one's.
  globalThis.gc?.();
  const file = openSync(path, "r");
  const started = performance.now();
  const ending = await readAll(file, fstatSync(file).size);
  closeSync(file);
  const maxRss = process.resourceUsage().maxRSS;
  if (maxRss > highestAtStart) highest = Math.max(highest, maxRss * 1024);
  const ms = Math.round(performance.now() - started);
  const grownMb = Math.round((highest - before) / 1e6);
  process.stdout.write(`${JSON.stringify({ file: basename(path), ...ending, ms, grownMb })}\n`);
}

async function readAll(file: number, size: number): Promise<{ ending: string; rows: number }> {
  let rows = 0;
  const read = async (position: number, length: number) => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, position));
  };
  try {
    const sheet = await openSheet({ size, read }, { fileName: "merchants" });
    for await (const batch of sheet.batches) {
      rows += batch.length;
      highest = Math.max(highest, process.memoryUsage().rss);
    }
    return { ending: "read", rows };
  } catch (error) {
    return { ending: error instanceof SheetRefusal ? error.code : String(error), rows };
  }
}

async function measureAll(): Promise<void> {
  for (const path of process.argv.slice(2)) await measure(path);
}

void measureAll();
