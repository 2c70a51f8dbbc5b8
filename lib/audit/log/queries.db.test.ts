import { beforeAll, describe, expect, test } from "vitest";
import { recordAudit, recordAuditSql } from "@/lib/audit/record";
import type { UserActor } from "@/lib/authority/actor";
import { inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { readAuditForExport, recordAuditExport } from "./export";
import { type AuditFilter, NO_AUDIT_FILTER } from "./filter";
import { findAuditSubject, listAuditEntries } from "./queries";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let admin: UserActor;

const list = (filter: Partial<AuditFilter> = {}, lookMs?: number) =>
  listAuditEntries(admin, { ...NO_AUDIT_FILTER, ...filter }, new Date(), lookMs);

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
    const { entries } = await list();
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
      const page: Awaited<ReturnType<typeof listAuditEntries>> = await list({ cursor });
      expect(page.isLater).toBe(cursor !== null);
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.older;
      await pool.query(`insert into audit_entry (actor_kind, action) values ('system', 'credential.paused')`);
    } while (cursor !== null);
    expect(seen).toEqual(expected.rows.map(({ id }) => id));
  });

  test("is read by admins only", async () => {
    for (const role of ["manager", "viewer"] as const) {
      await expect(listAuditEntries({ ...admin, role }, NO_AUDIT_FILTER, new Date())).rejects.toEqual(
        new AppError("not_allowed"),
      );
    }
  });
});

describe("a part of the audit log", () => {
  const AT = "2026-11-12T";
  let person: string;
  const ids = async (filter: Partial<AuditFilter>) =>
    (await list(filter)).entries.map(({ action }) => action);

  beforeAll(async () => {
    person = (await makePerson({ name: "Sari" })).id;
    await pool.query(
      `insert into audit_entry (at, actor_kind, actor_id, action, subject_id)
       values ($1, 'user', $3, 'import.sent', $4), ($2, 'user', $3, 'import.paused', $4),
              ($2, 'system', null, 'user.invited', $3)`,
      // The last moment of 11 November in WIB, and the first of the 12th.
      ["2026-11-11T16:59:59.999Z", "2026-11-11T17:00:00Z", person, "0190a3b4-1111-7222-8333-444455556666"],
    );
  });

  test("is that of a person, of a thing, of an act, of a single thing, or of Mitra itself", async () => {
    expect(await ids({ person })).toEqual(["import.paused", "import.sent"]);
    expect(await ids({ person, act: "import.sent" })).toEqual(["import.sent"]);
    expect(await ids({ person, thing: "credential" })).toEqual([]);
    expect(await ids({ thing: "spreadsheet" })).toEqual(["import.paused", "import.sent"]);
    expect(await ids({ about: { thing: "person", id: person } })).toEqual(["user.invited"]);
    expect(await ids({ about: { thing: "credential", id: person } })).toEqual([]);
    expect(await ids({ person: "system", thing: "person" })).toEqual(["user.invited"]);
    expect(await findAuditSubject(admin, { thing: "person", id: person })).toEqual({
      kind: "named",
      name: "Sari",
    });
  });

  test("is that of days, as the reader's own wall clock has them", async () => {
    const on = (from: string, to: string) => ids({ day: { from, to }, person });
    expect(await on("2026-11-12", "2026-11-12")).toEqual(["import.paused"]);
    expect(await on("2026-11-11", "2026-11-11")).toEqual(["import.sent"]);
    expect(await ids({ day: { from: "2026-11-11", to: "2026-11-12" }, thing: "person" })).toEqual([
      "user.invited",
    ]);
  });

  test("that is rare is found behind thousands of others, and the page says how far it looked where its time was up", async () => {
    await pool.query(
      `insert into audit_entry (at, actor_kind, action)
       select timestamptz '${AT}08:00Z' + n * interval '1 ms', 'system', 'registration.created'
         from generate_series(1, 50000) n`,
    );
    expect(await list({ person })).toMatchObject({ lookedBackTo: null, older: null });
    expect(await ids({ person })).toEqual(["import.paused", "import.sent"]);
    const seen: string[] = [];
    let pages = 0;
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ person, cursor }, 0);
      seen.push(...page.entries.map(({ action }) => action));
      expect(page.lookedBackTo === null).toBe(page.older === null);
      cursor = page.older;
      pages += 1;
    } while (cursor !== null);
    expect(seen).toEqual(["import.paused", "import.sent"]);
    expect(pages).toBeGreaterThan(10);
  });

  test("goes into a file whole, which is written down without a name", async () => {
    const filter = { ...NO_AUDIT_FILTER, person };
    const reading = await readAuditForExport(admin, filter, new Date());
    const actions: string[] = [];
    for await (const batch of reading.batches) actions.push(...batch.map(({ action }) => action));
    expect(actions).toEqual(["import.paused", "import.sent"]);
    expect(reading.count).toBe(2);
    await recordAuditExport(admin, { filter, entries: 2 });
    expect((await list({ act: "audit.exported" })).entries[0]?.details).toEqual({
      filter: `person=${person}`,
      entries: 2,
    });
    await expect(readAuditForExport({ ...admin, role: "manager" }, filter, new Date())).rejects.toEqual(
      new AppError("not_allowed"),
    );
  });
});
