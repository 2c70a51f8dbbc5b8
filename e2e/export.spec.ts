import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { readCsv, readSheet } from "@/lib/testing/read-workbook";
import { type FailedRegistrations, listOf, makeFailedRegistrations } from "./failed-registrations";
import { expect, expectAccessible, makeMerchant, register, test } from "./story";

test.use({ role: "manager" });

/** What the table on the page says, row by row; times as they are in the file are left to the other tests. */
async function rowsOnPage(page: Page, count: number): Promise<string[][]> {
  const rows = page.getByRole("table", { name: "Registrations" }).locator("tbody tr");
  // The table may be revealed a moment after the page has loaded.
  await expect(rows).toHaveCount(count);
  return rows.evaluateAll((elements) =>
    elements.map((row) => [
      row.querySelector("a")?.textContent ?? "",
      row.querySelector("[data-status]")?.textContent ?? "",
      row.querySelector(".list-id")?.textContent ?? "",
    ]),
  );
}

async function download(page: Page, failed: FailedRegistrations, choose: (page: Page) => Promise<void>) {
  await page.goto(listOf(failed));
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByRole("dialog")).toContainText("12 registrations");
  await expectAccessible(page);
  await choose(page);
  const saving = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
  const saved = await saving;
  expect(page.url()).toContain(listOf(failed));
  return { name: saved.suggestedFilename(), file: await readFile(await saved.path()) };
}

test("what the list shows is in the file, cell by cell, as CSV and as Excel", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 12, businessName: '=Ombak "Biru", Bali' });
  await page.goto(listOf(failed));
  const shown = await rowsOnPage(page, 12);

  const csv = await download(page, failed, async () => {
    await page.getByLabel("Format").selectOption("csv");
  });
  expect(csv.name).toMatch(/^mitra-simulator-failed-filtered-\d{4}-\d\d-\d\d-\d{4}-WIB\.csv$/);
  const text = csv.file.toString("utf8");
  expect(text.startsWith("\u{FEFF}")).toBe(true);
  const [headings, ...lines] = readCsv(text.slice(1));
  expect(headings).toEqual([
    "Merchant",
    "Representative",
    "Status",
    "Partner reference",
    "Business ID",
    "Owner",
    "Created (WIB)",
  ]);
  const compared = ([name = "", , status = "", reference = ""]: readonly string[]) => [
    name,
    status,
    reference,
  ];
  expect(lines.map(compared)).toEqual(
    shown.map(([name, status, reference]) => [`'${name}`, status, reference]),
  );
  for (const cells of lines) expect(cells[6]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);

  const excel = await download(page, failed, async () => {
    await page.getByLabel("Phone number").check();
    await page.getByLabel("Invited user email").check();
  });
  const [titles, ...rows] = readSheet(excel.file, 1);
  expect(titles).toEqual([...(headings ?? []), "Phone number", "Invited user email"]);
  expect(rows.map(compared)).toEqual(shown);
  for (const cells of rows) {
    expect(cells[7]).toMatch(/^\+62 815-••••-\d{4}$/);
    expect(cells[8]).toBe("u•••@kopisenja.example");
  }
  const about = Object.fromEntries(readSheet(excel.file, 2));
  expect(about).toMatchObject({
    Filter: `Status: Not sent; Referral code: ${failed.referralCode}`,
    Rows: "12",
    "Emails and phone numbers": "Masked",
  });
});

test("contacts in full are the person's own wish, and stand in the audit log", async ({ page, openAs }) => {
  const failed = await makeFailedRegistrations(page, { count: 12 });
  const { file } = await download(page, failed, async () => {
    await page.getByLabel("Invited user email").check();
    await page.getByLabel("Write emails and phone numbers in full").check();
  });
  const emails = readSheet(file, 1)
    .slice(1)
    .map((cells) => cells.at(-1));
  expect(emails).toEqual(Array.from({ length: 12 }, (_, index) => failed.invitedUserEmail(index + 1)));
  const admins = await openAs("admin");
  await admins.goto("/audit-log");
  await expect(admins.getByText("Exported the list").first()).toBeVisible();
});

test("a file says a cause as the list does", async ({ page }) => {
  const merchant = makeMerchant({}, "refused");
  await register(page, merchant);
  await page.goto(`/registrations?q=${encodeURIComponent(merchant.businessName)}&columns=merchant,cause`);
  const cause = page.getByRole("table", { name: "Registrations" }).locator("tbody td").last();
  await expect(cause).toContainText("is not an email address that DOKU accepts");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByLabel("Format").selectOption("csv");
  const saving = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
  const text = (await readFile(await (await saving).path(), "utf8")).slice(1);
  expect(readCsv(text).at(-1)).toEqual([
    merchant.businessName,
    merchant.representativeName,
    await cause.textContent(),
  ]);
});
