import type { Page } from "@playwright/test";
import { addPerson, makePerson, setUp } from "./person";
import {
  businessesFor,
  expect,
  expectAccessible,
  expectStatus,
  type Merchant,
  makeMerchant,
  PROVEN,
  register,
  test,
} from "./story";

test.use({ role: "manager" });

/** Moves the merchant's business at the stand-in, as DOKU's people and the merchant would. */
async function moveAtDoku({ invitedUserEmail }: Merchant, change: object): Promise<void> {
  const [business] = await businessesFor(invitedUserEmail);
  const address = `${PROVEN.standInUrl}/__stand-in/businesses/${business?.businessId}`;
  const answer = await fetch(address, { method: "PUT", body: JSON.stringify(change) });
  expect(answer.status).toBe(200);
}

async function invite(page: Page): Promise<Merchant> {
  const merchant = makeMerchant();
  await register(page, merchant);
  await expectStatus(page, "INVITED");
  return merchant;
}

const badge = (page: Page) => page.locator("header, main").locator("[data-progress]").first();
const card = (page: Page) => page.getByRole("region", { name: "Progress at DOKU" });
const check = (page: Page) => page.getByRole("button", { name: "Check progress" }).click();

test("an invited merchant goes on to verified on the page that is open, without a reload", async ({
  page,
  openAs,
}) => {
  const merchant = await invite(page);
  await expect(badge(page)).toHaveAttribute("data-progress", "NOT_CHECKED");
  await expect(badge(page)).toHaveAttribute("data-who", "merchant");
  await page.evaluate(() => Object.assign(window, { isStillHere: true }));

  // Somebody else has it open and asks; the first page hears of it.
  const other = await openAs("manager");
  await other.goto(page.url());
  for (const [stage, progress, who, word] of [
    ["in_progress", "IN_PROGRESS", "merchant", "In progress"],
    ["in_review", "IN_REVIEW", "doku", "In review"],
    ["verified", "VERIFIED", "nobody", "Verified"],
  ] as const) {
    await moveAtDoku(merchant, { stage });
    await check(other);
    await expect(other.getByText(`DOKU says: ${word}`)).toBeVisible();
    await expect(badge(page)).toHaveAttribute("data-progress", progress);
    await expect(badge(page)).toHaveAttribute("data-who", who);
  }
  await expect(card(page)).toContainText(/DOKU said so .*WIB/);
  await expect(page.getByRole("region", { name: "What happened" })).toContainText(
    "Progress: Verified · DOKU",
  );
  expect(await page.evaluate(() => "isStillHere" in window)).toBe(true);
  await check(other);
  await expect(other.getByText("DOKU says the same as before: Verified")).toBeVisible();
  await expectAccessible(page);
});

test("a value that nobody knows is mapped once, and every merchant of whom DOKU says so follows", async ({
  page,
  openAs,
}) => {
  const raw = `WAITING_${Date.now()}`;
  const addresses: string[] = [];
  for (let made = 0; made < 2; made += 1) {
    const merchant = await invite(page);
    await moveAtDoku(merchant, { stage: "in_review", brandStatus: raw });
    await check(page);
    await expect(badge(page)).toHaveAttribute("data-progress", "UNKNOWN_VALUE");
    await expect(badge(page)).toHaveText(raw);
    await expect(card(page)).toContainText("An admin can say so");
    addresses.push(page.url());
  }

  const admin = await openAs("admin");
  await admin.goto(addresses[0] ?? "");
  await admin.getByRole("link", { name: "Say what it means" }).click();
  const values = admin.getByRole("table", { name: "DOKU’s values" });
  await expect(values.getByRole("row").nth(1)).toContainText("Choose");
  const meaning = admin.getByLabel(`Meaning of ${raw} in brands.status`);
  await meaning.selectOption("Action needed");
  await expect(values.getByRole("row").filter({ hasText: raw })).toContainText("Saved");
  await expect(meaning).toHaveValue("ACTION_NEEDED");
  await expectAccessible(admin);

  await expect(badge(page)).toHaveAttribute("data-progress", "ACTION_NEEDED");
  await page.goto(addresses[0] ?? "");
  await expect(badge(page)).toHaveAttribute("data-progress", "ACTION_NEEDED");
});

test("what DOKU has otherwise stands beside ours, and a new brand joins the mapping", async ({ page }) => {
  const merchant = await invite(page);
  const brand = { id: `BRN-0103-${Date.now()}`, name: "Kopi Senja Cabang" };
  await moveAtDoku(merchant, {
    stage: "in_progress",
    name: "Kopi Senja Abadi",
    email: "lain@kopisenja.example",
    addBrand: brand,
  });
  await check(page);
  const drift = page.getByRole("region", { name: "DOKU has something else" });
  for (const text of [merchant.businessName, "Kopi Senja Abadi", "lain@kopisenja.example"])
    await expect(drift).toContainText(text);
  await expect(page.getByRole("region", { name: "IDs at DOKU" })).toContainText(brand.id);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(merchant.businessName);
  await expectAccessible(page);
});

test("a person's word is taken with its note, and stays until DOKU says something else", async ({
  page,
  openAs,
}) => {
  const merchant = await invite(page);
  await page.getByRole("button", { name: "Set progress" }).click();
  const dialog = page.getByRole("dialog", { name: `Set the progress of ${merchant.businessName}` });
  await dialog.getByRole("button", { name: "Set progress" }).click();
  await expect(dialog.getByText("Choose how the review stands")).toBeVisible();
  await dialog.getByLabel("Progress", { exact: true }).selectOption("Action needed");
  await dialog.getByLabel("How do you know?").selectOption("The merchant said so");
  await dialog.getByLabel("Note").fill("KTP comes on Monday");
  await dialog.getByRole("button", { name: "Set progress" }).click();
  await expect(badge(page)).toHaveAttribute("data-progress", "ACTION_NEEDED");
  await expect(card(page)).toContainText(/The merchant said so; .* set it .*WIB/);
  await expect(page.getByText("“KTP comes on Monday”")).toBeVisible();

  await moveAtDoku(merchant, { stage: "in_review" });
  await check(page);
  await expect(badge(page)).toHaveAttribute("data-progress", "IN_REVIEW");

  const viewer = await openAs("viewer");
  await viewer.goto(page.url());
  await expect(badge(viewer)).toHaveAttribute("data-progress", "IN_REVIEW");
  await expect(viewer.getByRole("button", { name: /Check progress|Set progress/ })).toHaveCount(0);
  await expectAccessible(viewer);
});

test("whom DOKU rejected, and of whom it says what nobody knows, wait for a person until they are settled", async ({
  browser,
  openAs,
}) => {
  const raw = `ON_HOLD_${Date.now()}`;
  const dewi = makePerson("Dewi");
  const page = await setUp(browser, await addPerson(await openAs("admin"), dewi, "Account manager"), dewi);
  const rejected = await invite(page);
  const rejectedAt = page.url();
  await moveAtDoku(rejected, { stage: "rejected" });
  await check(page);
  await expect(badge(page)).toHaveAttribute("data-progress", "REJECTED");
  const unknown = await invite(page);
  await moveAtDoku(unknown, { stage: "in_review", brandStatus: raw });
  await check(page);
  await expect(badge(page)).toHaveAttribute("data-progress", "UNKNOWN_VALUE");

  await page.goto("/registrations?status=all&owner=me");
  const needs = page.getByRole("region", { name: "Needs you" });
  const line = (words: string) => needs.getByRole("listitem").filter({ hasText: words });
  await expect(line("Rejected by DOKU")).toContainText("1");
  await expect(line("Unknown value from DOKU")).toContainText("ask an admin");
  await expectAccessible(page);
  await needs.getByRole("link", { name: "Rejected by DOKU" }).click();
  await page.waitForURL(/turn=rejected/);
  await expect(page.locator("tbody tr")).toHaveText([new RegExp(rejected.businessName)]);

  // Each is settled where a person comes to it, and waits no longer.
  await page.goto("/registrations?status=all&owner=me");
  await needs.getByRole("button", { name: "Needs you" }).press("Enter");
  await needs.getByRole("button", { name: "Work through", description: /Unknown value/ }).press("Enter");
  await expect(page.locator("main").getByRole("heading", { level: 2 })).toHaveText(unknown.businessName);
  await page.goto(rejectedAt);
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
  await page.goto("/registrations?status=all&owner=me");
  await expect(line("Unknown value from DOKU")).toBeVisible();
  await expect(line("Rejected by DOKU")).toHaveCount(0);
  await page.context().close();
});
