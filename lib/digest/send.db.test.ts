import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { MailEnding } from "@/lib/mail/mail-ending";
import type { Mail } from "@/lib/mail/mailer";
import { listRegistrations } from "@/lib/registrations/list/page";
import { useTestDatabase } from "@/lib/testing/database";
import { pressTogether } from "@/lib/testing/pressed-together";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { DIGEST_LINES, digestFilter, readOffToken } from "./digest";
import { switchDigest, wantsDigest } from "./mutations";
import { readDigest } from "./queries";
import { sendDigests } from "./send";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv({ SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "Mitra <mitra@mitra.example>" });

/** Half past eight in Jakarta, half past ten in Jayapura. */
const MORNING = new Date("2026-11-30T01:30:00Z");
const YESTERDAY = "2026-11-29T05:00:00Z";
let rina: UserActor;
let dewi: UserActor;
let credentialId: string;
let sent: Mail[];

async function make(
  status: "INVITED" | "FAILED" | "NEEDS_FIX",
  set: string,
  owner: UserActor = rina,
): Promise<string> {
  const [id = ""] = await makeRegistrations(pool, { status, count: 1, ownerId: owner.id, credentialId });
  await pool.query(
    `update registration set created_at = '2026-11-01T00:00:00Z', updated_at = '2026-11-29T18:00:00Z',
            stirred_at = '2026-11-29T06:00:00Z' where id = $1`,
    [id],
  );
  await pool.query(`update registration set ${set} where id = $1`, [id]);
  return id;
}

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  [rina, dewi] = [await makeManager("Rina"), await makeManager("Dewi")];
});
beforeEach(async () => {
  sent = [];
  await pool.query("update registration set archived_at = now()");
  await pool.query(`update "user" set digest_sent_for = null, digest_off = false, disabled_at = null, time_zone = 'Asia/Jakarta',
                           password_hash = 'x'`);
});

const run = (now = MORNING, ending: "sent" | "throws" = "sent") =>
  sendDigests(pool, {
    now,
    async send(mail) {
      sent.push(mail);
      if (ending === "throws") throw new Error("no mail server");
      return { kind: "sent" };
    },
  });
const addressees = () => sent.map(({ to }) => to).sort();

test("counts what happened yesterday in the person's zone, and what waits now, of their own", async () => {
  await make("INVITED", `created_at = '${YESTERDAY}', invited_at = '${YESTERDAY}'`);
  await make(
    "INVITED",
    "invited_at = '2026-11-02', progress = 'VERIFIED', progress_since = '2026-11-29T16:59:59Z'",
  );
  await make(
    "INVITED",
    "invited_at = '2026-11-02', progress = 'VERIFIED', progress_since = '2026-11-29T17:00:00Z'",
  );
  await make(
    "INVITED",
    "invited_at = '2026-11-02', progress = 'ACTION_NEEDED', follow_up_at = '2026-11-30T01:00:00Z'",
  );
  for (const progress of ["REJECTED", "UNKNOWN_VALUE"]) {
    await make("INVITED", `invited_at = '2026-11-02', progress = '${progress}'`);
    // Who was put off until tomorrow waits for that day.
    await make(
      "INVITED",
      `invited_at = '2026-11-02', progress = '${progress}', follow_up_at = '2026-12-01T01:00:00Z'`,
    );
  }
  await make("INVITED", "invited_at = '2026-11-02', stirred_at = null");
  await make("NEEDS_FIX", "cause = 'refused.businessName.00000001'");
  await make("FAILED", "cause = 'not_sent.dns'", dewi);
  const figures = await readDigest(rina, { now: MORNING });
  expect(figures).toEqual({
    new: 1,
    invited: 1,
    verified: 1,
    due: 1,
    action: 1,
    rejected: 1,
    unknown: 1,
    quiet: 1,
    needsFix: 1,
    unsure: 0,
    notSent: 0,
  });
  // Each leads to those whom it counts.
  for (const line of DIGEST_LINES) {
    const { rows } = await listRegistrations(rina, digestFilter(line, { isMine: true }), { now: MORNING });
    expect(rows, line).toHaveLength(figures[line] ?? -1);
  }
});

test("sends each person one e-mail a day, however often it is asked and however many ask", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  await make("FAILED", "cause = 'not_sent.dns'", dewi);
  await Promise.all([run(), run(), run()]);
  expect(addressees()).toEqual([rina.email, dewi.email].sort());
  await run(new Date(MORNING.getTime() + 3_600_000));
  expect(sent).toHaveLength(2);
  await run(new Date(MORNING.getTime() + 86_400_000));
  expect(sent).toHaveLength(4);
});

test("asked for a morning that is over, it sends none after that of a later one", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  await run();
  await run(new Date(MORNING.getTime() - 86_400_000));
  expect(sent).toHaveLength(1);
});

test("goes out at eight of each person's zone", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  await make("FAILED", "cause = 'not_sent.dns'", dewi);
  await pool.query(`update "user" set time_zone = 'Asia/Jayapura' where id = $1`, [dewi.id]);
  await run(new Date("2026-11-29T23:00:00Z"));
  expect(addressees()).toEqual([dewi.email]);
  await run(MORNING);
  expect(addressees()).toEqual([rina.email, dewi.email].sort());
});

test("is sent to nobody who has nothing to be told, has switched it off, is kept out or never set a password", async () => {
  await run();
  expect(sent).toEqual([]);
  await make("FAILED", "cause = 'not_sent.dns'");
  for (const set of ["digest_off = true", "disabled_at = now()", "password_hash = null"]) {
    await pool.query(`update "user" set digest_sent_for = null, ${set} where id = $1`, [rina.id]);
    await run();
    expect(sent, set).toEqual([]);
    await pool.query(`update "user" set digest_off = false, disabled_at = null, password_hash = 'x'`);
  }
});

test("one that nobody knows to have been sent is not sent again", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  await run(MORNING, "throws");
  await run();
  expect(sent).toHaveLength(1);
});

test("a mail server that is away is waited for while it is morning, by all, and costs nobody their e-mail", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  await make("FAILED", "cause = 'not_sent.dns'", dewi);
  const tried: string[] = [];
  const runWith = (now: Date, ending: MailEnding) =>
    sendDigests(pool, {
      now,
      async send({ to }) {
        tried.push(to);
        return ending;
      },
    });
  await runWith(MORNING, { kind: "failed", reason: "unreachable" });
  expect(tried).toHaveLength(1);
  await runWith(new Date(MORNING.getTime() + 60_000), { kind: "failed", reason: "unreachable" });
  expect(tried).toHaveLength(2);
  await run(new Date(MORNING.getTime() + 120_000));
  expect(addressees()).toEqual([rina.email, dewi.email].sort());
  await run(new Date(MORNING.getTime() + 180_000));
  expect(sent).toHaveLength(2);
});

test("one that the mail server refused is not tried each minute", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  let tried = 0;
  const send = async (): Promise<MailEnding> => {
    tried += 1;
    return { kind: "failed", reason: "later" };
  };
  await sendDigests(pool, { now: MORNING, send });
  await sendDigests(pool, { now: new Date(MORNING.getTime() + 60_000), send });
  expect(tried).toBe(1);
});

test("brings the link that switches it off, which is told in the audit log once", async () => {
  await make("FAILED", "cause = 'not_sent.dns'");
  await run();
  const token = /token=(\S+)/.exec(sent[0]?.text ?? "")?.[1];
  const userId = readOffToken(token, "a-secret-for-tests-of-at-least-32-characters");
  expect(userId).toBe(rina.id);
  expect(sent[0]?.text).not.toContain("@");
  expect(await switchDigest(userId ?? "", { isOff: true })).toBe(true);
  expect(await switchDigest(userId ?? "", { isOff: true })).toBe(true);
  expect(await wantsDigest(rina.id)).toBe(false);
  const told = await prisma.auditEntry.count({ where: { action: "user.digest_switched_off" } });
  expect(told).toBe(1);
});

test("pressed twice at once, the link switches it off once, and that is told once", async () => {
  await prisma.user.update({ where: { id: rina.id }, data: { digestOff: false } });
  const told = () => prisma.auditEntry.count({ where: { action: "user.digest_switched_off" } });
  const before = await told();
  const off = () => switchDigest(rina.id, { isOff: true });
  const pressed = await pressTogether(
    pool,
    (tx) => tx.query('select from "user" where id = $1 for no key update', [rina.id]),
    [off, off],
  );
  expect(pressed).toEqual(Array(2).fill({ status: "fulfilled", value: true }));
  expect(await told()).toBe(before + 1);
});
