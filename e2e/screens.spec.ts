import type { Page } from "@playwright/test";
import { expect, expectAccessible, makeMerchant, PROVEN, register, signIn, test } from "./story";

// Every screen in both languages and both schemes: axe finds nothing, nothing runs out of a narrow screen.

const LOCALES = ["en", "id"] as const;
const SCHEMES = ["light", "dark"] as const;
const WIDTHS = [1_280, 360] as const;

async function visit(page: Page, path: string, locale: (typeof LOCALES)[number]): Promise<void> {
  await page.context().addCookies([{ name: "locale", value: locale, url: PROVEN.url }]);
  await page.goto(`${PROVEN.url}${path}`);
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
  await expect(page.locator("main, [role=main]").first()).toBeVisible();
}

async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

async function expectSoundScreens(page: Page, paths: readonly string[]): Promise<void> {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const locale of LOCALES) {
      for (const path of paths) {
        await test.step(`${path} ${locale} ${scheme}`, async () => {
          await visit(page, path, locale);
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 800 });
            await expectFits(page);
            await expectAccessible(page);
          }
        });
      }
    }
  }
}

test("the screens before signing in are sound", async ({ page }) => {
  test.setTimeout(180_000);
  await expectSoundScreens(page, ["/sign-in", "/setup?token=unknown"]);
});

test("the list, the form and the settings are sound", async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page);
  await expectSoundScreens(page, [
    "/registrations",
    "/registrations?q=nothing-like-this",
    "/registrations/new",
    "/settings/people",
    "/settings/profile",
    "/settings/credentials",
    "/audit-log",
  ]);
});

test("the page of a registration is sound in every state it shows here", async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page);
  const paths: string[] = [];
  for (const failure of ["undangan", "refused", "always-html"]) {
    paths.push(`/registrations/${await register(page, makeMerchant({}, failure))}`);
  }
  await expectSoundScreens(page, [...paths, `${paths[1]}/edit`]);
});

test("the form with everything wrong is sound and speaks Indonesian", async ({ page }) => {
  await signIn(page);
  await visit(page, "/registrations/new", "id");
  await page.getByRole("button", { name: "Daftarkan merchant" }).click();
  await expect(page.getByText("Masukkan nama bisnis").first()).toBeVisible();
  await page.getByLabel("Email perwakilan", { exact: true }).fill("budi");
  await page.getByRole("button", { name: "Daftarkan merchant" }).click();
  await expect(page.getByText(/Masukkan alamat email dengan format yang benar/).first()).toBeVisible();
  await expectAccessible(page);
});

test("the Language control changes the language, and it stays", async ({ page }) => {
  await signIn(page);
  await page.getByLabel("Language", { exact: true }).selectOption("id");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pendaftaran");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "id");
});
