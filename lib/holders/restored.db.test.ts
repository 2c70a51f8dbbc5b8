import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/current";
import { MixedEnvironmentsError, startHolder } from "@/lib/holders/holder";
import { parkAfterRestore } from "@/lib/holders/restored";
import { registerMerchant } from "@/lib/registrations/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv();
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  manager = await makeManager();
});

beforeEach(() => pool.query("delete from origin"));

const setReplay = (replay: "proven" | "unproven") => prisma.credential.updateMany({ data: { replay } });

async function queueOne(): Promise<string> {
  const result = await registerMerchant(manager, makeSubmission());
  if (result.kind !== "saved") throw new Error(result.kind);
  return result.id;
}

/** As if the row were read from a backup by a server that continues it. */
const restore = () => pool.query("update origin set identity = 'where the backup was made'");

describe("F44: a restored backup", () => {
  test("sets aside what waits where a replay is not proven, once, audited, and with no job left", async () => {
    await setReplay("unproven");
    expect(await parkAfterRestore(pool)).toBe(0);
    const id = await queueOne();
    await restore();
    const parked = await Promise.all([parkAfterRestore(pool), parkAfterRestore(pool)]);
    expect(parked.toSorted()).toEqual([0, 1]);
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "UNCONFIRMED",
      cause: "unsure.restored",
      nextRunAt: null,
    });
    const entries = await prisma.auditEntry.findMany({
      where: { registrationId: id },
      select: { action: true },
    });
    expect(entries).toContainEqual({ action: "registration.parked_after_restore" });
    expect((await pool.query("select 1 from graphile_worker.jobs where key = $1", [id])).rowCount).toBe(0);
  });

  test("goes on where a replay is proven: DOKU knows the request again", async () => {
    await setReplay("proven");
    await parkAfterRestore(pool);
    const id = await queueOne();
    await restore();
    expect(await parkAfterRestore(pool)).toBe(0);
    expect(await prisma.registration.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: "QUEUED",
    });
  });

  test("is not seen in a restart of the same server", async () => {
    await setReplay("unproven");
    await parkAfterRestore(pool);
    await queueOne();
    expect(await parkAfterRestore(pool)).toBe(0);
  });
});

describe("F45: two environments on one database", () => {
  const open = (environment: "sandbox" | "production") =>
    startHolder({ connectionString: url, kind: "worker", environment });

  test("a process that would send elsewhere than a running one does not start, and leaves nothing behind", async () => {
    const living = await open("sandbox");
    await expect(open("production")).rejects.toThrow(MixedEnvironmentsError);
    expect(await prisma.holder.count()).toBe(1);
    await living.close();
  });

  test("it starts when the other one has ended, however it ended", async () => {
    const dead = await open("sandbox");
    await dead.abandon();
    const living = await open("production");
    expect(living.currentId()).not.toBeNull();
    await living.close();
  });
});
