import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { EMPTY_FILTER, type ListFilter } from "@/lib/registrations/list/filter";
import { useTestDatabase } from "@/lib/testing/database";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { readNeighbours } from "./neighbours";

const { pool } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
const ids: string[] = [];

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  const { id: credentialId } = await requireCurrentCredential();
  for (const [age, status] of [
    [4, "NEEDS_FIX"],
    [3, "INVITED"],
    [2, "NEEDS_FIX"],
    [1, "NEEDS_FIX"],
  ] as const) {
    const [id = ""] = await makeRegistrations(pool, { status, count: 1, ownerId: rina.id, credentialId });
    await pool.query(
      "update registration set created_at = now() - make_interval(days => $2), business_name = 'Kopi ' || $2 where id = $1",
      [id, age],
    );
    ids.push(id);
  }
});

const beside = async (place: number, filter: Partial<ListFilter> = {}) => {
  const { previous, next } = await readNeighbours(rina, { ...EMPTY_FILTER, ...filter }, ids[place] ?? "");
  return [previous?.name ?? null, next?.name ?? null];
};

test("the list's own order says what comes before and after", async () => {
  expect(await beside(1)).toEqual(["Kopi 2", "Kopi 4"]);
  expect(await beside(3)).toEqual([null, "Kopi 2"]);
  expect(await beside(0)).toEqual(["Kopi 3", null]);
  expect(await beside(1, { sort: "created_asc" })).toEqual(["Kopi 4", "Kopi 2"]);
});

test("only what the list shows is beside it, also once it has left that list", async () => {
  expect(await beside(2, { tab: "NEEDS_FIX" })).toEqual(["Kopi 1", "Kopi 4"]);
  expect(await beside(1, { tab: "NEEDS_FIX" })).toEqual(["Kopi 2", "Kopi 4"]);
  expect(await beside(2, { tab: "DRAFT" })).toEqual([null, null]);
});

test("what does not exist has nothing beside it", async () => {
  const id = "00000000-0000-7000-8000-000000000000";
  expect(await readNeighbours(rina, EMPTY_FILTER, id)).toEqual({ previous: null, next: null });
});
