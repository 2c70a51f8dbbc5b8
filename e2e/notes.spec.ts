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
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(note).toHaveValue(`Akta ${merchant.businessName} menyusul, tolong cek @Admin `);
  await page.keyboard.type("besok");
  await page.keyboard.press("Control+Enter");
  const words = `Akta ${merchant.businessName} menyusul, tolong cek @Admin besok`;
  await expect(page.locator("main").getByText(words)).toBeVisible();
  await expect(note).toHaveValue("");

  const admin = await openAs("admin");
  await admin.goto("/follow-ups");
  const mentioned = admin.getByRole("region", { name: /You are mentioned/ });
  await expect(mentioned.getByText(words)).toBeVisible();
  await expectAccessible(admin);
  await mentioned.getByRole("link", { name: merchant.businessName }).click();
  await expect(admin.locator("main").getByText(words)).toBeVisible();
});
