import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cell } from "@/lib/spreadsheet/cells/written-cell";
import { csvLine } from "@/lib/spreadsheet/csv/write";
import { streamWorkbook, type Workbook } from "@/lib/spreadsheet/xlsx/write";
import { readArchive, readCsv, readSheet } from "@/lib/testing/read-workbook";
import { type Caused, cellsOf, type ExportRow, headingOf } from "./cells";
import { EXPORT_COLUMNS, shownColumns } from "./columns";

const ZONE = "Asia/Jakarta" as const;
const AT = new Date("2026-11-12T07:05:09.000Z");

async function* inBatches<T>(...batches: T[]): AsyncGenerator<T> {
  yield* batches;
}

const makeWorkbook = (batches: Cell[][][]): Workbook => ({
  sheetName: "Registrations",
  headings: ["Merchant", "Created (WIB)"],
  rows: inBatches(...batches),
  timeZone: ZONE,
  about: { sheetName: "About", facts: [["Filter", "Status: <Not sent> & mine"]] },
});

describe("CSV", () => {
  test.each([
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+6281510229216", "'+6281510229216"],
    ["-1", "'-1"],
    ["@sum", "'@sum"],
    ["\tx", `"'\tx"`],
    ["\rx", `"'\rx"`],
    ["Kopi, Senja", '"Kopi, Senja"'],
    ['Kopi "Senja"', '"Kopi ""Senja"""'],
    ["1-2", "1-2"],
    [null, ""],
  ])("writes %j as %j", (cell, expected) => {
    expect(csvLine([cell], ZONE)).toBe(`${expected}\r\n`);
  });

  test("writes moments in the person's zone, so that they sort", () => {
    expect(csvLine([AT, AT], "Asia/Jayapura")).toBe("2026-11-12 16:05:09,2026-11-12 16:05:09\r\n");
  });

  test("is read back cell by cell, and no cell of it is a formula", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const read = readCsv(rows.map((cells) => csvLine(cells, ZONE)).join(""));
        expect(read).toEqual(
          rows.map((cells) => cells.map((cell) => (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell))),
        );
      }),
    );
  });
});

test.each(["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1+1", "＝1+1", "＋1", "－1", "＠a"])(
  "no spreadsheet takes %j for a formula",
  (cell) => {
    expect(csvLine([cell], ZONE)).toMatch(/^"?'/);
  },
);

describe("an Excel workbook", () => {
  test("holds headings, rows of every batch, and what the file is", async () => {
    const file = await buffer(
      streamWorkbook(makeWorkbook([[["Kopi <Senja> & co", AT]], [["=1+1", null]], []])),
    );
    expect(readSheet(file, 1)).toEqual([
      ["Merchant", "Created (WIB)"],
      ["Kopi <Senja> & co", String(46_338 + (14 * 3_600 + 5 * 60 + 9) / 86_400)],
      ["=1+1"],
    ]);
    expect(readSheet(file, 2)).toEqual([["Filter", "Status: <Not sent> & mine"]]);
  });

  test("is read back cell by cell, whatever was typed", async () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((typed) => !/_x[0-9A-Fa-f]{4}_|\p{Cc}|\uFFFE|\uFFFF/u.test(typed));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1 }), async (rows) => {
        expect(readSheet(await buffer(streamWorkbook(makeWorkbook([rows]))), 1).slice(1)).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  test("writes what XML cannot hold as Excel does", async () => {
    const file = await buffer(streamWorkbook(makeWorkbook([[["a\u0000b\u001Fc\uFFFF\r", null]]])));
    expect(readSheet(file, 1)[1]).toEqual(["ab_x001F_c_xFFFF__x000D_"]);
  });

  test("names the columns behind Z as Excel does", async () => {
    const headings = Array.from({ length: 703 }, (_, column) => `H${column}`);
    const file = await buffer(streamWorkbook({ ...makeWorkbook([]), headings }));
    const xml = readArchive(file).get("xl/worksheets/sheet1.xml")?.toString() ?? "";
    const places = [...xml.matchAll(/<c r="([A-Z]+)1"/g)].map(([, letters]) => letters);
    expect([places[25], places[26], places[51], places[52], places[701], places[702]]).toEqual([
      "Z",
      "AA",
      "AZ",
      "BA",
      "ZZ",
      "AAA",
    ]);
  });

  test("reads on only as fast as it is taken, and lets go of its rows when nobody takes it", async () => {
    let read = 0;
    let isLeft = false;
    async function* endless(): AsyncGenerator<Cell[][]> {
      try {
        for (;;) {
          read += 1;
          yield [[String(Math.random()).repeat(500), null]];
        }
      } finally {
        isLeft = true;
      }
    }
    const stream = streamWorkbook({ ...makeWorkbook([]), rows: endless() });
    await new Promise((resolve) => stream.once("readable", resolve));
    let before = -1;
    while (read > before && read < 1_000) {
      before = read;
      for (let turn = 0; turn < 500; turn += 1) await new Promise(setImmediate);
    }
    expect(read).toBeLessThan(1_000);
    stream.destroy();
    await expect.poll(() => isLeft).toBe(true);
  });
});

const ROW: ExportRow = {
  businessName: "Kopi Senja",
  representativeName: "Budi Santoso",
  status: "FAILED",
  archived: true,
  partnerReference: "MTR-1",
  businessIds: "BSN-1, BSN-2",
  brandIds: null,
  ownerName: "Rina",
  credentialLabel: "Main",
  referralCode: "ABC123",
  cause: "refused.businessName.0a1b2c3d",
  problem: "business.name must not contain &, ask budi@kopisenja.example",
  createdAt: AT,
  updatedAt: AT,
  invitedAt: null,
  progress: "NOT_CHECKED",
  progressRaw: null,
  progressSince: null,
  followUpAt: AT,
  followUpNote: "Telepon",
  representativeEmail: "budi@kopisenja.example",
  invitedUserEmail: "",
  phoneE164: "+6281510229216",
};
const WORDS = {
  status: (code: string) => `<${code}>`,
  archived: "Archived",
  progress: (code: string) => `<${code}>`,
  who: (code: string) => `<${code}>`,
  cause: (code: string, { problem }: Caused) => `<${code}: ${problem}>`,
};

describe("the cells of a registration", () => {
  test("are in the order asked for, and mask what is personal", () => {
    expect(cellsOf(ROW, { columns: EXPORT_COLUMNS, unmasked: false, words: WORDS })).toEqual([
      "Kopi Senja",
      "Budi Santoso",
      "<FAILED> · Archived",
      null,
      "<nobody>",
      "MTR-1",
      "BSN-1, BSN-2",
      null,
      "Rina",
      "Main",
      "ABC123",
      "<refused.businessName.0a1b2c3d: business.name must not contain &, ask b•••@kopisenja.example>",
      AT,
      AT,
      null,
      AT,
      "Telepon",
      null,
      "b•••@kopisenja.example",
      "+62 815-••••-9216",
      "",
    ]);
  });

  test("say how an invited merchant stands at DOKU, in its own word where nobody knows that", () => {
    const columns = shownColumns(["progress"]);
    const invited = { ...ROW, status: "INVITED", archived: false } as const;
    const saysOf = (change: Partial<ExportRow>) =>
      cellsOf({ ...invited, ...change }, { columns, unmasked: false, words: WORDS });
    expect(saysOf({ progress: "IN_REVIEW", progressSince: AT })).toEqual(["<IN_REVIEW>", "<doku>", AT]);
    expect(saysOf({ invitedAt: AT })).toEqual(["<NOT_CHECKED>", "<merchant>", AT]);
    expect(saysOf({ progress: "UNKNOWN_VALUE", progressRaw: "ON_HOLD" }).slice(0, 2)).toEqual([
      "ON_HOLD",
      "<us>",
    ]);
  });

  test("hold everything where it is asked for", () => {
    const columns = ["phone", "representative_email", "cause"] as const;
    expect(cellsOf(ROW, { columns, unmasked: true, words: WORDS })).toEqual([
      "+6281510229216",
      "budi@kopisenja.example",
      "<refused.businessName.0a1b2c3d: business.name must not contain &, ask budi@kopisenja.example>",
    ]);
    expect(cellsOf({ ...ROW, phoneE164: "+6561234567" }, { columns, unmasked: false, words: WORDS })[0]).toBe(
      "+65 ••••67",
    );
  });

  test("have a heading that names the zone of moments", () => {
    expect(headingOf("created", "Created", "Asia/Makassar")).toBe("Created (WITA)");
    expect(headingOf("since", "Progress since", "Asia/Jakarta")).toBe("Progress since (WIB)");
    expect(headingOf("merchant", "Merchant", "Asia/Makassar")).toBe("Merchant");
  });
});
