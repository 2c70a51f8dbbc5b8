import type { Page } from "@playwright/test";
import { listOf, makeFailedRegistrations, withDatabase } from "./failed-registrations";
import { expect, expectAccessible, expectStatus, makeMerchant, register, test } from "./story";

// The list while others work on what it shows.

test.use({ role: "manager", viewport: { width: 1366, height: 768 } });

const table = (page: Page) => page.getByRole("table", { name: "Registrations" });

/** Puts away some of the registrations that a list shows, as a colleague would. */
async function archive(referralCode: string, numbers: [from: number, until: number]): Promise<void> {
  await withDatabase((client) =>
    client.query(
      `update registration set archived_at = now(), updated_at = now()
        where referral_code = $1 and business_name like 'Ombak %' and split_part(business_name, ' ', 2)::int between $2 and $3`,
      [referralCode, ...numbers],
    ),
  );
}

test("a page says truly where it stands once rows before it have gone, and where to go once it is empty", async ({
  page,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 60 });
  await page.goto(listOf(failed));
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByText("51–60 of 60")).toBeVisible();
  await archive(failed.referralCode, [1, 20]);
  await expect(page.getByText("31–40 of 40")).toBeVisible();
  await archive(failed.referralCode, [51, 60]);
  await expect(page.getByText("Nothing is left on this page")).toBeVisible();
  await expect(page.getByText(/match/)).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "First page" }).click();
  await expect(page.getByText("1–30 of 30")).toBeVisible();
});

test("the order of follow-ups says whom it leaves out, and leads back to the whole list", async ({
  page,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 2 });
  await page.goto("/registrations?status=archived&sort=followup_asc");
  await expect(page.getByText("None of these has a follow-up")).toBeVisible();
  await expect(page.getByText("Nothing is archived")).toHaveCount(0);
  await page.goto(`${listOf(failed)}&sort=followup_asc`);
  await expect(page.getByText("None of these has a follow-up")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "Newest first" }).click();
  await expect(table(page).locator("a[data-row]")).toHaveCount(2);
});

test("Escape closes the menu and not the selection, and keys work inside what is unfolded", async ({
  page,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 2 });
  await page.goto(listOf(failed));
  await table(page).getByRole("checkbox").nth(1).check();
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("1 selected");
  const menu = page.getByText(/^Open the menu of/).locator("..");
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Profile" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "Profile" })).toBeHidden();
  await expect(bar).toContainText("1 selected");
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);

  await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  const fold = page.locator("main details").first();
  await fold.locator("summary").click();
  await fold.evaluate((element) => {
    const inside = element.lastElementChild;
    if (!(inside instanceof HTMLElement)) return;
    inside.tabIndex = -1;
    inside.focus();
  });
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
});
