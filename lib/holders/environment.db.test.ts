import { describe, expect, test } from "vitest";
import { MixedEnvironmentsError, startHolder } from "@/lib/holders/holder";
import { useTestDatabase } from "@/lib/testing/database";

const { prisma, url } = useTestDatabase();

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
