import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openDatabase } from "@/lib/db";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson, TEST_PASSWORD } from "@/lib/testing/people";
import { changeRole, disablePerson, enablePerson } from "./mutations";
import { changePassword, signOut, signOutEverywhere } from "./profile";
import { endSessionsOf, findSessionActor, listOwnSessions, startSession } from "./sessions";

const { pool, prisma, url } = useTestDatabase();

const ago = (column: string, interval: string) =>
  `update session set ${column} = now() - interval '${interval}' where id = $1`;

describe("a session", () => {
  test("says who its person is at this moment", async () => {
    const person = await makePerson({ role: "viewer", name: "Sari" });
    const { sessionId } = await makeActor(person);
    await pool.query(
      `update "user" set name = 'Sari Dewi', time_zone = 'Asia/Makassar', locale = 'en' where id = $1`,
      [person.id],
    );
    expect(await findSessionActor(sessionId)).toEqual({
      kind: "user",
      id: person.id,
      sessionId,
      role: "viewer",
      name: "Sari Dewi",
      email: person.email,
      locale: "en",
      timeZone: "Asia/Makassar",
    });
  });

  test("that never was is nobody's", async () => {
    expect(await findSessionActor(randomUUID())).toBeNull();
  });

  test.each([
    ["unused for half a day", ago("last_seen_at", "12 hours 1 second")],
    ["a week old", ago("expires_at", "1 second")],
    ["ended", ago("ended_at", "0 seconds")],
    [
      "of someone disabled",
      `update "user" set disabled_at = now() where id = (select user_id from session where id = $1)`,
    ],
  ])("%s is over", async (_, change) => {
    const { sessionId } = await makeActor(await makePerson());
    await pool.query(change, [sessionId]);
    expect(await findSessionActor(sessionId)).toBeNull();
  });

  test("in use stays open, and notes it at most once a minute", async () => {
    const { sessionId } = await makeActor(await makePerson());
    const lastSeen = async () =>
      (
        await pool.query("select last_seen_at from session where id = $1", [sessionId])
      ).rows[0].last_seen_at.getTime();
    await pool.query(ago("last_seen_at", "11 hours 59 minutes"), [sessionId]);
    const unused = await lastSeen();
    expect(await findSessionActor(sessionId)).not.toBeNull();
    const noted = await lastSeen();
    expect(noted).toBeGreaterThan(unused);
    await findSessionActor(sessionId);
    expect(await lastSeen()).toBe(noted);
  });

  test("F15, F52: lets its person look at a database that takes nothing in", async () => {
    const person = await makePerson();
    const { sessionId } = await makeActor(person);
    await pool.query(ago("last_seen_at", "2 minutes"), [sessionId]);
    const ours = globalThis.mitraDatabase;
    const readOnly = openDatabase(
      `${url}?options=${encodeURIComponent("-c default_transaction_read_only=on")}`,
    );
    globalThis.mitraDatabase = readOnly;
    try {
      expect(await findSessionActor(sessionId)).toMatchObject({ id: person.id });
    } finally {
      globalThis.mitraDatabase = ours;
      await readOnly.pool.end();
    }
  });

  test("is not opened over a password that has changed since", async () => {
    const { id: userId } = await makePerson();
    const opened = await prisma.$transaction((tx) =>
      startSession(tx, { userId, passwordHash: "the hash of yesterday", userAgent: null }),
    );
    expect(opened).toBeNull();
  });

  test("is not opened for a person who is being disabled at that moment", async () => {
    const { id: userId, passwordHash } = await makePerson();
    const person = { userId, passwordHash: passwordHash ?? "", userAgent: null };
    let opening: Promise<string | null> | undefined;
    await prisma.$transaction(async (tx) => {
      await tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
      await endSessionsOf(tx, userId);
      let opened = false;
      opening = prisma
        .$transaction((other) => startSession(other, person))
        .finally(() => {
          opened = true;
        });
      // Committed only when the other has either gone ahead or is waiting for this one.
      const someoneWaits = async () =>
        (await pool.query("select 1 from pg_locks where not granted")).rowCount;
      while (!opened && !(await someoneWaits()));
    });
    expect(await opening).toBeNull();
  });

  test("that is being opened keeps nobody from being disabled, though it clears an old one away", async () => {
    const person = await makePerson();
    const { id: userId, passwordHash } = person;
    const { sessionId: old } = await makeActor(person);
    await pool.query(ago("expires_at", "40 days"), [old]);
    const open = () =>
      prisma.$transaction((tx) =>
        startSession(tx, { userId, passwordHash: passwordHash ?? "", userAgent: null }),
      );
    let opening: Promise<unknown> | undefined;
    await prisma.$transaction(async (tx) => {
      await tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
      opening = open().catch((error: unknown) => error);
      const someoneWaits = async () =>
        (await pool.query("select 1 from pg_locks where not granted")).rowCount;
      while (!(await someoneWaits()));
      await endSessionsOf(tx, userId);
    });
    expect(await opening).toBeNull();
  });
});

describe("a session is over at the next request", () => {
  const admin = async () => makeActor(await makePerson({ role: "admin" }));

  test("after signing out, and the person's others are not", async () => {
    const person = await makePerson();
    const [here, there] = [await makeActor(person), await makeActor(person)];
    await signOut(here.sessionId);
    expect(await findSessionActor(here.sessionId)).toBeNull();
    expect(await findSessionActor(there.sessionId)).not.toBeNull();
  });

  test("after signing out everywhere", async () => {
    const person = await makePerson();
    const [here, there] = [await makeActor(person), await makeActor(person)];
    await signOutEverywhere(there);
    expect(await findSessionActor(here.sessionId)).toBeNull();
    expect(await findSessionActor(there.sessionId)).toBeNull();
  });

  test("after being disabled, and being enabled again does not revive it", async () => {
    const person = await makePerson();
    const { sessionId } = await makeActor(person);
    const boss = await admin();
    await disablePerson(boss, person.id);
    expect(await findSessionActor(sessionId)).toBeNull();
    await enablePerson(boss, person.id);
    expect(await findSessionActor(sessionId)).toBeNull();
  });

  test("after a change of role", async () => {
    const person = await makePerson();
    const { sessionId } = await makeActor(person);
    await changeRole(await admin(), { personId: person.id, role: "viewer" });
    expect(await findSessionActor(sessionId)).toBeNull();
  });

  test("after a new password, except the one that set it", async () => {
    const person = await makePerson();
    const [here, there] = [await makeActor(person), await makeActor(person)];
    const passwords = { currentPassword: TEST_PASSWORD, newPassword: "kereta malam di tepi sawah" };
    expect(await changePassword(here, passwords)).toEqual({ kind: "changed" });
    expect(await findSessionActor(here.sessionId)).not.toBeNull();
    expect(await findSessionActor(there.sessionId)).toBeNull();
  });
});

test("one's own living sessions are listed, this one first, and nobody else's", async () => {
  const person = await makePerson();
  const [old, here, other, over] = [
    await makeActor(person),
    await makeActor(person),
    await makeActor(person),
    await makeActor(person),
  ];
  await makeActor(await makePerson());
  await signOut(over.sessionId);
  await pool.query(ago("last_seen_at", "2 hours"), [old.sessionId]);
  const listed = await listOwnSessions(here);
  expect(listed.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [here.sessionId, true],
    [other.sessionId, false],
    [old.sessionId, false],
  ]);
});
