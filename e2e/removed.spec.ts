import type { Page } from "@playwright/test";
import pg from "pg";
import { makeRow, writeCsv } from "./defective-file";
import { expect, expectAccessible, test } from "./story";
import { makeWord } from "./unique-word";

test.use({ role: "manager" });

// What ended long ago is removed where an owner set so; here it is done to what this story made, and to nothing else's.

test("what was removed for its age is said where it stood, and nothing of it is offered", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const run = makeWord();
  const file = writeCsv([makeRow(run, 1), makeRow(run, 2)]);
  const sheet = await sendFile(page, file);

  await page.getByRole("link", { name: "Show in the list" }).click();
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive 2 registrations" }).click();
  await page.waitForURL(/\/jobs\//);
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  const job = page.url();
  await page.locator("tbody a").first().click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}/);
  const registration = page.url();

  await removeOf(sheet, job);

  await page.goto(sheet);
  await expect(page.getByText(/^The contents of this file were removed on/)).toBeVisible();
  await expect(page.getByText("2 registered, 0 not sure yet, 0 not sent.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Download results" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Rows of the file" })).toHaveCount(0);
  await expectAccessible(page);
  expect((await page.request.get(`${sheet}/results`)).status()).toBe(410);

  await page.goto(job);
  await expect(
    page.getByText(/^The list of what happened to each registration was removed on/),
  ).toBeVisible();
  await expect(page.getByText("This can no longer be undone.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(page.getByText("2 done.")).toBeVisible();
  await expectAccessible(page);

  await page.goto(registration);
  await page.getByText("Details", { exact: true }).first().click();
  await expect(page.getByText(/^Removed on .* it is older than this server is set to keep$/)).toBeVisible();
  await expectAccessible(page);

  await page.goto("/registrations/import");
  await checkFile(page, file);
  await expect(page.getByText("2 rows are in Mitra already")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send / })).toHaveCount(0);
});

async function checkFile(page: Page, file: string): Promise<void> {
  await page.getByLabel("Spreadsheet", { exact: true }).setInputFiles({
    name: "lama.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(file),
  });
  await page.getByRole("button", { name: "Check file" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
}

/** The address of the batch, once it is finished. */
async function sendFile(page: Page, file: string): Promise<string> {
  await page.goto("/registrations/import");
  await checkFile(page, file);
  await page.getByRole("button", { name: "Send 2 registrations" }).click({ timeout: 30_000 });
  await expect(page.locator("[data-import-status]").first()).toHaveAttribute(
    "data-import-status",
    "finished",
    { timeout: 30_000 },
  );
  return page.url();
}

/** As a worker does it, to one spreadsheet and one bulk action. */
async function removeOf(sheet: string, job: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.MITRA_DATABASE_URL });
  await client.connect();
  try {
    const idOf = (address: string) => new URL(address).pathname.split("/").at(-1);
    await client.query("update import set rows_removed_at = now(), emptied_rows = row_count where id = $1", [
      idOf(sheet),
    ]);
    await client.query("update import_row set cells = '{}' where import_id = $1", [idOf(sheet)]);
    await client.query(
      `update attempt set cleared_at = now(), masked_answer = ''
        where registration_id in (select registration_id from import_row where import_id = $1)`,
      [idOf(sheet)],
    );
    await client.query("update bulk_job set items_removed_at = now(), removed_items = total where id = $1", [
      idOf(job),
    ]);
    await client.query("delete from bulk_item where job_id = $1", [idOf(job)]);
  } finally {
    await client.end();
  }
}
