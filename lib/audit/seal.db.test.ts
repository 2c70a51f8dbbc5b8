import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "@/lib/db";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { getAuditSeal } from "./log/queries";
import { NOTHING_SEALED_YET, type SealState, type SealTurn, sealAudit } from "./seal";
import { startSealing } from "./sealing";
import { CHECK_LOCK, checkAudit, containsHead, verifyAudit } from "./verify";

const { pool } = useTestDatabase();

const INSERT = `insert into audit_entry (actor_kind, action, details) select 'system', 'credential.paused', '{"a": 1}'`;
const write = (count = 1) => pool.query(`${INSERT} from generate_series(1, $1)`, [count]);
const turn = (state: SealState = NOTHING_SEALED_YET): Promise<SealTurn> => sealAudit(pool, state, 0);

/** As whoever owns the database does it, past the triggers. */
async function tamper(...changes: string[]): Promise<void> {
  await pool.query("alter table audit_entry disable trigger all; alter table audit_seal disable trigger all");
  for (const change of changes) await pool.query(change);
  await pool.query("alter table audit_entry enable trigger all; alter table audit_seal enable trigger all");
}

type Seal = { position: string; upto_id: string; entries: string; sealed_at: Date; hash: Buffer };
const seals = async () => (await pool.query<Seal>("select * from audit_seal order by position")).rows;

beforeEach(async () => {
  await tamper("truncate audit_seal", "truncate audit_entry restart identity");
});

/** Three seals: of entries 1–3, 4–6 and 7–9. */
async function makeChain(): Promise<void> {
  for (let seal = 0; seal < 3; seal += 1) {
    await write(3);
    await turn();
  }
}

describe("sealing the audit log", () => {
  test("covers what came, and nothing new makes no seal", async () => {
    expect(await turn()).toMatchObject({ head: null, isBehind: false });
    await write(2);
    await turn();
    expect(await turn()).toMatchObject({ head: { position: "1" }, isBehind: false });
    await write(1);
    await turn();
    expect(await seals()).toMatchObject([
      { position: "1", upto_id: "2", entries: "2" },
      { position: "2", upto_id: "3", entries: "3" },
    ]);
    const [, last] = await seals();
    expect(await verifyAudit(pool)).toEqual({ kind: "sound", entries: 3, uptoAt: last?.sealed_at });
  });

  test("makes one seal at most in its interval, whichever process asks", async () => {
    await write();
    await sealAudit(pool, NOTHING_SEALED_YET, 3_600_000);
    await write();
    expect(await sealAudit(pool, NOTHING_SEALED_YET, 3_600_000)).toMatchObject({ isBehind: true });
    expect(await seals()).toHaveLength(1);
    await tamper("update audit_seal set sealed_at = sealed_at + interval '2 hours'");
    await sealAudit(pool, NOTHING_SEALED_YET, 3_600_000);
    expect(await seals(), "F18: a clock that was set back does not hold it up").toHaveLength(2);
  });

  test("waits for an entry that was begun before others and is committed after them", async () => {
    const late = await pool.connect();
    try {
      await late.query("begin");
      await late.query(INSERT);
      await write(2);
      let state = await turn();
      for (let turns = 0; turns < 3; turns += 1) {
        await write();
        state = await turn(state);
      }
      expect(await seals()).toEqual([]);
      await late.query("commit");
      state = await turn(state);
      expect(await seals(), "what came after the mark is for the next turn").toMatchObject([
        { upto_id: "3", entries: "3" },
      ]);
      await turn(state);
    } finally {
      late.release();
    }
    expect(await seals()).toMatchObject([{ upto_id: "3" }, { upto_id: "6", entries: "6" }]);
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 6 });
  });

  test("goes on while somebody always writes, and leaves out what was rolled back", async () => {
    let state: SealState = NOTHING_SEALED_YET;
    let writer = await pool.connect();
    await writer.query("begin");
    await writer.query(INSERT);
    for (let turns = 0; turns < 4; turns += 1) {
      state = await turn(state);
      const next = await pool.connect();
      await next.query("begin");
      await next.query(INSERT);
      await writer.query(turns === 1 ? "rollback" : "commit");
      writer.release();
      writer = next;
    }
    await writer.query("rollback");
    writer.release();
    expect(await seals()).toMatchObject([{ upto_id: "1" }, { upto_id: "3", entries: "2" }]);
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 2 });
  });

  test("is not held up by a transaction that only reads", async () => {
    const reader = await pool.connect();
    await reader.query("begin isolation level repeatable read");
    await reader.query("select * from audit_entry");
    await write();
    await turn();
    await reader.query("rollback");
    reader.release();
    expect(await seals()).toHaveLength(1);
  });

  test("makes one chain, however many processes do it at once", async () => {
    const work = async (process: number) => {
      let state: SealState = NOTHING_SEALED_YET;
      for (let turns = 0; turns < 25; turns += 1) {
        await write(1 + (process % 2));
        state = await turn(state);
      }
    };
    await Promise.all([1, 2, 3, 4].map(work));
    await turn(await turn());
    const positions = (await seals()).map(({ position }) => Number(position));
    expect(positions).toEqual(positions.map((_, index) => index + 1));
    expect(positions.length).toBeGreaterThan(10);
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 150 });
  });

  test("seals what was there before it in steps, and is checked in steps", async () => {
    await write(20_002);
    const first = await turn();
    expect(first.head).toMatchObject({ position: "1" });
    await turn(first);
    expect(await seals()).toMatchObject([{ upto_id: "20000" }, { upto_id: "20002" }]);
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 20_002 });
    const cut = await verifyAudit(pool, { signal: AbortSignal.abort() });
    expect(cut).toMatchObject({ kind: "unfinished", entries: 20_000 });
    await tamper("update audit_entry set action = 'x' where id = 20001");
    expect(await verifyAudit(pool)).toMatchObject({ kind: "broken", position: "2", fromId: "20001" });
  });

  test("is checked over more seals than are read at once", async () => {
    for (let seal = 0; seal < 103; seal += 1) {
      await write();
      await turn();
    }
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 103 });
    await tamper("delete from audit_entry where id = 102");
    expect(await verifyAudit(pool)).toMatchObject({ kind: "broken", position: "102" });
  });

  test("is done again and again by a worker, which waits for a database that is away", async () => {
    let failures = 0;
    const away: Pool = new Proxy(pool, {
      get(target, property) {
        if (property !== "query" || failures === 2) return Reflect.get(target, property, target);
        failures += 1;
        return () => Promise.reject(new Error("the database is away"));
      },
    });
    const stop = startSealing(away, { sealMs: 1, idleMs: 1 });
    for (let seal = 1; seal <= 2; seal += 1) {
      await write();
      while ((await seals()).length < seal);
    }
    stop();
    expect(failures).toBe(2);
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 2 });
  });

  test("is refused to change or remove, as the entries are", async () => {
    await makeChain();
    for (const change of [
      "update audit_seal set entries = 1",
      "delete from audit_seal",
      "truncate audit_seal",
    ]) {
      await expect(pool.query(change)).rejects.toThrow("never changed or removed");
    }
  });
});

/** For each column of an entry, a change of it. */
const EDITS: Record<string, string> = {
  id: "id + 1000",
  at: "at + interval '1 millisecond'",
  actor_kind: "'user'",
  actor_id: "'00000000-0000-4000-8000-000000000001'",
  action: "'credential.resumed'",
  environment: "'sandbox'",
  registration_id: "'00000000-0000-4000-8000-000000000001'",
  subject_id: "''",
  details: `'{"a": 1.0}'`,
};
const SEAL_EDITS: Record<string, string> = {
  position: "17",
  upto_id: "5",
  entries: "200000000000",
  sealed_at: "sealed_at - interval '1 millisecond'",
  hash: "sha256(hash)",
};
const columnsOf = async (table: string) =>
  (
    await pool.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_name = $1 order by ordinal_position",
      [table],
    )
  ).rows.map(({ column_name }) => column_name);

describe("checking the audit log", () => {
  test("knows a change for every column there is", async () => {
    expect(Object.keys(EDITS)).toEqual(await columnsOf("audit_entry"));
    expect(Object.keys(SEAL_EDITS).toSorted()).toEqual((await columnsOf("audit_seal")).toSorted());
  });

  test.each([
    ...Object.entries(EDITS).map(([column, value]) => [
      `an entry whose ${column} was edited`,
      [`update audit_entry set ${column} = ${value} where id = 5`],
    ]),
    ["a removed entry", ["delete from audit_entry where id = 6"]],
    ["all entries of a seal removed", ["delete from audit_entry where id between 4 and 6"]],
    [
      "two swapped entries",
      [
        "update audit_entry set action = 'user.invited' where id = 10",
        "update audit_entry set id = -1 where id = 4",
        "update audit_entry set id = 4 where id = 5",
        "update audit_entry set id = 5 where id = -1",
      ],
    ],
    [
      "an entry removed and another slipped in its place",
      [
        "delete from audit_entry where id = 5",
        "insert into audit_entry (id, actor_kind, action) values (5, 'system', 'user.invited')",
      ],
    ],
    ...Object.entries(SEAL_EDITS).map(([column, value]) => [
      `a seal whose ${column} was edited`,
      [`update audit_seal set ${column} = ${value} where position = 2`],
    ]),
    [
      "a seal said to reach as far as can be",
      [`update audit_seal set upto_id = ${2n ** 63n - 1n} where position = 2`],
    ],
    ["a seal of less than nothing", [`update audit_seal set entries = ${-(2n ** 63n)} where position = 2`]],
    ["a removed seal", ["delete from audit_seal where position = 2"]],
    [
      "an entry rewritten with its own seal, but not the next",
      [
        "delete from audit_entry where id = 5",
        "update audit_seal set hash = sha256(hash) where position = 2",
      ],
    ],
  ] as [string, string[]][])("finds %s", async (_, changes) => {
    await write(3);
    await turn();
    await write(1);
    await pool.query(`${INSERT.replace("credential.paused", "user.disabled")}`);
    await write(1);
    await turn();
    await write(3);
    await turn();
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 9 });
    await tamper(...changes);
    const verdict = await verifyAudit(pool);
    expect(verdict).toMatchObject({ kind: "broken", position: "2", fromId: "4" });
  });

  test.each(["0", "-5", "4"])("finds an entry slipped in as %s", async (id) => {
    await write(3);
    await turn();
    const rolledBack = await pool.connect();
    await rolledBack.query("begin");
    await rolledBack.query(INSERT);
    await rolledBack.query("rollback");
    rolledBack.release();
    await write(3);
    await turn();
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 6 });
    await pool.query(
      "insert into audit_entry (id, actor_kind, action) values ($1, 'system', 'user.invited')",
      [id],
    );
    expect(await verifyAudit(pool)).toMatchObject({ kind: "broken", position: id === "4" ? "2" : "1" });
  });

  test("finds the first seal removed", async () => {
    await makeChain();
    await tamper("delete from audit_seal where position = 1");
    expect(await verifyAudit(pool)).toMatchObject({
      kind: "broken",
      position: "1",
      fromId: "1",
      uptoId: "6",
    });
  });

  test("a head that was noted tells that the newest seals were cut off and made anew", async () => {
    await makeChain();
    const noted = (await turn()).head;
    if (!noted) throw new Error("nothing was sealed");
    expect(await containsHead(pool, { ...noted, hash: noted.hash.slice(0, 12) })).toBe(true);
    await tamper(
      "delete from audit_seal where position > 1",
      "update audit_entry set action = 'x' where id > 3",
    );
    expect((await turn({ head: noted, mark: null })).isHeadLost).toBe(true);
    expect((await turn({ head: noted, mark: null })).isHeadLost, "also once there are seals again").toBe(
      true,
    );
    await write();
    const { head } = await turn();
    expect(await verifyAudit(pool)).toMatchObject({ kind: "sound", entries: 10 });
    expect(await containsHead(pool, noted)).toBe(false);
    expect((await turn({ head, mark: null })).isHeadLost).toBe(false);
  });

  test("says the same whatever the settings of the session", async () => {
    await makeChain();
    const client = await pool.connect();
    try {
      await client.query(
        "begin; set local timezone = 'Asia/Jayapura'; set local datestyle = 'German'; set local bytea_output = 'escape'",
      );
      expect(await verifyAudit(client)).toMatchObject({ kind: "sound", entries: 9 });
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  test("a seal's hash is the one that anybody works out, in this version and every later one", async () => {
    const sha256 = (...parts: (string | Buffer)[]) =>
      parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
    await pool.query(
      `insert into audit_entry (at, actor_kind, actor_id, action, environment, subject_id, details) values
         ('2026-11-12 14:05:00.25+07', 'user', '00000000-0000-4000-8000-000000000001', 'user.invited', null, 'a"é', '{}'),
         ('2026-11-12 14:06:00+07', 'system', null, 'credential.paused', 'sandbox', null, '{"bb": [1.0, null], "a": true}'),
         ('2026-11-12 14:07:00+07', 'system', null, 'credential.resumed', null, null, '{}')`,
    );
    await turn();
    await write();
    await turn();
    const [first, second] = await seals();
    if (!first || !second) throw new Error("two seals are missing");
    const entries = [
      `[1, "2026-11-12T07:05:00.25", "user", "00000000-0000-4000-8000-000000000001", "user.invited", null, null, "a\\"é", {}]`,
      `[2, "2026-11-12T07:06:00", "system", null, "credential.paused", "sandbox", null, null, {"a": true, "bb": [1.0, null]}]`,
      `[3, "2026-11-12T07:07:00", "system", null, "credential.resumed", null, null, null, {}]`,
    ];
    const digests = entries.map((entry) => sha256(entry));
    expect(digests, "as they are here in another order").not.toEqual(digests.toSorted(Buffer.compare));
    const momentOf = (at: Date) => at.toISOString().replace(/\.?0*Z$/, "");
    expect(first.hash).toEqual(sha256(`[1, 3, 3, "${momentOf(first.sealed_at)}"]`, sha256(...digests)));
    const { rows } = await pool.query<{ at: Date }>("select at from audit_entry where id = 4");
    const fourth = sha256(
      `[4, "${momentOf(rows[0]?.at ?? new Date(0))}", "system", null, "credential.paused", null, null, null, {"a": 1}]`,
    );
    expect(second.hash).toEqual(
      sha256(first.hash, `[2, 4, 4, "${momentOf(second.sealed_at)}"]`, sha256(fourth)),
    );
  });

  test("the newest seal is told, and none before the first", async () => {
    const admin = await makeActor(await makePerson({ role: "admin" }));
    expect(await getAuditSeal(admin)).toBeNull();
    await makeChain();
    const last = (await seals()).at(-1);
    expect(await getAuditSeal(admin)).toEqual({
      sealedAt: last?.sealed_at,
      entries: 9,
      head: { position: "3", hash: last?.hash.toString("hex") },
    });
  });

  test("is for admins, one at a time", async () => {
    await makeChain();
    const signal = new AbortController().signal;
    const admin = await makeActor(await makePerson({ role: "admin" }));
    const manager = await makeActor(await makePerson({ role: "manager" }));
    await expect(checkAudit(manager, signal)).rejects.toMatchObject({ code: "not_allowed" });
    await inTransaction(pool, async (another) => {
      await another.query("select pg_advisory_xact_lock($1)", [CHECK_LOCK]);
      expect(await checkAudit(admin, signal)).toEqual({ kind: "busy" });
    });
    expect(await checkAudit(admin, signal)).toMatchObject({ kind: "sound" });
  });
});
