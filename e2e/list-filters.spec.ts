import type { Page } from "@playwright/test";
import { listOf, makeFailedRegistrations } from "./failed-registrations";
import { expect, expectAccessible, test } from "./story";

test.use({ role: "manager", viewport: { width: 1366, height: 768 } });

const panel = (page: Page) => page.getByRole("dialog");
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName);

/** Opens the filter by keyboard alone and chooses what to filter by. */
async function openFilter(page: Page, typed: string): Promise<void> {
  const button = page.getByRole("button", { name: "Filter", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("combobox")).toBeFocused();
  await page.keyboard.type(typed);
  await page.keyboard.press("Enter");
}

async function expectOnScreen(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await expect
    .poll(async () => {
      const box = await panel(page).boundingBox();
      return box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
    })
    .toBe(true);
}

test("a filter is chosen by keyboard from its first step to its last, and is never out of sight", async ({
  page,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 3 });
  await page.goto(listOf(failed));
  await openFilter(page, "own");
  await expect(panel(page).getByRole("option", { name: "Me", exact: true })).toBeVisible();
  await expect.poll(() => focused(page)).toBe("Owner");
  await expectOnScreen(page);
  await page.keyboard.type("me");
  await expect(panel(page).getByRole("combobox")).toHaveValue("me");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/owner=me/);
  await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeFocused();
});

test("several values, and all but some, are said by the address, the chip and the rows", async ({ page }) => {
  const some = await makeFailedRegistrations(page, { count: 2, businessName: "Angin" });
  const others = await makeFailedRegistrations(page, { count: 3, businessName: "Bulan" });
  await page.goto("/registrations?status=FAILED");
  await openFilter(page, "referral");
  await expect(panel(page).getByLabel("Referral code")).toBeFocused();
  await page.keyboard.type(`${some.referralCode} ${others.referralCode}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(6);
  await expect(page.getByRole("list", { name: "Filters" })).toContainText(others.referralCode);

  await openFilter(page, "cause");
  await expect(panel(page).getByRole("option").first()).toContainText("5");
  await expectOnScreen(page);
  await expectAccessible(page);
  await page.keyboard.press("Shift+Enter");
  await expect(page).toHaveURL(/cause=not_sent\.connect_timeout/);
  await expect(panel(page).getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await panel(page).getByRole("button", { name: "is not" }).click();
  await expect(page).toHaveURL(/cause=-not_sent\.connect_timeout/);
  await page.keyboard.press("Escape");
  await expect(
    page.getByText("Nothing matches these filters").or(page.getByText(/in this tab matches/)),
  ).toBeVisible();
  await page.getByRole("link", { name: /^Remove Cause: not/ }).click();
  await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeFocused();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(6);
});

test("what was ticked by keyboard stays when Enter leaves the panel, and the keys stay in its field", async ({
  page,
}) => {
  await makeFailedRegistrations(page, { count: 1 });
  await page.goto("/registrations?status=all");
  await openFilter(page, "progress");
  const field = panel(page).getByRole("combobox", { name: "Progress" });
  await expect(field).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(panel(page).getByRole("option", { selected: true })).toHaveCount(2);
  await expect(page).toHaveURL(/progress=INVITED(,|%2C)NOT_CHECKED/);
  await panel(page).getByRole("button", { name: "is not" }).press("Enter");
  await expect(page).toHaveURL(/progress=-INVITED(,|%2C)NOT_CHECKED/);
  await expect(field).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toBeHidden();
  // Another choice would be on its way.
  await expect(page.locator("html[data-pending]")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeFocused();
  await expect(page).toHaveURL(/progress=-INVITED(,|%2C)NOT_CHECKED/);
});

test("the day of the invitation and the spreadsheet are filters too", async ({ page }) => {
  await page.goto("/registrations?status=all");
  await openFilter(page, "invited");
  await panel(page).getByRole("option", { name: "Today" }).click();
  await expect(page).toHaveURL(/invited=today/);
  await expect(page.getByRole("button", { name: "Invited: Today" })).toBeVisible();
  await openFilter(page, "spread");
  await expect(panel(page).getByRole("combobox", { name: "Spreadsheet" })).toBeFocused();
});
