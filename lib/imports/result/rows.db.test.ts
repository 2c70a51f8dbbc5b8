import { buffer } from "node:stream/consumers";
import { beforeAll, describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/authority/actor";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { AppError } from "@/lib/errors";
import type { RowState } from "@/lib/imports/import-view";
import type { ResultWords } from "@/lib/imports/result/cells";
import { type ResultFileKind, readResultFile } from "@/lib/imports/result/rows";
import type { RegistrationStatus } from "@/lib/registrations/status";
import { matchHeadings } from "@/lib/spreadsheet/rows/headings";
import { openSheet } from "@/lib/spreadsheet/sheet";
import { writeSheet } from "@/lib/spreadsheet/write";
import { useTestDatabase } from "@/lib/testing/database";
import { MADE_FIELDS, MADE_HEADINGS, type MadeRow, makeImport, makeRow } from "@/lib/testing/import-rows";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeRegistrations } from "@/lib/testing/registration-rows";
import { makeManager, useSimulatorEnv } from "@/lib/testing/registrations";

const { pool, prisma } = useTestDatabase();
useSimulatorEnv();

let rina: UserActor;
let viewer: UserActor;
let credentialId: string;

beforeAll(async () => {
  credentialId = (await syncCredentialFromEnv()).id;
  rina = await makeManager();
  viewer = await makeActor(await makePerson({ role: "viewer" }));
});

/** Codes instead of sentences, which the catalogues may change. */
const WORDS: ResultWords = {
  status: (code) => code,
  state: (code) => code,
  finding: ({ code }) => code,
  doku: (words) => `DOKU: ${words}`,
  whatToDo: (code) => code,
};

/** A batch that has ended, with a row for each of these. */
async function makeEnded(rows: MadeRow[]): Promise<string> {
  const id = await makeImport(pool, { createdById: rina.id, credentialId, rows });
  await prisma.import.update({ where: { id }, data: { status: "finished" } });
  return id;
}

async function give(importId: string, position: number, registrationId: string): Promise<void> {
  await pool.query("update import_row set registration_id = $3 where import_id = $1 and position = $2", [
    importId,
    position,
    registrationId,
  ]);
}

async function read(importId: string, { actor = rina, kind = "all" as ResultFileKind } = {}) {
  const file = await readResultFile(actor, importId, kind, WORDS);
  return { ...file, rows: (await allOf(file.rows)).flat() };
}

async function allOf<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const OWN = ["status", "business_id", "brand_ids", "problem", "what_to_do", "row_key"];

describe("the result file", () => {
  test("is their own columns in their order, then what became of each row and what is left to do", async () => {
    const kinds: [RowState, RegistrationStatus | null][] = [
      ["sent", "INVITED"],
      ["sent", "QUEUED"],
      ["sent", "NEEDS_FIX"],
      ["sent", "UNCONFIRMED"],
      ["done", "FAILED"],
      ["sent", "DRAFT"],
      ["problems", null],
      ["warnings", null],
      ["ready", null],
      ["skipped", null],
    ];
    const rows = kinds.map(([state]) => ({ ...makeRow(), state }));
    const id = await makeEnded(rows);
    for (const [index, [, is]] of kinds.entries()) {
      if (!is) continue;
      const [made = ""] = await makeRegistrations(pool, {
        status: is,
        count: 1,
        ownerId: rina.id,
        credentialId,
      });
      await give(id, index + 1, made);
      if (is === "NEEDS_FIX")
        await prisma.registration.update({ where: { id: made }, data: { problem: "=bad name" } });
      if (is === "INVITED")
        await pool.query(
          `with b as (insert into business (id, environment, business_id, partner_ref_id, registration_id, source)
             values (gen_random_uuid(), 'simulator', 'BSN-0103-1', 'X', $1, 'doku') returning id)
           insert into brand (id, business_row_id, brand_id, environment) select gen_random_uuid(), b.id, brand, 'simulator'
             from b, unnest(array['BRN-0103-1', 'BRN-0103-2']) brand`,
          [made],
        );
    }
    await pool.query("update import_row set problems = $2 where import_id = $1 and state = 'problems'", [
      id,
      JSON.stringify([{ field: "phoneNumber", code: "phone_letters", params: { letters: "abc" } }]),
    ]);
    const all = await read(id);
    expect(all).toMatchObject({ fileName: "merchants-results.csv", format: "csv", delimiter: ";" });
    expect(all.headings).toEqual([...MADE_HEADINGS, ...OWN]);
    expect(all.rows.map((cells) => cells.slice(0, 8))).toEqual(rows.map(({ cells }) => cells));
    expect(all.rows.map((cells) => cells[13])).toEqual(rows.map(({ rowKey }) => rowKey));
    expect(all.rows.map((cells) => cells.slice(8, 13))).toEqual([
      ["INVITED", "BSN-0103-1", "BRN-0103-1, BRN-0103-2", "", "nothing"],
      ["QUEUED", "", "", "", "wait"],
      ["NEEDS_FIX", "", "", "DOKU: =bad name", "fix"],
      ["UNCONFIRMED", "", "", "", "check"],
      ["FAILED", "", "", "", "retry"],
      ["DRAFT", "", "", "", "continue"],
      ["problems", "", "", "phone_number: phone_letters", "fix"],
      ["warnings", "", "", "", "acceptAgain"],
      ["ready", "", "", "", "sendAgain"],
      ["skipped", "", "", "", "leftOut"],
    ]);
    const toFix = await read(id, { kind: "problems" });
    expect(toFix.fileName).toBe("merchants-to-fix.csv");
    expect(toFix.rows.map((cells) => cells[12])).toEqual([
      "fix",
      "check",
      "retry",
      "continue",
      "fix",
      "acceptAgain",
      "sendAgain",
    ]);
    // What was put away is dealt with: coming again it would be skipped.
    await pool.query(
      "update registration set archived_at = now() where id in (select registration_id from import_row where import_id = $1 and position in (3, 5, 6))",
      [id],
    );
    expect((await read(id)).rows.map((cells) => cells[12]).slice(2, 6)).toEqual([
      "nothing",
      "check",
      "nothing",
      "nothing",
    ]);
    expect((await read(id, { kind: "problems" })).rows.map((cells) => cells[12])).toEqual([
      "check",
      "fix",
      "acceptAgain",
      "sendAgain",
    ]);
    await prisma.credential.update({ where: { id: credentialId }, data: { replay: "unproven" } });
    expect((await read(id)).rows[3]?.[12]).toBe("look");
    await prisma.credential.update({ where: { id: credentialId }, data: { replay: "proven" } });
  });

  test("before anything was sent, gives only rows with problems and warnings, to be mended or accepted", async () => {
    const rows = (["ready", "problems", "warnings"] as const).map((state) => ({ ...makeRow(), state }));
    const id = await makeImport(pool, { createdById: rina.id, credentialId, rows });
    const keys = rows.slice(1).map(({ rowKey }) => rowKey);
    expect((await read(id, { kind: "problems" })).rows.map((cells) => cells[13])).toEqual(keys);
    expect((await read(id)).rows.map((cells) => cells[12])).toEqual(["send", "fix", "accept"]);
  });

  test.each(["csv", "xlsx"] as const)(
    "as %s is read again with its row keys and cells as they were, formulas among them",
    async (format) => {
      const formulas = ["=1+1", "+62", "-2", "@a", "'=1", "plain", "a;b", 'say "hi"'];
      const rows = formulas.map((text) => {
        const row = makeRow();
        return { ...row, cells: row.cells.with(7, text) };
      });
      const id = await makeEnded(rows);
      await prisma.import.update({ where: { id }, data: { format } });
      const file = await readResultFile(rina, id, "all", WORDS);
      const bytes = await buffer(writeSheet(file));
      const sheet = await openSheet(
        {
          size: bytes.length,
          read: async (position, length) => bytes.subarray(position, position + length),
        },
        { fileName: file.fileName },
      );
      const [headings = [], ...again] = (await allOf(sheet.batches)).flat().map(({ cells }) => cells);
      const { fields } = matchHeadings(headings, new Map());
      expect(fields).toEqual([...MADE_FIELDS, "ours", "ours", "ours", "ours", "ours", "row_key"]);
      expect(again.map((cells) => cells[13])).toEqual(rows.map(({ rowKey }) => rowKey));
      expect(again.map((cells) => cells.slice(0, 7))).toEqual(rows.map(({ cells }) => cells.slice(0, 7)));
      // The apostrophe of Excel is taken off from what they typed, as at the first reading.
      const typed = formulas.map((text) => (text === "'=1" ? "=1" : text));
      expect(again.map((cells) => cells[7])).toEqual(typed);
    },
  );

  test("leaves out what an earlier one added, and keeps a column of theirs that bears one of our names", async () => {
    const row = makeRow();
    const id = await makeEnded([row]);
    const headings = [...MADE_HEADINGS.slice(0, 7), "Status", ...OWN.map((name) => `mitra_${name}`)];
    const fields = [...MADE_FIELDS, ...Array(5).fill("ours"), "row_key"];
    await prisma.import.update({
      where: { id },
      data: { headings, fields, fileName: "merchants-results.csv" },
    });
    await pool.query("update import_row set cells = cells || $2::text[] where import_id = $1", [
      id,
      ["x", "x", "x", "x", "x", row.rowKey],
    ]);
    const file = await read(id);
    expect(file.fileName).toBe("merchants-results.csv");
    expect(file.headings).toEqual([...headings.slice(0, 8), "mitra_status", ...OWN.slice(1)]);
    expect(file.rows[0]?.slice(0, 8)).toEqual(row.cells);
  });

  test("of pasted rows is a workbook, and no name makes a path or a header", async () => {
    const id = await makeEnded([makeRow()]);
    await prisma.import.update({ where: { id }, data: { fileName: "", delimiter: "\t" } });
    expect(await read(id)).toMatchObject({ fileName: "mitra-results.xlsx", format: "xlsx" });
    await prisma.import.update({ where: { id }, data: { fileName: '../"a"\r\nx: y/é.csv' } });
    expect((await read(id)).fileName).toBe("..__a___x_ y_é-results.csv");
  });

  test("shows a viewer no address and no number, and is written down", async () => {
    const row = makeRow();
    const id = await makeEnded([row]);
    const file = await read(id, { actor: viewer });
    const text = file.rows.flat().join(" ");
    for (const column of [2, 3, 4]) expect(text).not.toContain(row.cells[column]);
    expect(text).toContain(row.cells[0]);
    const entries = await prisma.auditEntry.findMany({
      where: { subjectId: id, action: "import.downloaded" },
    });
    expect(entries.map(({ actorId, details }) => [actorId, details])).toEqual([
      [viewer.id, { rows: "all", unmasked: false }],
    ]);
  });

  test("is not there before the rows are checked, nor for a batch that does not exist", async () => {
    const id = await makeEnded([makeRow()]);
    await prisma.import.update({ where: { id }, data: { status: "checking" } });
    await expect(read(id)).rejects.toEqual(new AppError("not_possible_now"));
    for (const unknown of ["nonsense", "0192f0a0-0000-7000-8000-000000000000"])
      await expect(read(unknown)).rejects.toEqual(new AppError("not_found"));
  });

  test("is read in pages, each row once", async () => {
    const rows = Array.from({ length: 1_203 }, () => makeRow());
    const id = await makeEnded(rows);
    expect((await read(id)).rows.map((cells) => cells[13])).toEqual(rows.map(({ rowKey }) => rowKey));
  });
});
