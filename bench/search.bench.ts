import type pg from "pg";
import { reportExit } from "./deployment";
import { type FullList, onFullLists, readSizes } from "./full-lists";
import { percentile, spell } from "./latencies";

// P7: the search box, end to end through the production web server, with keys that are there and with the worst that
// can be typed: the two largest tables against each other, and the worst class against a naive search.
// `--sizes 1000000,10000000` chooses them.

const GOAL_GROWTH = 3;
const GOAL_LONGEST_MS = 1_000;
const GOAL_OF_NAIVE = 100;
const ROUNDS = 7;

/** What can be typed whatever is in the table. */
const ADVERSARIAL = {
  "common word": ["toko", "kopi", "jaya", "senja"],
  "two common words": ["kopi senja", "jaya toko", "abadi mentari"],
  "rare pair": ["sembako zamrud legit", "optik rusa gurih", "gudeg obor tulus"],
  "one letter": ["a", "s", "z", "8"],
  "two letters": ["ko", "zq", "an"],
  "no such word": ["qqqwww", "abadi zzz", "okot", "xyzzy"],
  "signs only": ["%%%", "...", "\\", "_", "💥"],
  "very long": ["x".repeat(254), "kopi ".repeat(50), "a ".repeat(127)],
  "start of an address": ["agus", "kasir", "@", "ayu.jaya"],
  "start of a reference": ["mtr", "MTR-2026", "MTR-20260"],
  "part of an address": ["example", "kopi.example", "senjaabadi", "yu.ja", "@e"],
  "last digits": ["0000", "1111", "12345", "99", "00102782"],
  "person and more": ["endah contoh", "rahayuni kopi", "budi mutiarasegar", "kopi 2782"],
  "a slip": ["mutyara", "mbel mutiara", "mebel mutyara sgar", "sejahtear", "kopj snja"],
  "a slip in what nobody has": [
    "kopiqqq senjazzz",
    "abcdefgh",
    "jayaa kopii tokoo senjaa",
    "mmmm",
    "aaaaaaaaaaaa",
  ],
} as const satisfies Record<string, readonly string[]>;

/** Keys of random rows, by all that a person may remember. */
async function keysOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await pool.query<Record<string, string>>(
    `select r.id, r.request_id as "Request-Id", r.partner_ref_id as reference, r.business_name as name,
            r.representative_email as email, r.phone_e164 as phone, '0' || substr(r.phone_e164, 4) as "phone with 0",
            b.business_id as "business id", brand.brand_id as "brand id",
            r.representative_name as person, right(r.phone_e164, 4) as "last four digits", right(b.business_id, 5) as "end of an id",
            split_part(r.representative_email, '@', 2) as domain, right(r.partner_ref_id, 10) as "end of a reference",
            overlay(split_part(r.business_name, ' ', 2) || ' ' || split_part(r.representative_name, ' ', 1) placing 'q' from 3 for 1) as "name with a slip"
       from registration r join business b on b.registration_id = r.id join brand on brand.business_row_id = b.id
      where r.archived_at is null and brand.brand_id like '%5' order by hashtext(r.id::text) limit 5`,
  );
  const keys: Record<string, string[]> = {};
  for (const row of rows)
    for (const [name, key] of Object.entries(row)) keys[name] = [...(keys[name] ?? []), key];
  return keys;
}

type Told = { name: string; times: number[] };

async function timeClasses(lists: readonly FullList[]): Promise<Map<number, Told[]>> {
  const classes = new Map<number, Record<string, readonly string[]>>();
  for (const list of lists) classes.set(list.size, { ...(await keysOf(list.pool)), ...ADVERSARIAL });
  const told = new Map<number, Map<string, number[]>>(lists.map(({ size }) => [size, new Map()]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const list of round % 2 === 0 ? lists : lists.toReversed()) {
      for (const [name, keys] of Object.entries(classes.get(list.size) ?? {})) {
        for (const key of keys) {
          const { tookMs } = await list.get(`/registrations?${new URLSearchParams({ q: key })}`);
          const times = told.get(list.size);
          // The first round measures the engine warming up.
          if (round > 0) times?.set(name, [...(times.get(name) ?? []), tookMs]);
        }
      }
    }
  }
  return new Map([...told].map(([size, by]) => [size, [...by].map(([name, times]) => ({ name, times }))]));
}

const NAIVE = `
  select id from registration
   where environment = 'simulator' and archived_at is null
     and (business_name ilike $1 or representative_email ilike $1 or invited_user_email ilike $1
          or partner_ref_id ilike $1 or phone_input ilike $1)
   order by created_at desc limit 51`;

/** What searching costs whoever looks for a part in every column, for a word that nothing has. */
async function timeNaive({ pool }: FullList): Promise<number> {
  const tx = await pool.connect();
  try {
    await tx.query("set statement_timeout = 0");
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const startedMs = performance.now();
      await tx.query(NAIVE, ["%qqqwww%"]);
      times.push(performance.now() - startedMs);
    }
    return percentile(times, 0.5);
  } finally {
    tx.release(true);
  }
}

async function measure(lists: readonly FullList[]): Promise<boolean> {
  const told = await timeClasses(lists);
  for (const [size, classes] of told)
    for (const { name, times } of classes) console.log(`${size} ${name.padEnd(22)} ${spell(times)}`);
  const [smaller, largest] = lists.slice(-2);
  if (!smaller || !largest) throw new Error("no list was filled");
  const all = (list: FullList) => (told.get(list.size) ?? []).flatMap(({ times }) => times);
  const growth = percentile(all(largest), 0.95) / percentile(all(smaller), 0.95);
  const longestMs = Math.max(...lists.flatMap(all));
  const naiveMs = await timeNaive(largest);
  const missing = told.get(largest.size)?.find(({ name }) => name === "no such word")?.times ?? [];
  const ofNaive = naiveMs / percentile(missing, 0.5);
  const holds = growth <= GOAL_GROWTH && longestMs <= GOAL_LONGEST_MS;
  console.log(
    `naive search in ${largest.size} ${naiveMs.toFixed(0)} ms, the whole page here ${ofNaive.toFixed(1)} times as fast (goal ${GOAL_OF_NAIVE} at 10,000,000)`,
  );
  console.log(
    `P7 search: p95 of ${largest.size} / ${smaller.size} ${growth.toFixed(2)}, goal at most ${GOAL_GROWTH}; longest ${longestMs.toFixed(0)} ms, goal at most ${GOAL_LONGEST_MS}: ${holds ? "holds" : "does not hold"}`,
  );
  return holds;
}

void onFullLists(readSizes(process.argv.slice(2)), async (lists) => reportExit(await measure(lists)));
