import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { makeActor, makePerson } from "@/lib/testing/people";
import { bundledWorker } from "@/scripts/start/programs.mjs";
import { end, reportExit, startProcess } from "./deployment";
import { type FullList, onFullLists } from "./full-lists";
import { forget, statusOf, upload, writeFile } from "./import-files";
import { type Lanes, reportLatencyGoal, spell } from "./latencies";

// How long other people wait for a page while a worker reads and checks a large spreadsheet, against the same page
// before and after it.

const GOAL = 1.5;
const REGISTRATIONS = 10_000;
const PAGES = 150;
/** Between two pages that people ask for. */
const PAUSE_MS = 20;
const PAGE = "/registrations?status=all";

async function getPages(list: FullList, isOver: (got: number) => Promise<boolean>): Promise<number[]> {
  const timesMs: number[] = [];
  while (!(await isOver(timesMs.length))) {
    timesMs.push((await list.get(PAGE)).tookMs);
    await wait(PAUSE_MS);
  }
  return timesMs;
}

async function measure(list: FullList, { rows, rounds }: { rows: number; rounds: number }): Promise<boolean> {
  const actor = await makeActor(await makePerson());
  const enough = async (got: number) => got >= PAGES;
  const told: Lanes[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const baseline = await getPages(list, enough);
    const subject: number[] = [];
    // As many files one after the other as it takes to have seen enough pages meanwhile.
    while (subject.length < PAGES) {
      const id = await upload(actor, writeFile(rows));
      subject.push(...(await getPages(list, async () => (await statusOf(list.pool, id)) === "checked")));
      await forget(list.pool);
    }
    const again = await getPages(list, enough);
    console.log(
      `round ${round}${round === 0 ? " (dropped)" : ""}: without ${spell(baseline)}; meanwhile ${spell(subject)}; without ${spell(again)}`,
    );
    if (round > 0) told.push({ baseline, subject, again });
  }
  const name = `a page while a spreadsheet of ${rows} rows is checked`;
  reportLatencyGoal({ name, rounds: told, share: 0.5, goal: GOAL });
  return reportLatencyGoal({ name, rounds: told, share: 0.99, goal: GOAL });
}

const { values } = parseArgs({
  options: { rows: { type: "string", default: "100000" }, rounds: { type: "string", default: "5" } },
});

void onFullLists([REGISTRATIONS], async ([list]) => {
  if (!list) throw new Error("no list was filled");
  const folder = mkdtempSync(join(tmpdir(), "mitra-bench-"));
  try {
    execFileSync(process.execPath, ["scripts/checkout/bundle.mjs", folder]);
    const { child } = await startProcess(bundledWorker(join(folder, "worker.cjs")), {
      env: process.env,
      isReady: /"worker ready"/,
    });
    try {
      reportExit(await measure(list, { rows: Number(values.rows), rounds: Number(values.rounds) }));
    } finally {
      await end(child);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
