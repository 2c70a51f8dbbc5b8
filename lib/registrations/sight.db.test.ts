import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { estimateBulk } from "@/lib/bulk/estimate";
import { selectRows } from "@/lib/bulk/selection";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { readForExport } from "@/lib/export/rows";
import { explainAttempts } from "@/lib/playbook/queries";
import { listResembling } from "@/lib/registrations/intake/duplicates";
import { registerMerchant } from "@/lib/registrations/intake/register";
import { countByTab, countMatching, selectMatching } from "@/lib/registrations/list/counts";
import { EMPTY_FILTER, keptQuery, type ListFilter } from "@/lib/registrations/list/filter";
import { needsYou } from "@/lib/registrations/list/needs-you";
import { listRegistrations } from "@/lib/registrations/list/page";
import { getRegistration, listRegistrationAudit } from "@/lib/registrations/queries";
import { useTestDatabase } from "@/lib/testing/database";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { createView } from "@/lib/views/mutations";
import { listViews, readOpenedViews } from "@/lib/views/queries";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
let viewer: UserActor;

/** Two merchants that differ in their contacts alone, each in a place of its own so that they do not meet. */
const ONE = { representativeEmail: "budi.santoso@rahasia.example", phoneNumber: "081510229216" };
const OTHER = { representativeEmail: "zainal@lain.example", phoneNumber: "085799990000" };

beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager();
  viewer = { ...(await makeManager("Sari")), role: "viewer" };
});

async function register(
  overrides: Parameters<typeof makeMerchant>[0],
  duplicateReason: string | null = null,
) {
  const form = { values: makeMerchant(overrides), acceptWarnings: true, duplicateReason };
  const saved = await registerMerchant(rina, makeSubmission(form));
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  return saved.id;
}

const withContacts = ({ representativeEmail, phoneNumber }: typeof ONE) => ({
  representativeEmail,
  invitedUserEmail: `undangan.${representativeEmail}`,
  phoneNumber,
});

/** Everything in which the list answers a question, with the ids left out. */
async function answersTo(actor: UserActor, query: string) {
  const filter: ListFilter = { ...EMPTY_FILTER, query };
  const matching = selectMatching(actor, filter);
  const chosen = selectRows(actor, { kind: "filter", query: keptQuery(filter) });
  const exported = await readForExport(actor, filter);
  await exported.close();
  return {
    page: (await listRegistrations(actor, filter)).rows.length,
    tabs: await countByTab(actor, filter),
    matching: await countMatching(actor, filter),
    selected: (await pool.query(matching.text, [...matching.values])).rows.length,
    chosen: (await pool.query(chosen.text, [...chosen.values])).rows.length,
    exported: exported.count,
  };
}

const NOTHING = { page: 0, matching: { count: 0, isExact: true }, selected: 0, chosen: 0, exported: 0 };

describe("who sees no contacts", () => {
  test("gets the same answers whatever a merchant's contacts are, for every part of them and the whole", async () => {
    const id = await register({
      businessName: "Kopi Senja",
      partnerReference: "MTR-ONE",
      ...withContacts(ONE),
    });
    const spellings = [
      ONE.representativeEmail,
      `undangan.${ONE.representativeEmail}`,
      ONE.representativeEmail.toUpperCase(),
      "+6281510229216",
      "6281510229216",
      "081510229216",
      "0815-1022-9216",
      "wa 0815 1022 9216",
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...spellings), fc.nat(), async (whole, cut) => {
        const query = whole.slice(0, 1 + (cut % whole.length)).trim();
        const before = await answersTo(viewer, query);
        const { rows } = await pool.query<Record<string, string>>(
          `select representative_email_key, invited_user_email_key, phone_e164 from registration where id = $1`,
          [id],
        );
        await pool.query(
          `update registration set representative_email_key = 'zainal@lain.example', phone_e164 = '+6285799990000',
                  invited_user_email_key = 'undangan@lain.example' where id = $1`,
          [id],
        );
        expect(await answersTo(viewer, query)).toEqual(before);
        await pool.query(
          `update registration set representative_email_key = $2, invited_user_email_key = $3, phone_e164 = $4 where id = $1`,
          [id, ...Object.values(rows[0] ?? {})],
        );
      }),
      { numRuns: 40 },
    );
  });

  test("finds nothing by a whole address or number, which a manager finds", async () => {
    await register({ ...withContacts(OTHER) });
    for (const query of [OTHER.representativeEmail, OTHER.phoneNumber, "+6285799990000", "62857"]) {
      expect(await answersTo(viewer, query), query).toMatchObject(NOTHING);
      expect(await answersTo(rina, query), query).toMatchObject({
        page: 1,
        selected: 1,
        chosen: 1,
        exported: 1,
      });
    }
  });

  test("finds nothing by a name that holds a contact, which the list masks", async () => {
    await register({ businessName: "Warung Siti 0812-9999-8888" });
    await register({ businessName: "Batik Halus siti.rahayu@other.example" });
    for (const query of ["0812", "9999", "warung", "rahayu", "other"])
      expect(await answersTo(viewer, query), query).toMatchObject(NOTHING);
    expect(await answersTo(rina, "warung siti")).toMatchObject({ page: 1 });
    const { rows } = await listRegistrations(viewer, EMPTY_FILTER);
    const names = rows.map(({ businessName }) => businessName);
    expect(names).toContain("Warung Siti •••8888");
    expect(names).toContain("Batik Halus s•••@other.example");
  });

  test("is not told that two merchants share a number", async () => {
    const shared = { phoneNumber: "081377776666" };
    const first = await register(shared);
    const second = await register(shared, "Satu pemilik");
    expect(await listResembling(rina, first)).toMatchObject([{ id: second, matchedBy: ["phone"] }]);
    expect(await listResembling(viewer, first)).toEqual([]);
  });

  test("reads of DOKU's words, of reasons, views and files nothing that is somebody's", async () => {
    const canary = "Siti Rahayu, siti.rahayu@other.example, 0812-9999-8888";
    const id = await register({ ...withContacts({ ...ONE, phoneNumber: "081211112222" }) }, `Kata ${canary}`);
    const words = `business.contact.email is registered to ${canary}`;
    await pool.query(
      `update registration set status = 'NEEDS_FIX', cause = 'refused.representativeEmail.00000000', problem = $2,
              problem_field = 'representativeEmail', duplicate_reason = $2 where id = $1`,
      [id, words],
    );
    await pool.query(
      `insert into attempt (id, registration_id, number, kind, request_id, epoch, holder, key_version, ended_at, outcome,
                            reason, message, error_code, masked_answer)
       select gen_random_uuid(), id, 1, 'first', request_id, 1, 'gone', 'x', now(), 'refused', 'validation', $2, $2, $3
         from registration where id = $1`,
      [id, words, JSON.stringify({ message: [words], dob: "1990-05-17" })],
    );
    const view = await createView(rina, {
      name: "Siti",
      query: "q=siti.rahayu@other.example",
      isShared: true,
    });
    const seen = JSON.stringify([
      await listRegistrations(viewer, EMPTY_FILTER),
      await needsYou(viewer, "all"),
      await getRegistration(viewer, id),
      await listRegistrationAudit(viewer, id),
      [...(await explainAttempts(viewer, id))],
      await listViews(viewer),
      await readOpenedViews(viewer, view.kind === "saved" ? view.id : null),
    ]);
    // Any four digits may stand in an id, a reference or a time.
    const said = seen.replace(
      /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|MTR-[\dA-Z-]+|\d{4}-\d\d-\d\dT[\d:.]+Z/g,
      "",
    );
    for (const told of ["Rahayu", "siti.rahayu", "9999", "8888-", "1990"]) expect(said).not.toContain(told);
    expect(seen).toContain("business.contact.email is registered to •••");
    const known = JSON.stringify([await getRegistration(rina, id), await needsYou(rina, "all")]);
    expect(known).toContain(words);
  });

  test("cannot choose rows for a job at all", async () => {
    const selection = { kind: "filter", query: "q=budi" } as const;
    await expect(
      estimateBulk(viewer, { kind: "archive", selection, assigneeId: null }),
    ).rejects.toMatchObject({ code: "not_allowed" });
  });
});
