import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectStatus, makeMerchant, register, test } from "./story";

test.use({ role: "manager" });

const menuField = (page: Page) => page.getByRole("combobox", { name: "Command menu" });

/** The one that Enter takes. */
const chosen = (page: Page) => page.getByRole("dialog").getByRole("option", { selected: true });

/** Keys answer once the page has come alive. */
async function openMenu(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(menuField(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

/** Chooses by what is typed, once it stands first. */
async function choose(page: Page, typed: string, label: string | RegExp): Promise<void> {
  await openMenu(page);
  await page.keyboard.type(typed);
  await expect(chosen(page)).toContainText(label);
  await page.keyboard.press("Enter");
}

/** Opens the menu while every script that has not come with the page waits; what lets them through. */
async function openMenuOnItsWay(page: Page): Promise<() => void> {
  let letThrough = () => {};
  const isTime = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await isTime;
    await route.continue();
  });
  // The page is alive as soon as it holds a key back.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    const isHeld = await page.evaluate(
      () => !document.dispatchEvent(new KeyboardEvent("keydown", { key: "Backspace", cancelable: true })),
    );
    expect(isHeld).toBe(true);
  }).toPass();
  return letThrough;
}

test("what is typed while the menu is still on its way is the menu's, and no key of the page", async ({
  page,
}) => {
  await page.goto("/jobs");
  const letThrough = await openMenuOnItsWay(page);
  await page.keyboard.type("citra?", { delay: 20 });
  await page.keyboard.press("Backspace");
  letThrough();
  await expect(menuField(page)).toHaveValue("citra");
  await page.keyboard.type(" jaya");
  await expect(menuField(page)).toHaveValue("citra jaya");
  await expect(page).toHaveURL(/\/jobs$/);
});

test("Enter that is pressed while the menu is still on its way takes what was typed before it", async ({
  page,
}) => {
  await page.goto("/jobs");
  const letThrough = await openMenuOnItsWay(page);
  await page.keyboard.type("insig");
  await page.keyboard.press("Enter");
  await page.keyboard.type("jj");
  letThrough();
  await page.waitForURL("**/insights");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("actions stand in the menu: register, upload, export, language, colours, what the page offers", async ({
  page,
}) => {
  await page.goto("/jobs");
  await choose(page, "new regis", "New registration");
  await page.waitForURL("**/registrations/new");
  await choose(page, "upload", "Upload spreadsheet");
  await page.waitForURL("**/registrations/import");
  await choose(page, "export", "Export registrations");
  await expect(page.getByRole("dialog", { name: /Export/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await choose(page, "dark", "Colours: dark");
  await expect(page.locator("html")).toHaveClass(/dark/);
  await choose(page, "device", "as the device");
  await choose(page, "profile", "Profile");
  await page.waitForURL("**/settings/profile");

  const merchant = makeMerchant();
  await register(page, merchant);
  await expectStatus(page, "INVITED");
  await choose(page, "archive", "Archive");
  await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();

  await choose(page, "indonesia", "Language: Indonesia");
  await expect(page.getByRole("button", { name: "Pulihkan" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("english");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
});

test("merchants stand there with their person, the last ones that were opened first", async ({ page }) => {
  const merchant = makeMerchant({ representativeName: "Hesti Umpama" });
  const id = await register(page, merchant);
  await expectStatus(page, "INVITED");
  await expect
    .poll(() => page.evaluate(() => Object.values(sessionStorage).join()))
    .toContain(merchant.businessName);
  await page.goto("/jobs");
  await openMenu(page);
  await expect(chosen(page)).toContainText(merchant.businessName);
  await expectAccessible(page);
  await page.keyboard.type(merchant.businessName);
  const option = page.getByRole("option").filter({ hasText: merchant.businessName }).first();
  await expect(option).toContainText("Hesti Umpama");
  await expect(option).toContainText("Invited");
  await expectAccessible(page);
  await expect(chosen(page)).toContainText(merchant.businessName);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/registrations/${id}`);
  // Tab goes on in what was opened, not from the beginning of the page.
  await expect(page.locator("#content")).toBeFocused();
});

test("the search stands in the frame of every page with its keys, and ? lists all keys by where they work", async ({
  page,
}) => {
  await page.goto("/jobs");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(menuField(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const section of ["Everywhere", "In the list", "In the search field", "In a spreadsheet"])
    await expect(help.getByRole("heading", { name: section })).toBeVisible();
  await expect(help).toContainText("Ctrl");
  await expectAccessible(page);
});
