import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { resumeCredential } from "@/lib/credentials/mutations";
import { syncCredential, syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { sweepDeadHolders } from "@/lib/registrations/delivery/sweep";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { parkAfterRestore, parkReplays } from "./state";

// Whoever locks several registrations does so in the order of their ids, or two of them would wait for each other.
const { pool } = useTestDatabase();
useSimulatorEnv();

let admin: Awaited<ReturnType<typeof makeActor>>;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  admin = await makeActor(await makePerson({ role: "admin", name: "Dewi" }));
  await pool.query(
    "insert into database_restore (id, sign, position, noticed_at) values (gen_random_uuid(), 'mark', 1, now() + interval '1 hour')",
  );
});

beforeEach(async () => {
  await pool.query("delete from holder");
  await pool.query("update registration set next_run_at = null, claim_holder = null, claim_until = null");
  await pool.query("update sweep set at = now() - interval '2 seconds', since = now() - interval '1 hour'");
});

type Made = { status: "QUEUED" | "UNCONFIRMED"; isClaimed?: boolean };

/** Some that wait, by their ids; an index or the table itself meets others before the first one, from either end. */
async function makeSome({ status, isClaimed = false }: Made): Promise<string[]> {
  const { id: ownerId } = admin;
  const ids = await makeRegistrations(pool, { status, count: 12, ownerId, credentialId });
  ids.sort();
  const dead = randomUUID();
  await pool.query("insert into holder (id, lock_key, kind) values ($1, 5, 'worker')", [dead]);
  for (const [place, id] of [...ids.slice(6), ...ids.slice(0, 6)].entries()) {
    await pool.query(
      `update registration set next_run_at = now() - interval '1 hour' + $2 * interval '1 minute', claim_holder = $3
        where id = $1`,
      [id, place, isClaimed ? dead : null],
    );
    await pool.query(
      `insert into attempt (id, registration_id, number, kind, request_id, holder, epoch, key_version)
       select gen_random_uuid(), id, 1, 'first', request_id, $2, claim_epoch, 'test' from registration where id = $1`,
      [id, dead],
    );
  }
  return ids;
}

const WAITS =
  "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and state = 'active'";

test.each<[string, Made, () => Promise<unknown>]>([
  [
    "a credential is resumed",
    { status: "QUEUED" },
    async () => {
      await pool.query("update credential set paused_at = now()");
      await resumeCredential(admin, credentialId);
    },
  ],
  [
    "replays stop counting as proven",
    { status: "UNCONFIRMED" },
    () => inTransaction(pool, (tx) => parkReplays(tx, credentialId)),
  ],
  [
    "replays stop counting as proven after a restore",
    { status: "QUEUED" },
    () => inTransaction(pool, (tx) => parkReplays(tx, credentialId)),
  ],
  [
    "a backup was put back",
    { status: "QUEUED" },
    async () => {
      await pool.query("update credential set replay = 'unproven'");
      await inTransaction(pool, parkAfterRestore);
    },
  ],
  ["a process died", { status: "QUEUED", isClaimed: true }, () => sweepDeadHolders(pool)],
])("nobody is kept from the rest who has the first registration, while %s", async (_, made, act) => {
  const [first, ...rest] = await makeSome(made);
  let acting: Promise<unknown> | undefined;
  await inTransaction(pool, async (tx) => {
    await tx.query("select from registration where id = $1 for no key update", [first]);
    acting = act().catch((error: unknown) => error);
    await expect.poll(async () => (await pool.query(WAITS)).rowCount, { timeout: 5_000 }).toBe(1);
    await tx.query("select from registration where id = any($1) for no key update nowait", [rest]);
    await tx.query(
      "update registration set status = 'INVITED', next_run_at = null, claim_holder = null, claim_epoch = 1 where id = $1",
      [first],
    );
  });
  expect(await acting).not.toBeInstanceOf(Error);
  // What was settled meanwhile is as it was left.
  const { rows } = await pool.query(
    "select status, next_run_at, claim_until from registration where id = $1",
    [first],
  );
  expect(rows).toEqual([{ status: "INVITED", next_run_at: null, claim_until: null }]);
});

test("a process that starts with replays unproven is kept from it by nobody who has a replay in hand", async () => {
  const [first] = await makeSome({ status: "UNCONFIRMED" });
  await pool.query("update credential set replay = 'proven'");
  let syncing: Promise<unknown> | undefined;
  await inTransaction(pool, async (tx) => {
    // Of the two that wait for each other it is the one that starts which has to give way.
    await tx.query("set local deadlock_timeout = '1min'");
    await tx.query("select from registration where id = $1 for no key update", [first]);
    syncing = syncCredential({ ...env().doku, replay: "unproven" }).catch((error: unknown) => error);
    await expect.poll(async () => (await pool.query(WAITS)).rowCount, { timeout: 5_000 }).toBe(1);
    await tx.query("select from credential where id = $1 for no key update", [credentialId]);
  });
  expect(await syncing).toMatchObject({ id: credentialId, replay: "unproven" });
});
