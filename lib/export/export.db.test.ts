import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { EMPTY_FILTER, type ListSort } from "@/lib/registrations/list/filter";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import type { ExportRow } from "./cells";
import type { Reading } from "./reading";
import { recordExport } from "./record";
import { readForCopy, readForExport } from "./rows";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
const MINE = { ...EMPTY_FILTER, owner: "me" };

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager();
  const { id: credentialId } = await requireCurrentCredential();
  const own = { ownerId: rina.id, credentialId };
  await makeRegistrations(pool, { ...own, status: "FAILED", count: 700 });
  await makeRegistrations(pool, { ...own, status: "INVITED", count: 600 });
});

async function readAll({ batches }: Reading<ExportRow>): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

const connections = async () =>
  (await pool.query("select 1 from pg_stat_activity where application_name = 'mitra-export'")).rowCount;

test("every row of the filter is read once, newest first, as it was when the reading began", async () => {
  const reading = await readForExport(rina, MINE);
  await pool.query("update registration set archived_at = now() where status = 'INVITED'");
  const rows = await readAll(reading);
  await pool.query("update registration set archived_at = null where status = 'INVITED'");
  expect(reading.count).toBe(1_300);
  expect(new Set(rows.map(({ partnerReference }) => partnerReference)).size).toBe(1_300);
  const times = rows.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(rows[0]).toMatchObject({ status: "INVITED", archived: false, ownerName: "Rina", businessIds: null });
  await expect.poll(connections).toBe(0);
});

test("a reader that goes away ends the query, also while the database is still looking", async () => {
  const reading = await readForExport(rina, { ...MINE, tab: "FAILED" });
  await reading.batches.next();
  await reading.close();
  await expect.poll(connections).toBe(0);
});

test("only the rows that were selected are read, in the order of the list", async () => {
  const { rows } = await pool.query<{ id: string }>(
    "select id from registration where status = 'FAILED' order by random() limit 20",
  );
  const ids = rows.map(({ id }) => id);
  const chosen = await readAll(await readForExport(rina, MINE, ids));
  expect(chosen).toHaveLength(20);
  const times = chosen.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual([...times].sort((a, b) => b - a));
  const copy = (sort: ListSort, limit: number) => readForCopy(rina, { kind: "ids", ids }, { sort, limit });
  expect(await copy("created_desc", 5)).toEqual(chosen.slice(0, 5));
  const invited = { kind: "filter", query: "status=INVITED" } as const;
  expect(await readForCopy(rina, invited, { sort: "created_desc", limit: 1_000 })).toHaveLength(600);
  const byReference = await copy("reference_asc", 20);
  const references = byReference.map(({ partnerReference }) => partnerReference.toLowerCase());
  expect(references).toEqual([...references].sort());
  expect(references).not.toEqual(chosen.map(({ partnerReference }) => partnerReference.toLowerCase()));
});

test("who sees no contacts copies none that somebody put into a name", async () => {
  const viewer: UserActor = { ...rina, role: "viewer" };
  const [row] = (await pool.query<{ id: string }>("select id from registration limit 1")).rows;
  await pool.query("update registration set business_name = 'Toko 0815 1022 9216' where id = $1", [row?.id]);
  const selection = { kind: "ids", ids: [row?.id ?? ""] } as const;
  const read = async (actor: UserActor) =>
    (
      await readForCopy(actor, { ...selection, ids: [...selection.ids] }, { sort: "created_desc", limit: 1 })
    ).map(({ businessName }) => businessName);
  expect(await read(rina)).toEqual(["Toko 0815 1022 9216"]);
  expect((await read(viewer)).join()).not.toContain("1022");
});

test("what was taken away is in the audit log, without what was searched for", async () => {
  const filter = { ...MINE, query: "budi@kopisenja.example", tab: "FAILED" as const };
  await recordExport(rina, {
    filter,
    format: "csv",
    columns: ["merchant", "phone"],
    unmasked: true,
    ids: [],
    rows: 7,
  });
  const entry = await prisma.auditEntry.findFirstOrThrow({ where: { action: "registrations.exported" } });
  expect(entry).toMatchObject({
    actorId: rina.id,
    details: {
      filter: "status=FAILED&owner=me",
      searched: true,
      rows: 7,
      format: "csv",
      columns: ["merchant", "phone"],
      unmasked: true,
      selected: false,
    },
  });
});
