import { beforeEach, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { prismaClient } from "@/lib/prisma";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson, TEST_PASSWORD } from "@/lib/testing/people";
import { ensureFirstAdmin } from "./first-admin";
import { createSetupLink, disablePerson } from "./mutations";
import { verifyPassword } from "./password";
import { lockPeople } from "./people-lock";
import { isAnyoneHere } from "./queries";
import { createRecoveryLink } from "./recovery";
import { findSessionActor } from "./sessions";
import { completeSetup, type SetupInput } from "./setup";
import { findSetupOffer } from "./setup-tokens";

const { pool } = useTestDatabase();

beforeEach(async () => {
  await pool.query(`delete from setup_token`);
  await pool.query(`delete from "user"`);
});

const NEW_PASSWORD = "kereta malam di tepi sawah";
const FIRST = { name: "Dewi", email: "dewi@mitra.example" };

const tokenOf = (address: string) => new URL(address).searchParams.get("token") ?? "";

function setupWith(token: string, overrides: Partial<SetupInput> = {}): SetupInput {
  return { token, person: FIRST, password: NEW_PASSWORD, ...overrides };
}

async function firstAdminToken(): Promise<string> {
  const ending = await ensureFirstAdmin();
  if (ending.kind !== "setup") throw new Error(ending.kind);
  return tokenOf(ending.url);
}

/** A link for someone who exists, made by an admin. */
async function linkFor(person: { id: string }): Promise<string> {
  const admin = await makeActor(await makePerson({ role: "admin" }));
  const ending = await createSetupLink(admin, person.id);
  if (ending.kind !== "created") throw new Error(ending.kind);
  return tokenOf(ending.setupUrl);
}

async function peopleCount(): Promise<number> {
  return prismaClient().user.count();
}

describe("the first admin", () => {
  test("comes from the set-up address and can sign in with what was typed", async () => {
    expect(await isAnyoneHere()).toBe(false);
    const token = await firstAdminToken();
    const ending = await completeSetup(setupWith(token));
    expect(ending).toEqual({ kind: "done", email: FIRST.email });
    const browser = { clientAddress: "192.0.2.1", deviceId: null, userAgent: null };
    const begun = await signIn({ ...browser, email: FIRST.email, password: NEW_PASSWORD });
    if (begun.kind !== "signed_in") throw new Error(begun.kind);
    expect(await findSessionActor(begun.sessionId)).toMatchObject({ ...FIRST, role: "admin" });
    expect(await ensureFirstAdmin()).toEqual({ kind: "exists" });
    expect(await isAnyoneHere()).toBe(true);
  });

  test("is one, although several replicas started at once and each address is opened", async () => {
    const tokens = await Promise.all([firstAdminToken(), firstAdminToken(), firstAdminToken()]);
    expect(new Set(tokens).size).toBe(3);
    const endings = await Promise.all(
      tokens.map((token, index) =>
        completeSetup(setupWith(token, { person: { name: "Dewi", email: `dewi${index}@mitra.example` } })),
      ),
    );
    expect(endings.map(({ kind }) => kind).sort()).toEqual(["done", "link_over", "link_over"]);
    expect(await peopleCount()).toBe(1);
  });

  test("is still to be made where people were only made up", async () => {
    await prismaClient().user.create({
      data: {
        name: "Contoh",
        email: "contoh@mitra.example",
        emailKey: "contoh@mitra.example",
        role: "manager",
      },
    });
    expect(await isAnyoneHere()).toBe(false);
    const ending = await completeSetup(setupWith(await firstAdminToken()));
    expect(ending.kind).toBe("done");
    expect(await isAnyoneHere()).toBe(true);
  });

  test("comes from the environment, once, although several processes start at once", async () => {
    const admin = { email: "Admin@Mitra.example", password: NEW_PASSWORD };
    let starts: ReturnType<typeof ensureFirstAdmin>[] = [];
    await prismaClient().$transaction(async (tx) => {
      await lockPeople(tx);
      starts = [1, 2].map((name) =>
        ensureFirstAdmin({ admin: { ...admin, email: `${name}${admin.email}` } }),
      );
      // Both must come to wait for each other; one that does not is the fault looked for.
      const settled = Promise.all(starts).then(() => true);
      const waiting = async () =>
        (await pool.query("select 1 from pg_locks where not granted")).rowCount === 2;
      while (!(await Promise.race([settled, waiting()])));
      expect(await waiting()).toBe(true);
    });
    const kinds = (await Promise.all(starts)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["created", "exists"]);
    const [row, ...others] = await prismaClient().user.findMany();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ role: "admin", disabledAt: null });
    expect(row?.emailKey).toBe(row?.email.toLowerCase());
    expect(await verifyPassword(row?.passwordHash ?? null, NEW_PASSWORD)).toBe(true);
  });

  test("comes from no password that is tried first; who is here already does not mind", async () => {
    const admin = { email: "admin@mitra.example", password: "passwordpassword" };
    expect(await ensureFirstAdmin({ admin })).toEqual({ kind: "weak_password", problem: "common" });
    expect(await peopleCount()).toBe(0);
    await completeSetup(setupWith(await firstAdminToken()));
    expect(await ensureFirstAdmin({ admin })).toEqual({ kind: "exists" });
  });

  test("is told everything that is wrong at once, and the address still works", async () => {
    const token = await firstAdminToken();
    const wrong = setupWith(token, { person: { name: "", email: "dewi" }, password: "pendek" });
    expect(await completeSetup(wrong)).toEqual({
      kind: "problems",
      problems: { name: "nameMissing", email: "emailFormat", password: "tooShort" },
    });
    expect(await completeSetup(setupWith(token, { password: "dewi-mitra-2026" }))).toEqual({
      kind: "problems",
      problems: { password: "personal" },
    });
    expect(await peopleCount()).toBe(0);
    expect((await completeSetup(setupWith(token))).kind).toBe("done");
  });
});

describe("a link", () => {
  test("works once, even when it is used five times at the same moment", async () => {
    const person = await makePerson({ hasPassword: false });
    const token = await linkFor(person);
    const endings = await Promise.all([1, 2, 3, 4, 5].map(() => completeSetup(setupWith(token))));
    expect(endings.filter(({ kind }) => kind === "done")).toHaveLength(1);
    expect(endings.filter(({ kind }) => kind === "link_over")).toHaveLength(4);
    const set = await pool.query(
      "select 1 from audit_entry where action = 'user.password_set' and subject_id = $1",
      [person.id],
    );
    expect(set.rowCount).toBe(1);
    const sessions = await pool.query("select 1 from session where user_id = $1", [person.id]);
    expect(sessions.rowCount).toBe(0);
  });

  test("gives the password and ends every session of before", async () => {
    const person = await makePerson();
    const { sessionId } = await makeActor(person);
    const ending = await completeSetup(setupWith(await linkFor(person)));
    expect(ending.kind).toBe("done");
    expect(await findSessionActor(sessionId)).toBeNull();
    const row = await prismaClient().user.findUnique({ where: { id: person.id } });
    expect(await verifyPassword(row?.passwordHash ?? null, NEW_PASSWORD)).toBe(true);
    expect(await verifyPassword(row?.passwordHash ?? null, TEST_PASSWORD)).toBe(false);
    expect(row).toMatchObject({ name: "Rina", email: person.email, role: "manager" });
  });

  test("does not work after a day", async () => {
    const token = await linkFor(await makePerson());
    await pool.query("update setup_token set expires_at = expires_at - interval '24 hours'");
    expect(await findSetupOffer(token)).toBeNull();
    expect(await completeSetup(setupWith(token))).toEqual({ kind: "link_over" });
  });

  test("does not let someone disabled in", async () => {
    const person = await makePerson();
    const token = await linkFor(person);
    await pool.query(`update "user" set disabled_at = now() where id = $1`, [person.id]);
    expect(await completeSetup(setupWith(token))).toEqual({ kind: "link_over" });
  });

  test.each(["", "abc", "a".repeat(43), "'; drop table session; --", "a".repeat(100_000)])(
    "that was never made (%.20s) opens nothing",
    async (token) => {
      expect(await findSetupOffer(token)).toBeNull();
      expect(await completeSetup(setupWith(token))).toEqual({ kind: "link_over" });
    },
  );
});

describe("a locked-out person", () => {
  test("gets a link from the command line, which the audit log ascribes to the system", async () => {
    const person = await makePerson({ role: "admin", email: "terkunci@mitra.example" });
    const ending = await createRecoveryLink(" TERKUNCI@mitra.example ");
    if (ending.kind !== "created") throw new Error(ending.kind);
    expect(await findSetupOffer(tokenOf(ending.setupUrl))).toMatchObject({ purpose: "password_reset" });
    const audit = await pool.query("select actor_kind, action from audit_entry where subject_id = $1", [
      person.id,
    ]);
    expect(audit.rows).toEqual([{ actor_kind: "system", action: "user.setup_link_created" }]);
  });

  test("who is disabled or unknown gets none", async () => {
    const admin = await makeActor(await makePerson({ role: "admin" }));
    const { id, email } = await makePerson();
    await disablePerson(admin, id);
    expect(await createRecoveryLink(email)).toEqual({ kind: "disabled", email });
    expect(await createRecoveryLink("siapa@mitra.example")).toEqual({ kind: "unknown" });
  });
});
