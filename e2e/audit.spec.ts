import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, makeMerchant, register, test } from "./story";

test.use({ role: "admin" });

const SCREENS = [
  { name: "a laptop of an office", size: { width: 1_366, height: 768 } },
  { name: "a phone", size: { width: 390, height: 844 } },
] as const;
const WORDS = {
  en: {
    who: /^Who: /,
    what: /^What: /,
    about: /^About: /,
    when: /^When: /,
    thing: "Registrations",
    act: "Submitted for registration",
    day: "Today",
    only: "Only entries about",
    clear: "Clear filters",
    file: "Export",
  },
  id: {
    who: /^Pelaku: /,
    what: /^Tindakan: /,
    about: /^Tentang: /,
    when: /^Waktu: /,
    thing: "Pendaftaran",
    act: "Mengajukan pendaftaran",
    day: "Hari ini",
    only: "Hanya catatan tentang",
    clear: "Hapus semua filter",
    file: "Ekspor",
  },
} as const;

for (const { name, size } of SCREENS)
  for (const locale of ["en", "id"] as const)
    test(`on ${name} in ${locale} the log is narrowed by keyboard, stands in the address without a name, and is taken away as it is shown`, async ({
      page,
      openAs,
      baseURL,
    }) => {
      const words = WORDS[locale];
      const merchant = makeMerchant();
      const managers = await openAs("manager");
      await register(managers, merchant);
      await page.setViewportSize(size);
      await page.context().addCookies([{ name: "locale", value: locale, url: baseURL ?? "" }]);
      await page.goto("/audit-log");

      const entries = page.getByRole("table").locator("tbody tr");
      const shown = entries.filter({ hasText: merchant.businessName });
      await expect(shown.first()).toBeVisible();
      // The order of what was done is seen by its seconds.
      await expect(entries.first()).toContainText(/, \d\d\.\d\d\.\d\d WIB/);

      await choose(page, words.who, "Wayan");
      await expect(page).toHaveURL(/\?person=[0-9a-f-]{36}$/);
      await choose(page, words.about, words.thing);
      await choose(page, words.what, words.act);
      await choose(page, words.when, words.day);
      await expect(page).toHaveURL(/&thing=registration&act=registration.created&day=today$/);
      await expect(shown).toHaveCount(1);
      for (const text of await entries.allTextContents()) expect(text).toContain(words.act);
      expect(page.url()).not.toContain("Wayan");
      await expectAccessible(page);

      await shown.hover();
      await shown.getByRole("link", { name: words.only }).filter({ visible: true }).click();
      await expect(page).toHaveURL(/\?about=registration\.[0-9a-f-]{36}$/);
      for (const text of await entries.allTextContents()) expect(text).toContain(merchant.businessName);
      // Beside this story the merchant is sent, which may add entries until the file is made.
      const count = await entries.count();

      const started = page.waitForEvent("download");
      await page.getByRole("button", { name: words.file }).click();
      const file = readFileSync(await (await started).path(), "utf8");
      const lines = file.trim().split("\r\n");
      expect(lines.length).toBeGreaterThanOrEqual(1 + count);
      for (const line of lines.slice(1)) expect(line).toContain(merchant.businessName);

      await page.getByRole("link", { name: words.clear }).click();
      await expect(page).toHaveURL(/\/audit-log$/);
      await expect(entries.first()).toBeVisible();
    });

test("what an address asks for and the log does not know is named, and nobody else reads or takes it", async ({
  page,
  openAs,
}) => {
  await page.goto("/audit-log?act=user.flew&thing=credential");
  await expect(page.getByText("was left out: “act”")).toBeVisible();
  const managers = await openAs("manager");
  await managers.goto("/audit-log");
  await expect(managers.getByRole("heading", { name: "Not for your role" })).toBeVisible();
  const answer = await managers.request.post("/audit-log/export", {
    form: { query: "" },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(answer.status()).toBe(403);
});

/** Opens a filter and chooses by keyboard alone. */
async function choose(page: Page, filter: RegExp, choice: string): Promise<void> {
  await page.getByRole("button", { name: filter }).focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("dialog").getByRole("combobox");
  await expect(list).toBeFocused();
  await page.keyboard.type(choice);
  await page.keyboard.press("Enter");
  await expect(list).toHaveCount(0);
  await expect(page.getByRole("button", { name: new RegExp(`${filter.source}${choice}`) })).toBeVisible();
}
