import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { addPerson, changeRole, createSetupLink, disablePerson, enablePerson } from "./mutations";
import { listPeople } from "./queries";
import { findSetupOffer } from "./setup-tokens";

const { pool } = useTestDatabase();

let admin: UserActor;

beforeEach(async () => {
  // Each test begins with one admin; whom earlier tests left behind is nobody's admin any more.
  await pool.query(`update "user" set role = 'viewer'`);
  admin = await makeActor(await makePerson({ role: "admin", name: "Dewi" }));
});

const tokenOf = (url: string) => new URL(url).searchParams.get("token");
const notAllowed = new AppError("not_allowed");

async function activeAdmins(): Promise<number> {
  const found = await pool.query(`select 1 from "user" where role = 'admin' and disabled_at is null`);
  return found.rowCount ?? 0;
}

async function auditOf(subjectId: string) {
  const found = await pool.query(
    "select action, actor_id, details from audit_entry where subject_id = $1 order by id",
    [subjectId],
  );
  return found.rows;
}

describe("adding a person", () => {
  test("gives a link for exactly them, and an entry in the audit log without their name or address", async () => {
    const input = { name: "Budi", email: "Budi@Mitra.example", role: "manager" as const };
    const ending = await addPerson(admin, input);
    if (ending.kind !== "added") throw new Error(ending.kind);
    expect(ending.setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:3000\/setup\?token=[A-Za-z0-9_-]{43}$/);
    expect(await findSetupOffer(tokenOf(ending.setupUrl))).toEqual({
      purpose: "invitation",
      person: { id: ending.personId, name: "Budi", email: "Budi@mitra.example", role: "manager" },
    });
    expect(await auditOf(ending.personId)).toEqual([
      { action: "user.invited", actor_id: admin.id, details: { role: "manager" } },
    ]);
    const listed = (await listPeople(admin)).find(({ id }) => id === ending.personId);
    expect(listed).toMatchObject({ status: "invited", lastSeenAt: null });
  });

  test("keeps no token that could be used from a copy of the database", async () => {
    const ending = await addPerson(admin, { name: "Sari", email: "sari@mitra.example", role: "viewer" });
    if (ending.kind !== "added") throw new Error(ending.kind);
    const token = tokenOf(ending.setupUrl) ?? "";
    const rows = await pool.query("select token_hash, purpose::text, user_id from setup_token");
    expect(JSON.stringify(rows.rows)).not.toContain(token);
    expect(rows.rows.some(({ token_hash }) => Buffer.from(token, "base64url").equals(token_hash))).toBe(
      false,
    );
  });

  test("twice with one address adds one, however it is written and even at the same time", async () => {
    const role = "viewer" as const;
    const endings = await Promise.all([
      addPerson(admin, { name: "Joko", email: "joko@mitra.example", role }),
      addPerson(admin, { name: "Joko", email: " JOKO@mitra.example", role }),
    ]);
    expect(endings.map(({ kind }) => kind).sort()).toEqual(["added", "problems"]);
    expect(endings).toContainEqual({ kind: "problems", problems: { email: "emailTaken" } });
  });

  test("with something wrong adds nobody", async () => {
    const before = await listPeople(admin);
    const ending = await addPerson(admin, { name: " ", email: "x", role: "admin" });
    expect(ending).toEqual({ kind: "problems", problems: { name: "nameMissing", email: "emailFormat" } });
    expect(await listPeople(admin)).toHaveLength(before.length);
  });
});

describe("a new link", () => {
  test("makes the earlier one stop working, and is a reset for someone with a password", async () => {
    const { id } = await makePerson();
    const first = await createSetupLink(admin, id);
    const second = await createSetupLink(admin, id);
    if (first.kind !== "created" || second.kind !== "created") throw new Error("no link");
    expect(await findSetupOffer(tokenOf(first.setupUrl))).toBeNull();
    expect(await findSetupOffer(tokenOf(second.setupUrl))).toMatchObject({ purpose: "password_reset" });
  });

  test("is not made for someone disabled, and being disabled ends the one they have", async () => {
    const { id } = await makePerson();
    const link = await createSetupLink(admin, id);
    await disablePerson(admin, id);
    expect(await createSetupLink(admin, id)).toEqual({ kind: "disabled" });
    await enablePerson(admin, id);
    expect(link.kind === "created" && (await findSetupOffer(tokenOf(link.setupUrl)))).toBeNull();
  });
});

describe("the last admin", () => {
  test("cannot become anything else", async () => {
    const change = { personId: admin.id, role: "manager" as const };
    expect(await changeRole(admin, change)).toEqual({ kind: "last_admin" });
    await makePerson({ role: "admin", hasPassword: false });
    expect(await changeRole(admin, change), "an invited admin may never come").toEqual({
      kind: "last_admin",
    });
    expect(await activeAdmins()).toBe(2);
    await makePerson({ role: "admin" });
    expect(await changeRole(admin, change)).toEqual({ kind: "changed" });
  });

  test.each([
    ["demote", (actor: UserActor, personId: string) => changeRole(actor, { personId, role: "viewer" })],
    ["disable", disablePerson],
  ])("is left when two admins %s each other at the same moment", async (_, act) => {
    const other = await makeActor(await makePerson({ role: "admin" }));
    const endings = await Promise.allSettled([act(admin, other.id), act(other, admin.id)]);
    expect(endings.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(endings.find((ending) => ending.status === "rejected")).toMatchObject({ reason: notAllowed });
    expect(await activeAdmins()).toBe(1);
  });

  test("is left when all of five admins step down at the same moment", async () => {
    const others = await Promise.all(
      [1, 2, 3, 4].map(async () => makeActor(await makePerson({ role: "admin" }))),
    );
    const everyone = [admin, ...others];
    const endings = await Promise.all(
      everyone.map((actor) => changeRole(actor, { personId: actor.id, role: "viewer" })),
    );
    expect(endings.filter(({ kind }) => kind === "last_admin")).toHaveLength(1);
    expect(await activeAdmins()).toBe(1);
  });
});

describe("managing people", () => {
  test("does not let one disable oneself", async () => {
    await makePerson({ role: "admin" });
    expect(await disablePerson(admin, admin.id)).toEqual({ kind: "yourself" });
  });

  test("is refused to everyone else, and to an admin who was just demoted", async () => {
    const { id } = await makePerson();
    const manager = await makeActor(await makePerson({ role: "manager" }));
    const demoted: UserActor = { ...manager, role: "admin" };
    for (const actor of [manager, demoted]) {
      await expect(addPerson(actor, { name: "A", email: "a@mitra.example", role: "admin" })).rejects.toEqual(
        notAllowed,
      );
      await expect(changeRole(actor, { personId: id, role: "admin" })).rejects.toEqual(notAllowed);
      await expect(disablePerson(actor, id)).rejects.toEqual(notAllowed);
      await expect(enablePerson(actor, id)).rejects.toEqual(notAllowed);
      await expect(createSetupLink(actor, id)).rejects.toEqual(notAllowed);
    }
    await expect(listPeople(manager)).rejects.toEqual(notAllowed);
    expect(await auditOf(id)).toEqual([]);
  });

  test("of someone who does not exist says so", async () => {
    await expect(disablePerson(admin, randomUUID())).rejects.toEqual(new AppError("not_found"));
  });

  test("writes one entry for each change and none for what changed nothing", async () => {
    const { id } = await makePerson({ role: "viewer" });
    await changeRole(admin, { personId: id, role: "viewer" });
    await changeRole(admin, { personId: id, role: "manager" });
    await enablePerson(admin, id);
    await disablePerson(admin, id);
    await disablePerson(admin, id);
    expect(await auditOf(id)).toEqual([
      { action: "user.role_changed", actor_id: admin.id, details: { from: "viewer", to: "manager" } },
      { action: "user.disabled", actor_id: admin.id, details: {} },
    ]);
  });
});
