import type { Pool, PoolClient } from "pg";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { selectMatching } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER, TURNS } from "@/lib/registrations/list/filter";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";

// The groups of *Needs you* cost as many index entries as they count, among any number of verified merchants, of those
// who were put off and of a colleague's. The planner is left as it is.
const { pool } = useTestDatabase();
useSimulatorEnv();

const NOW = new Date("2026-11-13T01:00:00Z");
const VERIFIED = 20_000;
const STUCK = ["ACTION_NEEDED", "REJECTED", "UNKNOWN_VALUE"];
const EACH = 300;
const QUIET = 1_500;
let rina: UserActor;

beforeAll(async () => {
  const credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
  const make = (count: number) =>
    makeRegistrations(pool, { status: "INVITED", count, ownerId: rina.id, credentialId });
  const verified = await make(VERIFIED);
  await pool.query("update registration set progress = 'VERIFIED' where id = any($1)", [verified]);
  for (const progress of STUCK)
    await pool.query("update registration set progress = $2::progress where id = any($1)", [
      await make(EACH),
      progress,
    ]);
  await make(QUIET);
  const { id: colleague } = await makeManager();
  await makeRegistrations(pool, { status: "INVITED", count: 4 * QUIET, ownerId: colleague, credentialId });
  await pool.query(
    "update registration set follow_up_at = $1::timestamptz + interval '1 day' where right(id::text, 1) < '8'",
    [NOW],
  );
  await pool.query("vacuum analyze registration");
}, 60_000);
afterEach(() => {
  globalThis.mitraDatabase = { pool };
});

async function planOf(text: string, values: readonly unknown[]): Promise<string> {
  const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...values]);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

/** What a reader asks the database meanwhile. */
async function askedBy(read: () => Promise<unknown>): Promise<{ text: string; values: unknown[] }[]> {
  const asked: { text: string; values: unknown[] }[] = [];
  const listening = {
    async connect() {
      const client = await pool.connect();
      return {
        query(text: string, values: unknown[] = []) {
          asked.push({ text, values });
          return client.query(text, values);
        },
        release: () => client.release(),
      } as unknown as PoolClient;
    },
  };
  globalThis.mitraDatabase = { pool: listening as unknown as Pool };
  await read();
  globalThis.mitraDatabase = { pool };
  return asked;
}

test.each(["mine", "all"] as const)("the groups of %s are counted along their indexes", async (whose) => {
  const asked = await askedBy(() => needsYou(rina, whose, { now: NOW }));
  const [counted, ...others] = asked.filter(({ text }) =>
    TURNS.every((turn) => text.includes(`as "${turn}"`)),
  );
  expect(others).toEqual([]);
  const plan = await planOf(counted?.text ?? "", counted?.values ?? []);
  expect(plan.match(/Index Only Scan using registration_list_stuck/g)).toHaveLength(STUCK.length);
  expect(plan).toContain("Index Only Scan using registration_quiet_owner");
  // Those who were put off are gone through for the two groups whose index does not know it.
  expect(plan.match(/hashed SubPlan/g)).toHaveLength(2);
  expect(plan).not.toContain("Seq Scan on registration");
});

test.each(["action", "rejected", "unknown"] as const)(
  "the list of %s is walked along the index that knows who was put off",
  async (turn) => {
    const { text, values } = selectMatching(rina, { ...EMPTY_FILTER, turn }, { now: NOW });
    const plan = await planOf(`select id from (${text}) found limit 51`, values);
    expect(plan).toContain("Index Only Scan using registration_list_stuck");
    expect(plan).not.toContain("SubPlan");
    expect(plan).not.toContain("Sort");
  },
);
