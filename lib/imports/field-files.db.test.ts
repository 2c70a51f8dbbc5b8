import { readFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient } from "@/lib/doku/client";
import { acceptWarnings, editCell, leaveOutRow, takeHiddenRowsIn } from "@/lib/imports/checking/edits";
import { chooseSheet } from "@/lib/imports/reading/choose-sheet";
import { matchColumns } from "@/lib/imports/reading/mapping";
import { readImport } from "@/lib/imports/reading/read";
import { readResultFile } from "@/lib/imports/result/rows";
import { runImport } from "@/lib/imports/sending/run";
import { sendImport } from "@/lib/imports/sending/send";
import { REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { makeXlsx, type XlsxToMake } from "@/lib/spreadsheet/testing/make-xlsx";
import { writeSheet } from "@/lib/spreadsheet/write";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { checkFile, HEADINGS, rowsOf } from "@/lib/testing/import-files";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { makeSubmitter, sendBeside } from "@/lib/testing/sending";
import type { ImportRowView } from "./import-view";
import { getImport, listImportRows } from "./queries";

// Files as people have them, from the upload to what DOKU gets. What is right stands in testing/field-cases/README.

const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";

const { pool, prisma, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });

let rina: UserActor;
let standIn: StandIn;
let credentialId: string;
beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  await prisma.credential.update({
    where: { id: credentialId },
    data: { usableAt: new Date(), keyVersion: "0badc0de", replay: "proven" },
  });
  rina = await makeManager("Rina");
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
});
afterAll(() => standIn.close());
// Rows of one test wait in no batch that another one looks into.
beforeEach(() => pool.query("update import set status = 'stopped'"));

const LETTERS = "ABCDEFGHIJ";

type MadeSheetRow = { cells: Record<string, string>; attributes?: string };

let made = 0;
/** A row of a merchant unlike any other, with its cells by letter; one that begins with `<` is XML. */
function merchant({
  name,
  phone,
  ...cells
}: { name: string; phone?: string } & Record<string, string | undefined>): MadeSheetRow {
  made += 1;
  const number = String(made).padStart(4, "0");
  const usual = {
    A: name,
    B: "Siti",
    C: `wakil${number}@lembar.example`,
    D: phone ?? `08126222${number}`,
    E: `kasir${number}@lembar.example`,
    F: "",
    G: "",
  };
  return { cells: { ...usual, ...cells } as Record<string, string> };
}

/** A workbook of one sheet with headings in row 1 and these rows below. */
function sheetOf(
  rows: readonly MadeSheetRow[],
  { headings = HEADINGS, after = "", ...more }: SheetOptions = {},
) {
  const all: MadeSheetRow[] = [
    { cells: Object.fromEntries(headings.map((text, place) => [LETTERS[place], text])) },
    ...rows,
  ];
  const data = all.map(({ cells, attributes = "" }, place) => {
    const row = place + 1;
    return `<row r="${row}" ${attributes}>${Object.entries(cells)
      .map(([letter, text]) => cellXml(`${letter}${row}`, text))
      .join("")}</row>`;
  });
  return { sheets: [{ data: `${data.join("")}</sheetData>${after}<sheetData>` }], ...more };
}

type SheetOptions = { headings?: readonly string[]; after?: string } & Partial<XlsxToMake>;

function cellXml(place: string, text: string): string {
  if (text.startsWith("<c")) return text.replace("<c", `<c r="${place}"`);
  return text === "" ? "" : `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

const namesOf = async (id: string) => (await rowsOf(rina, id)).map(({ cells }) => cells[0] ?? "");
const isShown = (text: string | undefined) => text !== undefined && text !== "";
const never = () => false;

const fieldFile = (name: string) => readFile(path.join(import.meta.dirname, "testing/field-cases", name));
const check = async (file: Buffer | string) => checkFile(pool, rina, file);
const checkXlsx = async (workbook: XlsxToMake) => check(await buffer(makeXlsx(workbook)));
const view = (id: string) => getImport(rina, id);

async function findingsOf(id: string) {
  const rows = await rowsOf(rina, id);
  const said = (row: ImportRowView) =>
    [...row.problems, ...row.warnings].map(({ field, code }) => (field ? `${field}: ${code}` : code));
  return rows.map((row) => [row.position, row.state, ...said(row)]);
}

/** Presses Send, and sends what is handed out, as a worker does. */
async function send(id: string): Promise<void> {
  const request = { importId: id, typedCount: null, holdAfterFirst: false, scheduledAt: null };
  expect(await sendImport(rina, request)).toEqual({ kind: "started" });
  const credential = { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url };
  const submitter = makeSubmitter(pool, createDokuClient({ credential }));
  await sendBeside(submitter, credentialId, runImport(pool, id, never));
}

/** What DOKU got for merchants, by their names: the words that a person sees in a sheet. */
function sentOf(...names: string[]) {
  const bodies = standIn.ledger.businesses().map(({ body }) => JSON.parse(body));
  return names.map((name) => {
    const found = bodies.find(({ business }) => business.name === name);
    if (!found) return undefined;
    const { partner_ref_id: reference, contact } = found.business;
    const phone = `${contact.phone_calling_code} ${contact.phone_number}`;
    return { reference, code: found.referral?.code ?? null, phone };
  });
}

describe("rows that are hidden", () => {
  test("by a filter are told by number, and only what is shown is sent", async () => {
    const id = await check(await fieldFile("hidden-by-filter.xlsx"));
    const batch = await view(id);
    expect(batch.rows).toMatchObject({ ready: 3, skipped: 3 });
    const ranges = [3, 5, 7].map((row) => [row, row]);
    expect(batch.facts?.hidden).toEqual({ count: 3, ranges });
    expect(batch.leftOut).toEqual({ hidden: 3, empty: 0, notes: 0 });
    await send(id);
    const names = await namesOf(id);
    expect(sentOf(...names)).toEqual(
      names.map((_, place) => (place % 2 === 0 ? expect.anything() : undefined)),
    );
    expect((await view(id)).leftOut.hidden).toBe(3);
  });

  const hiddenRows = () => [
    merchant({ name: "A" }),
    { ...merchant({ name: "B", phone: "081261110001" }), attributes: 'hidden="1"' },
    { ...merchant({ name: "C", phone: "081261110001" }), attributes: 'hidden="true" outlineLevel="1"' },
    { ...merchant({ name: "D" }), attributes: 'ht="0" customHeight="1"' },
    merchant({ name: "E", phone: "081261110001" }),
  ];

  test("by hand, an outline or their height are so too, and no other row is held against them", async () => {
    const id = await checkXlsx(sheetOf(hiddenRows()));
    expect((await view(id)).facts?.hidden).toEqual({ count: 3, ranges: [[3, 5]] });
    expect((await findingsOf(id)).map(([row, state]) => [row, state])).toEqual([
      [2, "ready"],
      [3, "skipped"],
      [4, "skipped"],
      [5, "skipped"],
      [6, "ready"],
    ]);
  });

  test("are taken in with one press, and then held against the others", async () => {
    const id = await checkXlsx(sheetOf(hiddenRows()));
    expect(await takeHiddenRowsIn(rina, { importId: id })).toEqual({ taken: 3 });
    expect(await findingsOf(id)).toEqual([
      [2, "ready"],
      [3, "ready"],
      [4, "warnings", "phoneNumber: row_repeats_phone"],
      [5, "ready"],
      [6, "warnings", "phoneNumber: row_repeats_phone"],
    ]);
    expect((await view(id)).leftOut.hidden).toBe(0);
    expect(await takeHiddenRowsIn(rina, { importId: id })).toEqual({ taken: 0 });
  });

  test("come back hidden, so that they are not sent by the loop of fixing either", async () => {
    const id = await checkXlsx(
      sheetOf(hiddenRows().map((row, place) => (place === 4 ? merchant({ name: "Z" }) : row))),
    );
    await leaveOutRow(rina, { importId: id, position: 3, isLeftOut: false });
    const words = { status: String, state: String, finding: String, doku: String, whatToDo: String };
    const again = await check(await buffer(writeSheet(await readResultFile(rina, id, "all", words))));
    expect((await view(again)).facts?.hidden).toEqual({ count: 2, ranges: [[4, 5]] });
    expect((await view(again)).rows).toMatchObject({ skipped: 2 });
  });

  test("are no less hidden where the columns had to be matched first", async () => {
    const workbook = sheetOf(hiddenRows(), { headings: ["Usaha apa", ...HEADINGS.slice(1)] });
    const id = await checkXlsx(workbook);
    expect((await view(id)).status).toBe("mapping");
    await matchColumns(rina, { importId: id, fields: [...REGISTRATION_FIELDS] });
    await readImport(pool, id, never);
    expect((await view(id)).rows).toMatchObject({ ready: 2, skipped: 3 });
  });
});

describe("a workbook of several sheets", () => {
  test("names the one that was read and those that were not, and has another one read in its place", async () => {
    const id = await check(await fieldFile("two-sheets-of-merchants.xlsx"));
    const bandung = { name: "Bandung", rows: 5, isMore: false, isHidden: false, isOurs: true };
    expect((await view(id)).facts).toMatchObject({ sheet: "Jakarta", others: [bandung] });
    expect(await findingsOf(id)).toEqual([2, 3].map((row) => [row, "ready"]));
    await chooseSheet(rina, { importId: id, sheet: "Bandung" });
    expect(await view(id)).toMatchObject({ status: "reading", rowCount: 0, facts: null });
    await readImport(pool, id, never);
    const batch = await view(id);
    expect(batch).toMatchObject({ status: "checked", rows: { ready: 5 } });
    expect(batch.facts).toMatchObject({ sheet: "Bandung", others: [{ name: "Jakarta", rows: 2 }] });
    await expect(chooseSheet(rina, { importId: id, sheet: "Surabaya" })).rejects.toThrow("bad_input");
    await send(id);
    expect(sentOf("Bandung 4", "Jakarta 0")).toEqual([expect.anything(), undefined]);
    await expect(chooseSheet(rina, { importId: id, sheet: "Jakarta" })).rejects.toThrow("not_possible_now");
    expect((await pool.query("select 1 from import_part where import_id = $1", [id])).rowCount).toBe(0);
    expect((await view(id)).facts?.others).toMatchObject([{ name: "Jakarta", rows: 2 }]);
  });

  test("with instructions in front is read where our headings are", async () => {
    const id = await check(await fieldFile("cover-sheet-first.xlsx"));
    const batch = await view(id);
    expect(batch).toMatchObject({ status: "checked", rows: { ready: 2 } });
    expect(batch.facts).toMatchObject({ sheet: "Data", others: [{ name: "Petunjuk", isOurs: false }] });
  });
});

describe("what Excel shows", () => {
  test("of numbers is what is taken and sent", async () => {
    const id = await check(await fieldFile("number-formats.xlsx"));
    expect((await view(id)).rows).toMatchObject({ ready: 4, warnings: 1 });
    expect((await rowsOf(rina, id)).map(({ cells }) => [cells[6], cells[5], cells[3]].find(isShown))).toEqual(
      ["MTR-0012", "0000-0007", "001234", "0077", "021-57955000"],
    );
    // A landline, as before: it may have no WhatsApp.
    expect((await findingsOf(id))[4]).toEqual([6, "warnings", "phoneNumber: phone_landline_no_whatsapp"]);
    await acceptWarnings(rina, { importId: id, position: null, reason: "" });
    const names = await namesOf(id);
    await send(id);
    expect(sentOf(...names)).toMatchObject([
      { reference: "MTR-0012", code: null },
      { reference: "0000-0007", code: null },
      { reference: expect.any(String), code: "001234" },
      { reference: expect.any(String), code: "0077" },
      { phone: "62 2157955000" },
    ]);
  });

  test("of a day is told where a name, a phone number or a reference should be", async () => {
    const id = await check(await fieldFile("dates.xlsx"));
    expect(await findingsOf(id)).toEqual([
      [2, "problems", "businessName: cell_moment"],
      [3, "problems", "partnerReference: cell_moment"],
      [4, "problems", "phoneNumber: cell_moment"],
      [5, "problems", "businessName: cell_moment"],
    ]);
    const shown = (await rowsOf(rina, id)).map(({ problems }) => problems[0]?.params?.shown);
    expect(shown).toEqual(["1 May", "Mar-26", "08-12-2021", "7-Nov"]);
  });

  test("in place of a value is told at the cell", async () => {
    const id = await check(await fieldFile("error-cells.xlsx"));
    expect(await findingsOf(id)).toEqual([
      [2, "problems", "businessName: cell_error"],
      [3, "problems", "representativeName: cell_error"],
      [4, "problems", "businessName: cell_error"],
      [5, "problems", "representativeName: cell_error"],
    ]);
    const texts = (await rowsOf(rina, id)).map(({ problems }) => problems[0]?.params?.text);
    expect(texts).toEqual(["#N/A", "#REF!", "#VALUE!", "#NAME?"]);
    expect((await view(id)).rows.warnings).toBe(0);
  });

  test("of a formula is told where it was not saved, in optional columns too", async () => {
    const id = await check(await fieldFile("formulas-without-values.xlsx"));
    const both = ["problems", "referralCode: cell_formula", "partnerReference: cell_formula"];
    expect(await findingsOf(id)).toEqual([2, 3, 4].map((row) => [row, ...both]));
    expect(await acceptWarnings(rina, { importId: id, position: null, reason: "" })).toEqual({ accepted: 0 });
  });
});

test("rows with nothing of ours are left out and counted, and come back", async () => {
  const id = await check(await fieldFile("prefilled-rows.xlsx"));
  const batch = await view(id);
  expect(batch.rows).toMatchObject({ ready: 3, problems: 0, skipped: 197 });
  expect(batch.leftOut).toEqual({ hidden: 0, empty: 197, notes: 0 });
  const [, , , fourth] = await rowsOf(rina, id);
  expect(fourth).toMatchObject({ position: 5, state: "skipped" });
  // One that is filled in meanwhile is a row like the others.
  await editCell(rina, { importId: id, position: 5, column: 1, text: "Toko Lapangan 99" });
  expect((await view(id)).leftOut.empty).toBe(196);
  expect((await rowsOf(rina, id))[3]).toMatchObject({ state: "problems" });
});

test("rows have the numbers that the sheet gives them", async () => {
  const id = await check(await fieldFile("row-numbers.xlsx"));
  expect(await findingsOf(id)).toEqual([
    [4, "ready"],
    [7, "ready"],
    [8, "warnings", "phoneNumber: row_repeats_phone"],
    [9, "problems", "representativeEmail: email_no_at"],
  ]);
  expect((await rowsOf(rina, id))[2]?.warnings[0]?.params).toEqual({ row: 7 });
  const csv = `\n${HEADINGS.join(",")}\n\n${Object.values(merchant({ name: "X" }).cells).join(",")}\n`;
  expect((await rowsOf(rina, await check(csv))).map(({ position }) => position)).toEqual([4]);
});

describe("what a person does about a cell", () => {
  const STYLES = `<numFmts><numFmt numFmtId="164" formatCode="#,##0"/><numFmt numFmtId="165" formatCode="# ?/?"/><numFmt numFmtId="166" formatCode="mmm-yy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>`;

  test("both readings of a number are told, and one is accepted or chosen", async () => {
    const id = await checkXlsx(
      sheetOf(
        [
          merchant({ name: "Ribuan A", G: '<c s="1"><v>1234</v></c>' }),
          merchant({ name: "Ribuan B", F: '<c s="1"><v>1234</v></c>' }),
          merchant({ name: "Pecahan", F: '<c s="2"><v>12</v></c>' }),
          merchant({ name: "Telepon", phone: '<c s="1"><v>81261009999</v></c>' }),
        ],
        { styles: STYLES },
      ),
    );
    expect(await findingsOf(id)).toEqual([
      [2, "warnings", "partnerReference: cell_format"],
      [3, "warnings", "referralCode: cell_format"],
      [4, "warnings", "referralCode: cell_format_unknown"],
      [5, "ready"],
    ]);
    expect((await rowsOf(rina, id))[0]?.warnings[0]?.params).toEqual({ text: "1234", shown: "1,234" });
    await editCell(rina, { importId: id, position: 2, column: 6, text: "1.234" });
    await acceptWarnings(rina, { importId: id, position: null, reason: "" });
    await send(id);
    expect(sentOf("Ribuan A", "Ribuan B", "Pecahan")).toMatchObject([
      { reference: "1.234" },
      { code: "1234" },
      { code: "12" },
    ]);
  });

  test("who may not see personal data reads none of it in what is said of a cell", async () => {
    const id = await checkXlsx(
      sheetOf([merchant({ name: "Rahasia", phone: '<c s="2"><v>81261008888</v></c>' })], { styles: STYLES }),
    );
    const viewer: UserActor = { ...rina, role: "viewer" };
    const { rows } = await listImportRows(viewer, id, { states: null, after: 0 });
    expect(rows[0]?.warnings).toMatchObject([{ code: "cell_format_unknown", params: { text: "•••" } }]);
  });

  test("what is typed over a day, a formula or an error is taken as it is typed", async () => {
    const id = await checkXlsx(
      sheetOf(
        [
          merchant({ name: '<c s="3"><v>46082</v></c>' }),
          merchant({ name: "Tanpa Nilai", F: "<c><f>A1</f></c>" }),
          merchant({ name: "Ya", B: '<c t="b"><v>1</v></c>' }),
          merchant({ name: "Nol", G: "<c><f>A1</f><v>0</v></c>" }),
        ],
        { styles: STYLES },
      ),
    );
    expect(await findingsOf(id)).toEqual([
      [2, "problems", "businessName: cell_moment"],
      [3, "problems", "referralCode: cell_formula"],
      [4, "problems", "representativeName: cell_boolean"],
      [5, "warnings", "partnerReference: cell_zero"],
    ]);
    await editCell(rina, { importId: id, position: 2, column: 0, text: "Mar-26" });
    await editCell(rina, { importId: id, position: 3, column: 5, text: "" });
    await editCell(rina, { importId: id, position: 4, column: 1, text: "TRUE" });
    expect((await findingsOf(id)).slice(0, 3)).toEqual([2, 3, 4].map((row) => [row, "ready"]));
    // Matching the columns anew forgets none of it.
    await matchColumns(rina, { importId: id, fields: [...REGISTRATION_FIELDS] });
    await readImport(pool, id, never);
    expect((await view(id)).rows).toMatchObject({ ready: 3, warnings: 1 });
  });

  test("what Excel wrote into a CSV file is told too", async () => {
    const lines = [
      { A: "#N/A" },
      { A: "=A2" },
      { A: "01/05/2026" },
      { B: "FALSE" },
      { D: "08-12-2021" },
      { F: "#REF!" },
    ].map((cells) => Object.values(merchant({ name: "Toko", ...cells }).cells).join(","));
    const id = await check([HEADINGS.join(","), ...lines].join("\n"));
    expect((await findingsOf(id)).map(([, state, said]) => [state, said])).toEqual([
      ["problems", "businessName: cell_error"],
      ["warnings", "businessName: text_formula"],
      ["warnings", "businessName: text_moment"],
      ["warnings", "representativeName: text_boolean"],
      ["problems", "phoneNumber: text_moment"],
      ["problems", "referralCode: cell_error"],
    ]);
  });

  test("spoilt letters are a sentence of their own, with what was meant", async () => {
    const id = await check([HEADINGS, Object.values(merchant({ name: "CafÃ© Senja" }).cells)].join("\n"));
    const [row] = await rowsOf(rina, id);
    expect(row?.warnings).toEqual([
      { field: "businessName", code: "letters_spoilt", params: { shown: "Café Senja" } },
    ]);
  });
});

test("a row of nothing but formulas without values is no blank row", async () => {
  const bare = Object.fromEntries([..."ABCDE"].map((letter) => [letter, "<c><f>Lain!A4</f></c>"]));
  const id = await checkXlsx(sheetOf([merchant({ name: "Ada" }), { cells: bare }]));
  expect((await findingsOf(id))[1]).toEqual([
    3,
    "problems",
    "businessName: cell_formula",
    "representativeName: cell_formula",
    "representativeEmail: cell_formula",
    "phoneNumber: cell_formula",
    "invitedUserEmail: cell_formula",
  ]);
});

test("cells under a merged one are told, and what lies hidden there is not taken", async () => {
  const rows = [
    merchant({ name: "Gabung" }),
    merchant({ name: "Basi" }),
    merchant({ name: "" }),
    merchant({ name: "Utuh", B: "" }),
  ];
  const id = await checkXlsx(sheetOf(rows, { after: MERGED("A2:A4", "A5:B5", "J1:K9") }));
  expect((await view(id)).facts?.mergedBlocks).toBe(2);
  expect(await findingsOf(id)).toEqual([
    [2, "ready"],
    [3, "problems", "businessName: cell_merged"],
    [4, "problems", "businessName: cell_merged"],
    [5, "problems", "representativeName: cell_merged"],
  ]);
  expect((await rowsOf(rina, id))[1]?.cells[0]).toBe("");
});

function MERGED(...refs: string[]): string {
  return `<mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells>`;
}

test("columns without a heading come back, in front, in between and behind the last one", async () => {
  const headings = ["", "business_name", "", ...HEADINGS.slice(1)];
  const { A, B, C, D, E } = merchant({ name: "Tanpa judul" }).cells;
  const id = await check(`${headings.join(",")}\nx,${A},y,${B},${C},${D},${E},,,z\n`);
  const batch = await view(id);
  expect(batch.headings).toEqual([...headings, ""]);
  expect(batch.fields.at(-1)).toBe("");
  const [row] = await rowsOf(rina, id);
  expect(row?.cells).toEqual(["x", A, "y", B, C, D, E, "", "", "z"]);
  // The heading line has a column fewer, so the line may have one delimiter too many.
  expect(row?.warnings).toMatchObject([{ code: "row_too_long" }]);
  const wider = await check(`${headings.join(",")},\nx,${A},y,${B},${C},${D},${E},,,z\n`);
  expect((await rowsOf(rina, wider))[0]?.warnings).toEqual([]);
  const asXlsx = await checkXlsx(sheetOf([merchant({ name: "Kolom lebih", H: "", I: "catatan" })]));
  expect(await view(asXlsx)).toMatchObject({ headings: [...HEADINGS, "", ""], rows: { ready: 1 } });
  expect((await rowsOf(rina, asXlsx))[0]?.cells).toHaveLength(9);
  await editCell(rina, { importId: asXlsx, position: 2, column: 7, text: "baru" });
  expect((await rowsOf(rina, asXlsx))[0]?.cells.slice(7)).toEqual(["baru", "catatan"]);
});
