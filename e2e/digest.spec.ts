import { expect, expectAccessible, makeMerchant, register, test } from "./story";

test.use({ role: "manager" });

test("a manager reads what waits for them, and each figure leads to whom it counts", async ({ page }) => {
  await register(page, makeMerchant({}, "refused"));
  await page.getByRole("link", { name: "Digest", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Digest" })).toBeVisible();
  await expect(
    page.getByText("Your registrations: what happened yesterday, and what waits now"),
  ).toBeVisible();
  await expectAccessible(page);
  // No mail server is set here, so no e-mail is promised.
  await expect(
    page.getByText("This comes by email each morning once whoever runs Mitra has set"),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /morning email/ })).toHaveCount(0);
  const line = page.getByRole("listitem").filter({ hasText: /needs? fixing/ });
  const figure = Number(((await line.textContent()) ?? "").match(/\d+/)?.[0]);
  expect(figure).toBeGreaterThan(0);
  await line.getByRole("link").click();
  await page.waitForURL("**/registrations?*status=NEEDS_FIX*");
  await expect(page.getByRole("table", { name: "Registrations" }).locator("tbody tr")).toHaveCount(
    Math.min(figure, 50),
  );
});

test("a link out of a digest that is not whole switches nothing off, and says so without signing in", async ({
  browser,
}, { project }) => {
  const context = await browser.newContext({ baseURL: project.use.baseURL ?? "", locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/digest/off?token=01a22931-afe1-765f-8fbd-b90232c6517f.abc");
  await expect(page.getByRole("heading", { name: "This link is not complete" })).toBeVisible();
  await expect(page.getByText("Nothing was changed.")).toBeVisible();
  await expectAccessible(page);
  await context.close();
});
