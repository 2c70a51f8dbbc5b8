import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { inviteAll, listOf, makeFailedRegistrations, withDatabase } from "./failed-registrations";
import { expect, expectAccessible, makeMerchant, moveTo, PLACES, PROVEN, register, test } from "./story";

test.use({ role: "manager", viewport: { width: 1366, height: 768 } });

const table = (page: Page) => page.getByRole("table", { name: "Registrations" });
const scrollOf = (page: Page) => page.evaluate(() => Math.round(window.scrollY));

for (const place of PLACES) {
  const say = createTranslatorFor(place.locale, "list");
  const sayCommon = createTranslatorFor(place.locale, "common");
  const sayDetail = createTranslatorFor(place.locale, "detail");
  const sayViews = createTranslatorFor(place.locale, "views");
  const tableOf = (page: Page) => page.getByRole("table", { name: say("title") });

  test(`the way back leads to the list as it was left: filter, tab, page, place and row, on ${place.place}`, async ({
    page,
  }) => {
    const failed = await makeFailedRegistrations(page, { count: 70 });
    await moveTo(page, place);
    const table = tableOf(page);
    await page.goto(listOf(failed));
    await page.getByRole("link", { name: sayCommon("older") }).click();
    if (place.locale === "en")
      await expect(page.getByText(say("range", { range: "51–70", total: "70" }))).toBeVisible();
    await expect(table.getByRole("link", { name: "Ombak 51", exact: true })).toBeVisible();
    const address = page.url();
    const row = table.getByRole("link", { name: "Ombak 64", exact: true });
    await row.evaluate((link) => link.scrollIntoView({ block: "center" }));
    const scrolled = await scrollOf(page);
    expect(scrolled).toBeGreaterThan(100);
    await row.click();
    await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
    // To the row beside it and back: it is still the same list.
    await page
      .getByRole("link", { name: sayDetail("next", { name: "Ombak 65" }) })
      .or(page.getByRole("link", { name: sayDetail("next", { name: "Ombak 63" }) }))
      .click();
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Ombak 64");
    await page.getByRole("link", { name: sayDetail("previous", { name: "Ombak 64" }) }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ombak 64");
    // Whatever is done there, the way back is the same.
    await page.getByRole("button", { name: sayDetail("actions.archive"), exact: true }).click();
    await expect(page.getByRole("button", { name: sayDetail("actions.restore"), exact: true })).toBeVisible();
    await page.getByRole("button", { name: sayDetail("actions.restore"), exact: true }).click();
    await expect(page.getByRole("button", { name: sayDetail("actions.archive"), exact: true })).toBeVisible();
    await page
      .getByRole("main")
      .getByRole("link", { name: sayDetail("back"), exact: true })
      .click();
    await page.waitForURL(address);
    await expect(table.getByRole("link", { name: "Ombak 64", exact: true })).toBeFocused();
    await expect.poll(() => scrollOf(page)).toBe(scrolled);
  });

  test(`the ids of twenty invited merchants are in the clipboard after two presses, on ${place.place}`, async ({
    page,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const failed = await makeFailedRegistrations(page, { count: 20 });
    const idOf = await inviteAll(page, failed, 20);
    await moveTo(page, place);
    const table = tableOf(page);
    await page.goto(listOf(failed, "INVITED").replace("?", "?invited=today&"));
    await expect(table.getByText(idOf(1), { exact: true })).toBeVisible();
    await page.getByLabel(say("selectAll")).check();
    const bar = page.getByRole("region", { name: createTranslatorFor(place.locale, "bulk")("selection") });
    await bar.getByRole("button", { name: say("copy.lines") }).click();
    await expect(bar.getByRole("status")).toContainText(say("copy.done", { figure: 21, count: "21" }));
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    const lines = (await clipboard()).split("\n");
    for (let number = 1; number <= 20; number++) expect(lines).toContain(`Ombak ${number} – ${idOf(number)}`);
    await bar.getByRole("button", { name: say("copy.rows") }).click();
    await expect.poll(clipboard).toContain("\t");
    const [heading = [], ...rows] = (await clipboard()).split("\n").map((line) => line.split("\t"));
    expect(heading).toHaveLength(10);
    expect(heading[6]).toBe(say("columns.business"));
    expect(rows.map((cells) => cells[6])).toContain(idOf(7));
    await expectAccessible(page);
  });

  test(`a view is in the side bar with its count as soon as it is saved, and a colleague opens its link, on ${place.place}`, async ({
    page,
    context,
    openAs,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const failed = await makeFailedRegistrations(page, { count: 3 });
    await moveTo(page, place);
    await page.goto(listOf(failed));
    const name = `Belum ${failed.referralCode}`;
    // Where there is no room for it beside the title it stands among the views.
    if (place.locale === "id")
      await page.getByRole("button", { name: sayViews("views"), exact: true }).click();
    await page.getByRole("button", { name: sayViews("saveAs") }).click();
    await page.getByRole("dialog").getByLabel(sayViews("name")).fill(name);
    await page.getByRole("dialog").getByLabel(sayViews("shareWithTeam")).check();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: sayViews("save"), exact: true })
      .click();
    await page.waitForURL(/view=[0-9a-f-]{36}$/);
    const pinned = page
      .getByRole("region", { name: createTranslatorFor(place.locale, "layout")("pinnedViews") })
      .getByRole("link")
      .filter({ hasText: name });
    // A phone has no side bar: there the view is among the others.
    const hasSideBar = place.locale === "en";
    if (hasSideBar) await expect(pinned).toContainText("3");
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("button", { name: sayViews("copyLink") }).click();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).toMatch(/\/registrations\?view=[0-9a-f-]{36}$/);
    const colleague = await openAs("viewer");
    await colleague.goto(await clipboard());
    await expect(colleague.getByText("Ombak 3", { exact: true })).toBeVisible();
    await expect(page.getByRole("dialog").getByRole("option", { name })).toBeVisible();
    if (hasSideBar) {
      await page.getByRole("button", { name: sayViews("unpin") }).click();
      await expect(pinned).toHaveCount(0);
    }
  });
}

test("an id is selected by a stroke, copied where it stands, and pressed it still opens its row", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const failed = await makeFailedRegistrations(page, { count: 2 });
  const idOf = await inviteAll(page, failed, 2);
  await page.goto(listOf(failed, "INVITED"));
  const id = table(page).getByText(idOf(1), { exact: true });
  const { x, y, width, height } = (await id.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const address = page.url();
  await page.mouse.move(x + 1, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 1, y + height / 2, { steps: 6 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(idOf(1));
  await id.dblclick();
  await page.waitForTimeout(400);
  expect(page.url()).toBe(address);
  await id.hover();
  await page.getByRole("button", { name: `Copy ${idOf(1)}` }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(idOf(1));
  await page.mouse.click(5, 5);
  await id.click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
});

test("a file has what the list shows, or only the rows that were selected", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 4 });
  const idOf = await inviteAll(page, failed, 4);
  await page.goto(listOf(failed, "all"));
  const boxes = table(page).getByRole("checkbox");
  await boxes.nth(2).check();
  await boxes.nth(3).check();
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Download selected" })
    .click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The 2 selected registrations.");
  await dialog.getByLabel("Format").selectOption("csv");
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download" }).click();
  const text = await readFile(await (await saved).path(), "utf8");
  const [heading, ...lines] = text.replace("\u{FEFF}", "").trim().split("\r\n");
  expect(heading).toBe("Merchant,Representative,Status,Partner reference,Business ID,Owner,Created (WIB)");
  expect(lines).toHaveLength(2);
  expect(text).toContain(idOf(1));
});

test("a manager begins with their own, goes to the team's in one press, and stays there", async ({
  page,
  openAs,
}) => {
  const merchant = makeMerchant();
  const admin = await openAs("admin");
  await register(admin, merchant);
  await page.goto("/registrations");
  const switches = page.getByRole("navigation", { name: "Whose registrations" });
  await expect(switches.getByRole("link", { name: "Mine" })).toHaveAttribute("aria-current", "page");
  await expect(table(page)).not.toContainText(merchant.businessName);
  await switches.getByRole("link", { name: "Team" }).click();
  await expect(table(page)).toContainText(merchant.businessName);
  await page.goto("/registrations");
  await expect(switches.getByRole("link", { name: "Team" })).toHaveAttribute("aria-current", "page");
  await page.goto("/insights");
  await expect(switches.getByRole("link", { name: "Team" })).toHaveAttribute("aria-current", "page");
  await switches.getByRole("link", { name: "Mine" }).click();
  await expect(page).toHaveURL(/owner=me/);
  await page.goto("/registrations");
  await expect(switches.getByRole("link", { name: "Mine" })).toHaveAttribute("aria-current", "page");
  await page.getByLabel("Search registrations").fill(merchant.businessName);
  await page.keyboard.press("Enter");
  await expect(table(page)).toContainText(merchant.businessName);
  await admin.goto("/registrations");
  await expect(
    admin.getByRole("navigation", { name: "Whose registrations" }).getByRole("link", { name: "Team" }),
  ).toHaveAttribute("aria-current", "page");
});

for (const [locale, who, title] of [
  ["en", /Tell .+: an admin can mend it/, "Needs you"],
  ["id", /Beri tahu .+: admin bisa memperbaikinya/, "Perlu tindakan Anda"],
] as const) {
  test(`eight rows are seen on the commonest screen although sending is paused (${locale})`, async ({
    page,
  }) => {
    await makeFailedRegistrations(page, { count: 12 });
    const credential = await withDatabase(async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `insert into credential (id, environment, label, client_id, base_url, paused_at, paused_reason, updated_at)
         values (gen_random_uuid(), 'simulator', 'Contoh', 'BRN-' || gen_random_uuid(), 'http://127.0.0.1:9', now(), 'http_401', now())
         returning id`,
      );
      return rows[0]?.id;
    });
    try {
      await page.context().addCookies([{ name: "locale", value: locale, url: PROVEN.url }]);
      await page.goto("/registrations?owner=me");
      await expect(page.getByText(who).first()).toBeVisible();
      await expect(page.getByRole("region", { name: title }).getByRole("button").first()).toHaveAttribute(
        "aria-expanded",
        "true",
      );
      await expect.poll(() => page.evaluate(() => document.cookie)).toContain("needs_you=");
      await page.reload();
      await expect(page.getByRole("region", { name: title }).getByRole("button").first()).toHaveAttribute(
        "aria-expanded",
        "false",
      );
      const seen = await page.evaluate(
        () =>
          [...document.querySelectorAll("tbody tr")].filter((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return top >= 0 && bottom <= window.innerHeight;
          }).length,
      );
      expect(seen).toBeGreaterThanOrEqual(8);
      await page.evaluate(() => window.scrollTo(0, 600));
      const heading = await page.locator("thead").boundingBox();
      expect(heading?.y).toBeLessThan(60);
      await expectAccessible(page);
    } finally {
      await withDatabase((client) => client.query("delete from credential where id = $1", [credential]));
    }
  });
}

test("Space shows a row without leaving the list, and j and k go on from it", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 3 });
  await page.goto(listOf(failed));
  const first = page.locator("a[data-row]").first();
  await expect(async () => {
    await page.keyboard.press("k");
    await expect(first).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Space");
  const peek = page.getByRole("dialog", { name: "Peek" });
  await expect(peek.getByRole("heading", { name: "Ombak 1" })).toBeVisible();
  await expect(peek).toContainText(failed.invitedUserEmail(1));
  await expectAccessible(page);
  await page.keyboard.press("j");
  await expect(peek.getByRole("heading", { name: "Ombak 2" })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(peek).toHaveCount(0);
  await expect(page.locator("a[data-row]").nth(1)).toBeFocused();
});

test("the skip link makes no entry in the history", async ({ page }) => {
  await page.goto("/registrations/new");
  const before = await page.evaluate(() => history.length);
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();
  expect(await page.evaluate(() => [history.length, location.hash])).toEqual([before, ""]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the chosen tab is in sight, and a card says why and bears its ids", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.setViewportSize({ width: 1366, height: 768 });
    const failed = await makeFailedRegistrations(page, { count: 2 });
    const idOf = await inviteAll(page, failed, 2);
    await page.setViewportSize({ width: 390, height: 844 });
    const refused = makeMerchant({}, "refused");
    await register(page, refused);
    await page.goto(`/registrations?status=NEEDS_FIX&q=${encodeURIComponent(refused.businessName)}`);
    const card = table(page).getByRole("row").filter({ hasText: refused.businessName });
    await expect(card.getByText("is not an email address that DOKU accepts")).toBeVisible();
    await page.goto(listOf(failed, "archived"));
    await expect(page.getByRole("link", { name: /^Archived/ })).toBeInViewport({ ratio: 0.9 });
    await page.goto(listOf(failed, "INVITED"));
    const id = table(page).getByText(idOf(1), { exact: true });
    await expect(id).toBeVisible();
    await id.tap();
    await expect(page.getByRole("status").filter({ hasText: /Copied|did not allow/ })).toBeVisible();
    expect(page.url()).toContain("status=INVITED");
    await page.getByRole("button", { name: "Views", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save as view" }).click();
    await page.getByRole("dialog").getByLabel("View name").fill(`Dari ponsel ${failed.referralCode}`);
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL(/view=[0-9a-f-]{36}$/);
    await page.getByRole("button", { name: "Export" }).click();
    const cross = page.getByRole("dialog").getByRole("button", { name: "Close" }).locator("svg");
    expect((await cross.boundingBox())?.width).toBeGreaterThan(12);
    await expectAccessible(page);
  });
});
