import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { sendImport } from "@/lib/imports/sending/send";
import { useTestDatabase } from "@/lib/testing/database";
import { makeImport, makeRow } from "@/lib/testing/import-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";

// In production, where nothing may be sent by a slip of the hand. What is sent is told in run.db.test.ts.

const { pool, prisma } = useTestDatabase();
useSimulatorEnv({ DOKU_ENVIRONMENT: "production", DOKU_BASE_URL: "" });

let rina: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
});

test("the number of rows that will be sent has to be typed, and is that of the ready ones", async () => {
  const rows = [makeRow(), makeRow(), { ...makeRow(), state: "warnings" as const }];
  const importId = await makeImport(pool, {
    createdById: rina.id,
    credentialId,
    environment: "production",
    rows,
  });
  const send = (typedCount: number | null) =>
    sendImport(rina, { importId, typedCount, holdAfterFirst: false, scheduledAt: null });
  for (const typed of [null, 3, 0, Number.NaN])
    expect(await send(typed)).toEqual({ kind: "count_differs", count: 2 });
  expect(await prisma.import.findUnique({ where: { id: importId } })).toMatchObject({ status: "checked" });
  expect((await pool.query("select 1 from graphile_worker.jobs")).rowCount).toBe(0);
  expect(await send(2)).toEqual({ kind: "started" });
});
