import { expect, expectAccessible, makeMerchant, register, test } from "./story";

test.use({ role: "manager" });

test("a note mentions a colleague, who sees it beside their follow-ups", async ({ page, openAs }) => {
  const merchant = makeMerchant();
  await register(page, merchant);
  const note = page.getByLabel("Note", { exact: true });
  await note.focus();
  await page.keyboard.type(`Akta ${merchant.businessName} menyusul, tolong cek @Adm`);
  await expect(page.getByRole("option", { name: "Admin", exact: true })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  const size = page.viewportSize();
  for (const width of [360, size?.width ?? 1280])
    for (const colorScheme of ["dark", "light"] as const) {
      await page.setViewportSize({ width, height: size?.height ?? 720 });
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
  await page.keyboard.press("Enter");
  await expect(note).toHaveValue(`Akta ${merchant.businessName} menyusul, tolong cek @Admin `);
  await page.keyboard.type("besok");
  // Whoever leaves before it is saved finds it again.
  await page.reload();
  await expect(note).toHaveValue(/besok$/);
  const beside = await openAs("manager");
  await beside.goto(page.url());
  await expect(beside.getByRole("heading", { level: 1 })).toHaveText(merchant.businessName);
  await note.press("Control+Enter");
  const words = `Akta ${merchant.businessName} menyusul, tolong cek @Admin besok`;
  await expect(page.locator("main").getByText(words)).toBeVisible();
  // Who has the page open sees it, and calls the merchant no second time.
  await expect(beside.locator("main").getByText(words)).toBeVisible();
  await expect(note).toHaveValue("");
  await page.reload();
  await expect(page.locator("main").getByText(words)).toBeVisible();
  await expect(note).toHaveValue("");

  // *Needs you* counts it until it was seen, and leads to it.
  const admin = await openAs("admin");
  await admin.goto("/registrations");
  const needs = admin.getByRole("region", { name: "Needs you" });
  const count = needs.getByRole("link", { name: /^\d+ mentions?$/ });
  const before = Number((await count.textContent())?.match(/\d+/)?.[0]);
  expect(before).toBeGreaterThan(0);
  await expectAccessible(admin);
  await count.press("Enter");
  await admin.waitForURL("**/follow-ups#mentions");
  const mentioned = admin.getByRole("region", { name: /You are mentioned/ });
  await expect(mentioned.getByText(words)).toBeVisible();
  await expect(mentioned.getByRole("listitem").filter({ hasText: words })).toContainText("New");
  await expectAccessible(admin);
  // Of the actions that the page calls, the one that tells.
  const told = admin.waitForResponse(
    (response) => response.request().postData()?.includes('"registrationId"') === true,
  );
  await mentioned.getByRole("link", { name: merchant.businessName }).click();
  await expect(admin.locator("main").getByText(words)).toBeVisible();
  await told;
  await admin.goto("/follow-ups");
  await expect(mentioned.getByText(words)).toBeVisible();
  await expect(mentioned.getByRole("listitem").filter({ hasText: words })).not.toContainText("New");
  await admin.goto("/registrations");
  if (before > 1) await expect(count).toHaveText(new RegExp(`^${before - 1} `));
  else await expect(count).toBeHidden();
});
