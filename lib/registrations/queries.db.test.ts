import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { archiveRegistration } from "@/lib/registrations/changes/mutations";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { countByTab } from "@/lib/registrations/list/counts";
import { encodeCursor } from "@/lib/registrations/list/cursor";
import { EMPTY_FILTER, type ListTab, readListFilter } from "@/lib/registrations/list/filter";
import { LIST_PAGE_SIZE, listRegistrations } from "@/lib/registrations/list/page";
import { getRegistration, isRegistration } from "@/lib/registrations/queries";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();
const COUNT = LIST_PAGE_SIZE * 2 + 7;
let viewer: UserActor;
let ids: string[];

async function register(values = makeMerchant()): Promise<string> {
  const result = await registerMerchant(viewer, makeSubmission({ values }));
  if (result.kind !== "saved") throw new Error(JSON.stringify(result));
  return result.id;
}

beforeAll(async () => {
  await syncCredentialFromEnv();
  viewer = await makeManager();
  ids = [];
  for (let index = 0; index < COUNT; index += 1) ids.push(await register());
  // Many rows of one millisecond: the page's edge must not lose or repeat any of them.
  await pool.query("update registration set created_at = '2026-11-12T07:00:00Z' where id = any($1)", [
    ids.slice(0, 90),
  ]);
});

const list = (params: Record<string, string>) => listRegistrations(viewer, readListFilter(params).filter);

test("pages show every row once, newest first, and lead back the same way", async () => {
  const seen: string[] = [];
  let page = await list({});
  expect(page.newer).toBeNull();
  for (;;) {
    seen.push(...page.rows.map((row) => row.id));
    if (!page.older) break;
    page = await list({ cursor: encodeCursor(page.older) });
  }
  expect(new Set(seen).size).toBe(COUNT);
  expect(seen).toHaveLength(COUNT);
  const back: string[] = page.rows.map((row) => row.id);
  while (page.newer) {
    page = await list({ cursor: encodeCursor(page.newer) });
    back.unshift(...page.rows.map((row) => row.id));
  }
  expect(back).toEqual(seen);
});

test.each(["", "x", "o1.2", "o9999999999999.not-an-id", "'; drop table registration;--"])(
  "a cursor that reads %j shows the first page",
  async (cursor) => {
    expect((await list({ cursor })).rows).toHaveLength(LIST_PAGE_SIZE);
  },
);

describe("the search box", () => {
  let id: string;
  const merchant = makeMerchant({
    businessName: "Warung Mentari Unggul 100%_a\\b",
    representativeEmail: "Sari.Wulan@mentari.example",
    invitedUserEmail: "kasir@mentari.example",
    phoneNumber: "0857 1111 2222",
    partnerReference: "Mentari-Unggul-7",
  });

  beforeAll(async () => {
    const submission = makeSubmission({ values: merchant, acceptWarnings: true });
    const result = await registerMerchant(viewer, submission);
    if (result.kind !== "saved") throw new Error(JSON.stringify(result));
    id = result.id;
    await prisma.business.create({
      data: {
        environment: "simulator",
        businessId: "BSN-0103-1700000000001",
        partnerRefId: merchant.partnerReference,
        registrationId: id,
        source: "doku",
        brands: { create: { environment: "simulator", brandId: "BRN-0103-1700000000002" } },
      },
    });
  });

  test.each([
    ["the name", () => "warung mentari unggul"],
    ["a word of the name", () => "Mentari"],
    ["a part with characters that mean something in SQL", () => "100%_a\\b"],
    ["the reference in another case", () => "mentari-UNGGUL-7"],
    ["the start of the reference", () => "mentari-u"],
    ["the representative's e-mail in another case", () => "sari.wulan@MENTARI.example"],
    ["the start of the invited e-mail", () => "kasir@men"],
    ["the phone with 0", () => "085711112222"],
    ["the phone with +62", () => "+62 857-1111-2222"],
    ["the business id", () => "bsn-0103-1700000000001"],
    ["the brand id", () => "BRN-0103-1700000000002"],
    ["our id", () => id],
  ])("finds a registration by %s", async (_, key) => {
    expect((await list({ q: key() })).rows.map((row) => row.id)).toEqual([id]);
  });

  test("finds it by its Request-Id", async () => {
    const { requestId } = await prisma.registration.findUniqueOrThrow({ where: { id } });
    expect((await list({ q: requestId ?? "" })).rows.map((row) => row.id)).toEqual([id]);
  });

  test.each(["%", "_", "'", "100%_aXb", "\\", "💥", "BSN-", randomUUID(), "nothing like this"])(
    "%j finds no wrong row and throws nothing",
    async (q) => {
      const { rows } = await list({ q });
      expect(rows.filter((row) => row.id === id && !merchant.businessName.includes(q))).toEqual([]);
    },
  );
});

test("tabs and their counts leave archived rows to their own tab", async () => {
  const id = await register();
  await pool.query("update registration set status = 'FAILED' where id = $1", [id]);
  const tabsOf = async () => {
    const tabs: ListTab[] = ["all", "FAILED", "archived", "QUEUED"];
    const pages = await Promise.all(tabs.map((status) => list({ status, q: id })));
    return tabs.filter((_, index) => pages[index]?.rows.length === 1);
  };
  expect(await tabsOf()).toEqual(["all", "FAILED"]);
  expect(await countByTab(viewer, EMPTY_FILTER)).toMatchObject({ FAILED: 1, archived: 0, DRAFT: 0 });
  await archiveRegistration(viewer, id);
  expect(await tabsOf()).toEqual(["archived"]);
  expect(await countByTab(viewer, EMPTY_FILTER)).toMatchObject({ FAILED: 0, archived: 1 });
});

test("the page of a registration that does not exist, or of no id at all, is not found", async () => {
  for (const id of [randomUUID(), "1", "../etc", "' or 1=1"]) {
    await expect(getRegistration(viewer, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await isRegistration(viewer, id)).toBe(false);
  }
});
