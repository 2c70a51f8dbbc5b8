import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { failureOf } from "@/lib/http/failure";
import { submitRegistration } from "@/lib/registrations/delivery/submit";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { postgresUser } from "@/scripts/settings/data-dir.mjs";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

/** A disk of two megabytes for a tablespace, or null for who may not mount one. */
function mountSmallDisk(): string | null {
  const disk = mkdtempSync(join(tmpdir(), "mitra-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], { stdio: "ignore" });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return null;
  }
}

const disk = mountSmallDisk();
let manager: UserActor;

beforeAll(async () => {
  await syncCredentialFromEnv();
  await prisma.credential.updateMany({ data: { usableAt: new Date(), keyVersion: "0badc0de" } });
  manager = await makeManager();
});

afterAll(async () => {
  if (!disk) return;
  await pool.query("drop table if exists ballast");
  await pool.query("alter table attempt set tablespace pg_default");
  await pool.query("alter table registration set tablespace pg_default");
  await pool.query("drop tablespace if exists small");
  execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

/** Puts the tables of registrations and attempts onto the small disk, and fills what is left of it. */
async function fillDisk(root: string): Promise<void> {
  chmodSync(root, 0o755);
  const folder = join(root, "small");
  mkdirSync(folder);
  const owner = postgresUser();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  await pool.query(`create tablespace small location '${folder}'`);
  await pool.query("alter table registration set tablespace small");
  await pool.query("alter table attempt set tablespace small");
  await pool.query("create table ballast (filler text) tablespace small");
  for (let isFull = false; !isFull; ) {
    isFull = await pool
      .query("insert into ballast select repeat(md5(random()::text), 60) from generate_series(1, 4)")
      .then(
        () => false,
        () => true,
      );
  }
}

test.skipIf(disk === null)(
  "F15: on a full disk submits are refused cleanly, nothing is sent, and all goes on once there is room",
  async () => {
    if (!disk) return;
    const waiting: string[] = [];
    await fillDisk(disk);
    // The pages that the tables have may still hold a few rows.
    let refusal: unknown = null;
    while (refusal === null) {
      const result = await registerMerchant(manager, makeSubmission()).catch((error: unknown) => {
        refusal = error;
        return null;
      });
      if (result?.kind === "saved") waiting.push(result.id);
    }
    expect(failureOf(refusal, "test")).toEqual({ kind: "failure", code: "database_unavailable" });
    expect(await prisma.registration.count()).toBe(waiting.length);

    let calls = 0;
    const submitter = {
      pool,
      holderId: () => "a process",
      keyVersionFor: () => "0badc0de",
      random: () => 0.5,
      send: () => {
        calls += 1;
        return Promise.reject(new Error("killed"));
      },
    };
    const errors: unknown[] = [];
    for (const id of waiting)
      await submitRegistration(submitter, id, null).catch((error) => errors.push(error));
    // Every call had its attempt committed first, and where there was no room for one there was no call.
    expect(calls).toBe(await prisma.attempt.count());

    await pool.query("drop table ballast");
    expect(await registerMerchant(manager, makeSubmission())).toMatchObject({ kind: "saved" });
  },
);
