import { expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { useTestDatabase } from "@/lib/testing/database";
import { makeImport } from "@/lib/testing/import-rows";
import { makeActor, makePerson } from "@/lib/testing/people";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { listFilterChoices } from "./filter-choices";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

test("the list is filtered by people who are there, by credentials, and by spreadsheets that were sent", async () => {
  const credential = await syncCredentialFromEnv();
  const rina = await makePerson({ name: "Rina" });
  const gone = await makePerson({ name: "Gone" });
  await prisma.user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
  const made = { createdById: rina.id, credentialId: credential.id, rows: [] };
  const [sent, unsent] = [await makeImport(pool, made), await makeImport(pool, made)];
  await pool.query("update import set sending_at = null where id = $1", [unsent]);
  await pool.query("update import set sending_at = now(), file_name = 'Pasar.xlsx' where id = $1", [sent]);
  const { people, credentials, batches } = await listFilterChoices(await makeActor(rina));
  expect(people).toEqual([{ id: rina.id, name: "Rina" }]);
  expect(credentials).toEqual([{ id: credential.id, name: expect.any(String) }]);
  expect(batches).toEqual([{ id: sent, name: "Pasar.xlsx", createdAt: expect.any(String) }]);
});
