import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { AppError } from "@/lib/errors";
import type { Progress } from "@/lib/generated/prisma/enums";
import type { MailEnding } from "@/lib/mail/mail-ending";
import type { Mail } from "@/lib/mail/mailer";
import { archiveRegistration } from "@/lib/registrations/changes/mutations";
import type { RegistrationStatus } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import type { NudgeRequest } from "./nudge-view";
import { isRemindable, listNudges, readReminder } from "./queries";
import { remind } from "./remind";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv({ SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "Mitra <mitra@mitra.example>" });

let rina: UserActor;
let dewi: UserActor;
let viewer: UserActor;
let credentialId: string;
let id: string;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  dewi = await makeManager("Dewi");
  viewer = await makeActor(await makePerson({ role: "viewer" }));
  credentialId = (await requireCurrentCredential()).id;
});
beforeEach(async () => {
  id = await make("INVITED");
});

async function make(status: RegistrationStatus): Promise<string> {
  const [made = ""] = await makeRegistrations(pool, { status, count: 1, ownerId: rina.id, credentialId });
  return made;
}

const request = (given: Partial<NudgeRequest> = {}): NudgeRequest => ({
  id: randomUUID(),
  registrationId: id,
  channel: "whatsapp",
  locale: "id",
  subject: "",
  body: "Halo Budi",
  overrides: null,
  ...given,
});
const readRow = () => prisma.registration.findUniqueOrThrow({ where: { id } });
const readNudges = () => prisma.nudge.findMany({ where: { registrationId: id }, orderBy: { at: "asc" } });
const readAudit = () =>
  prisma.auditEntry.findMany({ where: { registrationId: id, action: "registration.nudged" } });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
/** Moves what was done back in time. */
const letPass = (hours: number) =>
  pool.query(
    `with n as (update nudge set at = at - $2 * interval '1 hour' where registration_id = $1)
     update registration set nudged_at = nudged_at - $2 * interval '1 hour', stirred_at = stirred_at - $2 * interval '1 hour'
      where id = $1`,
    [id, hours],
  );

describe("reminding by WhatsApp", () => {
  test("is written down with its audit entry, and answers with the address that opens it", async () => {
    const press = request({ body: "Halo & selamat #1" });
    expect(await remind(rina, press)).toEqual({
      kind: "handed_over",
      href: "https://wa.me/6281510229216?text=Halo%20%26%20selamat%20%231",
    });
    const [nudge] = await readNudges();
    expect(nudge).toMatchObject({
      id: press.id,
      channel: "whatsapp",
      state: "handed_over",
      locale: "id",
      wasOverridden: false,
      actorId: rina.id,
      jobId: null,
    });
    expect(await readRow()).toMatchObject({ nudgedAt: nudge?.at, stirredAt: nudge?.at });
    expect(await readAudit()).toMatchObject([{ details: { nudge: press.id, channel: "whatsapp" } }]);
    expect(await listNudges(viewer, id)).toMatchObject([{ state: "handed_over", actorName: "Rina" }]);
  });

  test("a second time within a day is kept back, until somebody says so", async () => {
    await remind(rina, request());
    const { nudgedAt } = await readRow();
    const kept = await remind(dewi, request());
    expect(kept).toMatchObject({
      kind: "cooling",
      cooling: { byName: "Rina", channel: "whatsapp", at: nudgedAt?.toISOString() },
    });
    expect((await readReminder(dewi, id)).cooling).toEqual("cooling" in kept ? kept.cooling : null);
    expect(await readNudges()).toHaveLength(1);

    const overrides = nudgedAt?.toISOString() ?? null;
    expect(await remind(dewi, request({ overrides }))).toMatchObject({ kind: "handed_over" });
    expect(await readNudges()).toMatchObject([{ wasOverridden: false }, { wasOverridden: true }]);
    expect(await readAudit()).toHaveLength(2);

    await letPass(24);
    expect((await readReminder(rina, id)).cooling).toBeNull();
    expect(await remind(rina, request({ overrides }))).toMatchObject({ kind: "handed_over" });
    expect((await readNudges()).at(-1)).toMatchObject({ wasOverridden: false });
  });

  test("who passes over one reminder passes over that one, and is told of a later one", async () => {
    await remind(rina, request());
    const overrides = (await readReminder(rina, id)).cooling?.at ?? null;
    expect(await remind(dewi, request({ overrides }))).toMatchObject({ kind: "handed_over" });
    expect(await remind(rina, request({ overrides }))).toMatchObject({
      ...{ kind: "cooling", cooling: { byName: "Dewi" } },
    });
    expect(await readNudges()).toHaveLength(2);
  });

  test("of two people who press at once one is kept back, and told of the other", async () => {
    const answers = await Promise.all([remind(rina, request()), remind(dewi, request())]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["cooling", "handed_over"]);
    const kept = answers.find((answer) => answer.kind === "cooling");
    expect(["Rina", "Dewi"]).toContain(kept?.cooling.byName);
    expect(await readNudges()).toHaveLength(1);
  });

  test("the same press that comes twice is one reminder, and nobody else's", async () => {
    const press = request();
    const first = await remind(rina, press);
    expect(await remind(rina, press)).toEqual(first);
    expect(await readNudges()).toHaveLength(1);
    expect(await codeOf(remind(dewi, press))).toBe("changed_meanwhile");
  });

  test.each<[RegistrationStatus, Progress | null, boolean]>([
    ["INVITED", null, true],
    ["INVITED", "IN_PROGRESS", true],
    ["INVITED", "ACTION_NEEDED", true],
    ["INVITED", "IN_REVIEW", false],
    ["INVITED", "VERIFIED", false],
    ["INVITED", "REJECTED", false],
    ["UNCONFIRMED", null, false],
    ["DRAFT", null, false],
  ])("of one that is %s and %s: %s", async (status, progress, isPossible) => {
    id = await make(status);
    await prisma.registration.update({ where: { id }, data: { progress } });
    expect(await isRemindable(rina, id)).toBe(isPossible);
    expect(await codeOf(readReminder(rina, id))).toBe(isPossible ? "none" : "not_possible_now");
    expect(await codeOf(remind(rina, request()))).toBe(isPossible ? "none" : "not_possible_now");
    expect(await readNudges()).toHaveLength(isPossible ? 1 : 0);
  });

  test("not of what is archived, by a viewer, or of nothing", async () => {
    expect(await codeOf(remind(viewer, request()))).toBe("not_allowed");
    expect(await codeOf(readReminder(viewer, id))).toBe("not_allowed");
    expect(await codeOf(remind(rina, request({ registrationId: randomUUID() })))).toBe("not_found");
    await archiveRegistration(rina, id);
    expect(await codeOf(remind(rina, request()))).toBe("not_possible_now");
    expect(await readNudges()).toEqual([]);
  });

  test("no id of DOKU's or of ours leaves, and nothing is written", async () => {
    const business = await prisma.business.create({
      data: {
        environment: "simulator",
        businessId: `opaque/${randomUUID().slice(0, 8)}`,
        partnerRefId: "x",
        registrationId: id,
        source: "doku",
        brands: { create: [{ environment: "simulator", brandId: `brand/${randomUUID().slice(0, 8)}` }] },
      },
      include: { brands: true },
    });
    const { partnerRefId } = await readRow();
    for (const found of [business.businessId, business.brands[0]?.brandId ?? "", partnerRefId])
      expect(await remind(rina, request({ body: `Halo, ${found}.` }))).toMatchObject({
        kind: "refused",
        problem: "hasId",
      });
    expect(await remind(rina, request({ body: " " }))).toMatchObject({ kind: "refused", problem: "missing" });
    expect(await readNudges()).toEqual([]);
    expect(await readRow()).toMatchObject({ nudgedAt: null, stirredAt: null });
  });
});

describe("the ready messages", () => {
  test("are in both languages, with the masked inbox and no id", async () => {
    const reminder = await readReminder(rina, id);
    const { partnerRefId, invitedUserEmail, representativeEmail } = await readRow();
    const all = JSON.stringify(reminder.messages);
    expect(reminder.messages.whatsapp.id.body).toContain(`u•••@${invitedUserEmail.split("@")[1]}`);
    expect(reminder.messages.email.en.subject).toMatch(
      /^Complete the registration of Kopi Senja \d+ at DOKU$/,
    );
    for (const hidden of [partnerRefId, invitedUserEmail, id]) expect(all).not.toContain(hidden);
    expect(reminder).toMatchObject({
      hasWhatsApp: true,
      email: representativeEmail,
      mailFrom: "Mitra <mitra@mitra.example>",
      replyTo: rina.email,
      documentsAt: null,
      followUpAt: null,
      cooling: null,
    });
  });
});

describe("reminding by Mitra's own mail", () => {
  const mail = (given: Partial<NudgeRequest> = {}) =>
    request({ channel: "email", subject: "Lengkapi", body: "Halo Budi", ...given });
  const answering = (ending: MailEnding) => {
    const sent: Mail[] = [];
    const send = async (given: Mail) => {
      // Whatever happens from here on, the reminder stands there.
      expect(await readNudges()).toMatchObject([{ state: "sending", endedAt: null }]);
      sent.push(given);
      return ending;
    };
    return { sent, send };
  };

  test("is written down before it leaves, and again when it was taken", async () => {
    const { sent, send } = answering({ kind: "sent" });
    const { representativeEmail } = await readRow();
    expect(await remind(rina, mail(), send)).toEqual({ kind: "sent", to: representativeEmail });
    expect(sent).toEqual([
      { to: representativeEmail, replyTo: rina.email, subject: "Lengkapi", text: "Halo Budi" },
    ]);
    expect(await readNudges()).toMatchObject([{ state: "sent", reason: null }]);
    expect(await listNudges(rina, id)).toMatchObject([{ state: "sent" }]);
  });

  test("that the server refused reminded nobody", async () => {
    await pool.query("update registration set stirred_at = now() - interval '5 days' where id = $1", [id]);
    const before = await readRow();
    const { send } = answering({ kind: "failed", reason: "address" });
    expect(await remind(rina, mail(), send)).toEqual({ kind: "failed", reason: "address" });
    expect(await readNudges()).toMatchObject([{ state: "failed", reason: "address" }]);
    expect(await readRow()).toMatchObject({ nudgedAt: null, stirredAt: before.stirredAt });
    // So the next one is not kept back.
    expect(await remind(rina, request())).toMatchObject({ kind: "handed_over" });
  });

  test.each([
    ["the first", [0, 1]],
    ["the second", [1, 0]],
    ["both at once", null],
  ] as const)("of which two overlapped and both failed reminded nobody: %s fails first", async (_, order) => {
    await pool.query(
      "update registration set stirred_at = t.at, progress_since = t.at from (select now() - interval '5 days' as at) t where id = $1",
      [id],
    );
    const before = await readRow();
    const fails: (() => void)[] = [];
    const send = () =>
      new Promise<MailEnding>((resolve) => {
        fails.push(() => resolve({ kind: "failed", reason: "unreachable" }));
      });
    const first = remind(rina, mail(), send);
    await expect.poll(() => fails.length).toBe(1);
    const overrides = (await readRow()).nudgedAt?.toISOString() ?? null;
    const second = remind(dewi, mail({ overrides }), send);
    await expect.poll(() => fails.length).toBe(2);
    for (const place of order ?? []) {
      fails[place]?.();
      await [first, second][place];
    }
    for (const fail of fails) fail();
    expect([await first, await second]).toMatchObject([{ kind: "failed" }, { kind: "failed" }]);
    expect(await readRow()).toMatchObject({ nudgedAt: null, stirredAt: before.stirredAt });
    expect(await remind(rina, request())).toMatchObject({ kind: "handed_over" });
  });

  test("that failed after one that went leaves that one as the last", async () => {
    await remind(rina, request());
    const before = await readRow();
    const overrides = before.nudgedAt?.toISOString() ?? null;
    const failing = async (): Promise<MailEnding> => ({ kind: "failed", reason: "later" });
    expect(await remind(dewi, mail({ overrides }), failing)).toMatchObject({ kind: "failed" });
    expect(await readRow()).toMatchObject({ nudgedAt: before.nudgedAt, stirredAt: before.stirredAt });
  });

  test("of which nobody heard stays one that may have been sent", async () => {
    const { send } = answering({ kind: "unsure", reason: "no_answer" });
    expect(await remind(rina, mail(), send)).toEqual({ kind: "maybe" });
    expect(await listNudges(rina, id)).toMatchObject([{ state: "maybe" }]);
    expect(await remind(rina, request())).toMatchObject({ kind: "cooling" });
  });

  test("whose process dies is not sent again by the same press, and told as one that may have been sent", async () => {
    const press = mail();
    const dying = async (): Promise<MailEnding> => Promise.reject(new Error("killed"));
    await expect(remind(rina, press, dying)).rejects.toThrow("killed");
    expect(await listNudges(rina, id)).toMatchObject([{ state: "sending" }]);
    const { sent, send } = answering({ kind: "sent" });
    expect(await remind(rina, press, send)).toEqual({ kind: "maybe" });
    expect(sent).toEqual([]);
    await letPass(1);
    expect(await listNudges(rina, id)).toMatchObject([{ state: "maybe" }]);
    expect(await readNudges()).toMatchObject([{ state: "sending" }]);
  });

  test("pressed twice at once leaves once", async () => {
    const press = mail();
    let sends = 0;
    const send = async (): Promise<MailEnding> => {
      sends += 1;
      return { kind: "sent" };
    };
    await Promise.all([remind(rina, press, send), remind(rina, press, send)]);
    expect(sends).toBe(1);
  });
});
