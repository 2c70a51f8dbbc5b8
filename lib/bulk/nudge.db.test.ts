import { randomUUID } from "node:crypto";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { inTransaction } from "@/lib/db";
import { runInChunks } from "@/lib/jobs/chunks";
import type { MailEnding } from "@/lib/mail/mail-ending";
import { type Mail, sendMail } from "@/lib/mail/mailer";
import { listNudges } from "@/lib/nudges/queries";
import { remind } from "@/lib/nudges/remind";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { estimateBulk } from "./estimate";
import { nudgeNext } from "./nudge";
import { getBulkJob } from "./queries";
import { remindLeftOut } from "./remind-left-out";
import { resumeBulkJobs } from "./resume";
import { startBulk } from "./start";
import { stopBulk } from "./stop";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv({ SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "Mitra <mitra@mitra.example>" });

let rina: UserActor;
let dewi: UserActor;
let credentialId: string;
let port = 0;
/** To whom the mail server was given an e-mail, whatever became of who gave it. */
let received: string[] = [];

const server = new SMTPServer({
  disabledCommands: ["STARTTLS", "AUTH"],
  logger: false,
  onRcptTo: ({ address }, _, done) =>
    done(
      address.startsWith("tolak") ? Object.assign(new Error("no such user"), { responseCode: 550 }) : null,
    ),
  onData(stream, { envelope }, done) {
    stream.on("end", () => {
      received.push(...envelope.rcptTo.map(({ address }) => address));
      done();
    });
    stream.resume();
  },
});

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  dewi = await makeManager("Dewi");
  credentialId = (await requireCurrentCredential()).id;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => {
  received = [];
});

const give = (mail: Mail): Promise<MailEnding> =>
  sendMail(mail, {
    settings: {
      url: `smtp://127.0.0.1:${port}`,
      from: { name: "Mitra", address: "mitra@mitra.example" },
      isClearTextAllowed: false,
    },
  });
const make = (count: number) =>
  makeRegistrations(pool, { status: "INVITED", count, ownerId: rina.id, credentialId });
async function start(ids: string[]): Promise<string> {
  const id = randomUUID();
  const selection = { kind: "ids" as const, ids };
  expect(await startBulk(rina, { id, kind: "nudge", selection, assigneeId: null })).toMatchObject({
    kind: "started",
  });
  return id;
}
const run = (jobId: string, send: (mail: Mail) => Promise<MailEnding> = give, isStopping = () => false) =>
  runInChunks(pool, () => nudgeNext(pool, jobId, send), isStopping);
const readJob = (id: string) => prisma.bulkJob.findUniqueOrThrow({ where: { id } });
async function outcomesOf(jobId: string): Promise<Record<string, number>> {
  const items = await prisma.bulkItem.groupBy({ by: ["outcome"], where: { jobId }, _count: true });
  return Object.fromEntries(items.map(({ outcome, _count }) => [outcome ?? "pending", _count]));
}
/** Lets the time pass in which a process could still be at an e-mail. */
const letPass = (jobId: string) =>
  pool.query("update nudge set at = at - interval '1 minute' where job_id = $1", [jobId]);

test("what comes under the id of a job and asks for something else is not taken for it", async () => {
  const selection = { kind: "ids" as const, ids: await make(1) };
  const day = (hours: number) => ({ at: new Date(Date.now() + hours * 3_600_000), note: "" });
  const asked = { id: randomUUID(), selection, assigneeId: null };
  const followUp = day(24);
  const planned = { ...asked, kind: "follow_up", followUp } as const;
  expect(await startBulk(rina, planned)).toMatchObject({ kind: "started" });
  expect(await startBulk(rina, planned)).toEqual({ kind: "started", id: asked.id });
  for (const other of [
    { ...planned, followUp: day(48) },
    { ...planned, followUp: { ...followUp, note: "Telepon" } },
    { ...asked, kind: "nudge", locale: "en" } as const,
  ])
    await expect(startBulk(rina, other)).rejects.toMatchObject({ code: "changed_meanwhile" });
  const job = await readJob(asked.id);
  expect(job.followUpAt).toEqual(followUp.at);
});

describe("reminding many by e-mail", () => {
  test("says first who is left out, and why", async () => {
    const [cooling = "", reviewed = "", archived = "", nameless = "", ...others] = await make(7);
    const ids = [cooling, reviewed, archived, nameless, ...others];
    await remind(rina, {
      id: randomUUID(),
      registrationId: cooling,
      channel: "copy",
      locale: "id",
      subject: "",
      body: "Halo",
      overrides: null,
    });
    await prisma.registration.update({ where: { id: reviewed }, data: { progress: "IN_REVIEW" } });
    await prisma.registration.update({ where: { id: archived }, data: { archivedAt: new Date() } });
    await prisma.registration.update({ where: { id: nameless }, data: { representativeEmail: "" } });
    const request = { kind: "nudge" as const, selection: { kind: "ids" as const, ids }, assigneeId: null };
    const left = [
      { reason: "not_their_turn", count: 2 },
      { reason: "cooling", count: 1 },
      { reason: "no_email", count: 1 },
    ];
    const estimate = await estimateBulk(rina, request);
    expect({ ...estimate, left: estimate.left.toSorted((a, b) => (a.reason < b.reason ? 1 : -1)) }).toEqual({
      total: 7,
      will: 3,
      left: left.toSorted((a, b) => (a.reason < b.reason ? 1 : -1)),
      isTooMany: false,
    });
    expect(received).toEqual([]);

    const jobId = await start(ids);
    expect(await run(jobId)).toBeNull();
    expect(received).toHaveLength(3);
    expect(await outcomesOf(jobId)).toEqual({ done: 3, not_their_turn: 2, cooling: 1, no_email: 1 });
    expect(await readJob(jobId)).toMatchObject({ status: "finished", done: 3, skipped: 4 });
    const [first = ""] = others;
    expect(await listNudges(rina, first)).toMatchObject([{ state: "sent", channel: "email" }]);
    const entries = await prisma.auditEntry.findMany({ where: { action: "registration.nudged" } });
    expect(entries.filter(({ details }) => JSON.stringify(details).includes(jobId))).toHaveLength(3);

    // A second job over the same leaves them all alone.
    const again = await start(others);
    await run(again);
    expect(received).toHaveLength(3);
    expect(await outcomesOf(again)).toEqual({ cooling: 3 });
  });

  test("200 by a worker that dies again and again: each gets one at most, and those in the air are told", async () => {
    const ids = await make(200);
    const jobId = await start(ids);
    let given = 0;
    const dying = async (mail: Mail): Promise<MailEnding> => {
      given += 1;
      // Before the first byte, after the last one, and between the two it is the same for who comes after.
      if (given % 40 === 10) throw new Error("killed before it left");
      const ending = await give(mail);
      if (given % 40 === 30) throw new Error("killed after it was taken");
      return ending;
    };
    const deaths: string[] = [];
    for (let isOver = false; !isOver; ) {
      const end = await run(jobId, dying).then(
        (when) => when,
        (error: unknown) => String(error),
      );
      if (typeof end === "string") deaths.push(end);
      // Nothing is left but what another process may have in hand.
      else if (end === null) isOver = true;
      else await letPass(jobId);
    }
    expect(deaths.length).toBe(10);
    expect(new Set(received).size).toBe(received.length);
    expect(received).toHaveLength(195);
    expect(await outcomesOf(jobId)).toEqual({ done: 190, maybe_sent: 10 });
    expect(await readJob(jobId)).toMatchObject({ status: "finished", total: 200, done: 190, skipped: 10 });
    const states = await prisma.nudge.groupBy({ by: ["state"], where: { jobId }, _count: true });
    expect(Object.fromEntries(states.map(({ state, _count }) => [state, _count]))).toEqual({
      sent: 190,
      sending: 10,
    });
    // On a machine with other work each of the deaths takes its time.
  }, 120_000);

  test("by several workers at once is one e-mail each", async () => {
    const jobId = await start(await make(30));
    const again = async () => {
      for (;;) if ((await run(jobId)) === null) return;
    };
    await Promise.all([again(), again(), again()]);
    expect(received).toHaveLength(30);
    expect(new Set(received).size).toBe(30);
    expect(await outcomesOf(jobId)).toEqual({ done: 30 });
  });

  test("that another worker has in hand is left to it, for as long as it may be at it", async () => {
    const jobId = await start(await make(2));
    let letGo: (ending: MailEnding) => void = () => undefined;
    const slow = nudgeNext(pool, jobId, () => new Promise<MailEnding>((resolve) => (letGo = resolve)));
    await expect.poll(() => prisma.nudge.count({ where: { jobId } })).toBe(1);
    expect(await run(jobId)).toEqual({ inMs: 1_000 });
    expect(await outcomesOf(jobId)).toEqual({ done: 1, pending: 1 });
    letGo({ kind: "sent" });
    await slow;
    expect(await run(jobId)).toBeNull();
    expect(await outcomesOf(jobId)).toEqual({ done: 2 });
  });

  test("is stopped between two, and tells of the one in the air", async () => {
    const jobId = await start(await make(5));
    let given = 0;
    await run(jobId, async (mail) => {
      given += 1;
      if (given === 2) await stopBulk(rina, jobId);
      return give(mail);
    });
    expect(received).toHaveLength(2);
    expect(await outcomesOf(jobId)).toEqual({ done: 2, pending: 3 });
    expect(await readJob(jobId)).toMatchObject({ status: "stopped", done: 2 });
  });

  test("is stopped while whoever has one in the air dies: it stands as one that may have been sent", async () => {
    const jobId = await start(await make(3));
    const dying = run(jobId, async (mail) => {
      await stopBulk(rina, jobId);
      await give(mail);
      throw new Error("killed after it was taken");
    });
    await expect(dying).rejects.toThrow("killed");
    expect(await run(jobId)).toEqual({ inMs: 1_000 });
    await letPass(jobId);
    expect(await run(jobId)).toBeNull();
    expect(received).toHaveLength(1);
    expect(await outcomesOf(jobId)).toEqual({ maybe_sent: 1, pending: 2 });
    expect(await readJob(jobId)).toMatchObject({ status: "stopped", done: 0, skipped: 1 });
  });

  test("tells of each what the mail server said, and a failed one reminded nobody", async () => {
    const [refused = "", taken = ""] = await make(2);
    await prisma.registration.update({
      where: { id: refused },
      data: { representativeEmail: "tolak@toko.example" },
    });
    const jobId = await start([refused, taken]);
    await run(jobId);
    expect(await outcomesOf(jobId)).toEqual({ mail_address: 1, done: 1 });
    expect(await prisma.registration.findUniqueOrThrow({ where: { id: refused } })).toMatchObject({
      nudgedAt: null,
      stirredAt: null,
    });
  });

  test("whose words grow too long once they are filled in says that, and nothing of an ID", async () => {
    await pool.query(
      `insert into nudge_template (channel, locale, subject, body, author_id, updated_at)
       values ('email', 'id', 'Halo', $1, $2, now())`,
      [`{documents} ${"x".repeat(3_950)}`, rina.id],
    );
    try {
      const jobId = await start(await make(1));
      await run(jobId);
      expect(received).toEqual([]);
      expect(await outcomesOf(jobId)).toEqual({ message_too_long: 1 });
    } finally {
      await pool.query("delete from nudge_template");
    }
  });

  test("is not done by who may not write any more", async () => {
    const jobId = await start(await make(3));
    await prisma.user.update({ where: { id: rina.id }, data: { role: "viewer" } });
    await run(jobId);
    await prisma.user.update({ where: { id: rina.id }, data: { role: "manager" } });
    expect(received).toEqual([]);
    expect(await outcomesOf(jobId)).toEqual({ not_allowed: 3 });
  });

  test("has nothing in its words that is an id", async () => {
    const jobId = await start(await make(1));
    const mails: Mail[] = [];
    await run(jobId, async (mail) => {
      mails.push(mail);
      return { kind: "sent" };
    });
    const [mail] = mails;
    expect(mail).toMatchObject({
      replyTo: rina.email,
      subject: expect.stringMatching(/^Lengkapi pendaftaran/),
    });
    expect(mail?.text).toMatch(/^Halo Budi Santoso, saya Rina\./);
    expect(mail?.text).not.toMatch(/ROW-|BSN-|BRN-|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  test.each([
    ["en", /^Hello Budi Santoso, this is Rina\./],
    ["id", /^Halo Budi Santoso, saya Rina\./],
    // From before it could be chosen, or by a process that does not know it.
    [null, /^Halo Budi Santoso, saya Rina\./],
  ] as const)("is in the language that was chosen for all of it: %s", async (locale, greeting) => {
    const id = randomUUID();
    const selection = { kind: "ids" as const, ids: await make(2) };
    await startBulk(rina, {
      ...{ id, kind: "nudge", selection, assigneeId: null },
      ...(locale && { locale }),
    });
    if (locale === null) await pool.query("update bulk_job set locale = null where id = $1", [id]);
    const mails: Mail[] = [];
    await run(id, async (mail) => {
      mails.push(mail);
      return { kind: "sent" };
    });
    expect(mails).toHaveLength(2);
    for (const { text } of mails) expect(text).toMatch(greeting);
    const kept = await prisma.nudge.findMany({ where: { jobId: id } });
    expect(kept.map((nudge) => nudge.locale)).toEqual(Array(2).fill(locale ?? "id"));
    expect(await getBulkJob(rina, id)).toMatchObject({ locale: locale ?? "id" });
  });
});

describe("a job of reminders that was under way when the database was put back", () => {
  /** What a backup knows that was made after so many reminders, with one more in the air where its process died then. */
  async function putBack(jobId: string, known: number): Promise<void> {
    await pool.query(
      `with forgotten as (
         select i.position, i.registration_id as id from bulk_item i
          where i.job_id = $1 and i.outcome is not null order by i.position offset $2),
       nudges as (delete from nudge n using forgotten f where n.job_id = $1 and n.registration_id = f.id),
       items as (update bulk_item i set outcome = null, ended_at = null from forgotten f
                  where i.job_id = $1 and i.position = f.position)
       update registration r set nudged_at = null, stirred_at = null from forgotten f where r.id = f.id`,
      [jobId, known],
    );
    await pool.query(
      "update bulk_job set status = 'paused', finished_at = null, done = $2, skipped = 0 where id = $1",
      [jobId, known],
    );
  }
  const goOn = () => inTransaction(pool, (tx) => resumeBulkJobs(tx, rina));

  test("reminds nobody who may have been reminded since the backup, and says so", async () => {
    const jobId = await start(await make(6));
    let given = 0;
    // Four have left when the machine is lost; the backup knows of two.
    await run(jobId, async (mail) => {
      given += 1;
      if (given === 4) await stopBulk(rina, jobId);
      return give(mail);
    });
    await putBack(jobId, 2);
    expect(await run(jobId)).toBeNull();
    expect(received).toHaveLength(4);
    await goOn();
    expect(await run(jobId)).toBeNull();
    expect(received).toHaveLength(4);
    expect(await outcomesOf(jobId)).toEqual({ done: 2, maybe_reminded: 4 });
    expect(await readJob(jobId)).toMatchObject({ status: "finished", done: 2, skipped: 4 });
  });

  test("tells of the one in the air apart, and reminds those left out once a person says so", async () => {
    const jobId = await start(await make(4));
    let given = 0;
    await run(jobId, async (mail) => {
      given += 1;
      if (given === 2) throw new Error("killed at the edge of the backup");
      return give(mail);
    }).catch(() => undefined);
    await putBack(jobId, 1);
    await goOn();
    await letPass(jobId);
    await run(jobId);
    expect(await outcomesOf(jobId)).toEqual({ done: 1, maybe_sent: 1, maybe_reminded: 2 });
    expect(received).toHaveLength(1);

    await expect(remindLeftOut({ ...rina, role: "viewer" }, jobId)).rejects.toMatchObject({
      code: "not_allowed",
    });
    await Promise.all([remindLeftOut(rina, jobId), remindLeftOut(rina, jobId)]);
    expect(await readJob(jobId)).toMatchObject({ status: "running", done: 1, skipped: 1 });
    await run(jobId);
    await remindLeftOut(rina, jobId);
    expect(await outcomesOf(jobId)).toEqual({ done: 3, maybe_sent: 1 });
    expect(await readJob(jobId)).toMatchObject({ status: "finished", done: 3, skipped: 1 });
    expect(new Set(received).size).toBe(3);
    const entries = await prisma.auditEntry.findMany({
      where: { action: "bulk.left_out_reminded", subjectId: jobId },
    });
    expect(entries).toMatchObject([{ actorId: rina.id, details: { total: 2 } }]);
  });

  test("reminds those left out in the name of whoever says so, also where who began it may not any more", async () => {
    const jobId = await start(await make(2));
    await putBack(jobId, 0);
    await goOn();
    await run(jobId);
    await prisma.user.update({ where: { id: rina.id }, data: { disabledAt: new Date() } });
    await remindLeftOut(dewi, jobId);
    const mails: Mail[] = [];
    await run(jobId, async (mail) => {
      mails.push(mail);
      return { kind: "sent" };
    });
    await prisma.user.update({ where: { id: rina.id }, data: { disabledAt: null } });
    expect(await outcomesOf(jobId)).toEqual({ done: 2 });
    for (const { replyTo, text } of mails) {
      expect(replyTo).toBe(dewi.email);
      expect(text).toContain("saya Dewi.");
    }
    expect(await getBulkJob(rina, jobId)).toMatchObject({ createdByName: "Dewi" });
  });

  test("is asked about again where the database is put back once more", async () => {
    const jobId = await start(await make(3));
    await putBack(jobId, 0);
    await goOn();
    await run(jobId);
    await remindLeftOut(rina, jobId);
    await putBack(jobId, 0);
    await goOn();
    await run(jobId);
    expect(received).toEqual([]);
    expect(await outcomesOf(jobId)).toEqual({ maybe_reminded: 3 });
  });

  test("cannot be gone on with while it runs, nor where it never was put back", async () => {
    const jobId = await start(await make(2));
    await remindLeftOut(rina, jobId);
    await run(jobId);
    await remindLeftOut(rina, jobId);
    expect(await readJob(jobId)).toMatchObject({ status: "finished", done: 2 });
    const again = await start(await make(1));
    await putBack(again, 0);
    await goOn();
    await expect(remindLeftOut(rina, again)).rejects.toMatchObject({ code: "not_possible_now" });
    await expect(remindLeftOut(rina, randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a merchant that is called like an id is reminded by its name", async () => {
  const ids = await make(1);
  await pool.query("update registration set business_name = 'Toko BSN-88' where id = any($1)", [ids]);
  const jobId = await start(ids);
  await run(jobId);
  expect(await outcomesOf(jobId)).toEqual({ done: 1 });
  expect(received).toHaveLength(1);
});
