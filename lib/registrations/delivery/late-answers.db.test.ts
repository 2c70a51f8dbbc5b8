import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { AppError } from "@/lib/errors";
import {
  archiveRegistration,
  cancelRegistration,
  checkRegistrationWithDoku,
  markRegistrationFound,
  overrideAsNotSent,
  retryRegistration,
  sendRegistrationAgain,
} from "@/lib/registrations/changes/mutations";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// A process that was paused, or cut off from the database, says how its call ended when somebody else has gone on long
// since: the machine, or a person who looked in DOKU Dashboard.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;
let admin: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
  admin = await makeActor(await makePerson({ role: "admin" }));
});
beforeEach(() =>
  prisma.credential.updateMany({
    data: {
      usableAt: new Date(),
      keyVersion: "0badc0de",
      faultCount: 0,
      breakerUntil: null,
      pausedAt: null,
      slowUntil: null,
      replay: "unproven",
    },
  }),
);

const NO_ANSWER = makeEnding("header_timeout");
const ENDINGS = {
  accepted: (businessId: string) => ({
    ...NO_ANSWER,
    outcome: "accepted",
    reason: "accepted",
    httpStatus: 200,
    business: { id: businessId, brandIds: [`BRN-${businessId}`] },
  }),
  refused: () => makeEnding("validation", { httpStatus: 400, message: "partner_ref_id has been used" }),
  not_sent: () => makeEnding("connect_refused", { bytesWritten: false }),
  rate_limited: () => makeEnding("rate_limited", { httpStatus: 429 }),
  unknown: () => NO_ANSWER,
} as const satisfies Record<string, (businessId: string) => AttemptEnding>;
type Late = keyof typeof ENDINGS;
const LATE = Object.keys(ENDINGS) as Late[];

/** A registration whose first call is under way in a process that will tell later how it ended. */
async function sendSlowly() {
  const submission = makeSubmission();
  const saved = await registerMerchant(manager, submission);
  if (saved.kind !== "saved") throw new Error(`expected saved, got ${saved.kind}`);
  const answer = promised<AttemptEnding>();
  const isSending = promised<void>();
  const submitter: Submitter = {
    ...SUBMITTER,
    send: () => {
      isSending.resolve();
      return answer.promise;
    },
  };
  const over = submitRegistration(submitter, saved.id, null);
  await isSending.promise;
  const end = async (late: Late, businessId: string) => {
    answer.resolve(ENDINGS[late](businessId));
    await over;
  };
  return { id: saved.id, submission, end };
}

function promised<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve };
}

const SUBMITTER = {
  pool,
  holderId: () => "paused-process",
  keyVersionFor: () => "0badc0de",
  random: () => 0.5,
};

/** Its claim is over, and another process has accounted for it: nobody knows whether it arrived. */
async function goOnWithout(id: string): Promise<void> {
  await pool.query("update registration set claim_until = now() - interval '1 second' where id = $1", [id]);
  const taken = await claimForSend(pool, {
    registrationId: id,
    holder: "living-process",
    actorId: null,
    random: 0.5,
    keyVersionFor: () => "0badc0de",
  });
  expect(taken).toEqual({ kind: "nothing_to_send" });
  expect(await read(id)).toMatchObject({ status: "UNCONFIRMED", nextRunAt: null });
}

const read = (id: string) =>
  prisma.registration.findUniqueOrThrow({ where: { id }, include: { businesses: true, attempts: true } });
const alarmsOf = (id: string) =>
  prisma.auditEntry.count({
    where: { registrationId: id, action: "registration.second_business_alarm" },
  });
const jobsOf = async (id: string) =>
  (await pool.query("select run_at from graphile_worker.jobs where key = $1", [id])).rows;

const reason = "Looked in DOKU Dashboard";
type Slow = Awaited<ReturnType<typeof sendSlowly>>;

/** What people do about a row that is not sure, and where the row is after it. */
const DEEDS = {
  "nobody's": { status: "UNCONFIRMED", act: async () => {} },
  found: {
    status: "INVITED",
    act: ({ id }) => markRegistrationFound(manager, id, { businessId: `BSN-FOUND-${id}`, brandIds: [] }),
  },
  override: { status: "FAILED", act: ({ id }) => overrideAsNotSent(admin, id, { reason }) },
  "send again": { status: "UNCONFIRMED", act: ({ id }) => sendRegistrationAgain(manager, id, { reason }) },
  archive: {
    status: "FAILED",
    act: async ({ id }) => {
      await overrideAsNotSent(admin, id, { reason });
      await archiveRegistration(manager, id);
    },
  },
  retry: {
    status: "QUEUED",
    act: async ({ id }) => {
      await overrideAsNotSent(admin, id, { reason });
      await retryRegistration(manager, id);
    },
  },
  fix: {
    status: "QUEUED",
    act: async ({ id, submission }) => {
      await overrideAsNotSent(admin, id, { reason });
      const values = { ...submission.values, businessName: `Toko ${randomUUID()}` };
      const fixed = {
        ...submission,
        formKey: randomUUID(),
        registrationId: id,
        values,
        acceptWarnings: true,
      };
      expect(await registerMerchant(manager, fixed)).toMatchObject({ kind: "saved" });
    },
  },
} as const satisfies Record<string, { status: string; act: (slow: Slow) => Promise<void> }>;
type Deed = keyof typeof DEEDS;
const TABLE = (Object.keys(DEEDS) as Deed[]).flatMap((deed) => LATE.map((late) => [late, deed] as const));

describe("F49: after the end of its claim", () => {
  test.each(TABLE.filter(([late]) => late !== "accepted"))(
    "a late %s changes nothing after %s deed",
    async (late, deed) => {
      const slow = await sendSlowly();
      await goOnWithout(slow.id);
      await DEEDS[deed].act(slow);
      const before = await read(slow.id);
      const jobsBefore = await jobsOf(slow.id);
      expect(before.status).toBe(DEEDS[deed].status);
      await slow.end(late, "");
      const after = await read(slow.id);
      // What DOKU said is a fact and stands in its history; the state is whoever's it was.
      expect(after.attempts).toMatchObject([{ outcome: late }]);
      expect({ ...after, attempts: [] }).toEqual({ ...before, attempts: [] });
      expect(await jobsOf(slow.id)).toEqual(jobsBefore);
    },
  );

  test.each(TABLE.filter(([late, deed]) => late === "accepted" && deed !== "fix" && deed !== "found"))(
    "a late %s makes it invited after %s deed, and nothing goes out any more",
    async (late, deed) => {
      const slow = await sendSlowly();
      await goOnWithout(slow.id);
      await DEEDS[deed].act(slow);
      await slow.end(late, `BSN-LATE-${slow.id}`);
      const after = await read(slow.id);
      expect(after).toMatchObject({ status: "INVITED", nextRunAt: null });
      expect(after.businesses.map(({ businessId }) => businessId)).toEqual([`BSN-LATE-${slow.id}`]);
      expect(await jobsOf(slow.id)).toEqual([]);
      expect(await alarmsOf(slow.id)).toBe(0);
    },
  );

  test.each([
    ["the same business", "FOUND", 1, 0],
    ["another business, which raises an alarm,", "LATE", 2, 1],
  ])("a late answer with %s leaves what a person found as it is", async (_, which, businesses, alarms) => {
    const slow = await sendSlowly();
    await goOnWithout(slow.id);
    await DEEDS.found.act(slow);
    const { invitedAt } = await read(slow.id);
    await slow.end("accepted", `BSN-${which}-${slow.id}`);
    const after = await read(slow.id);
    expect(after).toMatchObject({ status: "INVITED", invitedAt, nextRunAt: null });
    expect(after.businesses).toHaveLength(businesses);
    expect(await alarmsOf(slow.id)).toBe(alarms);
  });

  test.each([
    ["waits to be sent", null],
    ["was not sent", ENDINGS.not_sent()],
    ["was refused, since the reference is used", ENDINGS.refused()],
  ])(
    "a late id of the envelope that was fixed since makes it invited where the new one %s",
    async (_, ending) => {
      const slow = await sendSlowly();
      await goOnWithout(slow.id);
      await DEEDS.fix.act(slow);
      if (ending) await submitRegistration({ ...SUBMITTER, send: async () => ending }, slow.id, null);
      await slow.end("accepted", `BSN-LATE-${slow.id}`);
      const after = await read(slow.id);
      expect(after.businesses).toMatchObject([{ businessId: `BSN-LATE-${slow.id}` }]);
      expect(after).toMatchObject({ status: "INVITED", nextRunAt: null, problem: null });
      expect(await jobsOf(slow.id)).toEqual([]);
    },
  );

  test("a late id of the envelope that was fixed since is kept, and the new one decides where it may have arrived", async () => {
    const slow = await sendSlowly();
    await goOnWithout(slow.id);
    await DEEDS.fix.act(slow);
    const send = async () => {
      await slow.end("accepted", `BSN-LATE-${slow.id}`);
      expect(await read(slow.id)).toMatchObject({ status: "QUEUED", claimHolder: SUBMITTER.holderId() });
      return NO_ANSWER;
    };
    await submitRegistration({ ...SUBMITTER, send }, slow.id, null);
    const { status, nextRunAt, businesses } = await read(slow.id);
    expect({ status, nextRunAt }).toEqual({ status: "UNCONFIRMED", nextRunAt: null });
    expect(businesses).toMatchObject([{ businessId: `BSN-LATE-${slow.id}` }]);
  });

  test.each(["not_sent", "refused", "rate_limited"] as const)(
    "a late id that comes while the new envelope is under way makes it invited where that ends as %s",
    async (ending) => {
      const slow = await sendSlowly();
      await goOnWithout(slow.id);
      await DEEDS.fix.act(slow);
      const send = async () => {
        await slow.end("accepted", `BSN-LATE-${slow.id}`);
        return ENDINGS[ending]();
      };
      await submitRegistration({ ...SUBMITTER, send }, slow.id, null);
      expect(await read(slow.id)).toMatchObject({ status: "INVITED", nextRunAt: null, problem: null });
      expect(await jobsOf(slow.id)).toEqual([]);
    },
  );

  test.each(["after it was sent", "while it is sent"])(
    "no machine replays a new envelope that may have arrived, where a late id comes: %s",
    async (when) => {
      const slow = await sendSlowly();
      await goOnWithout(slow.id);
      await prisma.credential.updateMany({ data: { replay: "proven" } });
      await DEEDS.fix.act(slow);
      const tellLate = () => slow.end("accepted", `BSN-LATE-${slow.id}`);
      const send = async () => {
        if (when === "while it is sent") await tellLate();
        return NO_ANSWER;
      };
      await submitRegistration({ ...SUBMITTER, send }, slow.id, null);
      if (when === "after it was sent") {
        expect(await read(slow.id)).toMatchObject({ status: "UNCONFIRMED", nextRunAt: expect.any(Date) });
        await tellLate();
      }
      expect(await read(slow.id)).toMatchObject({
        status: "UNCONFIRMED",
        nextRunAt: null,
        cause: "unsure.header_timeout",
      });
      expect(await jobsOf(slow.id)).toEqual([]);
      // Nor does a person: they say which business it is.
      for (const send of [retryRegistration, checkRegistrationWithDoku])
        await expect(send(manager, slow.id)).rejects.toMatchObject({ code: "changed_meanwhile" });
      await expect(overrideAsNotSent(admin, slow.id, { reason })).rejects.toBeInstanceOf(AppError);
      await markRegistrationFound(manager, slow.id, { businessId: `BSN-LATE-${slow.id}`, brandIds: [] });
      expect(await read(slow.id)).toMatchObject({ status: "INVITED", businesses: [{ source: "doku" }] });
    },
  );

  test("a person who acts before anybody has gone on accounts for it: it may have arrived", async () => {
    const slow = await sendSlowly();
    await prisma.registration.update({ where: { id: slow.id }, data: { status: "UNCONFIRMED" } });
    await pool.query("update registration set claim_until = now() - interval '1 second' where id = $1", [
      slow.id,
    ]);
    await DEEDS["send again"].act(slow);
    expect((await read(slow.id)).attempts).toMatchObject([{ outcome: "unknown", reason: "process_stopped" }]);
    await slow.end("refused", "");
    expect(await read(slow.id)).toMatchObject({
      status: "UNCONFIRMED",
      nextKind: "send_again",
      attempts: [{ outcome: "refused" }],
    });
  });
});

describe("F49: before the end of its claim", () => {
  const refusal = new AppError("changed_meanwhile");
  test.each(LATE)("nobody touches it, and its %s decides", async (late) => {
    const slow = await sendSlowly();
    const { id } = slow;
    for (const deed of [
      () => DEEDS.found.act(slow),
      () => overrideAsNotSent(admin, id, { reason }),
      () => DEEDS["send again"].act(slow),
      () => archiveRegistration(manager, id),
      () => retryRegistration(manager, id),
      () => cancelRegistration(manager, id),
    ])
      await expect(deed()).rejects.toEqual(refusal);
    await slow.end(late, `BSN-${id}`);
    const status = {
      accepted: "INVITED",
      refused: "NEEDS_FIX",
      not_sent: "QUEUED",
      rate_limited: "QUEUED",
      unknown: "UNCONFIRMED",
    }[late];
    expect(await read(id)).toMatchObject({ status, attempts: [{ outcome: late }] });
  });
});
