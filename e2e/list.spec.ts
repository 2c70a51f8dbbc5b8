import type { Page } from "@playwright/test";
import { listOf, makeFailedRegistrations } from "./failed-registrations";
import { addPerson, makePerson, setUp } from "./person";
import {
  businessesFor,
  expect,
  expectAccessible,
  expectStatus,
  fillForm,
  keepLifeless,
  makeMerchant,
  register,
  test,
} from "./story";

test.use({ role: "manager" });

const table = (page: Page) => page.getByRole("table", { name: "Registrations" });

test("the morning round: what needs somebody is found by its cause, fixed and sent", async ({ page }) => {
  const merchant = makeMerchant({}, "refused");
  await register(page, merchant);
  await page.goto("/registrations");
  const needs = page.getByRole("region", { name: "Needs you" });
  const group = needs
    .getByRole("listitem")
    .filter({ hasText: "Representative email is not an email address that DOKU accepts" })
    .first();
  await expect(needs).toBeVisible();
  if (!(await group.isVisible())) await needs.getByText(/^\d+ more$/).click();
  await group.getByRole("link", { name: "Show and fix" }).click();
  await page.waitForURL(/cause=refused/);
  await expect(page.getByRole("list", { name: "Filters" })).toContainText(
    "Cause: Representative email is not an email address that DOKU accepts",
  );
  await table(page).getByRole("link", { name: merchant.businessName }).click();
  await page.getByRole("button", { name: "Fix and send" }).click();
  const fixed = makeMerchant({}, "diperbaiki").invitedUserEmail;
  await fillForm(page, { invitedUserEmail: fixed });
  await page.getByRole("button", { name: "Fix and send" }).click();
  await expectStatus(page, "INVITED");
  expect(await businessesFor(fixed)).toHaveLength(1);
});

test("one box finds a registration by eight kinds of key", async ({ page }) => {
  const merchant = makeMerchant();
  const id = await register(page, merchant);
  await expectStatus(page, "INVITED");
  const [business] = await businessesFor(merchant.invitedUserEmail);
  const national = merchant.phoneNumber.slice(1);
  const keys = {
    "Business ID": business?.businessId,
    "Brand ID": business?.brandIds[0],
    "partner reference": business?.partnerRefId,
    "Request-Id": business?.requestId,
    email: merchant.invitedUserEmail,
    "phone as dialled": merchant.phoneNumber,
    "phone as pasted": `+62 ${national.slice(0, 3)}-${national.slice(3)}`,
    name: merchant.businessName.toLowerCase(),
    "our id": id,
  };
  for (const [kind, key] of Object.entries(keys)) {
    await test.step(kind, async () => {
      await page.goto("/registrations");
      const search = page.getByLabel("Search registrations");
      await search.fill(key ?? "nothing");
      await search.press("Enter");
      await expect(table(page)).toContainText(merchant.businessName);
    });
  }
});

test("filters are chips in the address: added, changed, taken away, and still there after Back", async ({
  page,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 3 });
  await page.goto(listOf(failed));
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const panel = page.getByRole("dialog");
  await expectAccessible(page);
  await panel.getByRole("combobox").fill("crea");
  await page.keyboard.press("Enter");
  await panel.getByRole("option", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/created=7d/);
  await page.getByRole("button", { name: "Created: Last 7 days" }).click();
  await panel.getByRole("option", { name: "Today" }).click();
  await expect(page).toHaveURL(/created=today/);
  await table(page).getByRole("link", { name: "Ombak 1", exact: true }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(page).toHaveURL(/created=today/);
  await page.getByRole("link", { name: "Remove Created: Today" }).click();
  await expect(page).not.toHaveURL(/created=/);
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(page).not.toHaveURL(/referral=/);

  await page.getByRole("button", { name: "Display", exact: true }).click();
  await panel.getByLabel("Referral code").check();
  await expect(page).toHaveURL(/columns=/);
  await panel.getByLabel("Order").selectOption({ label: "Oldest first" });
  await expectAccessible(page);
  await expect(page).toHaveURL(/sort=created_asc.*columns=/);
  await panel.getByRole("button", { name: "Done" }).click();
  await expect(table(page).getByRole("columnheader", { name: "Referral code" })).toBeVisible();
  await page.goto("/registrations");
  await expect(table(page).getByRole("columnheader", { name: "Referral code" })).toBeVisible();
});

test("a filter that does not exist is left out and named", async ({ page }) => {
  await page.goto(`/registrations?owner=${crypto.randomUUID()}&created=yesteryear`);
  const leftOut = page.getByRole("status").filter({ hasText: "left out" });
  await expect(leftOut).toContainText("Owner, Created");
  // Whoever acts on what is left acts on more than was asked for.
  await page.goto(`/registrations/fix?owner=${crypto.randomUUID()}`);
  await expect(leftOut).toContainText("Owner");
  await page.goto("/registrations/work?turn=overdue");
  await expect(leftOut).toContainText("Waiting for you");
  // And one that nothing fits is no error, in whatever tab.
  await page.goto("/registrations?status=INVITED&cause=not_sent.connect_timeout");
  await expect(page.getByText(/Nothing (in this tab )?matches these filters/)).toBeVisible();
});

test("a selection lasts over pages, and Escape clears it", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 60 });
  await page.goto(listOf(failed));
  const every = page.getByLabel("Select all on this page");
  const bar = page.getByRole("region", { name: "Selection" });
  const boxes = table(page).getByRole("checkbox");
  await boxes.nth(5).check();
  await boxes.nth(2).click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("4 selected");
  expect(await every.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await boxes.nth(3).click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("2 selected");
  await every.check();
  await expect(bar).toContainText("50 selected");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(table(page).getByRole("row")).toHaveCount(11);
  await table(page).getByRole("checkbox").nth(1).check();
  await expect(bar).toContainText("51 selected");
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(every).toBeChecked();
  await page.getByRole("button", { name: "Select all 60 that match" }).click();
  await expect(bar).toContainText("Everything that matches");
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(table(page).getByRole("checkbox", { checked: true })).toHaveCount(0);
});

test("a box that was pressed before the page was alive shows what is selected", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 3 });
  const enliven = await keepLifeless(page);
  await page.goto(listOf(failed), { waitUntil: "commit" });
  const box = table(page).getByRole("checkbox").nth(1);
  await box.check();
  enliven();
  await expect(box).not.toBeChecked();
  await expect(page.getByRole("region", { name: "Selection" })).toHaveCount(0);
});

test("a press anywhere on a row opens it, and with Control beside the list", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 3 });
  await page.goto(listOf(failed));
  await table(page).getByRole("checkbox").nth(1).check();
  await page.evaluate(() => document.body.setAttribute("data-same-page", ""));
  const owner = table(page).getByRole("row").nth(2).getByRole("cell").nth(4);
  const { x, y, width, height } = (await owner.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = [x + width / 2, y + height / 2] as const;
  const opened = page.context().waitForEvent("page");
  await page.keyboard.down("ControlOrMeta");
  await page.mouse.click(...middle);
  await page.keyboard.up("ControlOrMeta");
  const beside = await opened;
  await beside.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expect(beside.getByRole("heading", { level: 1 })).toHaveText("Ombak 2");
  await beside.close();
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("1 selected");
  await page.mouse.click(...middle);
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ombak 2");
  await expect(page.locator("body[data-same-page]")).toHaveCount(1);
});

test("a view is saved, shared with a colleague, opens their list, and says when it was changed", async ({
  page,
  openAs,
  browser,
}) => {
  test.setTimeout(120_000);
  const dewi = makePerson("Dewi");
  const dewisPage = await setUp(
    browser,
    await addPerson(await openAs("admin"), dewi, "Account manager"),
    dewi,
  );
  const name = `Belum terkirim ${Date.now()}`;
  await page.goto("/registrations?status=FAILED&created=7d");
  await page.getByRole("button", { name: "Save as view" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("View name").fill(name);
  await dialog.getByLabel("Share with the team").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/view=[0-9a-f-]{36}$/);

  const link = page.url();
  // Another name leaves what is shown as it is, which is not saved.
  const renamed = `${name} lagi`;
  await page.getByRole("link", { name: "Remove Created: Last 7 days" }).click();
  await expect(page.getByText("Changed", { exact: true })).toBeVisible();
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("button", { name: "Rename" }).click();
  await dialog.getByLabel("View name").fill(renamed);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: renamed, exact: true })).toBeFocused();
  await expect(page.getByText("Changed", { exact: true })).toBeVisible();
  await expect(page).not.toHaveURL(/created=/);
  await page.getByRole("button", { name: renamed, exact: true }).click();
  await page.getByRole("button", { name: "Rename" }).click();
  await dialog.getByLabel("View name").fill(name);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name, exact: true })).toBeVisible();

  await dewisPage.goto(link);
  await expect(dewisPage.getByRole("button", { name: "Created: Last 7 days" })).toBeVisible();
  await dewisPage.getByRole("button", { name, exact: true }).click();
  await expectAccessible(dewisPage);
  await dewisPage.getByRole("button", { name: "Open my list with this" }).click();
  await expect(dewisPage.getByRole("dialog")).toHaveCount(0);
  await dewisPage.goto("/registrations");
  await expect(dewisPage.getByRole("button", { name, exact: true })).toBeVisible();
  await dewisPage.getByRole("link", { name: "Remove Created: Last 7 days" }).click();
  await expect(dewisPage.getByText("Changed", { exact: true })).toBeVisible();
  await expect(dewisPage.getByRole("button", { name: "Save changes" })).toHaveCount(0);

  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: `Delete “${name}”` }).click();
  await page.waitForURL(/status=all/);
  await dewisPage.goto("/registrations");
  await expect(dewisPage.getByRole("button", { name: "Views", exact: true })).toBeVisible();
  await dewisPage.context().close();
});

test("everything is done by keyboard alone, and single keys can be switched off", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 3 });
  await page.goto(listOf(failed));
  const first = page.locator("a[data-row]").first();
  // Keys answer once the page has come alive; k from nowhere goes to the first row, however often it is pressed.
  await expect(async () => {
    await page.keyboard.press("k");
    await expect(first).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(first).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("1 selected");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);

  await page.keyboard.press("Control+k");
  await expectAccessible(page);
  await page.keyboard.type("bulk");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/jobs");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("kopi senja");
  await expect(page.getByRole("option").filter({ hasText: "Kopi Senja" }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto(listOf(failed));
  const search = page.getByLabel("Search registrations");
  await expect(async () => {
    if (!(await search.evaluate((field) => field === document.activeElement))) await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("jcx?");
  await expect(search).toHaveValue("jcx?");

  await page.goto("/settings/profile");
  await page.getByLabel("Shortcuts of a single key").uncheck();
  await page.goto(listOf(failed));
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await page.keyboard.press("j");
  await expect(first).not.toBeFocused();
  await expect(page).toHaveURL(/registrations\?/);
});
