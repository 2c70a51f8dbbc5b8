import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import pg from "pg";
import { readCsv } from "@/lib/testing/read-workbook";
import { expect, test } from "./story";

// A list that `npm run seed` has filled, used as a person uses it. `npm test` chooses how large it is.

const PAGE_SIZE = 50;

const table = (page: Page) => page.getByRole("table", { name: "Registrations" });
const names = (page: Page) => table(page).locator("a[data-row]");

test.use({ role: "admin" });

/** One thing that a person does, with the time it took beside its name in the report. */
async function timed(name: string, work: () => Promise<void>): Promise<void> {
  const startedMs = performance.now();
  await test.step(name, work);
  const description = `${name}: ${Math.round(performance.now() - startedMs)} ms`;
  test.info().annotations.push({ type: "time", description });
}

async function readRows<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.MITRA_DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function count(condition: string): Promise<number> {
  const statement = `select count(*)::int as count from registration where archived_at is null and ${condition}`;
  return (await readRows<{ count: number }>(statement))[0]?.count ?? 0;
}

/** Presses a link of the list, and waits until other rows stand there. */
async function goTo(page: Page, link: "Older" | "Newer"): Promise<void> {
  const before = await names(page).first().getAttribute("href");
  await page.getByRole("link", { name: link, exact: true }).click();
  await expect(names(page).first()).not.toHaveAttribute("href", before ?? "");
}

async function search(page: Page, key: string): Promise<void> {
  await page.getByLabel("Search registrations").fill(key);
  await page.getByLabel("Search registrations").press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === key);
}

test("tabs, filters, sort and pages answer at once, and lead back to where they came from", async ({
  page,
}) => {
  await timed("the list", async () => {
    await page.goto("/registrations?status=all");
    await expect(names(page)).toHaveCount(PAGE_SIZE);
  });
  const tabs = page.getByRole("navigation", { name: "Status" });
  await expect(tabs.getByRole("link", { name: "All" })).toContainText("1,000+");
  await expect(tabs.getByRole("link", { name: "Invited" })).toContainText("1,000+");
  await timed("the tab of what needs fixing", async () => {
    await tabs.getByRole("link", { name: "Needs fixing" }).click();
    await expect(table(page).locator('[data-status="NEEDS_FIX"]')).toHaveCount(PAGE_SIZE);
  });
  await timed("the tab of what was invited", async () => {
    await tabs.getByRole("link", { name: "Invited" }).click();
    await expect(table(page).locator('[data-status="INVITED"]')).toHaveCount(PAGE_SIZE);
  });
  await timed("a filter by owner", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.getByRole("dialog").getByRole("combobox").fill("owner");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("option", { name: "Ayu Contoh" }).click();
    await expect(page.getByRole("list", { name: "Filters" })).toContainText("Owner: Ayu Contoh");
    await expect(table(page).getByText("Ayu Contoh")).toHaveCount(PAGE_SIZE);
  });
  const firstOfAll = await names(page).first().getAttribute("href");
  await timed("five pages on and five back", async () => {
    for (let turn = 0; turn < 5; turn += 1) await goTo(page, "Older");
    for (let turn = 0; turn < 5; turn += 1) await goTo(page, "Newer");
  });
  await expect(names(page).first()).toHaveAttribute("href", firstOfAll ?? "");
  await timed("the other end of the list", async () => {
    await table(page).getByRole("columnheader", { name: "Created" }).getByRole("link").click();
    await page.waitForURL(/sort=created_asc/);
    await expect(names(page).first()).not.toHaveAttribute("href", firstOfAll ?? "");
  });
  const oldest = await names(page).first().getAttribute("href");
  const [first] = await readRows<{ id: string }>(
    `select r.id from registration r join "user" u on u.id = r.owner_id
      where u.name = 'Ayu Contoh' and r.archived_at is null and r.status = 'INVITED' order by r.created_at, r.id limit 1`,
  );
  expect(oldest).toContain(first?.id ?? "no registration");
  await timed("three pages on from there and three back", async () => {
    for (let turn = 0; turn < 3; turn += 1) await goTo(page, "Newer");
    for (let turn = 0; turn < 3; turn += 1) await goTo(page, "Older");
  });
  await expect(names(page).first()).toHaveAttribute("href", oldest ?? "");
});

test("one box finds any of them by every kind of key", async ({ page }) => {
  const [row] = await readRows<Record<string, string>>(
    `select r.id as "our id", r.request_id as "Request-Id", r.partner_ref_id as "partner reference",
            r.representative_email as email, '0' || substr(r.phone_e164, 4) as "phone as dialled",
            '+62 ' || substr(r.phone_e164, 4, 3) || '-' || substr(r.phone_e164, 7, 4) || '-' || substr(r.phone_e164, 11) as "phone as pasted",
            b.business_id as "Business ID", brand.brand_id as "Brand ID", r.business_name as name
       from registration r join business b on b.registration_id = r.id join brand on brand.business_row_id = b.id
      where r.archived_at is null order by r.created_at offset 5000 limit 1`,
  );
  const { name = "", ...keys } = row ?? {};
  await page.goto("/registrations?status=all");
  for (const [kind, key] of Object.entries(keys))
    await timed(`search by ${kind}`, async () => {
      await search(page, key);
      await expect(table(page).getByRole("link", { name, exact: true }).first()).toBeVisible();
      await expect(page.getByText("There may be more")).toHaveCount(0);
    });
  await timed("search by a name that many begin with", async () => {
    await search(page, "kopi");
    await expect(names(page)).toHaveCount(PAGE_SIZE);
  });
  await timed("search by a word that nothing has", async () => {
    await search(page, "qqqwww");
    await expect(page.getByText("Nothing found for “qqqwww”")).toBeVisible();
  });
});

test("everything that matches a filter is selected, and exported row by row", async ({ page }) => {
  test.setTimeout(300_000);
  const matching = await count("status = 'FAILED'");
  const figure = matching.toLocaleString("en");
  await page.goto("/registrations?status=FAILED");
  await timed("select all that match, and estimate a retry", async () => {
    await page.getByLabel("Select all on this page").check();
    await page.getByRole("button", { name: /^Select all .*that match$/ }).click();
    const bar = page.getByRole("region", { name: "Selection" });
    await expect(bar).toContainText("Everything that matches");
    await bar.getByRole("button", { name: "Retry selected" }).click();
    await expect(page.getByRole("dialog")).toContainText(`${figure} will be sent again`);
    await page.keyboard.press("Escape");
  });
  await timed("export them", async () => {
    await page.getByRole("button", { name: "Export" }).click();
    await expect(page.getByRole("dialog")).toContainText(`${figure} registrations`);
    await page.getByLabel("Format").selectOption("csv");
    const saving = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
    const [headings, ...rows] = readCsv(await readFile(await (await saving).path(), "utf8"));
    const status = headings?.indexOf("Status") ?? -1;
    expect(rows).toHaveLength(matching);
    expect(new Set(rows.map((cells) => cells[status]))).toEqual(new Set(["Not sent"]));
  });
});

test("the charts tell of all of them", async ({ page }) => {
  await timed("the insights of 90 days", async () => {
    await page.goto("/insights?range=90d");
    await expect(page.getByRole("img", { name: /registrations in 1[34] weeks/ })).toBeVisible();
  });
});
