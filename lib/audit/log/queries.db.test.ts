import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { listAuditEntries, parseAuditCursor } from "./queries";
import { recordAudit, recordAuditSql } from "./record";

const { pool, prisma } = useTestDatabase();

let admin: UserActor;

beforeAll(async () => {
  admin = await makeActor(await makePerson({ role: "admin", name: "Dewi" }));
});

describe("the audit log", () => {
  test("reads the same, whichever way an entry was written", async () => {
    const subjectId = (await makePerson({ name: "Budi" })).id;
    const record = {
      actor: admin,
      action: "user.role_changed",
      subjectId,
      details: { from: "viewer", to: "admin" },
    } as const;
    await prisma.$transaction((tx) => recordAudit(tx, record));
    await inTransaction(pool, (tx) => recordAuditSql(tx, record));
    const { entries } = await listAuditEntries(admin, null);
    const [second, first] = entries.map(({ id: _, at: __, ...entry }) => entry);
    expect(second).toEqual(first);
    expect(first).toEqual({
      actor: { id: admin.id, name: "Dewi" },
      action: "user.role_changed",
      registration: null,
      person: { id: subjectId, name: "Budi" },
      credential: null,
      spreadsheet: null,
      details: { from: "viewer", to: "admin" },
    });
  });

  test("keeps nothing of a deed that was undone", async () => {
    const undone = { actor: { kind: "system" }, action: "credential.paused", subjectId: "undone" } as const;
    const inPrisma = prisma.$transaction(async (tx) => {
      await recordAudit(tx, undone);
      throw new Error("the deed fails after its entry");
    });
    await expect(inPrisma).rejects.toThrow("the deed fails");
    const inSql = inTransaction(pool, async (tx) => {
      await recordAuditSql(tx, undone);
      throw new Error("the deed fails after its entry");
    });
    await expect(inSql).rejects.toThrow("the deed fails");
    const kept = await pool.query("select 1 from audit_entry where subject_id = 'undone'");
    expect(kept.rowCount).toBe(0);
  });

  test("is never changed or emptied", async () => {
    for (const change of [
      "update audit_entry set action = 'x'",
      "delete from audit_entry",
      "truncate audit_entry",
    ]) {
      await expect(pool.query(change)).rejects.toThrow("never changed or removed");
    }
  });

  test("pages from the newest to the oldest without losing or repeating one, while new ones arrive", async () => {
    await pool.query(
      `insert into audit_entry (actor_kind, action) select 'system', 'credential.resumed' from generate_series(1, 120)`,
    );
    const expected = await pool.query<{ id: string }>("select id from audit_entry order by id desc");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listAuditEntries>> = await listAuditEntries(admin, cursor);
      expect(page.isLater).toBe(cursor !== null);
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.older;
      await pool.query(`insert into audit_entry (actor_kind, action) values ('system', 'credential.paused')`);
    } while (cursor !== null);
    expect(seen).toEqual(expected.rows.map(({ id }) => id));
  });

  test("is read by admins only", async () => {
    for (const role of ["manager", "viewer"] as const) {
      await expect(listAuditEntries({ ...admin, role }, null)).rejects.toEqual(new AppError("not_allowed"));
    }
  });
});

test.each([
  ["12", "12"],
  ["0", null],
  ["-1", null],
  ["1 or 1=1", null],
  ["99999999999999999999", null],
  [["12"], null],
  [undefined, null],
])("the cursor %j is read as %j", (text, cursor) => {
  expect(parseAuditCursor(text)).toBe(cursor);
});
