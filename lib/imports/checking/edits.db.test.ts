import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import type { AppError } from "@/lib/errors";
import type { FileFacts } from "@/lib/imports/file-facts";
import { getImport, isImport, listImportRows, listImports } from "@/lib/imports/queries";
import { matchColumns } from "@/lib/imports/reading/mapping";
import { readImport } from "@/lib/imports/reading/read";
import { rowPrint } from "@/lib/imports/row-print";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, csvOf, HEADINGS, makeRow, rowsOf } from "@/lib/testing/import-files";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { acceptWarnings, editCell, leaveOutRow } from "./edits";

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
let viewer: UserActor;
beforeAll(async () => {
  await syncCredentialFromEnv();
  rina = await makeManager("Rina");
  viewer = await makeActor(await makePerson({ role: "viewer" }));
});
// Rows of one test wait in no batch that another one looks into.
beforeEach(() => pool.query("update import set status = 'stopped' where status = 'checked'"));

const check = (rows: readonly (readonly string[])[], headings?: readonly string[]) =>
  checkFile(pool, rina, csvOf(rows, headings));
const statesOf = async (importId: string) => (await rowsOf(rina, importId)).map(({ state }) => state);
const setStatus = (importId: string, status: string) =>
  pool.query("update import set status = $2::import_status where id = $1", [importId, status]);
const refused = (code: AppError["code"]) => expect.objectContaining({ name: "AppError", code });
const PHONE = HEADINGS.indexOf("phone_number");
const EMAIL = HEADINGS.indexOf("representative_email");

describe("a cell that is changed", () => {
  test("has its row checked again, and the row stays who it is", async () => {
    const importId = await check([makeRow(), makeRow({ representative_email: "salah" })]);
    const [, before] = await rowsOf(rina, importId);
    const text = "\u200bbenar@toko.example";
    const row = await editCell(rina, { importId, position: 3, column: EMAIL, text });
    expect(before).toMatchObject({ state: "problems", problems: [{ code: "email_no_at" }] });
    expect(row).toMatchObject({ state: "ready", problems: [], rowKey: before?.rowKey });
    expect(row.cells[EMAIL]).toBe("benar@toko.example");
    expect((await rowsOf(rina, importId))[1]).toEqual(row);
    const { rows } = await pool.query("select details from audit_entry where action = 'import.row_changed'");
    expect(rows.at(-1)).toEqual({ details: { row: 3, column: EMAIL + 1 } });
  });

  test("frees the rows that shared what it said, and marks those that share what it says now", async () => {
    const [a, b] = [makeRow(), makeRow()];
    const importId = await check([a, makeRow({ phone_number: a[PHONE] }), b, makeRow()]);
    expect(await statesOf(importId)).toEqual(["ready", "warnings", "ready", "ready"]);
    await editCell(rina, { importId, position: 2, column: PHONE, text: b[PHONE] ?? "" });
    const rows = await rowsOf(rina, importId);
    expect(rows.map(({ state }) => state)).toEqual(["ready", "ready", "warnings", "ready"]);
    expect(rows[2]?.warnings).toEqual([
      { field: "phoneNumber", code: "row_repeats_phone", params: { row: 2 } },
    ]);
  });

  test("gives a check that is the same as that of the whole file", async () => {
    const [a, b, c] = [makeRow(), makeRow({ partner_reference: "SAMA-1" }), makeRow()];
    const cells = [a, b, makeRow({ phone_number: a[PHONE], partner_reference: "sama-1" }), c, c];
    const importId = await check(cells);
    await editCell(rina, { importId, position: 3, column: 6, text: "" });
    await editCell(rina, { importId, position: 2, column: EMAIL, text: c[EMAIL] ?? "" });
    const edited = await rowsOf(rina, importId);
    await pool.query("delete from import_row where import_id = $1", [importId]);
    const whole = await rowsOf(rina, await check(edited.map((row) => row.cells)));
    const found = (rows: typeof edited) => rows.map(({ rowKey: _, ...row }) => row);
    expect(found(edited)).toEqual(found(whole));
  });

  test("asks again for a warning that was accepted", async () => {
    const importId = await check([makeRow({ phone_number: "0217995555" })]);
    await acceptWarnings(rina, { importId, position: 2, reason: "" });
    expect(await statesOf(importId)).toEqual(["ready"]);
    await editCell(rina, { importId, position: 2, column: 1, text: "Sari" });
    expect(await rowsOf(rina, importId)).toMatchObject([{ state: "warnings", acceptedReason: null }]);
  });

  test("is written over what nobody could type", async () => {
    const importId = await check([makeRow({ representative_email: "budi\u0007@toko.example" })]);
    const at = { importId, position: 2, column: EMAIL, was: "budi@toko.example" };
    expect(await editCell(rina, { ...at, text: "budi@toko.example" })).toMatchObject({ state: "ready" });
  });

  test("is not written over what a colleague has written there meanwhile, unless it is the same", async () => {
    const importId = await check([makeRow({ representative_name: "Sari" })]);
    const at = { importId, position: 2, column: 1, was: "Sari" };
    await editCell(rina, { ...at, text: "Sari Dewi" });
    await expect(editCell(rina, { ...at, text: "Sari Ayu" })).rejects.toEqual(refused("changed_meanwhile"));
    expect((await rowsOf(rina, importId))[0]?.cells[1]).toBe("Sari Dewi");
    await editCell(rina, { ...at, text: "Sari Dewi" });
    // As it stands in a field, before it is cleaned.
    await editCell(rina, { ...at, was: "\u200bSari Dewi", text: "Sari Ayu" });
    expect((await rowsOf(rina, importId))[0]?.cells[1]).toBe("Sari Ayu");
  });

  test("is refused where there is no such row or cell, where it is too long, and while the batch is sent", async () => {
    const importId = await check([makeRow(), makeRow()]);
    const edit = (input: Partial<Parameters<typeof editCell>[1]>) =>
      editCell(rina, { importId, position: 2, column: 0, text: "Kopi", ...input });
    await expect(edit({ importId: "no-batch" })).rejects.toEqual(refused("not_found"));
    await expect(edit({ position: 4 })).rejects.toEqual(refused("not_found"));
    await expect(edit({ column: 7 })).rejects.toEqual(refused("bad_input"));
    await expect(edit({ column: -1 })).rejects.toEqual(refused("bad_input"));
    await expect(edit({ text: "a".repeat(32_768) })).rejects.toEqual(refused("bad_input"));
    await pool.query("update import_row set state = 'done' where import_id = $1 and position = 3", [
      importId,
    ]);
    await expect(edit({ position: 3 })).rejects.toEqual(refused("not_possible_now"));
    for (const status of ["reading", "checking", "canary", "sending", "stopped", "finished"]) {
      await setStatus(importId, status);
      await expect(edit({}), status).rejects.toEqual(refused("not_possible_now"));
    }
    for (const status of ["canary_done", "paused", "checked"]) {
      await setStatus(importId, status);
      await edit({});
    }
  });
});

describe("a row that is left out", () => {
  test("is met by no other row, and is what it was when it is taken back", async () => {
    const a = makeRow();
    const importId = await check([a, makeRow({ phone_number: a[PHONE] })]);
    expect(await leaveOutRow(rina, { importId, position: 2, isLeftOut: true })).toMatchObject({
      state: "skipped",
    });
    expect(await statesOf(importId)).toEqual(["skipped", "ready"]);
    await leaveOutRow(rina, { importId, position: 2, isLeftOut: false });
    expect(await statesOf(importId)).toEqual(["ready", "warnings"]);
  });

  test("is left out once, by whoever was first", async () => {
    const importId = await check([makeRow(), makeRow()]);
    const [budi, leaveOut] = [await makeManager("Budi"), { importId, position: 2, isLeftOut: true }];
    await leaveOutRow(rina, leaveOut);
    expect(await leaveOutRow(budi, leaveOut)).toMatchObject({ state: "skipped" });
    const { rows } = await pool.query(
      "select actor_id from audit_entry where subject_id = $1 and action = 'import.row_changed'",
      [importId],
    );
    expect(rows).toEqual([{ actor_id: rina.id }]);
  });
});

describe("warnings", () => {
  let landlines = 5_000;
  const unusual = () => makeRow({ phone_number: `021799${++landlines}` });

  test("are accepted without a reason where nothing may be registered twice", async () => {
    const importId = await check([unusual(), makeRow()]);
    expect(await acceptWarnings(rina, { importId, position: null, reason: " " })).toEqual({ accepted: 1 });
    expect(await rowsOf(rina, importId)).toMatchObject([{ state: "ready", acceptedReason: "" }, {}]);
  });

  test("that came up meanwhile are not accepted with those that somebody saw", async () => {
    const importId = await check([unusual(), unusual(), makeRow()]);
    const all = { importId, position: null, count: 2, reason: "" };
    await editCell(rina, { importId, position: 4, column: PHONE, text: unusual()[PHONE] ?? "" });
    await expect(acceptWarnings(rina, all)).rejects.toEqual(refused("changed_meanwhile"));
    expect(await statesOf(importId)).toEqual(["warnings", "warnings", "warnings"]);
    expect(await acceptWarnings(rina, { ...all, count: 3 })).toEqual({ accepted: 3 });
  });

  test.each<[string, (importId: string) => Promise<unknown>]>([
    [
      "has another number with a warning",
      (importId) => editCell(rina, { importId, position: 2, column: PHONE, text: unusual()[PHONE] ?? "" }),
    ],
    ["has another name", (importId) => editCell(rina, { importId, position: 2, column: 1, text: "Sari" })],
    ["was left out", (importId) => leaveOutRow(rina, { importId, position: 2, isLeftOut: true })],
    [
      "was accepted with another reason",
      (importId) => acceptWarnings(rina, { importId, position: 2, reason: "Cabang" }),
    ],
  ])("of one row are not accepted unseen, where it %s", async (_, change) => {
    const importId = await check([unusual(), makeRow()]);
    const seen = (await rowsOf(rina, importId))[0];
    if (!seen) throw new Error("there is no row");
    const one = { importId, position: 2, reason: "Saya sudah cek" };
    await change(importId);
    const before = (await rowsOf(rina, importId))[0];
    await expect(acceptWarnings(rina, { ...one, print: rowPrint(seen) })).rejects.toEqual(
      refused("changed_meanwhile"),
    );
    expect((await rowsOf(rina, importId))[0]).toEqual(before);
  });

  test("of one row are accepted as they were seen, whoever changed another row", async () => {
    const importId = await check([unusual(), makeRow()]);
    const seen = (await rowsOf(rina, importId))[0];
    if (!seen) throw new Error("there is no row");
    await editCell(rina, { importId, position: 3, column: 1, text: "Sari" });
    const one = { importId, position: 2, reason: "", print: rowPrint(seen) };
    expect(await acceptWarnings(rina, one)).toEqual({ accepted: 1 });
  });

  test("of a row that may be registered already need a reason, alone and all together", async () => {
    const a = makeRow();
    const importId = await check([a, makeRow({ phone_number: a[PHONE] }), unusual()]);
    for (const position of [3, null])
      expect(await acceptWarnings(rina, { importId, position, reason: "  " })).toEqual({
        kind: "reason_missing",
      });
    expect(await statesOf(importId)).toEqual(["ready", "warnings", "warnings"]);
    expect(await acceptWarnings(rina, { importId, position: null, reason: " Cabang " })).toEqual({
      accepted: 2,
    });
    expect(await rowsOf(rina, importId)).toMatchObject([
      { acceptedReason: null },
      { state: "ready", acceptedReason: "Cabang" },
      // Nothing may be registered twice here, so the reason says nothing of it.
      { state: "ready", acceptedReason: "" },
    ]);
  });

  test("stay accepted while they are the same", async () => {
    const a = makeRow();
    const importId = await check([a, makeRow({ phone_number: a[PHONE] }), makeRow()]);
    await acceptWarnings(rina, { importId, position: 3, reason: "Cabang" });
    await editCell(rina, { importId, position: 2, column: 1, text: "Sari" });
    expect(await statesOf(importId)).toEqual(["ready", "ready", "ready"]);
    await editCell(rina, { importId, position: 4, column: 0, text: a[0] ?? "" });
    expect(await statesOf(importId)).toEqual(["ready", "ready", "warnings"]);
    await editCell(rina, { importId, position: 2, column: PHONE, text: "081577776666" });
    expect((await rowsOf(rina, importId))[1]).toMatchObject({ state: "ready", acceptedReason: null });
  });

  test("of a row that repeats another to the letter are accepted one by one", async () => {
    const twice = makeRow();
    const importId = await check([twice, twice]);
    expect(await acceptWarnings(rina, { importId, position: null, reason: "Dua" })).toEqual({ accepted: 0 });
    expect(await acceptWarnings(rina, { importId, position: 3, reason: "Dua" })).toEqual({ accepted: 1 });
    expect(await statesOf(importId)).toEqual(["ready", "ready"]);
  });

  test("do not let one partner reference be used twice", async () => {
    const twice = makeRow({ partner_reference: "DUA-1" });
    const importId = await check([twice, twice]);
    await acceptWarnings(rina, { importId, position: 3, reason: "Dua" });
    expect((await rowsOf(rina, importId))[1]).toMatchObject({
      state: "problems",
      problems: [{ code: "row_repeats_reference", params: { row: 2 } }],
    });
  });
});

describe("columns that are not known", () => {
  const headings = ["Toko", ...HEADINGS.slice(1), "Catatan"];
  const fields = ["businessName", "representativeName", "representativeEmail", "phoneNumber"];
  const matched = [...fields, "invitedUserEmail", "referralCode", "partnerReference", ""];

  test("are matched by a person, then checked, and known in their next file", async () => {
    const dewi = await makeManager("Dewi");
    const text = csvOf(
      [
        [...makeRow(), "x"],
        [...makeRow({ phone_number: "12" }), "y"],
      ],
      headings,
    );
    const id = await checkFile(pool, dewi, text);
    expect(await getImport(dewi, id)).toMatchObject({
      status: "mapping",
      fields: ["?", ...matched.slice(1)],
      rowCount: 2,
      checkedCount: 0,
      rows: { unchecked: 2 },
    });
    const match = (given: string[]) => matchColumns(dewi, { importId: id, fields: given });
    expect(await match(["", ...matched.slice(1)])).toEqual({ kind: "missing", fields: ["businessName"] });
    expect(await match([...matched.slice(0, 7), "phoneNumber"])).toEqual({
      kind: "doubled",
      fields: ["phoneNumber"],
    });
    await expect(match(matched.slice(1))).rejects.toEqual(refused("bad_input"));
    await expect(match(["?", ...matched.slice(1)])).rejects.toEqual(refused("bad_input"));
    await expect(match([...matched.slice(0, 7), "toString"])).rejects.toEqual(refused("bad_input"));
    expect(await match(matched)).toEqual({ kind: "matched" });
    expect(await readImport(pool, id, () => false)).toBe("ended");
    expect(await statesOf(id)).toEqual(["ready", "problems"]);
    const [first] = await rowsOf(dewi, id);
    // What somebody confirmed is not asked again, and what they kept as their own neither.
    const again = await checkFile(pool, dewi, text);
    expect(await getImport(dewi, again)).toMatchObject({ status: "checked", fields: matched });
    expect((await rowsOf(dewi, again))[0]?.rowKey).toBe(first?.rowKey);
    const other = await checkFile(pool, await makeManager("Putri"), text);
    expect((await getImport(rina, other)).status).toBe("mapping");
  });

  test("may be matched otherwise later, which keeps what was left out", async () => {
    const [a, b] = [makeRow(), makeRow()];
    const importId = await check([a, b]);
    await leaveOutRow(rina, { importId, position: 3, isLeftOut: true });
    const swapped = [
      "representativeName",
      "businessName",
      ...fields.slice(2),
      "invitedUserEmail",
      "",
      "partnerReference",
    ];
    await matchColumns(rina, { importId, fields: swapped });
    await readImport(pool, importId, () => false);
    expect(await statesOf(importId)).toEqual(["ready", "skipped"]);
    const { rows } = await pool.query(
      "select name_key from import_row where import_id = $1 and position = 2",
      [importId],
    );
    expect(rows).toEqual([{ name_key: "BUDI SANTOSO" }]);
    await pool.query("delete from import_heading");
  });

  test("are not matched over what a colleague has matched meanwhile", async () => {
    const importId = await check([makeRow(), makeRow()]);
    const { fields: opened } = await getImport(rina, importId);
    const swapped = opened.toSpliced(0, 2, "representativeName", "businessName");
    expect(await matchColumns(rina, { importId, fields: swapped, opened })).toEqual({ kind: "matched" });
    // The line broke, and it is pressed once more.
    expect(await matchColumns(rina, { importId, fields: swapped, opened })).toEqual({ kind: "matched" });
    await readImport(pool, importId, () => false);
    await expect(matchColumns(rina, { importId, fields: [...opened], opened })).rejects.toEqual(
      refused("changed_meanwhile"),
    );
    expect(await getImport(rina, importId)).toMatchObject({ status: "checked", fields: swapped });
    const told = "select from audit_entry where subject_id = $1 and action = 'import.mapped'";
    expect((await pool.query(told, [importId])).rowCount).toBe(1);
    await pool.query("delete from import_heading");
  });

  test("is gone on with where it was stopped", async () => {
    const importId = await check(Array.from({ length: 600 }, () => makeRow()));
    const { fields: matched } = await getImport(rina, importId);
    await matchColumns(rina, { importId, fields: [...matched] });
    let asked = 0;
    const isStopping = () => {
      asked += 1;
      return asked > 1;
    };
    while ((await getImport(rina, importId)).checkedCount === 0) {
      asked = 0;
      await readImport(pool, importId, isStopping);
    }
    expect(await getImport(rina, importId)).toMatchObject({ status: "checking", checkedCount: 500 });
    await readImport(pool, importId, () => false);
    expect(new Set(await statesOf(importId))).toEqual(new Set(["ready"]));
    await pool.query("delete from import_heading");
  });
});

describe("who may not register merchants", () => {
  test("may change nothing", async () => {
    const importId = await check([makeRow()]);
    const at = { importId, position: 2 };
    const refusals = [
      editCell(viewer, { ...at, column: 0, text: "x" }),
      leaveOutRow(viewer, { ...at, isLeftOut: true }),
      acceptWarnings(viewer, { ...at, reason: "x" }),
      matchColumns(viewer, { importId, fields: [] }),
    ];
    for (const refusal of refusals) await expect(refusal).rejects.toEqual(refused("not_allowed"));
  });

  test("sees the rows with personal data masked", async () => {
    const row = makeRow({
      representative_email: "budi@gmial.com",
      phone_number: "081510229216 / 081510229217",
    });
    const importId = await check([[...row, "NIK 3171"]], [...HEADINGS, "note"]);
    const [masked] = (await listImportRows(viewer, importId, { states: null, after: 0 })).rows;
    const shown = JSON.stringify(masked);
    for (const secret of ["budi@", "0815", "1022", "9216", "undangan", "3171"])
      expect(shown).not.toContain(secret);
    expect(masked?.cells[0]).toBe(row[0]);
    expect(masked?.problems).toEqual([
      {
        field: "phoneNumber",
        code: "phone_two_numbers",
        params: { field: "phoneNumber", count: 2, options: "•••" },
      },
    ]);
    const [open] = (await listImportRows(rina, importId, { states: null, after: 0 })).rows;
    expect(open?.cells).toEqual([...row, "NIK 3171"]);
  });

  test("reads of a file's sheets, columns and of the file in its place no contact, and keeps their names", async () => {
    const importId = await check([makeRow()]);
    const later = await check([makeRow()]);
    const label = "Siti siti.rahayu@other.example 0812-9999-8888";
    const others = [{ name: label, rows: 3, isMore: false, isHidden: false, isOurs: true }];
    const facts = { ...NO_FACTS, sheet: label, others, hiddenColumns: [label] };
    await pool.query("update import set file_name = $2 where id = $1", [later, label]);
    await pool.query(
      `update import set facts = $2, replaced_by_id = $3, refusal = 'hidden_sheets_only', refusal_params = $4 where id = $1`,
      [importId, facts, later, { sheet: label, rows: 3 }],
    );
    const seen = await getImport(viewer, importId);
    const masked = "Siti s•••@other.example •••8888";
    expect(seen.facts).toEqual({
      ...facts,
      sheet: masked,
      others: [{ ...others[0], name: masked }],
      hiddenColumns: [masked],
    });
    expect(seen.replacedBy).toMatchObject({ id: later, fileName: masked });
    expect(seen.refusal?.params).toEqual({ sheet: masked, rows: 3 });
    expect(JSON.stringify(await getImport(rina, importId)).split(label)).toHaveLength(6);
  });
});

const NO_FACTS: FileFacts = {
  sheet: null,
  others: [],
  hidden: { count: 0, ranges: [] },
  mergedBlocks: 0,
  hiddenColumns: [],
};

describe("the list of batches", () => {
  test("goes page by page from the newest on, and knows a batch only by its own id", async () => {
    const ids: string[] = [];
    for (let made = 0; made < 22; made += 1) ids.unshift(await check([makeRow()]));
    const first = await listImports(viewer, { before: null });
    expect(first.imports.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    const second = await listImports(viewer, { before: first.next });
    expect(second.imports.slice(0, 2).map(({ id }) => id)).toEqual(ids.slice(20));
    expect(first.imports[0]?.rows).toMatchObject({ ready: 1, problems: 0 });
    await expect(getImport(viewer, "nothing")).rejects.toEqual(refused("not_found"));
    await expect(getImport(viewer, viewer.id)).rejects.toEqual(refused("not_found"));
    expect(await isImport(viewer, "nothing")).toBe(false);
    expect(await isImport(viewer, viewer.id)).toBe(false);
    expect(await isImport(viewer, ids[0] ?? "")).toBe(true);
  });
});
