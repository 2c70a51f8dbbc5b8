import { beforeEach, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { useTestDatabase } from "@/lib/testing/database";
import { makeImport, makeRow } from "@/lib/testing/import-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { removeWaste, removeWhatIsOver } from "@/lib/worker/retention";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let userId: string;

beforeEach(async () => {
  ({ id: userId } = await makeManager());
  await pool.query("delete from session");
  await pool.query("delete from setup_token");
});

const addLink = (expires: string, used: string | null) =>
  pool.query(
    `insert into setup_token (id, token_hash, purpose, expires_at, used_at)
     values (gen_random_uuid(), uuid_send(gen_random_uuid()), 'first_admin', now() + $1::interval, now() + $2::interval)`,
    [expires, used],
  );
const addSession = (expires: string, { ended = null, seen }: { ended?: string | null; seen: string }) =>
  pool.query(
    `insert into session (id, user_id, expires_at, ended_at, last_seen_at)
     values (gen_random_uuid(), $1, now() + $2::interval, now() + $3::interval, now() + $4::interval)`,
    [userId, expires, ended, seen],
  );

test.each([
  ["a link that can still be used", "1 hour", null, 0],
  ["one that was used yesterday", "-1 hour", "-1 day", 0],
  ["one that was used last week", "-6 days", "-8 days", 1],
  ["one that nobody used in its time, last week", "-8 days", null, 1],
])("of the setup links: %s", async (_, expires, used, setupLinks) => {
  await addLink(expires, used);
  expect(await removeWaste(pool)).toEqual({ setupLinks, sessions: 0 });
  expect(await prisma.setupToken.count()).toBe(1 - setupLinks);
});

test.each([
  ["one that is in use", "6 days", { seen: "-1 minute" }, 0],
  ["one that was ended last week", "1 day", { ended: "-7 days", seen: "-8 days" }, 0],
  ["one that was ended long ago", "-25 days", { ended: "-31 days", seen: "-31 days" }, 1],
  ["one that is over long since", "-31 days", { seen: "-36 days" }, 1],
  ["one that nobody used any more, long ago", "-27 days", { seen: "-33 days" }, 1],
])("of the sessions: %s", async (_, expires, facts, sessions) => {
  await addSession(expires, facts);
  expect(await removeWaste(pool)).toEqual({ setupLinks: 0, sessions });
  expect(await prisma.session.count()).toBe(1 - sessions);
});

test("goes on until nothing is left, by several at once, and writes down how much it was", async () => {
  await pool.query(
    `insert into session (id, user_id, expires_at, last_seen_at)
     select gen_random_uuid(), $1, now() - interval '60 days', now() - interval '61 days' from generate_series(1, 1200)`,
    [userId],
  );
  const before = await prisma.auditEntry.count({ where: { action: "retention.removed" } });
  const removed = await Promise.all([removeWaste(pool), removeWaste(pool)]);
  expect(removed.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(1_200);
  expect(await prisma.session.count()).toBe(0);
  const entries = await prisma.auditEntry.findMany({
    where: { action: "retention.removed" },
    orderBy: { id: "asc" },
    skip: before,
  });
  const written = entries.map(({ details }) => (details as { sessions: number }).sessions);
  expect(written.reduce((sum, sessions) => sum + sessions, 0)).toBe(1_200);
  expect(await removeWaste(pool)).toEqual({ setupLinks: 0, sessions: 0 });
});

test("a pass removes waste always, and what is old by the database's clock once days are set", async () => {
  const { id: credentialId } = await syncCredentialFromEnv();
  const spreadsheet = async (age: string) => {
    const id = await makeImport(pool, { createdById: userId, credentialId, rows: [makeRow()] });
    await pool.query(
      "update import set status = 'finished', finished_at = now() - $2::interval where id = $1",
      [id, age],
    );
    return id;
  };
  const old = await spreadsheet("31 days");
  const young = await spreadsheet("29 days");
  await addLink("-8 days", null);
  const removed = async (id: string) =>
    (await prisma.import.findUniqueOrThrow({ where: { id } })).rowsRemovedAt !== null;
  await removeWhatIsOver(pool, null);
  expect(await prisma.setupToken.count()).toBe(0);
  expect([await removed(old), await removed(young)]).toEqual([false, false]);
  await removeWhatIsOver(pool, 30);
  expect([await removed(old), await removed(young)]).toEqual([true, false]);
});
