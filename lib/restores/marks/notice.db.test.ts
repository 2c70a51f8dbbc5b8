import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { runBulkJob } from "@/lib/bulk/run";
import { startBulk } from "@/lib/bulk/start";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { type Holder, startHolder } from "@/lib/holders/holder";
import { getImport } from "@/lib/imports/queries";
import { runImport, runImportChunk } from "@/lib/imports/sending/run";
import { resumeImport, sendImport, stopImport } from "@/lib/imports/sending/send";
import { retryRegistration } from "@/lib/registrations/changes/mutations";
import { CLAIM_SECONDS } from "@/lib/registrations/delivery/claim";
import { claimBatch } from "@/lib/registrations/delivery/claim-due";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { recordEndings } from "@/lib/registrations/delivery/record";
import { registerMerchant } from "@/lib/registrations/intake/register";
import type { SaveResult } from "@/lib/registrations/intake/submission";
import { type RestoreWatch, watchForRestores } from "@/lib/restores/marks/watch";
import { findOpenRestore, getHeldByRestore } from "@/lib/restores/queries";
import { settleRestore } from "@/lib/restores/settle";
import { useTestDatabase } from "@/lib/testing/database";
import { makeImport, makeRow } from "@/lib/testing/import-rows";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let credentialId: string;
const holders: Holder[] = [];

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  manager = await makeManager();
});

beforeEach(async () => {
  await pool.query("update import set status = 'stopped', pause_reason = null");
  await pool.query("update bulk_job set status = 'stopped'");
  await pool.query("delete from database_restore");
  await pool.query("delete from origin");
});
afterEach(() => Promise.all(holders.splice(0).map((holder) => holder.close())));

/** A process starts; it has an id when this resolves. */
async function start(): Promise<Holder> {
  const holder = await startHolder({ connectionString: url, kind: "worker" });
  holders.push(holder);
  return holder;
}

const setReplay = (replay: "proven" | "unproven") =>
  prisma.credential.updateMany({
    data: { replay, usableAt: new Date(), keyVersion: "0badc0de", pausedAt: null },
  });

const queueOne = async () => idOf(await registerMerchant(manager, makeSubmission()));

function idOf(result: SaveResult): string {
  if (result.kind !== "saved") throw new Error(result.kind);
  return result.id;
}

const ACCEPTED = makeEnding("accepted", { business: { id: "BSN-IN-FLIGHT", brandIds: [] }, signature: null });

/** As if the row were read from a backup by a server that continues it. */
const restore = () => pool.query("update origin set identity = 'where the backup was made'");

const readRegistration = (id: string) => prisma.registration.findUniqueOrThrow({ where: { id } });
const readImport = (id: string) => prisma.import.findUniqueOrThrow({ where: { id } });
const readJob = (id: string) => prisma.bulkJob.findUniqueOrThrow({ where: { id } });
const countRestores = () => prisma.databaseRestore.count();
const never = () => false;

async function openRestoreId(): Promise<string> {
  const open = await findOpenRestore(manager);
  if (!open) throw new Error("nothing was noticed");
  return open.id;
}

async function look(watch: RestoreWatch): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("set synchronous_commit = on");
  await watch.look(client);
  await client.end();
}

describe("F44: a restored backup", () => {
  test("sets aside what waits where a replay is not proven, once, audited, and with no job left", async () => {
    await setReplay("unproven");
    await start();
    expect(await countRestores()).toBe(0);
    const id = await queueOne();
    await restore();
    await Promise.all([start(), start(), start()]);
    expect(await countRestores()).toBe(1);
    expect(await readRegistration(id)).toMatchObject({
      status: "UNCONFIRMED",
      cause: "unsure.restored",
      nextRunAt: null,
    });
    const entries = await prisma.auditEntry.findMany({
      where: { registrationId: id },
      select: { action: true },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      "registration.created",
      "registration.parked_after_restore",
    ]);
    expect((await pool.query("select 1 from graphile_worker.jobs where key = $1", [id])).rowCount).toBe(0);
  });

  test("goes by the replay mode of the process that notices it, not by the one that came back", async () => {
    await setReplay("proven");
    await start();
    const id = await queueOne();
    await restore();
    const beforeParking = () => setReplay("unproven");
    holders.push(await startHolder({ connectionString: url, kind: "worker", beforeParking }));
    expect(await readRegistration(id)).toMatchObject({ status: "UNCONFIRMED", cause: "unsure.restored" });
  });

  test("fences off whoever had claimed what is set aside", async () => {
    await setReplay("unproven");
    await start();
    const id = await queueOne();
    const claimed = await claimForSend(pool, {
      registrationId: id,
      holder: "claimed before",
      actorId: null,
      random: 0.5,
      keyVersionFor: () => "0badc0de",
    });
    if (claimed.kind !== "claimed") throw new Error(claimed.kind);
    await restore();
    await start();
    const { claimEpoch, claimHolder, claimUntil } = await readRegistration(id);
    expect(claimEpoch).toBeGreaterThan(claimed.claim.epoch);
    expect({ claimHolder, claimUntil }).toEqual({ claimHolder: null, claimUntil: null });
    // What was under way when the backup was made stays a doubt, whatever is sent after it.
    const attempts = await prisma.attempt.findMany({ where: { registrationId: id } });
    expect(attempts).toMatchObject([{ outcome: "unknown", reason: "process_stopped" }]);
  });

  test("goes on with what waits where a replay is proven: DOKU knows the request again", async () => {
    await setReplay("proven");
    await start();
    const id = await queueOne();
    const { requestId, nextRunAt } = await readRegistration(id);
    await restore();
    await start();
    expect(await countRestores()).toBe(1);
    expect(await readRegistration(id)).toMatchObject({ status: "QUEUED", requestId, nextRunAt });
  });

  describe("does not know who had a claim, and who may still send under it", () => {
    const claimOne = (id: string) =>
      claimForSend(pool, {
        registrationId: id,
        holder: "goes on",
        actorId: null,
        random: 0.5,
        keyVersionFor: () => "0badc0de",
      });
    const claimMany = async () => {
      const asking = { holder: "goes on", limit: 100, random: 0.5, keyVersionFor: () => "0badc0de" };
      const claimed = await claimBatch(pool, { ...asking, credentialId });
      return claimed.kind === "claimed" ? claimed.claims.map(({ registrationId }) => registrationId) : [];
    };
    const goBack = async (interval: string) => {
      await pool.query("update database_restore set noticed_at = noticed_at - $1::interval", [interval]);
      await pool.query("update registration set created_at = created_at - $1::interval", [interval]);
    };

    /** Two that gave up, as the backup has them, and that a person wants to be sent again; and one that is new since. */
    async function makeThree(replay: "proven" | "unproven") {
      await pool.query("update registration set next_run_at = null");
      await setReplay(replay);
      await start();
      const [form, drained] = [await queueOne(), await queueOne()];
      await pool.query("update registration set status = 'FAILED', next_run_at = null where id = any($1)", [
        [form, drained],
      ]);
      await restore();
      await start();
      expect(await countRestores()).toBe(1);
      await retryRegistration(manager, form);
      await retryRegistration(manager, drained);
      return { form, drained, fresh: await queueOne() };
    }

    test("nothing that it brought back is claimed until those claims are over", async () => {
      const { form, drained, fresh } = await makeThree("unproven");
      const { noticedAt } = await prisma.databaseRestore.findFirstOrThrow();
      const until = new Date(noticedAt.getTime() + CLAIM_SECONDS * 1_000);
      expect(await claimOne(form)).toEqual({ kind: "not_due", at: until });
      expect(await claimMany()).toEqual([fresh]);
      await goBack("50 seconds");
      expect(await claimOne(form)).toMatchObject({ kind: "not_due" });
      expect(await claimMany()).toEqual([]);
      await goBack("10 seconds");
      expect(await claimOne(form)).toMatchObject({ kind: "claimed" });
      expect(await claimMany()).toEqual([drained]);
    });

    test("a restore that was noticed by a clock that was ahead holds nothing", async () => {
      const { form } = await makeThree("unproven");
      await goBack("-2 hours");
      expect(await claimOne(form)).toMatchObject({ kind: "claimed" });
    });

    test("where replays are proven it is claimed at once", async () => {
      const { form, drained, fresh } = await makeThree("proven");
      expect(await claimOne(form)).toMatchObject({ kind: "claimed" });
      expect((await claimMany()).sort()).toEqual([drained, fresh].sort());
    });

    /** A draft that somebody sends at this moment, as a backup of before knows it. */
    async function restoreDraft() {
      await setReplay("unproven");
      await start();
      const submission = makeSubmission();
      const id = idOf(await registerMerchant(manager, submission));
      const lost = await claimOne(id);
      if (lost.kind !== "claimed") throw new Error(lost.kind);
      await pool.query("delete from attempt where registration_id = $1", [id]);
      await pool.query(
        `update registration set status = 'DRAFT', next_run_at = null, claim_holder = null, claim_until = null,
                claim_epoch = 0, attempt_count = 0, request_id = null, body_text = null, queued_at = null where id = $1`,
        [id],
      );
      await restore();
      await start();
      return { id, lost, again: { ...submission, formKey: randomUUID(), registrationId: id } };
    }

    test("a draft is invited by the answer of who had it before, and is sent no more", async () => {
      const { id, lost, again } = await restoreDraft();
      const ending = { ...ACCEPTED, business: { id: "BSN-OF-A-DRAFT", brandIds: [] } };
      await recordEndings(pool, [{ claim: lost.claim, ending, random: 0.5 }]);
      expect(await readRegistration(id)).toMatchObject({ status: "INVITED", nextRunAt: null });
      expect(await registerMerchant(manager, { ...again, acceptWarnings: true })).toEqual({
        kind: "saved",
        id,
      });
      expect(await readRegistration(id)).toMatchObject({ status: "INVITED", nextRunAt: null });
    });

    test("a draft that a person goes on with waits for the answer of who had it before, and is made once", async () => {
      const { id, lost, again } = await restoreDraft();
      expect(await registerMerchant(manager, { ...again, acceptWarnings: true })).toEqual({
        kind: "saved",
        id,
      });
      expect(await claimOne(id)).toMatchObject({ kind: "not_due" });
      await recordEndings(pool, [{ claim: lost.claim, ending: ACCEPTED, random: 0.5 }]);
      expect(await readRegistration(id)).toMatchObject({ status: "INVITED", nextRunAt: null });
      await goBack("1 hour");
      expect(await claimOne(id)).toEqual({ kind: "nothing_to_send" });
    });
  });

  test("is not seen in a restart of the same server", async () => {
    await setReplay("unproven");
    await start();
    const id = await queueOne();
    await Promise.all([start(), start()]);
    expect(await countRestores()).toBe(0);
    expect(await readRegistration(id)).toMatchObject({ status: "QUEUED" });
  });

  test("is the newest of all whatever the clock says", async () => {
    await start();
    await restore();
    await start();
    const first = await openRestoreId();
    await pool.query("update database_restore set noticed_at = noticed_at + interval '2 hours'");
    await restore();
    await start();
    expect(await openRestoreId()).not.toBe(first);
    await start();
    expect(await countRestores()).toBe(2);
  });

  test("is audited and told once, with what was held", async () => {
    await setReplay("unproven");
    await start();
    await restore();
    const before = await prisma.auditEntry.count({ where: { action: "database.restored" } });
    await start();
    const entries = await prisma.auditEntry.findMany({ where: { action: "database.restored" } });
    expect(entries).toHaveLength(before + 1);
    expect(entries.at(-1)).toMatchObject({
      actorKind: "system",
      subjectId: await openRestoreId(),
      details: { sign: "another_server", imports: 0, bulkJobs: 0 },
    });
  });
});

describe("F46: a backup that was made while spreadsheets and bulk jobs were under way", () => {
  const make = (count: number) =>
    makeImport(pool, {
      createdById: manager.id,
      credentialId,
      rows: Array.from({ length: count }, () => makeRow()),
    });
  const send = (importId: string, scheduledAt: Date | null = null) =>
    sendImport(manager, { importId, typedCount: null, holdAfterFirst: false, scheduledAt });
  const countReady = (importId: string) => prisma.importRow.count({ where: { importId, state: "ready" } });

  async function retryMany(count: number): Promise<string> {
    const ids = await makeRegistrations(pool, {
      status: "FAILED",
      count,
      ownerId: manager.id,
      credentialId,
    });
    const id = randomUUID();
    await startBulk(manager, { id, kind: "retry", selection: { kind: "ids", ids }, assigneeId: null });
    return id;
  }

  test.each(["proven", "unproven"] as const)(
    "pauses all of them with the reason, whether replays are proven or not (%s)",
    async (replay) => {
      await setReplay(replay);
      await start();
      const [sending, scheduled, untouched, paused] = [
        await make(3),
        await make(2),
        await make(1),
        await make(2),
      ];
      await send(sending);
      await pool.query("update import set status = 'sending' where id = $1", [sending]);
      await send(scheduled, new Date(Date.now() + 3_600_000));
      await send(paused);
      await pool.query("update import set status = 'paused' where id = $1", [paused]);
      const job = await retryMany(2);
      await restore();
      await start();
      expect(await readImport(sending)).toMatchObject({ status: "paused", pauseReason: "restored" });
      expect(await readImport(scheduled)).toMatchObject({ status: "paused", pauseReason: "restored" });
      expect(await readImport(untouched)).toMatchObject({ status: "checked", pauseReason: null });
      // A person paused it before: it is theirs.
      expect(await readImport(paused)).toMatchObject({ status: "paused", pauseReason: null });
      expect(await readJob(job)).toMatchObject({ status: "paused" });
      expect(await runImportChunk(pool, sending, 0)).toEqual({ kind: "ended" });
      expect(await runImportChunk(pool, scheduled, 0)).toEqual({ kind: "ended" });
      expect(await runBulkJob(pool, job, never)).toBeNull();
      expect(await countReady(sending)).toBe(3);
    },
  );

  test("a process in the middle of a spreadsheet hands out not one more row", async () => {
    await setReplay("proven");
    await start();
    const importId = await make(600);
    await send(importId);
    await pool.query("update import set status = 'sending' where id = $1", [importId]);
    const running = runImport(pool, importId, never);
    await expect.poll(() => countReady(importId)).toBeLessThan(600);
    await restore();
    await start();
    const left = await countReady(importId);
    expect(left).toBeGreaterThan(0);
    expect(await running).toBeNull();
    expect(await countReady(importId)).toBe(left);
  });

  test("the rows in hand at that moment are handed out whole or not at all", async () => {
    await setReplay("proven");
    await start();
    const importId = await make(3);
    await send(importId);
    await restore();
    let starting: Promise<Holder> | undefined;
    await inTransaction(pool, async (tx) => {
      await tx.query("select from import where id = $1 for no key update", [importId]);
      starting = start();
      await expect
        .poll(async () => {
          const { rows } = await pool.query(
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'mitra restore' and datname = current_database()",
          );
          return rows.length;
        })
        .toBe(1);
    });
    await starting;
    expect(await readImport(importId)).toMatchObject({ status: "paused", pauseReason: "restored" });
  });

  test("after a person has looked everything goes on, once, and what they ended stays ended", async () => {
    await setReplay("proven");
    await start();
    const [sending, scheduled, stopped] = [await make(3), await make(2), await make(4)];
    await send(sending);
    const at = new Date(Date.now() + 3_600_000);
    await send(scheduled, at);
    await send(stopped);
    const job = await retryMany(5);
    await restore();
    await start();
    await stopImport(manager, stopped);
    const { imports, bulkJobs } = await getHeldByRestore(manager);
    expect(bulkJobs).toMatchObject([{ id: job, kind: "retry", pending: 5 }]);
    // Made within one millisecond they stand in either order.
    expect(imports.toSorted((one, other) => one.unsent - other.unsent)).toMatchObject([
      { id: scheduled, unsent: 2, replay: "proven", scheduledAt: at.toISOString() },
      { id: sending, unsent: 3, replay: "proven", scheduledAt: null },
    ]);
    const id = await openRestoreId();
    await Promise.all([settleRestore(manager, id), settleRestore(manager, id)]);
    expect(await findOpenRestore(manager)).toBeNull();
    expect(await readImport(sending)).toMatchObject({ status: "canary", pauseReason: null });
    expect(await readImport(scheduled)).toMatchObject({
      status: "canary",
      pauseReason: null,
      scheduledAt: at,
    });
    expect(await readImport(stopped)).toMatchObject({ status: "stopped", pauseReason: null });
    expect(await readJob(job)).toMatchObject({ status: "running" });
    const jobs = await pool.query<{ key: string }>(
      "select key from graphile_worker.jobs where key = any($1) order by key",
      [[`run_import:${sending}`, `run_import:${scheduled}`, `bulk:${job}`]],
    );
    expect(jobs.rows).toHaveLength(3);
    const settled = await prisma.auditEntry.findMany({
      where: { action: "database.restore_settled", subjectId: id },
    });
    expect(settled).toMatchObject([{ actorId: manager.id, details: { imports: 2, bulkJobs: 1 } }]);
  });

  test("going on by itself, as its own page lets, takes one batch out of what is held", async () => {
    await setReplay("proven");
    await start();
    const importId = await make(2);
    await send(importId);
    await restore();
    await start();
    await resumeImport(manager, importId);
    expect(await readImport(importId)).toMatchObject({ status: "canary", pauseReason: null });
    expect((await getHeldByRestore(manager)).imports).toEqual([]);
  });

  test("who sees no contacts reads none in the names of the files that are held", async () => {
    await setReplay("unproven");
    await start();
    const [held, asking] = [await make(2), await make(3)];
    await send(held);
    const named = "Siti 0812-9999-8888.xlsx";
    await pool.query("update import set file_name = $2 where id = any($1)", [[held, asking], named]);
    await restore();
    await start();
    const namesFor = async (actor: UserActor) => {
      const { imports, asking: others } = await getHeldByRestore(actor);
      return [...imports, ...others]
        .filter(({ id }) => [held, asking].includes(id))
        .map(({ fileName }) => fileName);
    };
    expect(await namesFor(manager)).toEqual([named, named]);
    expect(await namesFor({ ...manager, role: "viewer" })).toEqual(Array(2).fill("Siti •••8888.xlsx"));
  });

  test.each(["checked", "canary_done", "paused"] as const)(
    "one that a person had in hand (%s) goes on only when they have looked, where a request is not known again",
    async (status) => {
      await setReplay("unproven");
      await start();
      const importId = await make(2);
      if (status !== "checked")
        await pool.query("update import set status = $2 where id = $1", [importId, status]);
      const goOn = (looked?: { hasLooked: boolean }) =>
        status === "checked"
          ? sendImport(manager, {
              ...{ importId, typedCount: null, holdAfterFirst: false, scheduledAt: null },
              ...looked,
            })
          : resumeImport(manager, importId, looked);
      await restore();
      await start();
      expect(await getImport(manager, importId)).toMatchObject({ status, wasPutBack: true });
      expect((await getHeldByRestore(manager)).asking).toContainEqual(
        expect.objectContaining({ id: importId, unsent: 2 }),
      );
      await expect(goOn()).rejects.toMatchObject({ code: "changed_meanwhile" });
      expect(await countReady(importId)).toBe(2);
      expect(await readImport(importId)).toMatchObject({ status });
      await goOn({ hasLooked: true });
      expect((await readImport(importId)).status).toBe(status === "canary_done" ? "sending" : "canary");

      await setReplay("proven");
      expect(await getImport(manager, importId)).toMatchObject({ wasPutBack: false });
    },
  );

  test("one that came in since is nothing to look for", async () => {
    await setReplay("unproven");
    await start();
    await restore();
    await start();
    const importId = await make(1);
    expect(await getImport(manager, importId)).toMatchObject({ wasPutBack: false });
    await expect(send(importId)).resolves.toEqual({ kind: "started" });
  });

  test("nobody goes on with a restore that they have not seen, or without the right to send", async () => {
    await start();
    await restore();
    await start();
    const seen = await openRestoreId();
    await restore();
    await start();
    await expect(settleRestore(manager, seen)).rejects.toMatchObject({ code: "changed_meanwhile" });
    const viewer = await makeActor(await makePerson({ role: "viewer" }));
    await expect(settleRestore(viewer, await openRestoreId())).rejects.toMatchObject({ code: "not_allowed" });
    expect(await findOpenRestore(viewer)).not.toBeNull();
  });
});

describe("F47: a dump restored over the same database (pg_restore --clean)", () => {
  const TABLES = ["origin", "database_restore", "audit_entry", "registration", "import", "import_row"];

  /** Every table's rows as they are now, kept beside them. */
  async function dump(): Promise<void> {
    await pool.query("drop schema if exists dump cascade; create schema dump");
    for (const table of TABLES) await pool.query(`create table dump.${table} as table ${table}`);
  }

  /** What `pg_restore --clean` leaves: the same server and database, the numbering too, and the rows of the dump. */
  async function restoreOver(): Promise<void> {
    await inTransaction(pool, async (tx) => {
      await tx.query("set local session_replication_role = replica");
      for (const table of TABLES) {
        await tx.query(`delete from ${table}`);
        await tx.query(`insert into ${table} select * from dump.${table}`);
      }
      await tx.query(
        "select setval(pg_get_serial_sequence('audit_entry', 'id'), (select max(id) from audit_entry))",
      );
    });
  }

  const startPulsing = async () => {
    const holder = await startHolder({ connectionString: url, kind: "worker", pulseMs: 20 });
    holders.push(holder);
    return holder;
  };

  test("is noticed by a running process at its next pulse, which then goes on under another id", async () => {
    await setReplay("unproven");
    await start();
    const id = await queueOne();
    await dump();
    const holder = await startPulsing();
    const before = holder.currentId();
    await restoreOver();
    await expect.poll(countRestores).toBe(1);
    await expect.poll(() => holder.currentId()).not.toBe(before);
    await expect.poll(() => holder.currentId()).not.toBeNull();
    expect(await readRegistration(id)).toMatchObject({ status: "UNCONFIRMED", cause: "unsure.restored" });
    expect(await countRestores()).toBe(1);
  });

  test("is noticed where the database went on to write other entries under the same numbers", async () => {
    const watch = watchForRestores({ connectionString: url, folder: null });
    await start();
    await dump();
    await queueOne();
    await look(watch);
    await restoreOver();
    // Processes that never saw what is gone write on, and count past whoever did.
    await pool.query("update origin set beat = beat + 1000");
    await queueOne();
    await look(watch);
    const { sign } = await prisma.databaseRestore.findFirstOrThrow();
    expect(sign).toBe("entry_lost");
    await look(watch);
    expect(await countRestores()).toBe(1);
  });
});

describe("F47: where what has to follow cannot be done at once, the disk being full", () => {
  beforeAll(() =>
    pool.query(
      "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$",
    ),
  );
  const spoil = () =>
    pool.query("create trigger refuse before insert on database_restore execute function refuse()");
  const mend = () => pool.query("drop trigger refuse on database_restore");

  test("it is done at the next look, however often somebody looked in vain", async () => {
    const watch = watchForRestores({ connectionString: url, folder: null });
    await look(watch);
    await pool.query("update origin set beat = 0");
    await spoil();
    for (let times = 0; times < 3; times += 1)
      await expect(look(watch)).rejects.toThrow("what has to follow from it was not done");
    await mend();
    await look(watch);
    expect(await countRestores()).toBe(1);
  });

  test("a running process has no id until it is done", async () => {
    const holder = await startHolder({ connectionString: url, kind: "worker", pulseMs: 20 });
    holders.push(holder);
    await spoil();
    await pool.query("update origin set beat = 0");
    await expect.poll(() => holder.currentId()).toBeNull();
    expect(await countRestores()).toBe(0);
    await mend();
    await expect.poll(() => holder.currentId(), { timeout: 10_000 }).not.toBeNull();
    expect(await countRestores()).toBe(1);
  });
});

test("F47: a process whose connection was lost has no id before it has looked", async () => {
  const holder = await start();
  const readHolders = () => prisma.holder.findMany({ select: { id: true }, orderBy: { id: "asc" } });
  const before = await readHolders();
  await inTransaction(pool, async (tx) => {
    await tx.query("lock table origin in exclusive mode");
    await tx.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mitra-holder-worker' and datname = current_database()",
    );
    await expect
      .poll(async () => {
        const { rows } = await pool.query(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'mitra-holder-worker' and datname = current_database()",
        );
        return rows.length;
      })
      .toBe(1);
    expect(holder.currentId()).toBeNull();
    expect(await readHolders()).toEqual(before);
  });
  await expect.poll(() => holder.currentId()).not.toBeNull();
  expect(await countRestores()).toBe(0);
});
