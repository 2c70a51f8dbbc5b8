import type { ClientBase } from "pg";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { changeOwnPassword } from "@/lib/server/change-password";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson, TEST_PASSWORD } from "@/lib/testing/people";
import { pressTogether } from "@/lib/testing/pressed-together";
import { createSetupLink } from "./mutations";
import { PEOPLE_LOCK } from "./people-lock";
import { changePassword, endOwnSession, signOut, updateProfile } from "./profile";
import { findSessionActor } from "./sessions";
import { findSetupOffer } from "./setup-tokens";

const { pool } = useTestDatabase();

const NEW_PASSWORD = "kereta malam di tepi sawah";

describe("one's own profile", () => {
  test("holds from the next request on", async () => {
    const actor = await makeActor(await makePerson());
    const input = { name: "  Rina  Wulandari ", locale: "en", timeZone: "Asia/Jayapura" } as const;
    expect(await updateProfile(actor, input)).toEqual({ kind: "saved" });
    expect(await findSessionActor(actor.sessionId)).toMatchObject({
      name: "Rina  Wulandari",
      locale: "en",
      timeZone: "Asia/Jayapura",
    });
  });

  test("keeps its name when the new one is empty", async () => {
    const actor = await makeActor(await makePerson({ name: "Rina" }));
    const ending = await updateProfile(actor, { name: " ", locale: null, timeZone: "Asia/Jakarta" });
    expect(ending).toEqual({ kind: "problems", problems: { name: "nameMissing" } });
    expect(await findSessionActor(actor.sessionId)).toMatchObject({ name: "Rina" });
  });
});

describe("one's own password", () => {
  test("is not changed by someone who does not know it, nor to one that is easy to guess", async () => {
    const person = await makePerson();
    const [here, there] = [await makeActor(person), await makeActor(person)];
    expect(
      await changePassword(here, { currentPassword: "salah sekali", newPassword: NEW_PASSWORD }),
    ).toEqual({
      kind: "problems",
      problems: { currentPassword: "wrong" },
    });
    expect(
      await changePassword(here, { currentPassword: TEST_PASSWORD, newPassword: "password1234" }),
    ).toEqual({
      kind: "problems",
      problems: { newPassword: "common" },
    });
    expect(await findSessionActor(there.sessionId)).not.toBeNull();
  });

  test("once changed ends the links that could set another", async () => {
    const admin = await makeActor(await makePerson({ role: "admin" }));
    const person = await makePerson();
    const link = await createSetupLink(admin, person.id);
    if (link.kind !== "created") throw new Error(link.kind);
    const passwords = { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD };
    await changePassword(await makeActor(person), passwords);
    expect(await findSetupOffer(new URL(link.setupUrl).searchParams.get("token"))).toBeNull();
  });

  test("cannot be guessed at from an open session for long", async () => {
    const actor = await makeActor(await makePerson());
    const guesses = Array.from({ length: 12 }, (_, index) =>
      changeOwnPassword(actor, { currentPassword: `tebakan ${index}`, newPassword: NEW_PASSWORD }),
    );
    const endings = await Promise.allSettled(guesses);
    const tooMany = { status: "rejected", reason: new AppError("too_many_requests") };
    expect(endings.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    expect(endings.filter(({ status }) => status === "rejected")).toEqual([tooMany, tooMany]);
  });
});

test("signing out twice is one entry in the audit log", async () => {
  const actor = await makeActor(await makePerson());
  await signOut(actor.sessionId);
  await signOut(actor.sessionId);
  const audit = await pool.query("select action from audit_entry where subject_id = $1", [actor.id]);
  expect(audit.rows).toEqual([{ action: "user.signed_out" }]);
});

test("one of one's own sessions is ended alone and once, and nobody else's", async () => {
  const person = await makePerson();
  const [here, there, elsewhere] = [
    await makeActor(person),
    await makeActor(person),
    await makeActor(person),
  ];
  const stranger = await makeActor(await makePerson());
  await endOwnSession(here, there.sessionId);
  await endOwnSession(here, there.sessionId);
  await endOwnSession(here, stranger.sessionId);
  const alive = async ({ sessionId }: { sessionId: string }) => (await findSessionActor(sessionId)) !== null;
  expect([await alive(here), await alive(there), await alive(elsewhere), await alive(stranger)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  const told = await pool.query(
    "select 1 from audit_entry where action = 'user.session_ended' and actor_id = $1",
    [person.id],
  );
  expect(told.rowCount).toBe(1);
});

test("who is shut out while their password is being changed keeps the one they had", async () => {
  const person = await makePerson();
  const actor = await makeActor(person);
  const input = { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD };
  const shutOut = async (tx: ClientBase) => {
    await tx.query("select pg_advisory_xact_lock($1::bigint)", [PEOPLE_LOCK]);
    await tx.query(`update "user" set disabled_at = now() where id = $1`, [person.id]);
  };
  const [changing] = await pressTogether(pool, shutOut, [() => changePassword(actor, input)]);
  expect(changing).toEqual({ status: "rejected", reason: new AppError("not_allowed") });
  const { rows } = await pool.query(`select password_hash from "user" where id = $1`, [person.id]);
  expect(rows).toEqual([{ password_hash: person.passwordHash }]);
});
