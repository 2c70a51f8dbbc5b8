import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { makeEnding } from "@/lib/doku/testing/make-ending";
import type { Claim } from "@/lib/registrations/delivery/claim";
import { claimForSend } from "@/lib/registrations/delivery/claim-one";
import { type EndedSend, recordEndings } from "@/lib/registrations/delivery/record";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { createMortal } from "@/lib/testing/mortal-pool";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

// However odd the rows of a set are, recording them together is recording each by itself, in fewer statements.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
});

const resetCredential = () =>
  prisma.credential.updateMany({
    data: {
      ...{ usableAt: new Date(), keyVersion: "0badc0de", faultCount: 0, breakerUntil: null, pausedAt: null },
      ...{ pausedReason: null, slowUntil: null, probeUntil: null },
    },
  });
beforeEach(resetCredential);

const UNKNOWN = makeEnding("header_timeout", { reportedBusinessId: "BSN-NOT-SOUND" });
const accepted = (id: string, brandIds: string[] = []): AttemptEnding => ({
  ...UNKNOWN,
  outcome: "accepted",
  reason: "accepted",
  httpStatus: 200,
  business: { id, brandIds },
  signature: "verified",
});

const takeOver = (id: string) =>
  pool.query("update registration set claim_epoch = claim_epoch + 1 where id = $1", [id]);
const setStatus = (id: string, status: "NEEDS_FIX" | "INVITED") =>
  pool.query(
    `update registration set status = $2::registration_status, problem = 'before', problem_field = 'phoneNumber' where id = $1`,
    [id, status],
  );

type Odd = {
  name: string;
  /** `set` tells the ids of one set from those of another. */
  ending: (set: string) => AttemptEnding;
  /** What happens to its row while the call is under way. */
  meanwhile?: (claim: Claim) => Promise<unknown>;
};

const ROWS: readonly Odd[] = [
  { name: "accepted", ending: (set) => accepted(`BSN-1-${set}`, [`BRN-1-${set}`, `BRN-2-${set}`]) },
  {
    name: "accepted, the same brand twice",
    ending: (set) => accepted(`BSN-2-${set}`, [`BRN-3-${set}`, `BRN-3-${set}`]),
  },
  { name: "accepted with the id of another", ending: (set) => accepted(`BSN-0-${set}`) },
  {
    name: "accepted with a brand of another",
    ending: (set) => accepted(`BSN-3-${set}`, [`BRN-0-${set}`, `BRN-4-${set}`]),
  },
  {
    name: "accepted, others have the claim",
    ending: (set) => accepted(`BSN-4-${set}`),
    meanwhile: ({ registrationId }) => takeOver(registrationId),
  },
  {
    name: "accepted, after a person found another",
    ending: (set) => accepted(`BSN-5-${set}`),
    meanwhile: ({ registrationId, partnerRefId }) =>
      pool.query(
        `insert into business (id, environment, business_id, partner_ref_id, registration_id, source, received_at)
         values (gen_random_uuid(), 'simulator', $2, $3, $1, 'person', now())`,
        [registrationId, `BSN-FOUND-${registrationId}`, partnerRefId],
      ),
  },
  {
    name: "accepted, in a database that does not know the attempt",
    ending: (set) => accepted(`BSN-6-${set}`),
    meanwhile: ({ attemptId }) => pool.query("delete from attempt where id = $1", [attemptId]),
  },
  {
    name: "accepted, after it was recorded",
    ending: (set) => accepted(`BSN-7-${set}`),
    meanwhile: ({ attemptId }) =>
      pool.query("update attempt set outcome = 'accepted', reason = 'accepted' where id = $1", [attemptId]),
  },
  {
    name: "accepted, its envelope was replaced",
    ending: (set) => accepted(`BSN-8-${set}`),
    meanwhile: ({ registrationId }) =>
      pool.query("update registration set request_id = $2 where id = $1", [registrationId, randomUUID()]),
  },
  {
    name: "refused",
    ending: () => ({
      ...UNKNOWN,
      outcome: "refused",
      reason: "validation",
      httpStatus: 400,
      message: "no",
      problemField: "businessName",
    }),
  },
  {
    name: "refused, though it is invited",
    ending: () => ({ ...UNKNOWN, outcome: "refused", reason: "validation", httpStatus: 400, message: "no" }),
    meanwhile: ({ registrationId }) => setStatus(registrationId, "INVITED"),
  },
  {
    name: "refused, others have the claim",
    ending: () => ({ ...UNKNOWN, outcome: "refused", reason: "validation", httpStatus: 400, message: "no" }),
    meanwhile: ({ registrationId }) => takeOver(registrationId),
  },
  { name: "unknown", ending: () => UNKNOWN },
  {
    name: "unknown, after its process was taken for dead",
    ending: () => UNKNOWN,
    meanwhile: ({ attemptId }) =>
      pool.query("update attempt set outcome = 'unknown', reason = 'process_stopped' where id = $1", [
        attemptId,
      ]),
  },
  {
    name: "not sent",
    ending: () => ({ ...UNKNOWN, outcome: "not_sent", reason: "connect_refused", bytesWritten: false }),
  },
  {
    name: "not sent, with the words of an earlier refusal",
    ending: () => ({ ...UNKNOWN, outcome: "not_sent", reason: "connect_refused", bytesWritten: false }),
    meanwhile: ({ registrationId }) => setStatus(registrationId, "NEEDS_FIX"),
  },
  {
    name: "rate limited",
    ending: () => ({ ...UNKNOWN, outcome: "rate_limited", reason: "rate_limited", retryAfterMs: 7_000 }),
  },
  {
    name: "not sent for a claim that was over",
    ending: () => ({ ...UNKNOWN, outcome: "not_sent", reason: "claim_over", bytesWritten: false }),
  },
  {
    name: "the credential refused",
    ending: () => ({
      ...UNKNOWN,
      outcome: "credential_refused",
      reason: "invalid_signature",
      httpStatus: 400,
    }),
  },
];

async function send({ ending, meanwhile }: Odd, set: string): Promise<EndedSend> {
  const saved = await registerMerchant(manager, makeSubmission());
  if (saved.kind !== "saved") throw new Error(saved.kind);
  const asking = { holder: "test", actorId: null, random: 0.5, keyVersionFor: () => "0badc0de" };
  const claimed = await claimForSend(pool, { ...asking, registrationId: saved.id });
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  await meanwhile?.(claimed.claim);
  return { claim: claimed.claim, ending: ending(set), random: 0.5 };
}

async function sendAll(set: string): Promise<EndedSend[]> {
  const sent: EndedSend[] = [];
  for (const row of ROWS) sent.push(await send(row, set));
  return sent;
}

/** What is to be seen of a registration afterwards; of ids and times only whether there are any. */
async function shownOf({ claim: { registrationId: id } }: EndedSend, set: string) {
  const row = await prisma.registration.findUniqueOrThrow({
    where: { id },
    include: {
      attempts: true,
      businesses: { include: { brands: { orderBy: { brandId: "asc" } } }, orderBy: { businessId: "asc" } },
      audit: { orderBy: { id: "asc" } },
    },
  });
  const { rows: jobs } = await pool.query(
    `select task_identifier as task, run_at = next_run_at as "isDueWithIt"
       from graphile_worker.jobs join registration on registration.id::text = key where key = $1`,
    [id],
  );
  const endedAt = row.attempts[0]?.endedAt;
  const isLater = row.nextRunAt && endedAt && +row.nextRunAt - +endedAt > 2_500;
  const plain = (text: string) => text.replaceAll(id, "ID").replaceAll(set, "SET");
  return {
    status: row.status,
    epoch: row.claimEpoch,
    holder: row.claimHolder,
    isLater,
    ...{ outcome: row.lastOutcome, deaths: row.deathCount, problem: row.problem, field: row.problemField },
    ...{ cause: row.cause, isInvited: row.invitedAt !== null, jobs },
    attempts: row.attempts.map(
      ({ outcome, reason, bytesWritten, message, reportedBusinessId, retryAfterMs, endedAt }) => [
        ...[outcome, reason, bytesWritten, message, reportedBusinessId, retryAfterMs, endedAt !== null],
      ],
    ),
    businesses: row.businesses.map(({ businessId, source, brands }) => [
      ...[plain(businessId), source, brands.map(({ brandId }) => plain(brandId))],
    ]),
    audit: row.audit.map(({ action, details }) => [action, plain(JSON.stringify(details))]),
  };
}

async function record(set: string, write: (sent: EndedSend[]) => Promise<unknown>) {
  const another = { name: "", ending: () => accepted(`BSN-0-${set}`, [`BRN-0-${set}`]) };
  await recordEndings(pool, [await send(another, set)]);
  const sent = await sendAll(set);
  await resetCredential();
  const steps = await write(sent);
  const rows = [];
  for (const [index, one] of sent.entries()) rows.push([ROWS[index]?.name, await shownOf(one, set)]);
  const credential = await prisma.credential.findFirstOrThrow();
  const { faultCount, slowUntil, pausedReason } = credential;
  const paused = await prisma.auditEntry.count({ where: { action: "credential.paused" } });
  const said = (steps as ({ status: string } | null)[]).map((step) => step?.status ?? null);
  return { rows, said, credential: { faultCount, isSlow: slowUntil !== null, pausedReason }, paused };
}

test("rows of every kind end together as each would by itself", async () => {
  const apart = await record("APART", async (sent) => {
    const steps = [];
    for (const one of sent) steps.push(...(await recordEndings(pool, [one])));
    return steps;
  });
  await resetCredential();
  const statements: string[] = [];
  const together = await record("TOGETHER", async (sent) => {
    const { pool: counted, steps } = createMortal(pool, null);
    const decided = await recordEndings(counted, sent);
    statements.push(...steps);
    return decided;
  });
  expect(together).toEqual({ ...apart, paused: 2 });
  expect(statements.filter((step) => step === "commit")).toHaveLength(1);
  expect(apart.said.filter((status) => status !== null)).toHaveLength(15);
});

test("two calls for one registration are told one after the other", async () => {
  const first = await send({ name: "", ending: () => UNKNOWN }, "");
  await pool.query("update registration set claim_until = now() where id = $1", [first.claim.registrationId]);
  const asking = { holder: "later", actorId: null, random: 0.5, keyVersionFor: () => "0badc0de" };
  const claimed = await claimForSend(pool, { ...asking, registrationId: first.claim.registrationId });
  if (claimed.kind !== "claimed") throw new Error(claimed.kind);
  const second = { claim: claimed.claim, ending: accepted("BSN-SECOND"), random: 0.5 };
  expect(await recordEndings(pool, [first, second])).toMatchObject([null, { status: "INVITED" }]);
  const attempts = await prisma.attempt.findMany({
    where: { registrationId: first.claim.registrationId },
    orderBy: { number: "asc" },
  });
  expect(attempts.map(({ reason }) => reason)).toEqual(["header_timeout", "accepted"]);
});

test("the ordinary takes three statements, however many rows there are", async () => {
  const sent: EndedSend[] = [];
  for (let count = 0; count < 3; count += 1)
    sent.push(
      await send({ name: "", ending: () => accepted(`BSN-PLAIN-${count}`, [`BRN-PLAIN-${count}`]) }, ""),
    );
  const { pool: counted, steps } = createMortal(pool, null);
  await recordEndings(counted, sent);
  const said = ["begin", "with locked as", "with found as", "update credential set", "commit"];
  expect(steps).toEqual(["connect", ...said]);
});
