import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { runBulkJob } from "@/lib/bulk/run";
import { startBulk } from "@/lib/bulk/start";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { useTestDatabase } from "@/lib/testing/database";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { endFollowUp, setFollowUp } from "./mutations";

// A process that writes a follow-up dies before and after each of its statements. What was not committed is as it was, what
// was committed is whole, and whoever presses again has it once.

const { pool } = useTestDatabase();
useSimulatorEnv();

const MONDAY = new Date("2027-01-04T01:00:00Z");
const TUESDAY = new Date("2027-01-05T01:00:00Z");
let rina: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
});
afterEach(() => {
  globalThis.mitraDatabase = { pool };
});

const make = (count: number) =>
  makeRegistrations(pool, { status: "INVITED", count, ownerId: rina.id, credentialId });

type Kept = { at: Date | null; note: string | null; actions: string[] };

async function read(ids: readonly string[]): Promise<Kept[]> {
  const { rows } = await pool.query<Kept>(
    `select r.follow_up_at as at, r.follow_up_note as note,
            array(select a.action from audit_entry a where a.registration_id = r.id order by a.id) as actions
       from unnest($1::uuid[]) with ordinality as chosen(id, place) join registration r on r.id = chosen.id order by place`,
    [ids],
  );
  return rows;
}

/** Does it in a process that lives for so many steps; whether it died. The rest of the machine lives on. */
async function dieAfter(stepsToLive: number, work: (pool: Pool) => Promise<unknown>): Promise<boolean> {
  const mortal = createMortal(pool, stepsToLive);
  globalThis.mitraDatabase = { pool: mortal.pool };
  const isDead = await Promise.race([work(mortal.pool).then(() => false), mortal.died.then(() => true)]);
  globalThis.mitraDatabase = { pool };
  return isDead;
}

test.each([
  {
    name: "sets the first day",
    before: null,
    write: (id: string) => setFollowUp(rina, id, { at: MONDAY, note: "Telepon" }),
    after: { at: MONDAY, note: "Telepon" },
    action: "registration.follow_up_set",
  },
  {
    name: "puts it off",
    before: { at: MONDAY, note: "Telepon" },
    write: (id: string) => setFollowUp(rina, id, { at: TUESDAY }),
    after: { at: TUESDAY, note: "Telepon" },
    action: "registration.follow_up_set",
  },
  {
    name: "says that it is done",
    before: { at: MONDAY, note: "Telepon" },
    write: (id: string) => endFollowUp(rina, id, { at: MONDAY }),
    after: { at: null, note: null },
    action: "registration.follow_up_done",
  },
])(
  "a process that $name and dies leaves all of it or nothing, and the next press makes it one",
  async ({ before, write, after, action }) => {
    const seen = new Set<"nothing" | "all">();
    let deaths = 0;
    for (let isDead = true; isDead; ) {
      const [id = ""] = await make(1);
      if (before) await setFollowUp(rina, id, before);
      const [untouched] = await read([id]);
      const whole = { ...after, actions: [...(untouched?.actions ?? []), action] };
      isDead = await dieAfter(deaths, () => write(id));
      const [left] = await read([id]);
      const isAll = left?.actions.length === whole.actions.length;
      expect(left).toEqual(isAll ? whole : untouched);
      seen.add(isAll ? "all" : "nothing");
      await write(id);
      expect(await read([id])).toEqual([whole]);
      if (isDead) deaths += 1;
    }
    // Connecting, beginning, locking, writing, the log and the end.
    expect(deaths).toBeGreaterThanOrEqual(6);
    expect([...seen].sort()).toEqual(["all", "nothing"]);
  },
);

test("a worker that gives many their day and dies at any step has another go on: each has it once", async () => {
  let deaths = 0;
  for (let isDead = true; isDead; ) {
    // More than one transaction of them.
    const ids = await make(40);
    const [archived = ""] = ids.slice(-1);
    await pool.query("update registration set archived_at = now() where id = $1", [archived]);
    const job = randomUUID();
    await startBulk(rina, {
      ...{ id: job, kind: "follow_up", assigneeId: null },
      selection: { kind: "ids", ids },
      followUp: { at: MONDAY, note: "" },
    });
    isDead = await dieAfter(deaths, (mortal) => runBulkJob(mortal, job, () => false));
    const { rows } = await pool.query<{ done: number; counted: number; planned: number }>(
      `select j.done, (select count(*)::int from bulk_item i where i.job_id = j.id and i.outcome = 'done') as counted,
              (select count(*)::int from registration where id = any($2) and follow_up_at is not null) as planned
         from bulk_job j where j.id = $1`,
      [job, ids],
    );
    const [half] = rows;
    expect([half?.counted, half?.planned]).toEqual([half?.done, half?.done]);
    expect(await runBulkJob(pool, job, () => false)).toBeNull();
    const all = await read(ids);
    const planned = { at: MONDAY, note: null, actions: ["registration.follow_up_set"] };
    expect(all.slice(0, -1)).toEqual(ids.slice(1).map(() => planned));
    expect(all.at(-1)).toEqual({ at: null, note: null, actions: [] });
    if (isDead) deaths += 1;
  }
  expect(deaths).toBeGreaterThan(15);
});
