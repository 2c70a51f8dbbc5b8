import pg from "pg";
import { makeRow, writeCsv } from "./defective-file";
import { createMortalProduct } from "./mortal-product";
import { expect, expectAccessible, readLedger, signIn, test } from "./story";
import { makeWord } from "./unique-word";

// A cold copy of the data folder, made in the middle of a spreadsheet, is put back after all of it was sent.

const ROWS = 40;
/** So slow that there is a middle. */
const RATE_PER_SECOND = 5;

test.setTimeout(300_000);

test("a data folder that was put back sends nothing again before a person has looked", async ({ page }) => {
  const run = makeWord();
  const mortal = createMortalProduct({ DOKU_REPLAY: "unproven" });
  try {
    let product = await mortal.start();
    const standing = page.locator("[data-import-status]").first();
    const countBusinesses = async () => (await readLedger(product)).businesses.length;
    const comeIn = async () => {
      await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
      await signIn(page, undefined, product);
    };
    await comeIn();
    await setRateLimit(product.databaseUrl, RATE_PER_SECOND);
    await page.goto(`${product.url}/registrations/import`);
    await page.getByLabel("Spreadsheet", { exact: true }).setInputFiles({
      name: "pagi.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(writeCsv(Array.from({ length: ROWS }, (_, index) => makeRow(run, index + 1)))),
    });
    await page.getByRole("button", { name: "Check file" }).click();
    await page.getByRole("button", { name: `Send ${ROWS} registrations` }).click({ timeout: 30_000 });
    const address = new URL(page.url()).pathname;
    await expect.poll(countBusinesses, { timeout: 30_000 }).toBeGreaterThan(8);
    // No page is open meanwhile, which would complain of a server that is gone.
    await page.goto("about:blank");
    await mortal.stop();
    mortal.copyData();
    product = await mortal.start();
    await expect.poll(countBusinesses, { timeout: 60_000 }).toBe(ROWS);

    await mortal.stop();
    mortal.putDataBack();
    product = await mortal.start();
    await comeIn();
    const banner = page.getByRole("status").filter({ hasText: "The database was restored" });
    await expect(banner).toBeVisible();
    await expectAccessible(page);
    await page.goto(product.url + address);
    await expect(standing).toHaveAttribute("data-import-status", "paused");
    await expect(page.getByText("Rows that were sent last may stand here as not sent")).toBeVisible();
    await expectAccessible(page);

    await banner.getByRole("link", { name: "Look and go on" }).click();
    await page.waitForURL("**/restored");
    await expect(page.getByText(/^\d+ rows would be sent$/)).toBeVisible();
    await expect(page.getByText("so it may make a second business")).toBeVisible();
    await expectAccessible(page);
    // All of it was sent, as its person knows: the batch is ended before the rest goes on.
    await page.getByRole("link", { name: "pagi.csv" }).click();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByRole("button", { name: "Stop sending" }).click();
    await expect(standing).toHaveAttribute("data-import-status", "stopped");
    await banner.getByRole("link", { name: "Look and go on" }).click();
    await expect(page.getByText("No spreadsheet would go on.")).toBeVisible();
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page.getByText("Nothing is held")).toBeVisible();
    await page.goto(product.url + address);
    await expect(standing).toHaveAttribute("data-import-status", "stopped");
    await expect(banner).toHaveCount(0);
    expect(await countBusinesses()).toBe(ROWS);
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});

async function setRateLimit(connectionString: string, perSecond: number): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("update credential set rate_limit = $1", [perSecond]);
  await client.end();
}
