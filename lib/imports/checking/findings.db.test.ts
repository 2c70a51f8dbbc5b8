import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { refreshStatistics } from "@/lib/imports/reading/statistics";
import type { RegistrationInput } from "@/lib/registrations/input/schema";
import { registerMerchant } from "@/lib/registrations/intake/register";
import type { RegistrationStatus } from "@/lib/registrations/status";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, csvOf, HEADINGS, makeRow, rowsOf } from "@/lib/testing/import-files";
import { makeManager, makeMerchant, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
});
// Rows of one test wait in no batch that another one looks into.
beforeEach(() => pool.query("update import set status = 'stopped'"));

const check = async (rows: readonly (readonly string[])[], headings?: readonly string[]) =>
  rowsOf(rina, await checkFile(pool, rina, csvOf(rows, headings)));
const codesOf = ({ problems, warnings }: Awaited<ReturnType<typeof check>>[number]) =>
  [...problems, ...warnings].map(({ code }) => code);

describe("a row whose registration a restored backup knows as unsent", () => {
  const row = makeRow();
  const noticed = (when: string) =>
    pool.query(
      `insert into database_restore (id, sign, position, noticed_at) values (gen_random_uuid(), 'went_back', 1, now() + $1::interval)`,
      [when],
    );

  test.each(["DRAFT", "NEEDS_FIX", "FAILED"] as const)(
    "is not sent before somebody has looked: %s",
    async (status) => {
      const [first] = await check([row]);
      const saved = await registerMerchant(rina, { ...makeSubmission(), formKey: first?.rowKey ?? "" });
      if (saved.kind !== "saved") throw new Error(saved.kind);
      await pool.query("update registration set status = $2::registration_status where id = $1", [
        saved.id,
        status,
      ]);
      await noticed("1 second");
      try {
        const [again] = await check([row]);
        expect(again).toMatchObject({
          state: "problems",
          problems: [{ field: null, code: "put_back", params: { id: saved.id, status } }],
        });
        await pool.query("update registration set queued_at = now() + interval '1 minute' where id = $1", [
          saved.id,
        ]);
        expect((await check([row]))[0]?.problems).toEqual([]);
      } finally {
        await pool.query("delete from database_restore");
        await pool.query(
          "update registration set form_key = gen_random_uuid(), partner_ref_key = id::text where id = $1",
          [saved.id],
        );
      }
    },
  );
});

describe("inside a file the later row is marked, and names the row it repeats", () => {
  test("the same partner reference, whatever its case, is a problem", async () => {
    const [first, , third] = await check([
      makeRow({ partner_reference: "KS-77" }),
      makeRow(),
      makeRow({ partner_reference: "ks-77" }),
    ]);
    expect(first).toMatchObject({ state: "ready", problems: [], warnings: [] });
    expect(third).toMatchObject({ state: "problems", warnings: [] });
    expect(third?.problems).toEqual([
      { field: "partnerReference", code: "row_repeats_reference", params: { row: 2 } },
    ]);
  });

  test.each([
    ["email", { representative_email: "Sama@toko.example" }, "representativeEmail"],
    ["phone", { phone_number: "+62 815-7777-0001" }, "phoneNumber"],
    ["name", { business_name: "PT. Sama Saja" }, "businessName"],
  ] as const)("the same %s is a warning", async (kind, cells, field) => {
    const alike = {
      email: { invited_user_email: "sama@TOKO.example" },
      phone: { phone_number: "081577770001" },
      name: { business_name: "sama saja" },
    };
    const rows = await check([makeRow(), makeRow(cells), makeRow(alike[kind]), makeRow(alike[kind])]);
    expect(rows.map(({ state }) => state)).toEqual(["ready", "ready", "warnings", "warnings"]);
    for (const { problems, warnings } of rows.slice(2)) {
      expect(problems).toEqual([]);
      expect(warnings).toEqual([
        {
          field: kind === "email" ? "invitedUserEmail" : field,
          code: `row_repeats_${kind}`,
          params: { row: 3 },
        },
      ]);
    }
  });

  test("all that one row repeats is told together, each with the first row that says it", async () => {
    const [a, b] = [makeRow(), makeRow()];
    const row = makeRow({ business_name: a[0], phone_number: b[3], invited_user_email: "12" });
    const rows = await check([a, b, row]);
    expect(rows[2]).toMatchObject({ state: "problems", problems: [{ code: "email_no_at" }] });
    expect(rows[2]?.warnings.map(({ code, params }) => [code, params?.row])).toEqual([
      ["row_repeats_phone", 3],
      ["row_repeats_name", 2],
    ]);
  });

  test("a row that repeats another to the letter is left out, and nothing else is said of it", async () => {
    const twice = makeRow({ partner_reference: "KS-88" });
    const noted = [...twice, "another note"];
    const rows = await check([[...twice, ""], noted, noted, [...twice, ""]], [...HEADINGS, "note"]);
    expect(rows.map(({ state }) => state)).toEqual(["ready", "problems", "skipped", "skipped"]);
    expect(rows[2]?.warnings).toEqual([{ field: null, code: "row_repeats_row", params: { row: 3 } }]);
    expect(rows[3]?.warnings).toEqual([{ field: null, code: "row_repeats_row", params: { row: 2 } }]);
  });

  test("rows that say nothing to compare repeat nothing", async () => {
    const blank = ["", "", "", "", "", "", ""];
    const rows = await check(
      [
        [...blank, "x"],
        [...blank, "y"],
      ],
      [...HEADINGS, "note"],
    );
    expect(rows.flatMap(codesOf).filter((code) => code.startsWith("row_repeats_"))).toEqual([]);
  });
});

/** A merchant who was registered by the form. */
async function register(overrides: Partial<RegistrationInput> = {}, status: RegistrationStatus = "INVITED") {
  const values = makeMerchant(overrides);
  const submission = makeSubmission({ values, acceptWarnings: true, duplicateReason: "Cabang kedua" });
  const result = await registerMerchant(rina, submission);
  if (result.kind !== "saved") throw new Error(`The merchant of the test is not registered: ${result.kind}`);
  const { createdAt } = await prisma.registration.update({ where: { id: result.id }, data: { status } });
  const facts = {
    id: result.id,
    name: values.businessName,
    status,
    by: "Rina",
    date: createdAt.toISOString(),
  };
  return { values, facts };
}

describe("against registrations of the environment", () => {
  test("a used partner reference is a problem that names who used it for whom", async () => {
    const { values, facts } = await register({ partnerReference: "Dipakai-1" });
    const [row] = await check([makeRow({ partner_reference: values.partnerReference.toUpperCase() })]);
    expect(row?.problems).toEqual([{ field: "partnerReference", code: "reference_used", params: facts }]);
  });

  test("an email, a phone number or a name that is registered is a warning", async () => {
    const { values, facts } = await register({}, "NEEDS_FIX");
    const [email, phone, name] = await check([
      makeRow({ representative_email: values.invitedUserEmail.toUpperCase() }),
      makeRow({ phone_number: values.phoneNumber }),
      makeRow({ business_name: `CV ${values.businessName}` }),
    ]);
    const params = facts;
    expect(email?.warnings).toEqual([{ field: "representativeEmail", code: "registered_email", params }]);
    expect(phone?.warnings).toEqual([{ field: "phoneNumber", code: "registered_phone", params }]);
    expect(name?.warnings).toEqual([{ field: "businessName", code: "registered_name", params }]);
  });

  test("the newest of several is named", async () => {
    const phoneNumber = "081599990001";
    await register({ phoneNumber });
    const { facts } = await register({ phoneNumber });
    const [row] = await check([makeRow({ phone_number: phoneNumber })]);
    expect(row?.warnings).toEqual([{ field: "phoneNumber", code: "registered_phone", params: facts }]);
  });

  /** A row that an earlier batch has registered. */
  async function registerRow(cells: string[], change: { status: RegistrationStatus; archivedAt?: Date }) {
    const [row] = await check([cells]);
    const { facts } = await register({
      businessName: cells[0] ?? "",
      representativeEmail: cells[2] ?? "",
      phoneNumber: cells[3] ?? "",
      invitedUserEmail: cells[4] ?? "",
      partnerReference: cells[6] || `MADE-${randomUUID()}`,
    });
    await prisma.registration.update({
      where: { id: facts.id },
      data: { formKey: row?.rowKey ?? "", ...change },
    });
    return facts.id;
  }

  test.each(["INVITED", "QUEUED", "UNCONFIRMED"] as const)(
    "a row whose own registration is %s is done, and resembles nobody",
    async (status) => {
      const cells = makeRow({ partner_reference: `OWN-${status}` });
      const id = await registerRow(cells, { status });
      const [row] = await check([cells]);
      expect(row).toMatchObject({ state: "done", problems: [], warnings: [], registration: { id, status } });
    },
  );

  test.each(["NEEDS_FIX", "FAILED"] as const)(
    "a row whose own registration is %s may be sent again, and does not resemble itself",
    async (status) => {
      const cells = makeRow({ partner_reference: `AGAIN-${status}` });
      await registerRow(cells, { status });
      const [row] = await check([cells]);
      expect(row).toMatchObject({ state: "ready", problems: [], warnings: [] });
    },
  );

  test("a row whose own registration was archived is done", async () => {
    const cells = makeRow();
    await registerRow(cells, { status: "FAILED", archivedAt: new Date() });
    expect(await check([cells])).toMatchObject([{ state: "done" }]);
  });

  test("a row that repeats a finished one to the letter stays left out", async () => {
    const cells = makeRow();
    await registerRow(cells, { status: "INVITED" });
    expect(await check([cells, cells])).toMatchObject([{ state: "done" }, { state: "skipped" }]);
  });

  test("another environment is another world", async () => {
    const { values, facts } = await register();
    const credential = await requireCurrentCredential();
    await pool.query(`update registration set environment = 'sandbox' where id = $1 and credential_id = $2`, [
      facts.id,
      credential.id,
    ]);
    const [row] = await check([makeRow({ phone_number: values.phoneNumber })]);
    expect(row).toMatchObject({ state: "ready" });
  });
});

describe("against batches that are open", () => {
  const elsewhere = (field: string) => [{ field, code: "in_other_batch", params: { file: "merchants.csv" } }];

  test("a row that waits in another file is a warning", async () => {
    const waiting = makeRow({ partner_reference: "WAIT-1" });
    await check([waiting]);
    const rows = await check([
      makeRow({ partner_reference: "wait-1" }),
      makeRow({ invited_user_email: waiting[2] }),
      makeRow({ phone_number: waiting[3] }),
      makeRow({ business_name: waiting[0] }),
      makeRow(),
    ]);
    expect(rows.map(({ warnings }) => warnings)).toEqual([
      elsewhere("partnerReference"),
      elsewhere("invitedUserEmail"),
      elsewhere("phoneNumber"),
      elsewhere("businessName"),
      [],
    ]);
  });

  test("the same row in another file is no other row", async () => {
    const cells = makeRow();
    await check([cells]);
    expect(await check([cells])).toMatchObject([{ state: "ready", warnings: [] }]);
  });

  test("what was left out there, sent or stopped waits no more", async () => {
    const [left, sent, stopped] = [makeRow(), makeRow(), makeRow()];
    const id = await checkFile(pool, rina, csvOf([left, sent]));
    await pool.query(
      "update import_row set state = case position when 2 then 'skipped' else 'done' end::import_row_state where import_id = $1",
      [id],
    );
    const ended = await checkFile(pool, rina, csvOf([stopped]));
    await pool.query("update import set status = 'stopped' where id = $1", [ended]);
    const rows = await check([left, sent, stopped].map((cells) => makeRow({ phone_number: cells[3] })));
    expect(rows.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
  });
});

test("twenty thousand identical rows are one row and its repetitions", async () => {
  const line = makeRow().join(",");
  const text = `${HEADINGS.join(",")}\n${`${line}\n`.repeat(20_000)}`;
  const id = await checkFile(pool, rina, text);
  const { rows } = await pool.query(
    "select state, count(*)::int, count(distinct row_key)::int as keys from import_row where import_id = $1 group by 1 order by 1",
    [id],
  );
  expect(rows).toEqual([
    { state: "ready", count: 1, keys: 1 },
    { state: "skipped", count: 19_999, keys: 19_999 },
  ]);
});

test("what the planner goes by knows the batch that was read a moment ago", async () => {
  await checkFile(pool, rina, csvOf([makeRow()]));
  await pool.query("analyze import_row");
  const known = async () =>
    Number(
      (await pool.query("select reltuples from pg_class where relname = 'import_row'")).rows[0].reltuples,
    );
  const before = await known();
  const id = randomUUID();
  const count = 2_000 + Math.ceil(before);
  await pool.query(
    `insert into import (id, environment, credential_id, created_by_id, file_name, format, bytes, row_count)
     select $1, environment, credential_id, created_by_id, 'large.csv', 'csv', 1, $2 from import limit 1`,
    [id, count],
  );
  await pool.query(
    "insert into import_row (import_id, position, cells, row_key) select $1, n, '{}', gen_random_uuid() from generate_series(1, $2::int) n",
    [id, count],
  );
  await refreshStatistics(pool, id);
  expect(await known()).toBeGreaterThanOrEqual(count);
});
