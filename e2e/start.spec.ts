import { createMortalProduct } from "./mortal-product";
import { expect, expectAccessible, makeMerchant, register, signIn, test } from "./story";

// On an instance of its own, since all others have registrations.

test("a first start is led in three steps, which are gone with the first merchant", async ({ page }) => {
  test.setTimeout(300_000);
  const mortal = createMortalProduct();
  try {
    const { url } = await mortal.start();
    await page.context().addCookies([{ name: "locale", value: "en", url }]);
    await signIn(page, undefined, { url });
    for (const [width, height] of [
      [390, 844],
      [1_366, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const [locale, title] of [
        ["id", "Belum ada pendaftaran"],
        ["en", "No registrations yet"],
      ] as const) {
        await page.context().addCookies([{ name: "locale", value: locale, url }]);
        await page.reload();
        const steps = page.getByRole("region", { name: title });
        await expect(steps.getByRole("listitem")).toHaveCount(3);
        await expectAccessible(page);
      }
    }
    const steps = page.getByRole("region", { name: "No registrations yet" });
    await expect(steps.getByText("The credential is set up")).toBeVisible();
    await expect(steps.getByRole("link", { name: "Upload a file" })).toHaveAttribute(
      "href",
      "/registrations/import",
    );
    await steps.getByRole("link", { name: "Register a merchant" }).click();
    await page.waitForURL("**/registrations/new");
    await register(page, makeMerchant(), { url });
    await page.goto(`${url}/registrations`);
    await expect(page.getByRole("table", { name: "Registrations" })).toBeVisible();
    await expect(steps).toHaveCount(0);

    // An address that leads nowhere has a way out.
    const nowhere = await page.request.get(`${url}/nothing/here`);
    expect(nowhere.status()).toBe(404);
    expect(await nowhere.text()).toMatch(
      /Page not found[\s\S]*href="\/registrations"[^>]*>Go to registrations/,
    );
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});
