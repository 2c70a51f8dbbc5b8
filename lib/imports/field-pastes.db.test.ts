import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { createDokuClient, type DokuClient } from "@/lib/doku/client";
import { acceptWarnings, editCell } from "@/lib/imports/checking/edits";
import { getImport } from "@/lib/imports/queries";
import { matchColumns } from "@/lib/imports/reading/mapping";
import { proposeColumns } from "@/lib/imports/reading/mapping-proposal";
import { readImport } from "@/lib/imports/reading/read";
import { receiveFile } from "@/lib/imports/reading/upload";
import { readResultFile } from "@/lib/imports/result/rows";
import { runImport } from "@/lib/imports/sending/run";
import { sendImport } from "@/lib/imports/sending/send";
import { type StandIn, startStandIn } from "@/lib/stand-in/server";
import { useTestDatabase } from "@/lib/testing/database";
import { rowsOf } from "@/lib/testing/import-files";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";
import { makeSubmitter, sendBeside } from "@/lib/testing/sending";

// Files as people have them, through the product: handed in, read, matched, checked and sent. What is right for each
// stands in the field report that they come from.

const { pool, url } = useTestDatabase();
useSimulatorEnv({ DATABASE_URL: url });
const CLIENT_ID = "BRN-0001-10791114622547";
const SECRET = "test-secret-not-a-real-doku-key-0001";
const CASES = path.join(import.meta.dirname, "testing/field-cases");

let rina: UserActor;
let credentialId: string;
let standIn: StandIn;
let client: DokuClient;
beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager("Rina");
  standIn = await startStandIn({ clients: { [CLIENT_ID]: SECRET } });
  client = createDokuClient({ credential: { clientId: CLIENT_ID, secretKey: SECRET, baseUrl: standIn.url } });
});
afterAll(() => standIn.close());
beforeEach(async () => {
  // The radar compares with files that wait; none of these does.
  await pool.query("update import set status = 'stopped' where status = 'checked'");
  await pool.query("update credential set usable_at = now(), key_version = '0badc0de' where id = $1", [
    credentialId,
  ]);
});

const never = () => false;

async function upload(name: string, bytes: Uint8Array): Promise<string> {
  const pieces = (async function* () {
    yield bytes;
  })();
  const result = await receiveFile(rina, { name, bytes: pieces, announcedBytes: null });
  if (result.kind !== "received") throw new Error(`${name} was not taken: ${result.kind}`);
  await readImport(pool, result.id, never);
  return result.id;
}

/** Hands a file in, as it is or as text, and confirms what its columns are taken for where that is asked. */
async function check(name: string, text?: string): Promise<string> {
  const id = await upload(
    name,
    text === undefined ? readFileSync(path.join(CASES, name)) : Buffer.from(text),
  );
  const { status, headings, fields } = await getImport(rina, id);
  if (status !== "mapping") return id;
  const cells = (await rowsOf(rina, id)).map((row) => row.cells);
  const proposed = proposeColumns(headings, fields, cells).map(({ field }) => field);
  expect(await matchColumns(rina, { importId: id, fields: proposed })).toEqual({ kind: "matched" });
  await readImport(pool, id, never);
  return id;
}

/** What the check says of each row: its state, and each finding as `field code`. */
async function standing(id: string): Promise<[string, ...string[]][]> {
  const rows = await rowsOf(rina, id);
  return rows.map(({ state, problems, warnings }) => [
    state,
    ...[...problems, ...warnings].map(({ field, code }) => `${field} ${code}`),
  ]);
}

async function send(id: string): Promise<void> {
  expect(
    await sendImport(rina, { importId: id, typedCount: null, holdAfterFirst: false, scheduledAt: null }),
  ).toEqual({
    kind: "started",
  });
  await sendBeside(makeSubmitter(pool, client), credentialId, runImport(pool, id, never));
}

type Sent = { reference: string; email: string; phone: string; code: string | null; invited: string };

/** What the stand-in was told of the merchants with these names, in their order. */
function sentAs(...names: string[]): Sent[] {
  const bodies = standIn.ledger.businesses().map(({ body }) => JSON.parse(body));
  return names.flatMap((name) =>
    bodies
      .filter(({ business }) => business.name === name)
      .map(({ business, invited_user, referral }) => ({
        reference: business.partner_ref_id,
        email: business.contact.email,
        phone: business.contact.phone_calling_code + business.contact.phone_number,
        code: referral?.code ?? null,
        invited: invited_user.email,
      })),
  );
}

describe("a field file, through the product:", () => {
  test("a dash for a reference is none, in the check and when it is sent", async () => {
    const id = await check("dash-references.csv");
    expect(await standing(id)).toEqual([
      ...Array(3).fill(["ready", "partnerReference taken_empty"]),
      ["ready"],
    ]);
    await send(id);
    const sent = sentAs(...[48, 49, 50, 51].map((number) => `Toko Lapangan ${number}`));
    expect(sent.map(({ reference }) => reference)).toEqual(Array(4).fill(expect.stringMatching(/^MTR-ROW-/)));
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(4);
  });

  test("placeholders are nothing where a column is optional, and missing where it is required", async () => {
    const id = await check("placeholders.csv");
    const noted = (await rowsOf(rina, id)).map(({ warnings }) => warnings[0]?.params?.text);
    expect(noted).toEqual([undefined, undefined, "-", undefined, "null", "null"]);
    expect(await standing(id)).toEqual([
      ["problems", "businessName business_name_missing"],
      ["problems", "representativeName representative_name_missing"],
      ["ready", "referralCode taken_empty"],
      ["problems", "businessName business_name_missing"],
      ["ready", "referralCode taken_empty"],
      ["ready", "partnerReference taken_empty"],
    ]);
    await send(id);
    expect(sentAs("Toko Lapangan 54", "Toko Lapangan 56", "Toko Lapangan 57")).toMatchObject([
      { code: null, reference: expect.stringMatching(/^MTR-ROW-/) },
      { code: null },
      { code: null, reference: expect.stringMatching(/^MTR-ROW-/) },
    ]);
  });

  test.each(["title-of-two-cells.xlsx", "title-with-a-comma.csv"])(
    "our headings are found under the title of %s",
    async (name) => {
      expect(await standing(await check(name))).toEqual([["ready"]]);
    },
  );

  test("without headings the first merchant is a row like the others", async () => {
    const line = (number: number) =>
      `Tanpa Judul ${number}\tSiti\ttanpa${number}@lapangan.example\t08126333000${number}\tkasir${number}@lapangan.example`;
    const id = await upload("paste.tsv", Buffer.from([1, 2].map(line).join("\n")));
    expect(await getImport(rina, id)).toMatchObject({ status: "mapping", headings: ["", "", "", "", ""] });
    const fields = [
      "businessName",
      "representativeName",
      "representativeEmail",
      "phoneNumber",
      "invitedUserEmail",
    ];
    await matchColumns(rina, { importId: id, fields });
    await readImport(pool, id, never);
    expect(await standing(id)).toEqual([["ready"], ["ready"]]);
  });

  test.each(["pipe.csv", "space-before-quotes.csv"])("%s is a table", async (name) => {
    const id = await check(name);
    expect(await getImport(rina, id)).toMatchObject({ status: "checked", facts: { takenApart: null } });
    expect(await standing(id)).toEqual([["ready"], ["ready"]]);
  });

  test("pipes that the file itself names are so too", async () => {
    const text = readFileSync(path.join(CASES, "pipe.csv"), "utf8");
    expect(await standing(await check("pipe.csv", `sep=|\r\n${text}`))).toEqual([["ready"], ["ready"]]);
  });

  test("what stands in quotation marks is sent to the letter, however the file is written", async () => {
    const wrapped = await check("lines-in-quotes.csv");
    expect((await getImport(rina, wrapped)).facts?.takenApart).toBe("all");
    // DOKU may not take quotation marks in a name, whatever file it stands in.
    expect(await standing(wrapped)).toEqual([["warnings", "businessName characters_unusual"], ["ready"]]);
    await acceptWarnings(rina, { importId: wrapped, position: null, reason: "" });
    await send(wrapped);
    await send(await check("space-before-quotes.csv"));
    const names = ['Kopi "Senja", Bandung', "Toko Lapangan 81", "Kopi, Senja", "Toko Lapangan 85"];
    expect(sentAs(...names).map(({ email }) => email)).toEqual(
      [80, 81, 84, 85].map((number) => `wakil${number}@lapangan.example`),
    );
  });

  test("pasted addresses are taken as the one that is meant, told, and sent so", async () => {
    const id = await check("pasted-emails.csv");
    expect(await standing(id)).toEqual(Array(5).fill(["ready", "representativeEmail taken_email"]));
    const meant = ["budi87", "budi88a", "budi89b", "budi90c", "budi91d"].map(
      (name) => `${name}@lapangan.example`,
    );
    const rows = await rowsOf(rina, id);
    expect(rows.map(({ warnings }) => warnings[0]?.params?.address)).toEqual(meant);
    await send(id);
    expect(sentAs(...[88, 89, 90, 91, 92].map((number) => `Toko Lapangan ${number}`))).toMatchObject(
      meant.map((email) => ({ email })),
    );
  });

  test("numbers of a town, of an operator and of two lines are what they are", async () => {
    const id = await check("phones.csv");
    expect(await standing(id)).toEqual([
      ["problems", "phoneNumber phone_area_code_missing"],
      ["problems", "phoneNumber phone_two_numbers"],
      ["ready"],
      ["ready"],
      ["ready"],
    ]);
    await send(id);
    expect(sentAs(...[100, 101, 102].map((number) => `Toko Lapangan ${number}`))).toMatchObject([
      { phone: "6281234567843" },
      { phone: "6281234567842" },
      { phone: "6281234567800" },
    ]);
  });
});

describe("download, fix, upload", () => {
  /** The rows to fix as a spreadsheet program saves them that takes every number for one. */
  async function throughSpreadsheet(id: string, mend: (cells: string[]) => string[]): Promise<string> {
    const words = {
      status: () => "",
      state: () => "",
      finding: () => "",
      doku: () => "",
      whatToDo: () => "",
    };
    const file = await readResultFile(rina, id, "problems", words);
    const rows: string[][] = [];
    for await (const batch of file.rows) rows.push(...batch);
    const asNumber = (cell: string) => (/^\d{1,15}$/.test(cell) ? String(Number(cell)) : cell);
    return [file.headings, ...rows.map((cells) => mend(cells.map(asNumber)))]
      .map((cells) => cells.join(","))
      .join("\n");
  }

  test("what comes back as it was, or comes to the same, says nothing", async () => {
    const first = await check("loop-1-upload.csv");
    const back = await throughSpreadsheet(first, (cells) => cells.with(5, "000777").with(6, "00034"));
    expect(back).toContain(",81261999001,");
    expect(await standing(await check("loop-1-upload.csv", back))).toEqual([
      ["problems", "representativeEmail email_no_at"],
    ]);
  });

  test("a code and a reference that lost their zeros are asked about, with the old ones to press", async () => {
    const first = await check("loop-1-upload.csv");
    expect(await standing(first)).toEqual([["problems", "representativeEmail email_no_at"]]);
    const mended = await throughSpreadsheet(first, (cells) => cells.with(2, "siti@lapangan.example"));
    expect(mended).toContain(",777,34,");
    const second = await check("loop-1-upload.csv", mended);
    const [row] = await rowsOf(rina, second);
    expect(row).toMatchObject({
      state: "warnings",
      problems: [],
      warnings: [
        { field: "representativeEmail", code: "changed_since", params: { was: "salah" } },
        { field: "referralCode", code: "form_lost", params: { was: "000777", suggestion: "000777" } },
        { field: "partnerReference", code: "form_lost", params: { was: "00034", suggestion: "00034" } },
      ],
    });
    for (const [column, text] of [
      [5, "000777"],
      [6, "00034"],
    ] as const)
      await editCell(rina, { importId: second, position: 2, column, text });
    expect(await standing(second)).toEqual([["ready", "representativeEmail changed_since"]]);
    await send(second);
    expect(sentAs("Toko Putaran")).toMatchObject([
      { code: "000777", reference: "00034", email: "siti@lapangan.example", phone: "6281261999001" },
    ]);
  });
});

test("totals, notes and signatures are left out and counted, and come in when they are merchants", async () => {
  const lines = [
    "business_name,representative_name,representative_email,phone_number,invited_user_email",
    "Kopi Lestari,Budi,budi@lestari.co.id,081510229299,kasir@lestari.co.id",
    "Total: 1 merchant,,,,",
    "-,-,-,-,-",
    '"Mengetahui, Kepala Cabang",,,,',
    "Total Buah Segar,,,,",
  ];
  const id = await upload("total.csv", Buffer.from(lines.join("\n")));
  const states = async () => (await rowsOf(rina, id)).map(({ state }) => state);
  expect(await states()).toEqual(["ready", "skipped", "skipped", "skipped", "problems"]);
  expect((await getImport(rina, id)).leftOut).toEqual({ hidden: 0, empty: 1, notes: 2 });
  await expect(acceptWarnings(rina, { importId: id, position: 3, reason: "" })).resolves.toEqual({
    accepted: 0,
  });
  await editCell(rina, { importId: id, position: 3, column: 2, text: "total@toko.co.id" });
  expect(await states()).toEqual(["ready", "problems", "skipped", "skipped", "problems"]);
  expect((await getImport(rina, id)).leftOut.notes).toBe(1);
});
