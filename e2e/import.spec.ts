import { buffer } from "node:stream/consumers";
import type { Locator, Page } from "@playwright/test";
import { makeXlsx } from "@/lib/spreadsheet/testing/make-xlsx";
import { businessesFor, expect, expectAccessible, keepLifeless, makeMerchant, test } from "./story";
import { makeWord } from "./unique-word";
import { numberXml, rowXml } from "./workbook";

test.use({ role: "manager" });

const HEADINGS = [
  "Nama bisnis",
  "Nama perwakilan",
  "Email perwakilan",
  "Nomor telepon",
  "Email pengguna yang diundang",
  "Kota",
];
const PHONE = 3;

test("a cell that could not be saved is saved by the next Enter, and a colleague's is not written over unseen", async ({
  page,
  complaints,
}) => {
  await handIn(page, "Sel.csv", writeCsv([HEADINGS, makeRow(), makeRow()]));
  await expect(page.getByText("2 rows ready")).toBeVisible();
  const field = (on: Page) => on.getByRole("textbox", { name: "Nama perwakilan, row 2" });
  const cell = (on: Page) => on.locator("#cell-2-1");
  await cell(page).click();
  await page.context().setOffline(true);
  await field(page).fill("Sari Dewi");
  await field(page).press("Enter");
  await expect(page.getByText("We got no answer from Mitra's server")).toBeVisible();
  await expect(field(page)).toHaveValue("Sari Dewi");
  // What a browser says of a line that is gone is not a complaint about the product.
  complaints.length = 0;
  await page.context().setOffline(false);
  await field(page).press("Enter");
  await expect(page.getByText("Row 2 is ready.")).toBeVisible();
  await expect(cell(page)).toHaveText("Sari Dewi");

  const other = await page.context().newPage();
  await other.goto(page.url());
  await cell(other).click();
  await cell(page).click();
  await field(page).fill("Sari Ayu");
  await field(page).press("Enter");
  await expect(page.getByText("Row 2 is ready.")).toBeVisible();
  await field(other).fill("Sari Putri");
  await field(other).press("Enter");
  await expect(other.getByText("This changed while you had it open")).toBeVisible();
  await expect(other.getByText("Not saved in row 2: “Sari Putri”")).toBeVisible();
  await expect(cell(other)).toHaveText("Sari Ayu");
  await expectAccessible(other);
});

test("a file with defects is mended where it stands, its first row goes first, and its results are not sent again", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const rows = Array.from({ length: 6 }, () => makeRow());
  const [first, damaged, nameless, , left] = rows;
  if (!first || !damaged || !nameless || !left) throw new Error("the file is too short");
  const phone = damaged[PHONE] ?? "";
  damaged[PHONE] = "8.15102E+10";
  nameless[0] = "";
  left[2] = "budi.kopisenja.example";
  await handIn(page, "Kopi Senja.csv", writeCsv([HEADINGS, ...rows, first]));

  await expect(page.getByText("3 rows ready, 3 need fixing")).toBeVisible();
  await expect(page.getByText(/Nothing has been sent/).first()).toBeVisible();
  await expect(page.getByText("Excel changed this number to 8.15102E+10")).toBeVisible();
  await expectAccessible(page);
  expect(await countBusinesses(rows)).toBe(0);

  // From problem to problem by the keyboard, without a pointer.
  await page.getByRole("button", { name: /^Next problem/ }).click();
  const phoneField = page.getByRole("textbox", { name: "Nomor telepon, row 3" });
  await expect(phoneField).toBeFocused();
  await phoneField.fill("0812");
  await phoneField.press("Escape");
  await expect(page.locator(`#cell-3-${PHONE}`)).toBeFocused();
  await expect(page.locator(`#cell-3-${PHONE}`)).toHaveText("8.15102E+10");
  await page.keyboard.press("Enter");
  await phoneField.fill(phone);
  await phoneField.press("F8");
  const nameField = page.getByRole("textbox", { name: "Nama bisnis, row 4" });
  await expect(nameField).toBeFocused();
  await nameField.fill(makeMerchant().businessName);
  await nameField.press("Enter");
  await expect(page.getByText("5 rows ready, 1 needs fixing")).toBeVisible();
  await page.getByRole("button", { name: "Leave out row 6" }).click();
  await expect(page.getByText("5 rows ready, none needs fixing")).toBeVisible();
  await expect(page.getByText("2 rows are left out.")).toBeVisible();

  await page.getByLabel("Wait for me after the first row").check();
  await page.getByRole("button", { name: "Send 5 registrations" }).click();
  await expectStanding(page, "canary_done");
  await expect(page.getByText("DOKU accepted it. The others wait for you.")).toBeVisible();
  expect(await countBusinesses(rows)).toBe(1);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send the rest" }).click();
  await expectStanding(page, "finished");
  await expect(page.getByText("5 registered, 0 not sure yet, 2 not sent.")).toBeVisible();
  expect(await countBusinesses(rows)).toBe(5);
  await expectAccessible(page);

  await page.getByRole("link", { name: "Show in the list" }).click();
  await expect(page.getByRole("table", { name: "Registrations" }).locator("tbody tr")).toHaveCount(5);
  await page.goBack();

  const results = await download(page, page.getByRole("link", { name: "Download results" }));
  expect(results.split("\n")[0]).toContain(`${HEADINGS.join(",")},status,business_id,brand_ids,problem`);
  await handIn(page, "Kopi Senja - hasil.csv", results);
  await expect(page.getByText("1 needs fixing")).toBeVisible();
  await expect(page.getByText("5 rows are in Mitra already and are skipped.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send / })).toHaveCount(0);
  expect(await countBusinesses(rows)).toBe(5);
});

test("unknown headings are matched once, and the next file of the same shape is understood", async ({
  page,
}) => {
  const word = `Kolom ${makeWord()}`;
  const headings = [
    `${word} toko`,
    "Nama perwakilan",
    "Email perwakilan",
    `${word} kontak`,
    "Email undangan",
    "Kota",
  ];
  const row = makeRow();
  await page.goto("/registrations/import");
  await page.getByLabel("Copied rows").fill(writeTable([headings, row], "\t"));
  await page.getByRole("button", { name: "Check pasted rows" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expectStanding(page, "mapping");
  await expect(page.getByText(row[0] ?? "", { exact: true })).toBeVisible();
  await expect(page.getByLabel(`What “${headings[3]}” is`)).toHaveValue("phoneNumber");
  await expectAccessible(page);
  await page.getByLabel(`What “${headings[0]}” is`).selectOption({ label: "Business name" });
  await page.getByLabel(`What “${headings[3]}” is`).selectOption({ label: "Business name" });
  await expect(page.getByText("More than one column goes to Business name")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check the rows" })).toBeDisabled();
  await page.getByLabel(`What “${headings[3]}” is`).selectOption({ label: "Phone number" });
  await page.getByLabel("What “Email undangan” is").selectOption({ label: "Invited user email" });
  await expect(page.getByText("Everything that is needed has a column.")).toBeVisible();
  await page.getByRole("button", { name: "Check the rows" }).click();
  await expectStanding(page, "checked");
  await handIn(page, "berikutnya.csv", writeCsv([headings, makeRow()]));
  await expect(page.getByText("1 row ready, none needs fixing")).toBeVisible();
});

test("a file that is none is refused with what to do, and nothing is kept", async ({ page }) => {
  await page.goto("/registrations/import");
  await page.getByRole("button", { name: "Check file" }).click();
  await expect(page.getByText("Choose a file first")).toBeVisible();
  await choose(page, "gambar.csv", "%PDF-1.7 bukan tabel");
  await page.getByRole("button", { name: "Check file" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expectStanding(page, "refused");
  await expect(page.getByText("This file is a PDF.")).toBeVisible();
  await expect(page.getByText("No row was kept and nothing was sent.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/imports");
  await expect(page.getByRole("link", { name: "gambar.csv" }).first()).toBeVisible();
});

test("what Excel hides, changes or keeps on another sheet is told, and taken only when it is asked for", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const [shown, hidden, dated, parted] = Array.from({ length: 4 }, () => makeRow());
  const elsewhere = [makeRow(), makeRow()];
  if (!shown || !hidden || !dated || !parted) throw new Error("the file is too short");
  const headings = HEADINGS.with(5, "Referensi partner");
  const reference = `T-${makeWord()}`;
  const rows = [
    rowXml(1, headings),
    rowXml(2, shown.with(5, `${reference}-1`)),
    rowXml(4, hidden.with(5, ""), 'hidden="1"'),
    rowXml(5, dated.with(5, numberXml(46082, 1))),
    rowXml(6, parted.with(5, numberXml(1234567, 2))),
    rowXml(7, ["", "", "", "", "", ""].concat("catatan")),
  ];
  const other = [rowXml(1, headings), ...elsewhere.map((row, place) => rowXml(place + 2, row.with(5, "")))];
  const workbook = makeXlsx({
    sheets: [
      { name: "Petunjuk", data: rowXml(1, ["Isi lembar Jakarta"]) },
      { name: "Jakarta", data: rows.join("") },
      { name: "Bandung", data: other.join("") },
    ],
    styles:
      '<numFmts><numFmt numFmtId="164" formatCode="mmm-yy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="3"/></cellXfs>',
  });
  await handIn(page, "Lapangan.xlsx", await buffer(workbook));
  await expect(page.getByText("1 row ready, 1 needs fixing")).toBeVisible();
  await expect(page.getByText("Read from the sheet “Jakarta”.")).toContainText(
    "“Petunjuk” (1 row), “Bandung” (2 rows)",
  );
  await expect(page.getByText("Row 4 is hidden in the file. It is left out and not sent.")).toBeVisible();
  await expect(page.getByText("1 row has nothing in the columns that are sent")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Take in the hidden row" }).click();
  await expect(page.getByText("2 rows ready, 1 needs fixing")).toBeVisible();
  await page.getByRole("link", { name: /^All/ }).click();
  await expect(page.getByText("Excel turned this into a date or time and shows “Mar-26”.")).toBeVisible();
  await page.getByRole("button", { name: "Use Mar-26 in row 5" }).click();
  await expect(page.locator("#cell-5-5")).toHaveText("Mar-26");
  await expect(page.locator("#cell-5-5")).toBeFocused();
  await expect(page.getByText("The cell holds 1234567, but Excel shows “1,234,567”.")).toBeVisible();
  await page.getByRole("button", { name: "Accept row 6" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("4 rows ready, none needs fixing")).toBeVisible();

  const unread = page.getByRole("region", { name: "Not read" });
  await unread.getByRole("combobox", { name: "Sheet" }).selectOption({ label: "“Bandung” (2 rows)" });
  await unread.getByRole("button", { name: "Read this sheet instead" }).click();
  await expect(page.getByText("2 rows ready, none needs fixing")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Send 2 registrations" }).click();
  await expectStanding(page, "finished");
  await expect(page.getByText("Nothing is left to do with these rows")).toBeVisible();
  await expect(page.getByText("“Jakarta” (5 rows)")).toBeVisible();
  expect([await countBusinesses(elsewhere), await countBusinesses([shown, hidden])]).toEqual([2, 0]);
});

test("what of a file is left out stands in one place, with the sheet to choose, be it the only other one", async ({
  page,
}) => {
  const [merchant, other] = [makeRow(), makeRow()];
  const sheet = (row: string[]) => [rowXml(1, HEADINGS), rowXml(2, row)].join("");
  const workbook = makeXlsx({
    sheets: [
      { name: "Jakarta", data: sheet(merchant) },
      { name: "Bandung", data: sheet(other) },
    ],
  });
  await handIn(page, "Dua lembar.xlsx", await buffer(workbook));
  const unread = page.getByRole("region", { name: "Not read" });
  await expect(unread.getByRole("combobox", { name: "Sheet" })).toHaveText("“Bandung” (1 row)");
  await unread.getByRole("button", { name: "Read “Bandung” instead" }).click();
  await expect(page.getByRole("grid", { name: "Rows of the file" })).toContainText(other[0] ?? "");
  await expect(unread.getByRole("combobox", { name: "Sheet" })).toHaveText("“Jakarta” (1 row)");

  const headings = [...HEADINGS, "No"];
  const numbered = [
    [...makeRow(), "1"],
    [...HEADINGS.map(() => ""), "2"],
  ];
  await handIn(page, "Bernomor.csv", writeCsv([headings, ...numbered]));
  await expect(unread).toContainText("1 row has nothing in the columns that are sent and is left out");
});

test("when all warnings are accepted the empty tab says so, and leads to what needs fixing", async ({
  page,
}) => {
  const rows = Array.from({ length: 3 }, () => makeRow());
  for (const row of rows.slice(0, 2)) row[2] = (row[2] ?? "").replace("@kopisenja.example", "@gmial.com");
  const nameless = rows[2];
  if (!nameless) throw new Error("the file is too short");
  nameless[0] = "";
  await handIn(page, "Peringatan.csv", writeCsv([HEADINGS, ...rows]));
  await page.getByRole("link", { name: /^Warnings/ }).click();
  await page.getByRole("button", { name: "Accept all 2 warnings" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText("No warnings left.")).toBeVisible();
  await page
    .getByRole("link", { name: /^Needs fixing 1$/ })
    .last()
    .click();
  await expect(page.getByText("No warnings left.")).toHaveCount(0);
  await expect(page.locator("#cell-4-0")).toBeVisible();
});

test("what is to be mended stands before sending, the merchant's name stays in sight, and what is left is amber until it is seen to", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1_366, height: 768 });
  const rows = Array.from({ length: 4 }, () => makeRow());
  const [twice, typo, refused] = rows;
  if (!twice || !typo || !refused) throw new Error("the file is too short");
  twice[PHONE] = `${twice[PHONE]} / 081299001006`;
  typo[2] = (typo[2] ?? "").replace("@kopisenja.example", "@gmial.com");
  refused[4] = makeMerchant({}, "refused").invitedUserEmail;
  const own = Array.from({ length: 6 }, (_, index) => `Catatan panjang ${index}`);
  await handIn(page, "urut.csv", writeCsv([[...HEADINGS, ...own], ...rows.map((row) => [...row, ...own])]));

  // The verdict, then what is to be mended, then the button: each below the one before.
  const verdict = page.getByText("2 rows ready, 1 needs fixing");
  const send = page.getByRole("button", { name: "Send 2 registrations" });
  const grid = page.getByRole("grid", { name: "Rows of the file" });
  const top = async (place: Locator) => (await place.boundingBox())?.y ?? 0;
  expect(await top(verdict)).toBeLessThan(await top(grid));
  expect(await top(grid)).toBeLessThan(await top(send));
  await page.getByRole("link", { name: "Send the 2 ready rows without the others" }).click();
  await expect(send).toBeInViewport();

  const name = grid.getByRole("button", { name: rows[0]?.[0] ?? "" });
  const before = (await name.boundingBox())?.x;
  await grid.evaluate((table) => table.parentElement?.scrollTo({ left: 600 }));
  await expect.poll(async () => (await grid.boundingBox())?.x).toBeLessThan(0);
  expect((await name.boundingBox())?.x).toBeLessThanOrEqual(before ?? 0);
  expect((await name.boundingBox())?.x).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Use 081299001006 in row 2" }).click();
  await expect(page.getByText("3 rows ready, none needs fixing")).toBeVisible();
  await page.getByRole("button", { name: /^Use .*@gmail\.com in row 3$/ }).click();
  await expect(page.getByText("4 rows ready, none needs fixing")).toBeVisible();
  await expectAccessible(page);

  await page.getByText("Send later").click();
  await page.getByLabel("Start at (WIB)").fill("2031-11-30T14:05");
  await expect(page.getByText("Starts 30 Nov 2031, 14.05 WIB")).toBeVisible();
  await page.getByLabel("Start at (WIB)").fill("");
  await page.getByRole("button", { name: "Send 4 registrations" }).click();
  await expectStanding(page, "finished");
  await expect(page.locator("[data-import-status]")).toHaveText("Finished, 1 left to do");
  await page.getByRole("link", { name: /^Needs attention/ }).click();
  const link = page.getByRole("table", { name: "Rows of the file" }).getByRole("link", { name: refused[0] });
  await expect(link).toHaveAttribute("href", /\/registrations\/[0-9a-f-]{36}$/);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("link", { name: /^All/ }).click();
  await expect(page.getByRole("table", { name: "Rows of the file" }).locator("tbody")).toHaveCount(4);
  for (const row of await page.locator("[data-row]").all())
    expect((await row.boundingBox())?.height).toBeLessThan(260);
  await expectAccessible(page);
  await page.goto("/imports");
  await expect(page.getByRole("row", { name: /urut\.csv/ }).first()).toContainText("Finished, 1 left to do");
});

test("a file that was chosen before the page was alive is checked by the next press of Enter too", async ({
  page,
}) => {
  const enliven = await keepLifeless(page);
  await page.goto("/registrations/import", { waitUntil: "commit" });
  const field = page.getByLabel("Spreadsheet", { exact: true });
  // It is on the page, unseen, before it can have the focus.
  await expect(field).toBeVisible();
  await field.focus();
  await expect(field).toBeFocused();
  await choose(page, "dini.csv", writeCsv([HEADINGS, makeRow()]));
  enliven();
  await expect(page.getByRole("button", { name: "Check file" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
});

test("a file that is dropped is checked at once, and one that is chosen by the next press of Enter", async ({
  page,
}) => {
  const text = writeCsv([HEADINGS, makeRow()]);
  await page.goto("/registrations/import");
  await expect(page.getByLabel("Spreadsheet", { exact: true })).toBeVisible();
  await page.getByLabel("Spreadsheet", { exact: true }).focus();
  await choose(page, "dipilih.csv", text);
  await expect(page.getByRole("button", { name: "Check file" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expectStanding(page, "checked");

  await page.goto("/registrations/import");
  const dropped = await page.evaluateHandle((csv) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([csv], "dijatuhkan.csv", { type: "text/csv" }));
    return transfer;
  }, text);
  // Held over the page until it has come alive and says that it takes it.
  await expect(async () => {
    await page.dispatchEvent("main", "dragover", { dataTransfer: dropped });
    await expect(page.getByText("Let go to check this file")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.dispatchEvent("main", "drop", { dataTransfer: dropped });
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expectStanding(page, "checked");
  await expect(page.getByRole("heading", { name: "dijatuhkan.csv" })).toBeVisible();
});

/** One row for one merchant, unlike any other. */
function makeRow(): string[] {
  const merchant = makeMerchant();
  return [
    merchant.businessName,
    merchant.representativeName,
    merchant.representativeEmail,
    merchant.phoneNumber,
    merchant.invitedUserEmail,
    "Bandung",
  ];
}

async function choose(page: Page, name: string, file: string | Buffer): Promise<void> {
  await page
    .getByLabel("Spreadsheet", { exact: true })
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(file) });
}

/** Hands a file in and waits until all its rows are checked. */
async function handIn(page: Page, name: string, file: string | Buffer): Promise<void> {
  await page.goto("/registrations/import");
  await choose(page, name, file);
  await page.getByRole("button", { name: "Check file" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expectStanding(page, "checked");
}

async function expectStanding(page: Page, status: string): Promise<void> {
  await expect(page.locator("[data-import-status]")).toHaveAttribute("data-import-status", status, {
    timeout: 30_000,
  });
}

async function download(page: Page, link: Locator): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const chunks = await (await file.createReadStream()).toArray();
  return Buffer.concat(chunks).toString("utf8");
}

async function countBusinesses(rows: readonly string[][]): Promise<number> {
  const found = await Promise.all(rows.map((row) => businessesFor(row[4] ?? "")));
  return found.flat().length;
}

function writeCsv(table: readonly (readonly string[])[]): string {
  return writeTable(table, ",");
}

function writeTable(table: readonly (readonly string[])[], delimiter: string): string {
  return table.map((cells) => cells.join(delimiter)).join("\r\n");
}
