import type { Page } from "@playwright/test";
import { expect, expectAccessible, makeMerchant, PROVEN, register, test } from "./story";

test.use({ role: "admin" });

// Every screen in both languages and both schemes: axe finds nothing, nothing runs out of a narrow screen.

const LOCALES = ["en", "id"] as const;
const SCHEMES = ["light", "dark"] as const;
const WIDE = 1_280;
const NARROW = 360;

async function visit(page: Page, path: string, locale: (typeof LOCALES)[number]): Promise<void> {
  await page.context().addCookies([{ name: "locale", value: locale, url: PROVEN.url }]);
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("lang", locale);
  await expect(page.locator("main, [role=main]").first()).toBeVisible();
}

async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

/** Puts the page into a colour scheme and has its colours changed at once, those that follow others' too. */
async function dress(page: Page, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.evaluate(() => {
    for (let round = 0; round < 20; round++) {
      const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      if (changing.length === 0) return;
      for (const transition of changing) transition.finish();
    }
  });
}

async function expectSoundScreens(page: Page, paths: readonly string[]): Promise<void> {
  for (const locale of LOCALES) {
    for (const path of paths) {
      await test.step(`${path} ${locale}`, async () => {
        await page.setViewportSize({ width: WIDE, height: 800 });
        await visit(page, path, locale);
        await expectFits(page);
        for (const scheme of SCHEMES) {
          await dress(page, scheme);
          await expectAccessible(page);
        }
        await page.setViewportSize({ width: NARROW, height: 800 });
        await expectFits(page);
        // What a narrow screen shows differently has the same words and colours: once is enough.
        if (locale === "id") await expectAccessible(page);
      });
    }
  }
}

test.describe(() => {
  test.use({ role: null });

  test("the screens before signing in are sound", async ({ page }) => {
    test.setTimeout(180_000);
    await expectSoundScreens(page, ["/sign-in", "/setup?token=unknown"]);
  });
});

const SCREENS = {
  list: ["/registrations", "/registrations?q=nothing-like-this"],
  form: ["/registrations/new"],
  insights: ["/insights", "/insights?range=7d&owner=me"],
  jobs: ["/jobs"],
  spreadsheets: ["/registrations/import", "/imports"],
  restore: ["/restored"],
  settings: [
    "/settings/people",
    "/settings/profile",
    "/settings/credentials",
    "/settings/progress",
    "/settings/templates?words=email.id",
    "/audit-log",
  ],
} as const;

for (const [name, paths] of Object.entries(SCREENS)) {
  test(`the screens of the ${name} are sound`, async ({ page }) => {
    test.setTimeout(240_000);
    await expectSoundScreens(page, paths);
  });
}

for (const failure of ["undangan", "refused", "always-html"]) {
  test(`the page of a registration that met ${failure}@ is sound`, async ({ page }) => {
    test.setTimeout(240_000);
    await expectSoundScreens(page, [`/registrations/${await register(page, makeMerchant({}, failure))}`]);
  });
}

/** Hands a file in and waits until it was read. */
async function handIn(page: Page, text: string): Promise<void> {
  await page.goto("/registrations/import");
  await page
    .getByLabel("Spreadsheet", { exact: true })
    .setInputFiles({ name: "daftar.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Check file" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
  await expect(page.locator("[data-import-status]")).toHaveAttribute(
    "data-import-status",
    /^(checked|mapping|refused)$/,
  );
}

for (const [name, text] of [
  [
    "with defects",
    "Nama bisnis;Nama perwakilan;Email perwakilan;Nomor telepon;Email pengguna yang diundang\n;Budi;budi;8.15102E+10;\n",
  ],
  ["with unknown headings", "Toko;Pemilik;Telepon\nKopi Senja;Budi;0812345678\n"],
  ["that is none", "%PDF-1.7"],
] as const) {
  test(`the page of a spreadsheet ${name} is sound`, async ({ page }) => {
    test.setTimeout(240_000);
    await handIn(page, text);
    await expectSoundScreens(page, [new URL(page.url()).pathname]);
  });
}

test("the page of a spreadsheet that was sent is sound", async ({ page }) => {
  test.setTimeout(240_000);
  const names = [
    "businessName",
    "representativeName",
    "representativeEmail",
    "phoneNumber",
    "invitedUserEmail",
  ];
  const merchants = [makeMerchant(), makeMerchant({}, "refused")];
  const rows = merchants.map((merchant) => Object.values(merchant).join(";"));
  await handIn(page, [names.join(";"), ...rows].join("\n"));
  await page.getByRole("button", { name: "Send 2 registrations" }).click();
  await expect(page.locator("[data-import-status]")).toHaveAttribute("data-import-status", "finished");
  await expectSoundScreens(page, [new URL(page.url()).pathname]);
});

test("the page of a bulk action is sound", async ({ page }) => {
  test.setTimeout(240_000);
  const merchant = makeMerchant();
  await register(page, merchant);
  await page.goto(`/registrations?q=${encodeURIComponent(merchant.businessName)}`);
  await page.getByLabel(`Select ${merchant.businessName}`).check();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive 1 registration" }).click();
  await page.waitForURL(/\/jobs\//);
  await expect(page.locator("[data-job-status]")).toHaveAttribute("data-job-status", "finished");
  await expectSoundScreens(page, [new URL(page.url()).pathname]);
});

test("the form with everything wrong is sound and speaks Indonesian", async ({ page }) => {
  await visit(page, "/registrations/new", "id");
  await page.getByRole("button", { name: "Daftarkan merchant" }).click();
  await expect(page.getByText("Masukkan nama bisnis").first()).toBeVisible();
  await page.getByLabel("Email perwakilan", { exact: true }).fill("budi");
  await page.getByRole("button", { name: "Daftarkan merchant" }).click();
  await expect(page.getByText(/Masukkan alamat email dengan format yang benar/).first()).toBeVisible();
  await expectAccessible(page);
});

test("the Language control changes the language, and it stays", async ({ page }) => {
  await page.goto("/registrations");
  await page.getByLabel("Language", { exact: true }).selectOption("id");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pendaftaran");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "id");
});

test("what has no room in a phone's bar is under More", async ({ page }) => {
  await page.setViewportSize({ width: NARROW, height: 800 });
  await page.goto("/registrations");
  const places = page.getByRole("navigation", { name: "Main" });
  await expect(places.getByRole("link")).toHaveCount(4);
  await places.getByRole("button", { name: "More" }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(places.getByRole("link")).toHaveCount(4);
  await places.getByRole("button", { name: "More" }).click();
  await places.getByRole("link", { name: "People" }).click();
  await page.waitForURL("**/settings/people");
  await expect(places.getByRole("link")).toHaveCount(4);
});
