import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { archiveRegistration } from "@/lib/registrations/changes/mutations";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { readFixingQueue } from "@/lib/registrations/list/fixing";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { listBulkJobs } from "./queries";
import { runBulkJob } from "./run";
import { startBulk } from "./start";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let credentialId: string;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  credentialId = (await requireCurrentCredential()).id;
});

const SPECIAL = "business.name: must not contain special characters";

async function makeRefused(businessName: string, problem = SPECIAL, problemField = "businessName") {
  const [id = ""] = await makeRegistrations(pool, {
    status: "NEEDS_FIX",
    count: 1,
    ownerId: rina.id,
    credentialId,
  });
  await pool.query(
    `update registration set business_name = $2, problem = $3, problem_field = $4, cause = 'refused.businessName.00000001',
            representative_name = 'Budi', representative_email = 'budi@kopi.example', phone_input = '081510229216',
            phone_country = 'ID', invited_user_email = 'budi@kopi.example', duplicate_reason = 'outlet' where id = $1`,
    [id, businessName, problem, problemField],
  );
  return id;
}

async function clean(
  ids: string[],
  meanwhile: () => Promise<unknown> = async () => undefined,
  unchangedSince?: string,
) {
  const id = randomUUID();
  const selection = { kind: "ids" as const, ids };
  await startBulk(rina, { id, kind: "clean", selection, assigneeId: null, unchangedSince });
  await meanwhile();
  await runBulkJob(pool, id, () => false);
  const items = await prisma.bulkItem.findMany({ where: { jobId: id }, orderBy: { position: "asc" } });
  return { id, outcomes: items.map(({ outcome }) => outcome) };
}

const read = (id: string) => prisma.registration.findUniqueOrThrow({ where: { id } });

test("F46: leaves alone what may have been sent after the backup that was put back", async () => {
  const id = await makeRefused("Kopi & Senja");
  await pool.query(
    `insert into database_restore (id, sign, position, noticed_at) values (gen_random_uuid(), 'mark', 1, clock_timestamp())`,
  );
  expect((await clean([id])).outcomes).toEqual(["put_back"]);
  expect(await read(id)).toMatchObject({ status: "NEEDS_FIX", businessName: "Kopi & Senja" });
  await pool.query("delete from database_restore");
});

test("takes out what DOKU refused, and sends each anew with what is left", async () => {
  const ids = [await makeRefused("Kopi & Senja"), await makeRefused("Toko “Maju” #1")];
  const before = await read(ids[0] ?? "");
  const { id: jobId, outcomes } = await clean(ids);
  expect(outcomes).toEqual(["done", "done"]);
  const [first, second] = [await read(ids[0] ?? ""), await read(ids[1] ?? "")];
  expect(first).toMatchObject({ status: "QUEUED", businessName: "Kopi Senja", cause: null, problem: null });
  expect(JSON.parse(first.bodyText ?? "{}").business.name).toBe("Kopi Senja");
  expect(second.businessName).toBe("Toko Maju 1");
  // What was refused keeps its reference and its reason, and gets a new Request-Id.
  expect(first.partnerRefId).toBe(before.partnerRefId);
  expect(first.duplicateReason).toBe("outlet");
  expect(first.requestId).not.toBe(before.requestId);
  expect(first.formKey).toBe(before.formKey);
  const audits = await prisma.auditEntry.findMany({
    where: { registrationId: { in: ids }, action: "registration.fixed" },
  });
  expect(audits.map(({ details, actorId }) => [details, actorId])).toEqual([
    [{ bulkJob: jobId }, rina.id],
    [{ bulkJob: jobId }, rina.id],
  ]);
  // The list of jobs tells where they stand too: to be queued is not to be done.
  await pool.query("update registration set status = 'NEEDS_FIX', next_run_at = null where id = $1", [
    ids[1],
  ]);
  const { jobs } = await listBulkJobs(rina, null);
  expect(
    jobs.find((job) => job.id === jobId)?.standing.toSorted((a, b) => (a.status < b.status ? -1 : 1)),
  ).toEqual([
    { status: "NEEDS_FIX", count: 1 },
    { status: "QUEUED", count: 1 },
  ]);
});

test("leaves as they are those that ask a person, are settled otherwise, or changed since they were looked at", async () => {
  const nothingLeft = await makeRefused("★★");
  const address = await makeRefused("A & B", "invited_user.email must be filled", "invitedUserEmail");
  const archived = await makeRefused("A & B");
  await archiveRegistration(rina, archived);
  const invited = await makeRefused("A & B");
  await pool.query("update registration set status = 'INVITED' where id = $1", [invited]);
  const changed = await makeRefused("A & B");
  const ids = [nothingLeft, address, archived, invited, changed];
  const { outcomes } = await clean(ids, () =>
    pool.query(
      "update registration set business_name = 'C & D', updated_at = clock_timestamp() + interval '1 s' where id = $1",
      [changed],
    ),
  );
  expect(outcomes).toEqual(["no_remedy", "no_remedy", "archived", "is_invited", "changed_meanwhile"]);
  expect((await read(changed)).businessName).toBe("C & D");
  expect((await read(nothingLeft)).status).toBe("NEEDS_FIX");
});

test("leaves alone a name that was typed anew after the preview was read, and refused once more", async () => {
  const ids = [await makeRefused("Kopi & Senja"), await makeRefused("Toko & Maju")];
  const line = await readFixingQueue(rina, { ...EMPTY_FILTER, cause: "refused.businessName.00000001" });
  expect(line?.remedies.filter(({ id }) => ids.includes(id)).map(({ after }) => after)).toEqual(
    expect.arrayContaining(["Kopi Senja", "Toko Maju"]),
  );
  await pool.query(
    "update registration set business_name = 'Ayu & Rekan', updated_at = clock_timestamp() where id = $1",
    [ids[1]],
  );
  const { id, outcomes } = await clean(ids, undefined, line?.readAt);
  expect(outcomes).toEqual(["done", "changed_meanwhile"]);
  expect(await read(ids[1] ?? "")).toMatchObject({ status: "NEEDS_FIX", businessName: "Ayu & Rekan" });
  expect(await prisma.bulkJob.findUniqueOrThrow({ where: { id } })).toMatchObject({
    ...{ status: "finished", total: 2, done: 1, skipped: 1 },
  });
});

test("what is cleaned once is not cleaned twice", async () => {
  const id = await makeRefused("Kopi & Senja");
  await clean([id]);
  const once = await read(id);
  expect((await clean([id])).outcomes).toEqual(["is_queued"]);
  expect((await read(id)).requestId).toBe(once.requestId);
});
