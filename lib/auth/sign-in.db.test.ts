import { beforeEach, describe, expect, test } from "vitest";
import { logger } from "@/lib/logger";
import { useTestDatabase } from "@/lib/testing/database";
import { makePerson, TEST_PASSWORD } from "@/lib/testing/people";
import { verifyPassword } from "@/lib/users/password";
import { findSessionActor } from "@/lib/users/sessions";
import {
  FAILURES_OF_STRANGERS,
  FAILURES_PER_ADDRESS,
  FAILURES_PER_EMAIL,
  type SignInAttempt,
  signIn,
} from "./sign-in";

const { pool } = useTestDatabase();
logger.level = "silent";

let addresses = 0;
let hashes = 0;

async function countingVerify(passwordHash: string | null, password: string): Promise<boolean> {
  hashes += 1;
  return verifyPassword(passwordHash, password);
}

function attempt(overrides: Partial<SignInAttempt>): SignInAttempt {
  const defaults = {
    email: "nobody@mitra.example",
    password: "another password",
    userAgent: "test",
    deviceId: null,
  };
  return { ...defaults, clientAddress: `203.0.113.${addresses}`, ...overrides };
}

beforeEach(() => {
  addresses += 1;
  hashes = 0;
});

describe("signing in", () => {
  test("opens a session with the right password, however the address is written, and says so in the audit log", async () => {
    const { id, email } = await makePerson();
    const ending = await signIn(attempt({ email: ` ${email.toUpperCase()} `, password: TEST_PASSWORD }));
    if (ending.kind !== "signed_in") throw new Error(ending.kind);
    expect(await findSessionActor(ending.sessionId)).toMatchObject({ kind: "user", id, email });
    const audit = await pool.query("select action, actor_id from audit_entry where subject_id = $1", [id]);
    expect(audit.rows).toEqual([{ action: "user.signed_in", actor_id: id }]);
  });

  test("is refused alike, at the price of one hash, for a stranger, a wrong password, no password yet and no access", async () => {
    const person = await makePerson();
    const invited = await makePerson({ hasPassword: false });
    const disabled = await makePerson();
    await pool.query(`update "user" set disabled_at = now() where id = $1`, [disabled.id]);
    const attempts = [
      attempt({ email: "stranger@mitra.example" }),
      attempt({ email: "" }),
      attempt({ email: `${person.email}\u0000` }),
      attempt({ email: `\ud800${person.email}` }),
      attempt({ email: person.email }),
      attempt({ email: person.email, password: "" }),
      attempt({ email: invited.email, password: TEST_PASSWORD }),
      attempt({ email: disabled.email, password: TEST_PASSWORD }),
    ];
    for (const [index, each] of attempts.entries()) {
      expect(await signIn(each, countingVerify)).toEqual({ kind: "refused" });
      expect(hashes).toBe(index + 1);
    }
    const sessions = await pool.query("select 1 from session where user_id = any($1)", [
      [person.id, invited.id, disabled.id],
    ]);
    expect(sessions.rowCount).toBe(0);
  });

  test("is refused without a session when the person is disabled while the password is being checked", async () => {
    const { id, email } = await makePerson();
    const ending = await signIn(attempt({ email, password: TEST_PASSWORD }), async (hash, password) => {
      const matches = await verifyPassword(hash, password);
      await pool.query(`update "user" set disabled_at = now() where id = $1`, [id]);
      return matches;
    });
    expect(ending).toEqual({ kind: "refused" });
  });
});

describe("guessing", () => {
  test("costs no more hashes than its limit, even when all guesses come at once from many addresses", async () => {
    const { email } = await makePerson();
    const guesses = Array.from({ length: 3 * FAILURES_PER_EMAIL }, (_, index) =>
      signIn(attempt({ email, clientAddress: `198.51.100.${index}` }), countingVerify),
    );
    const endings = await Promise.all(guesses);
    expect(hashes).toBe(FAILURES_PER_EMAIL);
    expect(endings.filter(({ kind }) => kind === "refused")).toHaveLength(FAILURES_PER_EMAIL);
    expect(endings.filter(({ kind }) => kind === "wait")).toHaveLength(2 * FAILURES_PER_EMAIL);
  });

  test("too often makes even the right password wait, for less than a quarter of an hour", async () => {
    const { email } = await makePerson();
    for (let guess = 0; guess < FAILURES_PER_EMAIL; guess += 1) {
      await signIn(attempt({ email, clientAddress: `198.51.101.${guess}` }), async () => false);
    }
    const before = Date.now();
    const ending = await signIn(attempt({ email, password: TEST_PASSWORD, clientAddress: "198.51.101.99" }));
    if (ending.kind !== "wait") throw new Error(ending.kind);
    expect(ending.until.getTime()).toBeGreaterThan(before);
    expect(ending.until.getTime()).toBeLessThanOrEqual(before + 15 * 60_000);
  });

  test("at many people from one address is stopped too, and leaves the others' own limits alone", async () => {
    for (let guess = 0; guess < FAILURES_PER_ADDRESS; guess += 1) {
      await signIn(attempt({ email: `person-${guess}@mitra.example` }), async () => false);
    }
    const { email } = await makePerson();
    expect(await signIn(attempt({ email, password: TEST_PASSWORD }), countingVerify)).toMatchObject({
      kind: "wait",
    });
    expect(hashes).toBe(0);
    const elsewhere = attempt({ email, password: TEST_PASSWORD, clientAddress: "192.0.2.77" });
    expect(await signIn(elsewhere)).toMatchObject({ kind: "signed_in" });
  });

  test("at one person for longer than that keeps no other person of the same address out", async () => {
    const { email } = await makePerson();
    const forgetful = attempt({ email });
    for (let guess = 0; guess < FAILURES_PER_ADDRESS + 1; guess += 1)
      expect((await signIn(forgetful, async () => false)).kind).toBe(
        guess < FAILURES_PER_EMAIL ? "refused" : "wait",
      );
    const colleague = await makePerson();
    const theirs = attempt({ email: colleague.email, password: TEST_PASSWORD });
    expect(await signIn(theirs)).toMatchObject({ kind: "signed_in" });
  });

  test("by strangers keeps nobody from signing in, neither from elsewhere nor where they have been before", async () => {
    const { email } = await makePerson();
    for (let guess = 0; guess < FAILURES_PER_EMAIL; guess += 1)
      await signIn(attempt({ email, clientAddress: "198.51.102.1" }), async () => false);
    const right = { email, password: TEST_PASSWORD };
    expect(await signIn(attempt({ ...right, clientAddress: "198.51.102.2" }))).toMatchObject({
      kind: "wait",
    });
    expect(await signIn(attempt({ ...right, clientAddress: "192.0.2.8" }))).toMatchObject({
      kind: "signed_in",
    });
    const known = { ...right, clientAddress: "198.51.102.1", deviceId: "a device of theirs" };
    expect(await signIn(attempt(known))).toMatchObject({ kind: "signed_in" });
  });

  test("from everywhere ends all the same, and then only known devices are let to it", async () => {
    const { email } = await makePerson();
    const from = (place: number) => `2001:db8:${place.toString(16)}:1`;
    for (let guess = 0; guess < FAILURES_OF_STRANGERS; guess += 1)
      expect(await signIn(attempt({ email, clientAddress: from(guess) }), async () => false)).toEqual({
        kind: "refused",
      });
    const right = attempt({ email, password: TEST_PASSWORD, clientAddress: from(5_000) });
    expect(await signIn(right, countingVerify)).toMatchObject({ kind: "wait" });
    expect(hashes).toBe(0);
    expect(await signIn({ ...right, deviceId: "a device of theirs" })).toMatchObject({ kind: "signed_in" });
  });

  test("in a network counts for all of it: a /48 is one customer's", async () => {
    const { email } = await makePerson();
    const guess = (part: number) =>
      signIn(attempt({ email, clientAddress: `2001:db8:ffff:${part.toString(16)}` }), async () => false);
    for (let part = 0; part < FAILURES_PER_EMAIL; part += 1)
      expect(await guess(part)).toEqual({ kind: "refused" });
    expect(await guess(999)).toMatchObject({ kind: "wait" });
  });

  test("on a known device is counted there, too", async () => {
    const { email } = await makePerson();
    const here = attempt({ email, deviceId: "a stolen one" });
    for (let guess = 0; guess < FAILURES_PER_EMAIL; guess += 1)
      expect(await signIn(here, async () => false)).toEqual({ kind: "refused" });
    expect(await signIn(here, countingVerify)).toMatchObject({ kind: "wait" });
    expect(hashes).toBe(0);
  });

  test("is forgiven by a success: signing in often is no offence", async () => {
    const { email } = await makePerson();
    const open = async () => signIn(attempt({ email, password: TEST_PASSWORD }), async () => true);
    for (let time = 0; time < FAILURES_PER_EMAIL + 5; time += 1)
      expect((await open()).kind).toBe("signed_in");
  });

  test("is counted under a hash, so that the table names nobody", async () => {
    await signIn(attempt({ email: "secret-person@mitra.example" }), async () => false);
    const counted = await pool.query<{ key: string }>("select key from rate_limit");
    expect(counted.rows.length).toBeGreaterThan(0);
    for (const { key } of counted.rows) expect(key).not.toMatch(/mitra|@|\d+\.\d+\.\d+/);
  });
});
