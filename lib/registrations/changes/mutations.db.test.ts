import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { estimateBulk } from "@/lib/bulk/estimate";
import { runBulkJob } from "@/lib/bulk/run";
import { startBulk } from "@/lib/bulk/start";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import { AppError } from "@/lib/errors";
import { type Submitter, submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant, saveDraft } from "@/lib/registrations/intake/register";
import type { Submission } from "@/lib/registrations/intake/submission";
import { getRegistration, listRegistrationAudit } from "@/lib/registrations/queries";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { cancelRegistration, markRegistrationFound, overrideAsNotSent, retryRegistration } from "./mutations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

let manager: UserActor;
let admin: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
  admin = await makeActor(await makePerson({ role: "admin", name: "Dewi" }));
});
beforeEach(() =>
  prisma.credential.updateMany({
    data: { usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, replay: "unproven" },
  }),
);

const UNKNOWN = makeEnding("header_timeout");
const REFUSED = makeEnding("validation", {
  httpStatus: 400,
  message: "partner_ref_id has been used",
});
const makeAccepted = (businessId: string) =>
  makeEnding("accepted", { business: { id: businessId, brandIds: [] } });

function makeSubmitter(send: Submitter["send"]): Submitter {
  return {
    pool,
    holderId: () => "test-holder",
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    send,
  };
}
const submit = (id: string, ending: AttemptEnding) =>
  submitRegistration(
    makeSubmitter(async () => ending),
    id,
    null,
  );

/** A registration whose first send got no usable answer, and what was handed in for it. */
async function makeUnconfirmed(): Promise<{ id: string; submission: Submission }> {
  const submission = makeSubmission();
  const result = await registerMerchant(manager, submission);
  if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
  await submit(result.id, UNKNOWN);
  return { id: result.id, submission };
}

const read = (id: string) => prisma.registration.findUniqueOrThrow({ where: { id } });
const reason = "DOKU's support looked for it and has none";

describe("an admin's word that DOKU has none", () => {
  test("settles a doubt as not sent, and is audited with its reason", async () => {
    const { id } = await makeUnconfirmed();
    await overrideAsNotSent(admin, id, { reason });
    expect(await read(id)).toMatchObject({ status: "FAILED", nextRunAt: null, claimHolder: null });
    const jobs = await pool.query("select 1 from graphile_worker.jobs where key = $1", [id]);
    expect(jobs.rowCount).toBe(0);
    const [newest] = await listRegistrationAudit(manager, id);
    expect(newest).toMatchObject({ action: "registration.overridden", actorName: "Dewi", reason });
  });

  test("opens it for a fix, which is a new request that settles by itself", async () => {
    const { id, submission } = await makeUnconfirmed();
    const before = await read(id);
    await overrideAsNotSent(admin, id, { reason });
    const fixed = await registerMerchant(manager, {
      ...submission,
      formKey: randomUUID(),
      registrationId: id,
    });
    expect(fixed).toEqual({ kind: "saved", id });
    await submit(id, REFUSED);
    const after = await read(id);
    expect(after.requestId).not.toBe(before.requestId);
    // The doubt was about the request before: a refusal of this one is believed.
    expect(after.status).toBe("NEEDS_FIX");
  });

  test("is taken back by ids that a person finds later", async () => {
    const { id } = await makeUnconfirmed();
    await overrideAsNotSent(admin, id, { reason });
    await markRegistrationFound(manager, id, { businessId: `BSN-${id}`, brandIds: [] });
    expect(await read(id)).toMatchObject({ status: "INVITED", cause: null });
  });

  test("does not end the doubt about the same request sent again", async () => {
    const { id } = await makeUnconfirmed();
    await overrideAsNotSent(admin, id, { reason });
    await retryRegistration(manager, id);
    await submit(id, REFUSED);
    expect((await read(id)).status).toBe("UNCONFIRMED");
  });

  test("gives way to ids that arrive after all", async () => {
    const submission = makeSubmission();
    const result = await registerMerchant(manager, submission);
    if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
    const { id } = result;
    await submitRegistration(
      makeSubmitter(async () => {
        // This process is taken for dead while DOKU's answer is on its way.
        await pool.query("update registration set claim_until = now() - interval '1 second' where id = $1", [
          id,
        ]);
        await submit(id, UNKNOWN);
        await overrideAsNotSent(admin, id, { reason });
        return makeAccepted("BSN-0103-1700206906999");
      }),
      id,
      null,
    );
    expect((await read(id)).status).toBe("INVITED");
  });

  test("is not asked for while a machine may still learn the truth", async () => {
    const { id } = await makeUnconfirmed();
    await prisma.registration.update({ where: { id }, data: { nextRunAt: new Date() } });
    await expect(overrideAsNotSent(admin, id, { reason })).rejects.toEqual(new AppError("changed_meanwhile"));
    expect((await getRegistration(admin, id)).actions).not.toContain("override");
  });

  test("is not a manager's to give", async () => {
    const { id } = await makeUnconfirmed();
    await expect(overrideAsNotSent(manager, id, { reason })).rejects.toEqual(new AppError("not_allowed"));
    expect((await read(id)).status).toBe("UNCONFIRMED");
    expect((await getRegistration(manager, id)).actions).toEqual(["found", "sendAgain"]);
    expect((await getRegistration(admin, id)).actions).toEqual(["found", "sendAgain", "override"]);
    expect((await getRegistration({ ...manager, role: "viewer" }, id)).actions).toEqual([]);
  });

  test("counts once where two admins give it at the same time", async () => {
    const { id } = await makeUnconfirmed();
    const endings = await Promise.allSettled([1, 2].map(() => overrideAsNotSent(admin, id, { reason })));
    expect(endings.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const entries = await listRegistrationAudit(admin, id);
    expect(entries.filter(({ action }) => action === "registration.overridden")).toHaveLength(1);
  });
});

describe("a refusal because the reference is used", () => {
  test("ends with the business that a person found under it", async () => {
    const result = await registerMerchant(manager, makeSubmission());
    if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
    await submit(result.id, { ...REFUSED, problemField: "partnerReference" });
    expect(await read(result.id)).toMatchObject({ status: "NEEDS_FIX" });
    await markRegistrationFound(manager, result.id, { businessId: `BSN-${result.id}`, brandIds: [] });
    expect(await read(result.id)).toMatchObject({ status: "INVITED", cause: null, problem: null });
  });

  test("is not taken for one of another field", async () => {
    const result = await registerMerchant(manager, makeSubmission());
    if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
    await submit(result.id, { ...REFUSED, problemField: "businessName" });
    const found = markRegistrationFound(manager, result.id, { businessId: `BSN-${result.id}`, brandIds: [] });
    await expect(found).rejects.toMatchObject({ code: "changed_meanwhile" });
  });
});

describe("F46: a registration that was queued before a backup was put back", () => {
  const register = async () => {
    const result = await registerMerchant(manager, makeSubmission());
    if (result.kind !== "saved") throw new Error(`expected saved, got ${result.kind}`);
    return result.id;
  };
  const putBack = () =>
    pool.query(
      `insert into database_restore (id, sign, position, noticed_at)
       values (gen_random_uuid(), 'mark', (select coalesce(max(position), 0) + 1 from database_restore), clock_timestamp())`,
    );

  test("may have been sent since, so that it can be neither cancelled nor given another reference", async () => {
    const before = await register();
    expect((await getRegistration(manager, before)).actions).toContain("cancel");
    await putBack();
    const after = await register();
    expect(await getRegistration(manager, before)).toMatchObject({ actions: [], keepsReference: true });
    await expect(cancelRegistration(manager, before)).rejects.toMatchObject({ code: "changed_meanwhile" });
    expect(await getRegistration(manager, after)).toMatchObject({
      actions: ["cancel"],
      keepsReference: false,
    });
    await cancelRegistration(manager, after);
    await pool.query("delete from database_restore");
  });

  test("keeps the reference of a draft that may have been sent since the backup was made", async () => {
    const submission = makeSubmission();
    const saved = await saveDraft(manager, submission);
    if (saved.kind !== "saved") throw new Error(`expected saved, got ${saved.kind}`);
    await putBack();
    const renamed = {
      ...submission,
      registrationId: saved.id,
      values: { ...submission.values, partnerReference: `${submission.values.partnerReference}-2` },
    };
    const refused = { kind: "problems", problems: [{ code: "partner_reference_kept" }] };
    expect(await saveDraft(manager, renamed)).toMatchObject(refused);
    expect(await registerMerchant(manager, renamed)).toMatchObject(refused);
    expect(await getRegistration(manager, saved.id)).toMatchObject({ keepsReference: true });
    await pool.query("delete from database_restore");
  });

  test("asks once before a draft is sent that may have been sent since the backup was made", async () => {
    const submission = makeSubmission();
    const saved = await saveDraft(manager, submission);
    if (saved.kind !== "saved") throw new Error(`expected saved, got ${saved.kind}`);
    await putBack();
    const again = { ...submission, registrationId: saved.id };
    expect(await registerMerchant(manager, again)).toEqual({
      kind: "warnings",
      warnings: [{ field: "businessName", code: "put_back" }],
      duplicates: [],
    });
    expect(await read(saved.id)).toMatchObject({ status: "DRAFT" });
    expect(await getRegistration(manager, saved.id)).toMatchObject({ wasPutBack: true });
    expect(await registerMerchant(manager, { ...again, acceptWarnings: true })).toMatchObject({
      kind: "saved",
    });
    expect(await getRegistration(manager, saved.id)).toMatchObject({ wasPutBack: false });
    await pool.query("delete from database_restore");
  });

  test("can be found by a person where it stands as not sent, and is sent again by nobody in bulk", async () => {
    const id = await register();
    await pool.query("update registration set status = 'FAILED', cause = 'not_sent.dns' where id = $1", [id]);
    const selection = { kind: "ids" as const, ids: [id] };
    const request = { id: randomUUID(), kind: "retry" as const, selection, assigneeId: null };
    expect(await estimateBulk(manager, request)).toMatchObject({ will: 1 });
    expect((await getRegistration(manager, id)).actions).not.toContain("found");
    await putBack();
    expect(await estimateBulk(manager, request)).toMatchObject({
      will: 0,
      left: [{ reason: "put_back", count: 1 }],
    });
    await startBulk(manager, request);
    await runBulkJob(pool, request.id, () => false);
    expect(await read(id)).toMatchObject({ status: "FAILED" });
    const [item] = (await pool.query("select outcome from bulk_item where job_id = $1", [request.id])).rows;
    expect(item).toEqual({ outcome: "put_back" });
    expect((await getRegistration(manager, id)).actions).toContain("found");
    await markRegistrationFound(manager, id, { businessId: `BSN-${id}`, brandIds: [] });
    expect(await read(id)).toMatchObject({ status: "INVITED" });
    await pool.query("delete from database_restore");
  });
});
