import { beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { AppError } from "@/lib/errors";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { countStanding, fixingFilter, readFixingQueue } from "./fixing";

const { pool } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let dewi: UserActor;
const ids: Record<string, string> = {};

const CAUSE = "refused.businessName.00000001";

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  dewi = await makeManager("Dewi");
  const { id: credentialId } = await requireCurrentCredential();
  const make = async (name: string, ownerId: string, change: string) => {
    const [id = ""] = await makeRegistrations(pool, { status: "NEEDS_FIX", count: 1, ownerId, credentialId });
    await pool.query(
      `update registration set business_name = $2, cause = '${CAUSE}', problem_field = 'businessName',
              problem = 'business.name: must not contain special characters' where id = $1`,
      [id, name],
    );
    await pool.query(`update registration set ${change} where id = $1`, [id]);
    ids[name] = id;
  };
  await make("Oldest & first", rina.id, "created_at = now() - interval '3 days'");
  await make("Nothing to take out", rina.id, "created_at = now() - interval '2 days'");
  await make("Dewi & hers", dewi.id, "created_at = now() - interval '1 day'");
  await make("Put away &", rina.id, "archived_at = now()");
  await make("Invited &", rina.id, "status = 'INVITED', cause = null");
  await make(
    "Other cause",
    rina.id,
    "cause = 'refused.other.00000002', problem = 'no', problem_field = null",
  );
});

test("the line holds what is refused and fits the filter, in the order of the list", async () => {
  const all = await readFixingQueue(rina, EMPTY_FILTER);
  expect(all?.ids).toEqual([
    ids["Other cause"],
    ids["Dewi & hers"],
    ids["Nothing to take out"],
    ids["Oldest & first"],
  ]);
  const mine = await readFixingQueue(rina, { ...EMPTY_FILTER, tab: "INVITED", owner: "me", cause: CAUSE });
  expect(mine?.ids).toEqual([ids["Nothing to take out"], ids["Oldest & first"]]);
  const oldest = await readFixingQueue(dewi, { ...EMPTY_FILTER, cause: CAUSE, sort: "created_asc" });
  expect(oldest?.ids[0]).toBe(ids["Oldest & first"]);
});

test("what can be put right without asking anybody is told with what it would become", async () => {
  const queue = await readFixingQueue(rina, { ...EMPTY_FILTER, cause: CAUSE });
  expect(queue?.remedies).toEqual([
    {
      id: ids["Dewi & hers"],
      name: "Dewi & hers",
      field: "businessName",
      before: "Dewi & hers",
      after: "Dewi hers",
    },
    {
      id: ids["Oldest & first"],
      name: "Oldest & first",
      field: "businessName",
      before: "Oldest & first",
      after: "Oldest first",
    },
  ]);
});

test("a line begins at its beginning, whatever page of the list it was asked from", () => {
  const cursor = {
    by: "created",
    direction: "older",
    at: "2026-11-12T07:05:00.000Z",
    id: "x",
    before: null,
  } as const;
  expect(fixingFilter({ ...EMPTY_FILTER, cursor, columns: ["merchant"], view: "v", query: "kopi" })).toEqual({
    ...EMPTY_FILTER,
    tab: "NEEDS_FIX",
    query: "kopi",
  });
});

test("how things stand is counted by status, and who may only look has no line", async () => {
  expect(await countStanding(rina, [ids["Invited &"] ?? "", ids["Other cause"] ?? ""])).toEqual({
    INVITED: 1,
    NEEDS_FIX: 1,
  });
  const viewer = await makeActor(await makePerson({ role: "viewer" }));
  await expect(readFixingQueue(viewer, EMPTY_FILTER)).rejects.toThrow(AppError);
});
