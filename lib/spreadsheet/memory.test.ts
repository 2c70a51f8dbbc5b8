import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SheetRefusalCode } from "@/lib/spreadsheet/bytes/refusal";
import { COLUMN_NAMES } from "@/lib/spreadsheet/rows/headings";
import { makeXlsx } from "./testing/make-xlsx";
import { writeSheet } from "./write";

const HEADINGS = Object.values(COLUMN_NAMES.en);
const MB = 1_000_000;

const merchant = (number: number) => [
  `Kopi Senja Cabang ${number}`,
  `Budi Contoh ${number}`,
  `budi${number}@kopisenja.example`,
  `0815${10_000_000 + number}`,
  `kasir${number}@kopisenja.example`,
  "ABC123",
  `MTR-${number}`,
];

function* repeated(text: string, count: number): Generator<string> {
  const many = text.repeat(1_000);
  for (let place = 0; place < count; place += 1_000) yield many;
}

async function* merchants(count: number): AsyncGenerator<string[][]> {
  for (let first = 0; first < count; first += 500) {
    yield Array.from({ length: 500 }, (_, place) => merchant(first + place));
  }
}

function* sharedMerchants(count: number): Generator<string> {
  for (const heading of HEADINGS) yield `<si><t>${heading}</t></si>`;
  for (let number = 0; number < count; number += 1) {
    yield merchant(number)
      .map((text) => `<si><t>${text}</t></si>`)
      .join("");
  }
}

function* sharedRows(count: number): Generator<string> {
  for (let row = 0; row <= count; row += 1) {
    const cells = HEADINGS.map((_, place) => `<c t="s"><v>${row * HEADINGS.length + place}</v></c>`);
    yield `<row r="${row + 1}">${cells.join("")}</row>`;
  }
}

const HEADING_ROW = '<row><c t="str"><v>business_name</v></c></row>';
const oneSheet = (data: Iterable<string>) => makeXlsx({ sheets: [{ data }] });

function* after(first: string, rest: Iterable<string>): Generator<string> {
  yield first;
  yield* rest;
}

const text = (pieces: Iterable<string>) => Readable.from(pieces, { objectMode: false });
const written = (format: "csv" | "xlsx") =>
  writeSheet({ format, delimiter: ",", headings: HEADINGS, rows: merchants(100_000) });

const LONG: Readonly<Record<string, () => Readable>> = {
  "100,000 rows of CSV": () => written("csv"),
  "100,000 quoted rows alike": () => text(after("a,b\n", repeated('"Kopi\nSenja","=1+1"\n', 100_000))),
  "100,000 rows of XLSX": () => written("xlsx"),
  "100,000 rows of XLSX with 700,000 shared texts": () =>
    makeXlsx({ sheets: [{ data: sharedRows(100_000) }], sharedStrings: sharedMerchants(100_000) }),
};

/** How each file is made, and why it is refused. */
type Hostile = Readonly<Record<string, { make: () => Readable; ending: SheetRefusalCode }>>;

const HOSTILE_CSV: Hostile = {
  "40 million columns": { make: () => text(repeated(",", 40 * MB)), ending: "too_many_columns" },
  "40 million quoted columns": { make: () => text(repeated('"",', 13 * MB)), ending: "too_many_columns" },
  "a cell of 40 MB": { make: () => text(repeated("x", 40 * MB)), ending: "cell_too_long" },
  "an open quote over 40 MB": {
    make: () => text(after('a,b\n1,"', repeated("1,2\n", 10 * MB))),
    ending: "open_quote",
  },
};

const HOSTILE_XLSX: Hostile = {
  "a workbook with a cell of 20 MB": {
    make: () => oneSheet(after(`${HEADING_ROW}<row><c t="str"><v>`, repeated("x", 20 * MB))),
    ending: "cell_too_long",
  },
  "a workbook with a shared text of 30 MB in pieces": {
    make: () =>
      makeXlsx({
        sheets: [{ data: `${HEADING_ROW}<row><c t="s"><v>0</v></c></row>` }],
        sharedStrings: after("<si>", after(`<r><t>${"x".repeat(1_000)}</t></r>`.repeat(30_000), ["</si>"])),
      }),
    ending: "cell_too_long",
  },
  "a workbook with 60 MB of shared texts": {
    make: () =>
      makeXlsx({
        sheets: [{ data: HEADING_ROW }],
        sharedStrings: repeated(`<si><t>${"x".repeat(180)}</t></si>`, MB / 3),
      }),
    ending: "too_much_text",
  },
  "a workbook with the longest text in every cell": {
    make: () =>
      makeXlsx({
        sheets: [{ data: after(HEADING_ROW, repeated('<row><c t="s"><v>0</v></c></row>', 100_000)) }],
        sharedStrings: `<si><t>${"x".repeat(32_767)}</t></si>`,
      }),
    ending: "inflates_too_much",
  },
  "a workbook with a million elements in one another": {
    make: () => oneSheet(repeated("<a>", MB)),
    ending: "broken_workbook",
  },
  "a workbook with a tag of 5 MB": {
    make: () => oneSheet(after("<row ", repeated('a="" ', MB))),
    ending: "cell_too_long",
  },
};

type Measured = { ending: string; rows: number; ms: number; grownMb: number };

/** Reads the files one after the other in one process with a small heap, and prints what that took. */
async function measure(paths: readonly string[]): Promise<Measured[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...FLAGS, path.join(import.meta.dirname, "testing/measure-reading.ts"), ...paths],
    { cwd: path.resolve(import.meta.dirname, "../..") },
  );
  process.stdout.write(stdout);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** With as little memory as a worker is started with. */
const FLAGS = ["--max-semi-space-size=2", "--max-old-space-size=64", "--expose-gc", "--import", "tsx"];
const MOST_GROWN_MB = 64;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "mitra-sheets-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function keep(name: string, bytes: Readable): Promise<string> {
  const file = path.join(folder, name.replaceAll(/\W/g, "-"));
  await pipeline(bytes, createWriteStream(file));
  return file;
}

test.each(Object.entries(LONG))("memory stays flat while %s are read", async (name, make) => {
  const [measured] = await measure([await keep(name, make())]);
  expect(measured).toMatchObject({ ending: "read", rows: 100_001 });
  expect(measured?.grownMb).toBeLessThanOrEqual(MOST_GROWN_MB);
});

test.each([
  ["CSV file", HOSTILE_CSV],
  ["workbook", HOSTILE_XLSX],
])("memory stays flat while one hostile %s after the other is refused", async (_, files) => {
  const paths: string[] = [];
  for (const [name, { make }] of Object.entries(files)) paths.push(await keep(name, make()));
  const measured = await measure(paths);
  expect(measured.map(({ ending }) => ending)).toEqual(Object.values(files).map(({ ending }) => ending));
  expect(Math.max(...measured.map(({ grownMb }) => grownMb))).toBeLessThanOrEqual(MOST_GROWN_MB);
});

test("memory stays flat while a file of 2 GB is refused", async () => {
  const file = await keep("long", text(after("a,b\n", repeated("Kopi Senja,0815\n", 200_000))));
  await truncate(file, 2_000 * MB);
  const [measured] = await measure([file]);
  expect(measured).toMatchObject({ ending: "too_many_rows", rows: 100_000 });
  expect(measured?.grownMb).toBeLessThanOrEqual(MOST_GROWN_MB);
});
