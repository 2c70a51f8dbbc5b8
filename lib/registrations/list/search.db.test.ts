import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { countByTab, countMatching } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER } from "@/lib/registrations/list/filter";
import { findNear } from "@/lib/registrations/list/near";
import { listRegistrations } from "@/lib/registrations/list/page";
import { REMEMBERED, searchFacts } from "@/lib/registrations/list/testing/search-facts";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { seedRegistrations } from "@/scripts/seed/seed";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });
const now = new Date("2026-11-12T03:00:00Z");
const SEARCH_FACTS = searchFacts(REMEMBERED);
let rina: UserActor;
let viewer: UserActor;
let target: string;

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager();
  viewer = { ...(await makeManager("Sari")), role: "viewer" };
  const client = await pool.connect();
  try {
    await seedRegistrations(client, { registrations: 600, days: 120, seed: 3, now });
  } finally {
    client.release(true);
  }
  target = await register(REMEMBERED);
  await receiveIds(target);
});

async function register(overrides: Partial<typeof REMEMBERED>) {
  const { businessId, brandId, ...merchant } = { ...REMEMBERED, ...overrides };
  const values = makeMerchant(merchant);
  const form = { values, acceptWarnings: true, duplicateReason: "Toko kedua" };
  const saved = await registerMerchant(rina, makeSubmission(form));
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function receiveIds(id: string) {
  await pool.query(
    `with made as (
       insert into business (id, environment, business_id, partner_ref_id, registration_id, source, received_at)
       values (gen_random_uuid(), 'simulator', $2, $3, $1, 'doku', now()) returning id)
     insert into brand (id, environment, brand_id, business_row_id, received_at)
     select gen_random_uuid(), 'simulator', $4, id, now() from made`,
    [id, REMEMBERED.businessId, REMEMBERED.partnerReference, REMEMBERED.brandId],
  );
}

const find = (actor: UserActor, query: string) =>
  listRegistrations(actor, { ...EMPTY_FILTER, query }, { now });

const foundIds = async (actor: UserActor, query: string) =>
  (await find(actor, query)).rows.map(({ id }) => id);

describe("a merchant of whom somebody remembers", () => {
  test.each(SEARCH_FACTS)("%s is found, and the row says why", async (typed, by) => {
    if (by === "near") {
      expect((await find(rina, typed)).rows).toEqual([]);
      const near = await findNear(rina, typed);
      expect(near?.query).toMatch(/^(mebel mutiara|mutiara segar)$/);
      expect(near?.rows.map(({ id }) => id)).toContain(target);
      return;
    }
    const row = (await find(rina, typed)).rows.find(({ id }) => id === target);
    expect(row).toBeDefined();
    expect(row?.match?.field ?? "names").toBe(by);
    const counts = await countByTab(rina, { ...EMPTY_FILTER, query: typed }, { now });
    expect(counts?.QUEUED).toBeGreaterThan(0);
  });

  test("shows the part that was asked for", async () => {
    const matchOf = async (typed: string) =>
      (await find(rina, typed)).rows.find(({ id }) => id === target)?.match;
    expect(await matchOf("2782")).toEqual({ field: "phone", before: "+628580010", hit: "2782", after: "" });
    expect(await matchOf("858 0010")).toEqual({
      ...{ field: "phone", before: "", hit: "+628580010", after: "2782" },
    });
    expect(await matchOf("endah segar465")).toEqual({
      ...{ field: "email", before: "endah.", hit: "segar465", after: "b5@mutiarasegar.example" },
    });
    expect(await matchOf("mebel 4998")).toBeUndefined();
    expect(await matchOf("mebel 2782")).toMatchObject({ field: "phone", hit: "2782" });
    expect(await matchOf("cb36e2x454")).toMatchObject({ field: "reference", hit: "CB36E2X454", after: "" });
  });

  test("is not found by the middle of a number, nor by a word of another", async () => {
    for (const typed of ["0010278", "5800102", "mebel rembulanku", "endah.segar465b5@lain"])
      expect(await foundIds(rina, typed), typed).not.toContain(target);
  });

  test("is found by what was typed anew, and no more by what it was", async () => {
    const { businessId, brandId, ...typed } = REMEMBERED;
    const id = await register({
      ...typed,
      businessName: "Sate Kijang Ungu",
      representativeName: "Wulan Wibawadi",
      representativeEmail: "wulan@satekijang.example",
      partnerReference: "SATE-1",
      phoneNumber: "081300001111",
    });
    expect(await foundIds(rina, "wulan ungu satekijang")).toEqual([id]);
    await pool.query(
      `update registration set business_name = 'Depot Zamrud', name_key = 'DEPOT ZAMRUD', phone_e164 = '+628130000999' where id = $1`,
      [id],
    );
    expect(await foundIds(rina, "wulan ungu satekijang")).toEqual([]);
    expect(await foundIds(rina, "wulan depot")).toContain(id);
    expect(await foundIds(rina, "0999")).toContain(id);
    expect(await foundIds(rina, "1111")).not.toContain(id);
    await pool.query("update registration set phone_e164 = '+628130000888' where id = $1", [id]);
    expect(await foundIds(rina, "0888")).toContain(id);
    expect(await foundIds(rina, "0999")).not.toContain(id);
  });

  test.each([
    ["a legal form written apart", "P. T", false],
    ["another one", "c. v.", false],
    ["words behind more signs than are compared", `${"!".repeat(226)} mebel`, false],
    ["full-width digits", "０８５８００１０２７８２", true],
    ["a name and the number as it is written", "mebel 085800102782", true],
    ["a name and the number with dashes", "mebel 0858-0010-2782", true],
    ["a name and the number with its country", "mebel +6285800102782", true],
    ["the end of a business id that is all digits", "0000000004998", true],
    ["a name and another number", "mebel 085800102783", false],
  ])("%s is looked for and counted", async (_what, typed, isFound) => {
    const ids = await foundIds(rina, typed);
    expect(ids.includes(target)).toBe(isFound);
    const filter = { ...EMPTY_FILTER, query: typed };
    expect((await countByTab(rina, filter, { now }))?.all).toBe(ids.length);
    expect((await countMatching(rina, filter, { now })).count).toBe(ids.length);
  });

  test("a merchant that is called like an id is found by its name, and an id is nothing else", async () => {
    const { businessId, brandId, ...typed } = REMEMBERED;
    const ids = [];
    for (const [place, businessName] of ["BSN-Laundry", "BRN-88 Grosir"].entries())
      ids.push(
        await register({
          ...typed,
          businessName,
          representativeName: "Sri Andaian",
          representativeEmail: `sri${place}@laundry.example`,
          invitedUserEmail: `sri${place}@laundry.example`,
          partnerReference: `LAUNDRY-${place}`,
          phoneNumber: `08131111222${place}`,
        }),
      );
    expect(await foundIds(rina, "BSN-Laundry")).toEqual([ids[0]]);
    expect(await foundIds(viewer, "bsn-laundry")).toEqual([ids[0]]);
    expect(await foundIds(rina, "BRN-88")).toContain(ids[1]);
    expect(await foundIds(rina, businessId)).toEqual([target]);
  });

  test("sending writes none of the texts", async () => {
    const versionOf = async () =>
      (await pool.query("select xmin::text from registration_search where id = $1", [target])).rows;
    const before = await versionOf();
    await pool.query(
      "update registration set status = 'QUEUED', updated_at = now(), next_run_at = null where id = $1",
      [target],
    );
    expect(await versionOf()).toEqual(before);
  });

  test("all that match are counted as the list finds them", async () => {
    for (const [typed, by] of SEARCH_FACTS) {
      if (by === "near") continue;
      const { rows } = await find(rina, typed);
      const { count } = await countMatching(rina, { ...EMPTY_FILTER, query: typed }, { now });
      expect(Math.min(count, 50), typed).toBe(rows.length);
    }
  });
});

describe("who sees no contacts", () => {
  const BY_CONTACTS = new Set(["phone", "email", "invitedEmail"]);

  test.each(SEARCH_FACTS.filter(([, by]) => BY_CONTACTS.has(by)))(
    "finds and counts nothing by %s, and is offered nothing",
    async (typed) => {
      expect(await foundIds(viewer, typed)).not.toContain(target);
      const seen = await find(viewer, typed);
      // What is found is found by names or ids.
      for (const { match } of seen.rows) expect(BY_CONTACTS.has(match?.field ?? "names")).toBe(false);
      const counts = await countByTab(viewer, { ...EMPTY_FILTER, query: typed }, { now });
      expect(counts?.all).toBe(seen.rows.length);
      expect((await countMatching(viewer, { ...EMPTY_FILTER, query: typed }, { now })).count).toBe(
        seen.rows.length,
      );
      expect(await findNear(viewer, typed)).toEqual(await findNear(rina, typed));
    },
  );

  test.each(SEARCH_FACTS.filter(([, by]) => !BY_CONTACTS.has(by)))("finds by %s", async (typed, by) => {
    if (by === "near") expect((await findNear(viewer, typed))?.rows.map(({ id }) => id)).toContain(target);
    else expect(await foundIds(viewer, typed)).toContain(target);
  });

  test.each(["mebel 085800102782", "mebel +6285800102782", "０８５８００１０２７８２", "mebel 0102782"])(
    "finds and counts nothing by %s",
    async (typed) => {
      expect(await foundIds(viewer, typed)).toEqual([]);
      expect((await countByTab(viewer, { ...EMPTY_FILTER, query: typed }, { now }))?.all).toBe(0);
    },
  );

  test("is not told that a phone ends like the id it was found by", async () => {
    const id = await register({
      businessName: "Gudeg Pala Merah",
      representativeName: "Tono Misal",
      representativeEmail: "tono@gudegpala.example",
      invitedUserEmail: "tono@gudegpala.example",
      phoneNumber: "081311117744",
      partnerReference: "GUDEG-7744",
    });
    expect((await find(rina, "7744")).rows.find((row) => row.id === id)?.match?.field).toBe("phone");
    expect((await find(viewer, "7744")).rows.find((row) => row.id === id)?.match).toEqual({
      ...{ field: "reference", before: "GUDEG-", hit: "7744", after: "" },
    });
  });

  test("finds a reference by an end of letters alone, as references are written", async () => {
    const id = await register({
      businessName: "Sate Lontar Biru",
      representativeName: "Wulan Misal",
      representativeEmail: "wulan@satelontar.example",
      invitedUserEmail: "wulan@satelontar.example",
      phoneNumber: "081322226655",
      partnerReference: "MTR-20261129-202009472-JYYHAANDCE",
    });
    for (const end of ["JYYHAANDCE", "NDCE"]) {
      const row = (await find(viewer, end)).rows.find((found) => found.id === id);
      expect(row?.match).toMatchObject({ field: "reference", hit: end });
    }
  });

  test("is offered no name that holds a number or an address", async () => {
    await register({
      businessName: "Zirkonia Rahmatullah 0812-9999-8888",
      representativeName: "Xaverius x@rahasia.example",
      representativeEmail: "kepada@rahasia.example",
      invitedUserEmail: "kepada@rahasia.example",
      phoneNumber: "081388887777",
      partnerReference: "ZIRKON-1",
    });
    expect(await foundIds(rina, "zirkonia rahmatullah")).toHaveLength(1);
    expect(await foundIds(rina, "xaverius")).toHaveLength(1);
    for (const typed of ["zirkonia", "xaverius", "rahmatullah"])
      expect(await foundIds(viewer, typed), typed).toEqual([]);
    for (const typed of ["zirkonya", "xaveryus", "rahmatulah"])
      expect(await findNear(viewer, typed), typed).toBeNull();
  });
});
