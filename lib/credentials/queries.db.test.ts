import { expect, test } from "vitest";
import { describeSituation } from "@/components/registrations/detail/situation/situation";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { env } from "@/lib/env";
import { getRegistration } from "@/lib/registrations/queries";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { useSimulatorEnv } from "@/lib/testing/registrations";
import { listMenders, listTroubledCredentials } from "./queries";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

test("those who can mend a credential are told by name: two at most, who may and who are still there", async () => {
  const manager = await makeActor(await makePerson({ role: "manager", name: "Ayu" }));
  await makePerson({ role: "viewer", name: "Budi" });
  expect(await listMenders(manager)).toEqual([]);
  const gone = await makePerson({ role: "admin", name: "Citra" });
  await prisma.user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
  for (const name of ["Dewi", "Eka", "Fajar"]) await makePerson({ role: "admin", name });
  expect(await listMenders(manager)).toEqual(["Dewi", "Eka"]);
});

test.each<[string, [kind: string, environment: string, clientId: string | null][], boolean]>([
  ["no worker has its secret", [["worker", "simulator", "BRN-OTHER"]], true],
  [
    "only a web server has its secret, which sends what is typed there and nothing else",
    [
      ["worker", "simulator", "BRN-OTHER"],
      ["web", "simulator", "ours"],
    ],
    true,
  ],
  [
    "another worker has its secret",
    [
      ["worker", "simulator", "BRN-OTHER"],
      ["worker", "simulator", "ours"],
    ],
    false,
  ],
  ["a worker of an earlier version does not say which it has", [["worker", "simulator", null]], false],
  ["no worker lives, which is told otherwise", [["web", "simulator", "ours"]], false],
  ["the workers serve another environment", [["worker", "sandbox", "BRN-OTHER"]], false],
])("F60: that nobody sends what waits is told on every screen where %s: %s", async (_, holders, isTold) => {
  const { id: credentialId } = await syncCredentialFromEnv();
  const admin = await makeActor(await makePerson({ role: "admin" }));
  const [id = ""] = await makeRegistrations(pool, {
    status: "QUEUED",
    count: 1,
    ownerId: admin.id,
    credentialId,
  });
  await pool.query("delete from holder");
  for (const [lockKey, [kind, environment, clientId]] of holders.entries())
    await pool.query(
      "insert into holder (id, lock_key, kind, environment, client_id) values (gen_random_uuid(), $1, $2, $3, $4)",
      [lockKey + 1, kind, environment, clientId === "ours" ? env().doku.clientId : clientId],
    );
  await pool.query("update registration set next_run_at = now()");
  const told = await listTroubledCredentials(admin);
  expect(told.map(({ isUnserved, waiting }) => ({ isUnserved, waiting: waiting > 0 }))).toEqual(
    isTold ? [{ isUnserved: true, waiting: true }] : [],
  );
  const { sentences } = describeSituation(await getRegistration(admin, id));
  expect(sentences).toEqual([isTold ? "unserved" : "waiting"]);
  await pool.query("update registration set next_run_at = null, status = 'FAILED'");
  expect(await listTroubledCredentials(admin)).toEqual([]);
});

test("a pause of another environment is not told on the screens of this one", async () => {
  const admin = await makeActor(await makePerson({ role: "admin" }));
  const { id } = await syncCredentialFromEnv();
  const pause = (environment: string) =>
    pool.query("update credential set paused_at = now(), environment = $2 where id = $1", [id, environment]);
  await pause("sandbox");
  expect(await listTroubledCredentials(admin)).toEqual([]);
  await pause("simulator");
  expect(await listTroubledCredentials(admin)).toMatchObject([{ id }]);
});
