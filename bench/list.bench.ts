import {
  EMPTY_FILTER,
  keyOf,
  LIST_SORTS,
  type ListFilter,
  timeOf,
  writeListFilter,
} from "@/lib/registrations/list/filter";
import { reportExit } from "./deployment";
import { type FullList, onFullLists, readSizes, SEEDED_UNTIL } from "./full-lists";
import { type Lanes, percentile, reportLatencyGoal, spell } from "./latencies";

// P6: the page of the list, end to end through the production web server, over every sort, filter and depth: the
// largest table against the smallest. `--sizes 10000,10000000` chooses them.

const GOAL_P50 = 1.1;
const GOAL_P99 = 1.25;
const DAY_MS = 86_400_000;
const ROUNDS = 7;
const VISITS_PER_ROUND = 2;

type Case = { name: string; filter: Partial<ListFilter> };

/** The same places in every table, since all span the same days. */
function cases(): Case[] {
  return LIST_SORTS.filter((sort) => keyOf(sort) === timeOf(sort)).flatMap((sort) => {
    const at = (daysAgo: number) => ({
      by: timeOf(sort),
      direction: sort.endsWith("_desc") ? ("older" as const) : ("newer" as const),
      at: new Date(SEEDED_UNTIL.getTime() - daysAgo * DAY_MS).toISOString(),
      id: "00000000-0000-7000-8000-000000000000",
      before: null,
    });
    const filters: [string, Partial<ListFilter>][] = [
      ["first page", {}],
      ["depth", { cursor: at(180) }],
      ["great depth", { cursor: at(400) }],
      ["status", { tab: "INVITED", cursor: at(180) }],
      ["rare status", { tab: "NEEDS_FIX" }],
      ["archived", { tab: "archived" }],
      ["owner", { owner: "owner" }],
      ["owner at depth", { owner: "owner", cursor: at(180) }],
      ["credential", { credential: "credential" }],
      ["referral", { referral: "REF07" }],
      ["cause", { cause: "cause" }],
      ["progress", { progress: "VERIFIED", cursor: at(180) }],
      ["rare progress", { progress: "ACTION_NEEDED" }],
      ["not checked", { progress: "NOT_CHECKED" }],
      ["whose turn", { who: "us" }],
      ["quiet", { turn: "quiet" }],
      ["rejected", { turn: "rejected" }],
      ["created", { created: "30d" }],
      ["updated", { updated: "30d" }],
    ];
    return filters.map(([name, filter]) => ({ name: `${sort} ${name}`, filter: { ...filter, sort } }));
  });
}

/** Fills in the ids, which are other ones in each table. */
async function addressesOf({ pool }: FullList): Promise<string[]> {
  const { rows } = await pool.query<{ owner: string; credential: string; cause: string }>(
    `select (select id from "user" where name = 'Ayu Contoh') as owner,
            (select id from credential where label = 'Contoh Timur') as credential,
            (select cause from registration where cause like 'refused.businessName.%' limit 1) as cause`,
  );
  const ids = rows[0];
  if (!ids) throw new Error("nothing was seeded");
  return cases().map(({ filter }) => {
    const filled = {
      ...EMPTY_FILTER,
      ...filter,
      ...(filter.owner ? { owner: ids.owner } : {}),
      ...(filter.credential ? { credential: ids.credential } : {}),
      ...(filter.cause ? { cause: ids.cause } : {}),
    };
    return `/registrations?${writeListFilter(filled)}`;
  });
}

const ROW = /<tr[\s>]/g;

/** One list in the turns of all: each has two lanes, and those of the smallest must agree. */
type Lane = { list: FullList; pages: readonly string[]; spentMs: number; cut: Set<string> };

async function measure(lists: readonly FullList[]): Promise<boolean> {
  const [smallest, ...larger] = lists;
  if (!smallest) throw new Error("no list was filled");
  const lanes = await Promise.all(
    [...lists, ...lists].map(
      async (list): Promise<Lane> => ({ list, pages: await addressesOf(list), spentMs: 0, cut: new Set() }),
    ),
  );
  const times = new Map<string, number[]>();
  const rounds: number[][][] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const told = await visitAll(lanes, (lane, number, tookMs) => {
      if (round === 0) return;
      const key = `${lane.list.size} ${number}`;
      times.set(key, [...(times.get(key) ?? []), tookMs]);
    });
    const line = lanes.map(({ list }, lane) => `${list.size} ${spell(told[lane] ?? [])}`);
    console.log(`round ${round}${round === 0 ? " (dropped)" : ""}: ${line.join("; ")}`);
    // The first round measures the engine warming up.
    if (round === 0) for (const lane of lanes) lane.spentMs = 0;
    else rounds.push(told);
  }
  const visits = (lanes[0]?.pages.length ?? 0) * VISITS_PER_ROUND * ROUNDS;
  const spent = lanes.map(({ list, spentMs }) => `${list.size} ${(spentMs / visits).toFixed(2)} ms`);
  console.log(`processor for a page, web server and database: ${spent.join(", ")}`);
  for (const { size } of larger) reportCases(times, smallest.size, size);
  const isWhole = lanes.map(reportCut).every(Boolean);
  return larger
    .map((list, position) =>
      report(list, smallest, toLanes(rounds, { subject: position + 1, of: lists.length })),
    )
    .every((isReached) => isReached && isWhole);
}

/**
 * Every page of every lane, one at a time and side by side. Each list follows another one: what follows itself finds the
 * processor's caches as it left them, and is faster for that alone.
 */
async function visitAll(
  lanes: readonly Lane[],
  onVisit: (lane: Lane, page: number, tookMs: number) => void,
): Promise<number[][]> {
  const told: number[][] = lanes.map(() => []);
  const pages = lanes[0]?.pages.length ?? 0;
  for (let turn = 0; turn < pages * VISITS_PER_ROUND; turn += 1) {
    for (const [number, lane] of lanes.entries()) {
      const tookMs = await visit(lane, turn % pages);
      told[number]?.push(tookMs);
      onVisit(lane, turn % pages, tookMs);
    }
  }
  return told;
}

async function visit(lane: Lane, number: number): Promise<number> {
  const page = lane.pages[number] ?? "";
  const before = await lane.list.spentMs();
  const { tookMs, html } = await lane.list.get(page);
  lane.spentMs += (await lane.list.spentMs()) - before;
  if ((html.match(ROW) ?? []).length < 2) lane.cut.add(page);
  return tookMs;
}

/** Pages that the time limit of the product left without a row: a fast answer, but not the one that was asked for. */
function reportCut({ list, cut }: Lane): boolean {
  for (const page of cut) console.log(`  cut off, of ${list.size}: ${page}`);
  return cut.size === 0;
}

/** `subject` is a list's place among the `of` lists. */
function toLanes(rounds: readonly number[][][], { subject, of }: { subject: number; of: number }): Lanes[] {
  return rounds.map((told) => ({
    baseline: told[0] ?? [],
    subject: [subject, subject + of].flatMap((lane) => told[lane] ?? []),
    again: told[of] ?? [],
  }));
}

function report(large: FullList, small: FullList, rounds: readonly Lanes[]): boolean {
  const name = `P6 list page, ${large.size} of ${small.size} registrations`;
  const p99 = reportLatencyGoal({ name, rounds, share: 0.99, goal: GOAL_P99 });
  const p50 = reportLatencyGoal({ name, rounds, share: 0.5, goal: GOAL_P50 });
  return p50 && p99;
}

function reportCases(times: ReadonlyMap<string, number[]>, small: number, large: number): void {
  const told = cases().map(({ name }, number) => {
    const [one, other] = [small, large].map((size) => percentile(times.get(`${size} ${number}`) ?? [], 0.5));
    return { name, smallMs: one ?? Number.NaN, largeMs: other ?? Number.NaN };
  });
  const worst = told.toSorted((one, other) => other.largeMs / other.smallMs - one.largeMs / one.smallMs);
  for (const { name, smallMs, largeMs } of worst.slice(0, 10))
    console.log(`  ${name}: p50 ${smallMs.toFixed(1)} → ${largeMs.toFixed(1)} ms`);
}

void onFullLists(readSizes(process.argv.slice(2)), async (lists) => reportExit(await measure(lists)));
