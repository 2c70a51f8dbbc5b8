import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { RequirementQuery } from "@/lib/doku/required-documents";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { readDocuments } from "./document-lists";
import { type DocumentAsker, refreshDocuments } from "./refresh-documents";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
});
beforeEach(async () => {
  await pool.query("delete from document_list");
  await pool.query("delete from graphile_worker._private_jobs");
  await prisma.credential.update({
    where: { id: credentialId },
    data: {
      usableAt: new Date(),
      keyVersion: "0badc0de",
      pausedAt: null,
      breakerUntil: null,
      rateLimit: null,
    },
  });
});

type Ending = Awaited<ReturnType<DocumentAsker["askDocuments"]>>;
const MEASURED = { httpStatus: 200, latencyMs: 1, clockOffMs: null };
const TOLD: Ending = {
  kind: "told",
  documents: [{ code: "PHOTO_PROOF", name: "Brand Photo Proof", extensions: ["PNG"], maxSizeMb: 15 }],
  ...MEASURED,
};
function asking(ending: Ending) {
  const asked: RequirementQuery[] = [];
  const asker: DocumentAsker = {
    pool,
    keyVersionFor: () => "0badc0de",
    random: () => 0.5,
    askDocuments: async ({ query }) => {
      asked.push(query);
      return ending;
    },
  };
  return { asked, asker };
}
const PERSONAL = "PERSONAL/PERSEORANGAN/RETAIL/ID";
const refresh = (asker: DocumentAsker, query = PERSONAL) => refreshDocuments(asker, { credentialId, query });
const wanted = async () =>
  (
    await pool.query<{ key: string }>(
      "select key from graphile_worker.jobs where task_identifier = 'refresh_documents'",
    )
  ).rows.map(({ key }) => key);

describe("DOKU's list of documents", () => {
  test("is fetched by a worker for who looks next, and kept for a day", async () => {
    expect(await readDocuments(credentialId, "PT")).toBeNull();
    expect(await wanted()).toEqual([`documents:${credentialId}:CORPORATE/PT/RETAIL/ID`]);
    await pool.query("delete from graphile_worker._private_jobs");

    const { asked, asker } = asking(TOLD);
    expect(await refresh(asker, "CORPORATE/PT/RETAIL/ID")).toBeNull();
    expect(asked).toMatchObject([{ businessType: "CORPORATE", businessLegalEntity: "PT" }]);
    expect(await readDocuments(credentialId, "PT")).toMatchObject({
      documents: [{ name: "Brand Photo Proof", extensions: ["PNG"], maxSizeMb: 15 }],
    });
    expect(await wanted()).toEqual([]);

    await pool.query("update document_list set fetched_at = fetched_at - interval '25 hours'");
    // What is kept is shown while it is fetched anew.
    expect(await readDocuments(credentialId, "PT")).not.toBeNull();
    expect(await wanted()).toHaveLength(1);
  });

  test("that this account cannot ask for is not asked for again for a day", async () => {
    await refresh(asking({ kind: "not_offered", ...MEASURED, httpStatus: 404 }).asker);
    expect(await readDocuments(credentialId, null)).toBeNull();
    expect(await wanted()).toEqual([]);
  });

  test.each<Ending>([
    { kind: "unusable", reason: "not_json", ...MEASURED },
    { kind: "unreachable", reason: "connect_refused", ...MEASURED, httpStatus: null },
    { kind: "credential_refused", reason: "invalid_signature", ...MEASURED, httpStatus: 400 },
  ])("that comes not ($kind) leaves what was kept", async (ending) => {
    await refresh(asking(TOLD).asker);
    await refresh(asking(ending).asker);
    expect(await readDocuments(credentialId, null)).not.toBeNull();
  });

  test("is not asked for under a paused credential, after a restore, without the secret, or for rubbish", async () => {
    const { asked, asker } = asking(TOLD);
    expect(await refresh(asker, "CORPORATE/PT/RETAIL/ID/&x=1")).toBeNull();
    expect(await refresh({ ...asker, keyVersionFor: () => null })).toBeNull();
    await prisma.credential.update({ where: { id: credentialId }, data: { pausedAt: new Date() } });
    expect(await refresh(asker)).toBeNull();
    expect(asked).toEqual([]);
  });

  test("waits for everything that is to be sent, and for DOKU where it is left alone", async () => {
    const { asked, asker } = asking(TOLD);
    const rina = await makeManager();
    const [id = ""] = await makeRegistrations(pool, {
      status: "QUEUED",
      count: 1,
      ownerId: rina.id,
      credentialId,
    });
    await prisma.registration.update({ where: { id }, data: { nextRunAt: new Date() } });
    expect(await refresh(asker)).toEqual({ inMs: 2_000 });
    await prisma.registration.update({ where: { id }, data: { nextRunAt: null } });
    const until = new Date(Date.now() + 60_000);
    await prisma.credential.update({
      where: { id: credentialId },
      data: { breakerUntil: until, faultCount: 9 },
    });
    expect(await refresh(asker)).toEqual({ inMs: 60_000 });
    expect(asked).toEqual([]);
  });
});
