import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import pg from "pg";
import { COLUMNS, type FileRow, listDefects, makeRow, writeCsv } from "./defective-file";
import { createMortalProduct } from "./mortal-product";
import { expect, readLedger, signIn, test } from "./story";
import { makeWord } from "./unique-word";

// A person's whole morning with one file: five hundred rows, forty of them wrong in forty ways, half put right on the
// screen and half in the file, everything killed in the middle of sending, and every merchant registered once.

const ROWS = 500;
const FIXED_ON_SCREEN = 20;
/** So slow that there is a middle of sending. */
const RATE_PER_SECOND = 60;

test.setTimeout(600_000);

test("five hundred rows with forty defects are corrected, sent, killed half way, finished, and never sent twice", async ({
  page,
  complaints,
}) => {
  const run = makeWord();
  const mortal = createMortalProduct();
  try {
    let product = await mortal.start();
    await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
    await signIn(page, undefined, product);

    const earlier = makeRow(run, ROWS + 1);
    await upload(page, product.url, "earlier.csv", writeCsv([earlier]));
    await send(page, 1);
    await expectFinished(page);

    const good = Array.from({ length: ROWS }, (_, index) => makeRow(run, index + 1));
    const [first] = good;
    if (!first) throw new Error("there are no rows");
    const defects = listDefects({
      firstReference: first.partner_reference,
      usedReference: earlier.partner_reference,
    });
    expect(defects).toHaveLength(40);
    // One every ten rows, never in the row that goes first.
    const placeOf = (defect: number) => 5 + defect * 10;
    const file: FileRow[] = good.map((row) => ({ ...row }));
    defects.forEach(({ column, text }, index) => {
      const row = file[placeOf(index)];
      if (row) row[column] = text;
    });
    await upload(page, product.url, "pagi.csv", writeCsv(file));
    await expect(page.getByText("460 rows ready, 40 need fixing")).toBeVisible();
    expect((await readLedger(product)).businesses).toHaveLength(1);

    for (const [index, { column }] of defects.slice(0, FIXED_ON_SCREEN).entries()) {
      const place = placeOf(index);
      await fixCell(page, {
        // The headings are the first row of the file.
        row: place + 2,
        column: COLUMNS.indexOf(column),
        text: good[place]?.[column] ?? "",
      });
    }
    await expect(page.getByText("480 rows ready, 20 need fixing")).toBeVisible();
    const address = new URL(page.url()).pathname;
    const toFix = await download(page, "Download rows to fix");

    await setRateLimit(product.databaseUrl, RATE_PER_SECOND);
    await send(page, 480);
    await expect
      .poll(async () => (await readLedger(product)).businesses.length, { timeout: 30_000, intervals: [100] })
      .toBeGreaterThan(100);
    await mortal.killEverything();
    product = await mortal.start();
    expect((await readLedger(product)).businesses.length).toBeLessThan(400);
    // What a browser says about a server that is gone is not a complaint about the product.
    complaints.length = 0;
    // On another port now, where the browser has no session.
    await signIn(page, undefined, product);
    await page.goto(product.url + address);
    await expectFinished(page);

    const fixed = toFix.map((row) => putRight(row, good));
    expect(fixed).toHaveLength(20);
    await upload(page, product.url, "pagi (diperbaiki).csv", writeTable(fixed));
    await send(page, 20);
    await expectFinished(page);

    const { businesses } = await readLedger(product);
    const registered = businesses.map(({ partnerRefId }) => partnerRefId).sort();
    expect(registered).toEqual([...good, earlier].map((row) => row.partner_reference).sort());

    await page.goto(product.url + address);
    const results = await download(page, "Download results");
    expect(results.map((row) => row.Catatan)).toEqual(good.map((row) => neutralised(row.Catatan)));
    const idOf = new Map(businesses.map(({ partnerRefId, businessId }) => [partnerRefId, businessId]));
    const sent = results.filter((row) => row.business_id !== "");
    expect(sent.length).toBeGreaterThanOrEqual(480);
    for (const row of sent) expect(row.business_id).toBe(idOf.get(row.partner_reference ?? ""));

    for (const [name, text] of [
      ["pagi - results.csv", writeTable(results)],
      ["pagi.csv", writeCsv([...file].reverse())],
    ] as const) {
      await upload(page, product.url, name, text);
      await expect(page.getByText("Nothing is left to send")).toBeVisible();
      await expect(page.getByRole("button", { name: /^Send \d/ })).toHaveCount(0);
    }
    expect((await readLedger(product)).businesses).toHaveLength(ROWS + 1);
  } finally {
    await mortal.remove();
  }
});

/** Hands a file in and waits until every row of it has been checked. */
async function upload(page: Page, url: string, name: string, text: string): Promise<void> {
  await page.goto(`${url}/registrations/import`);
  await page
    .getByLabel("Spreadsheet", { exact: true })
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Check file" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expect(page.locator("[data-import-status]").first()).toHaveAttribute(
    "data-import-status",
    "checked",
    {
      timeout: 30_000,
    },
  );
}

async function send(page: Page, count: number): Promise<void> {
  await page.getByRole("button", { name: `Send ${count} registration${count === 1 ? "" : "s"}` }).click();
}

/** What was under way at the kill may be answered badly again, and is asked for by the schedule: after 5 s and 30 s. */
async function expectFinished(page: Page): Promise<void> {
  await expect(page.locator("[data-import-status]").first()).toHaveAttribute(
    "data-import-status",
    "finished",
    {
      timeout: 60_000,
    },
  );
}

async function fixCell(
  page: Page,
  { row, column, text }: { row: number; column: number; text: string },
): Promise<void> {
  const field = page.getByRole("textbox", { name: `${COLUMNS[column]}, row ${row}`, exact: true });
  // The row that was put right before leaves the list, at times between press and release: a person presses again.
  await expect(async () => {
    await page.locator(`#cell-${row}-${column}`).click({ timeout: 5_000 });
    await expect(field).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await field.fill(text);
  await field.press("Enter");
  await expect(page.getByText(`Row ${row} is ready.`)).toBeAttached();
}

type Line = Record<string, string>;

async function download(page: Page, link: string): Promise<Line[]> {
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const text = readFileSync(await (await arriving).path(), "utf8");
  return parse(text, { bom: true, columns: true });
}

/** A row of the file as a person corrects it: by what it should have been, which its note says. */
function putRight(line: Line, good: readonly FileRow[]): Line {
  const meant = good.find((row) => neutralised(row.Catatan) === line.Catatan);
  if (!meant) throw new Error(`no row has the note ${line.Catatan}`);
  return { ...line, ...meant, Catatan: line.Catatan ?? "" };
}

/** What a spreadsheet would take for a formula stands as text in every file that is given back. */
function neutralised(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

function writeTable(lines: readonly Line[]): string {
  const headings = Object.keys(lines[0] ?? {});
  const write = (cells: readonly string[]) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  return [
    write(headings),
    ...lines.map((line) => write(headings.map((heading) => line[heading] ?? ""))),
  ].join("\r\n");
}

async function setRateLimit(connectionString: string, perSecond: number): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("update credential set rate_limit = $1", [perSecond]);
  await client.end();
}
