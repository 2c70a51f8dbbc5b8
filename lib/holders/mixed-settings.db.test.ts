import { beforeEach, describe, expect, test } from "vitest";
import { type HolderSettings, MixedSettingsError, startHolder } from "@/lib/holders/holder";
import { useTestDatabase } from "@/lib/testing/database";

const { prisma, url } = useTestDatabase();

beforeEach(() => prisma.holder.deleteMany());

const SETTINGS: HolderSettings = {
  environment: "sandbox",
  clientId: "BRN-0001-10791114622547",
  baseUrl: "https://api-uat.doku.com",
  replay: "proven",
  secretKey: "SK-of-a-test",
};

describe("F45: two environments on one database", () => {
  const open = (environment: "sandbox" | "production") =>
    startHolder({ connectionString: url, kind: "worker", settings: { ...SETTINGS, environment } });

  test("a process that would send elsewhere than a running one does not start, and leaves nothing behind", async () => {
    const living = await open("sandbox");
    await expect(open("production")).rejects.toThrow(MixedSettingsError);
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

describe("F51: one credential with two addresses", () => {
  const open = (settings: Partial<HolderSettings>) =>
    startHolder({ connectionString: url, kind: "web", settings: { ...SETTINGS, ...settings } });

  test("a process that would send elsewhere than a running one does not start, and says to where each sends", async () => {
    const living = await open({});
    await expect(open({ baseUrl: "https://proxy.example" })).rejects.toThrow(
      /sends to https:\/\/api-uat\.doku\.com with the Client-Id BRN-0001-10791114622547 .* would send to https:\/\/proxy\.example\. Nothing was sent/,
    );
    expect(await prisma.holder.count()).toBe(1);
    const another = await open({ baseUrl: "https://proxy.example", clientId: "BRN-0002-10791114622547" });
    await Promise.all([living.close(), another.close()]);
  });

  test("a process of an earlier version, which does not say where it sends, keeps nobody out", async () => {
    const living = await startHolder({ connectionString: url, kind: "web" });
    const ours = await open({});
    await Promise.all([living.close(), ours.close()]);
  });
});
