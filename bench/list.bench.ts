import {
  EMPTY_FILTER,
  LIST_SORTS,
  type ListFilter,
  timeOf,
  writeListFilter,
} from "@/lib/registrations/list-filter";
import { reportExit } from "./deployment";
import { type FullList, onFullLists, readSizes, SEEDED_UNTIL } from "./full-lists";
import { percentile, reportLatencyGoal, timeInRounds } from "./latencies";

// P6: the page of the list, end to end through the production web server, over every sort, filter and depth: the
// largest table against the smallest. `--sizes 10000,10000000` chooses them.

const GOAL_P50 = 1.1;
const GOAL_P99 = 1.25;
const DAY_MS = 86_400_000;
const ROUNDS = 7;

type Case = { name: string; filter: Partial<ListFilter> };

/** The same places in every table, since all span the same days. */
function cases(): Case[] {
  return LIST_SORTS.flatMap((sort) => {
    const at = (daysAgo: number) => ({
      by: timeOf(sort),
      direction: sort.endsWith("_desc") ? ("older" as const) : ("newer" as const),
      at: new Date(SEEDED_UNTIL.getTime() - daysAgo * DAY_MS).toISOString(),
      id: "00000000-0000-7000-8000-000000000000",
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

async function measure(small: FullList, large: FullList): Promise<boolean> {
  const [smallPages, largePages] = await Promise.all([addressesOf(small), addressesOf(large)]);
  const times = new Map<string, number[]>();
  /** Takes the cases in turn; every lane of a round meets each of them equally often. */
  const visit = (list: FullList, pages: readonly string[]) => {
    let turn = 0;
    return async () => {
      const page = pages[turn % pages.length] ?? "";
      const key = `${list.size} ${turn % pages.length}`;
      turn += 1;
      const { tookMs, html } = await list.get(page);
      if ((html.match(ROW) ?? []).length < 2) throw new Error(`${page} shows no rows of ${list.size}`);
      times.set(key, [...(times.get(key) ?? []), tookMs]);
      return tookMs;
    };
  };
  const baseline = [visit(small, smallPages), visit(small, smallPages)] as const;
  let taken = 0;
  const rounds = await timeInRounds(
    { baseline: async () => (baseline[taken++ % 2] ?? baseline[0])(), subject: visit(large, largePages) },
    { rounds: ROUNDS, timesPerRound: smallPages.length * 2 },
  );
  reportCases(times, small.size, large.size);
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

void onFullLists(readSizes(process.argv.slice(2), [10_000, 100_000, 1_000_000]), async (lists) => {
  const [smallest, ...larger] = lists;
  if (!smallest) throw new Error("no list was filled");
  const held: boolean[] = [];
  for (const list of larger) held.push(await measure(smallest, list));
  reportExit(held.every(Boolean));
});
