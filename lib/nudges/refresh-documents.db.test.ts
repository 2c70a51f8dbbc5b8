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
      slowUntil: null,
      faultCount: 0,
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

/** As if everything had been asked for and fetched so much earlier. */
const later = (by: string) =>
  pool.query("update document_list set fetched_at = fetched_at - $1::interval", [by]);

/** What a reminder does: it looks for the list, and a worker does what was asked for by it. */
async function remind(asker: DocumentAsker): Promise<void> {
  await readDocuments(credentialId, null);
  const isWanted = (await wanted()).length > 0;
  await pool.query("delete from graphile_worker._private_jobs");
  if (isWanted) await refresh(asker);
}

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

    await later("25 hours");
    // What is kept is shown while it is fetched anew.
    expect(await readDocuments(credentialId, "PT")).not.toBeNull();
    expect(await wanted()).toHaveLength(1);
  });

  test("that this account cannot ask for is not asked for again for a day", async () => {
    await refresh(asking({ kind: "not_offered", ...MEASURED, httpStatus: 404 }).asker);
    expect(await readDocuments(credentialId, null)).toBeNull();
    expect(await wanted()).toEqual([]);
  });

  describe.each<Ending>([
    { kind: "unusable", reason: "not_json", ...MEASURED },
    { kind: "unreachable", reason: "connect_refused", ...MEASURED, httpStatus: null },
    { kind: "credential_refused", reason: "invalid_signature", ...MEASURED, httpStatus: 401 },
    { kind: "slowed_down", retryAfterMs: 1, ...MEASURED, httpStatus: 429 },
  ])("that comes not ($kind)", (ending) => {
    test("leaves what was kept, with its time", async () => {
      await refresh(asking(TOLD).asker);
      await later("25 hours");
      const kept = await readDocuments(credentialId, null);
      expect(kept).not.toBeNull();
      const { asked, asker } = asking(ending);
      await remind(asker);
      expect(asked).toHaveLength(1);
      expect(await readDocuments(credentialId, null)).toEqual(kept);
      expect(await wanted()).toEqual([]);
    });

    test("is asked for once an hour, however many are reminded", async () => {
      const { asked, asker } = asking(ending);
      for (let reminder = 0; reminder < 5; reminder += 1) await remind(asker);
      expect(asked).toHaveLength(1);
      await later("61 minutes");
      await prisma.credential.update({ where: { id: credentialId }, data: { slowUntil: null } });
      for (let reminder = 0; reminder < 5; reminder += 1) await remind(asker);
      expect(asked).toHaveLength(2);
    });
  });

  test("is asked for once by all who look before DOKU has answered", async () => {
    const { asked, asker } = asking(TOLD);
    await Promise.all([refresh(asker), refresh(asker), refresh(asker)]);
    expect(asked).toHaveLength(1);
  });

  test("has everything of the credential wait where DOKU asks to slow down", async () => {
    await refresh(asking({ kind: "slowed_down", retryAfterMs: 600_000, ...MEASURED, httpStatus: 429 }).asker);
    const { slowUntil } = await prisma.credential.findUniqueOrThrow({ where: { id: credentialId } });
    expect(slowUntil?.getTime()).toBeGreaterThan(Date.now() + 590_000);
    const { asked, asker } = asking(TOLD);
    expect(await refresh(asker, "CORPORATE/PT/RETAIL/ID")).toEqual({ inMs: 60_000 });
    expect(asked).toEqual([]);
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
