import type { Page } from "@playwright/test";
import {
  businessesFor,
  expect,
  expectAccessible,
  expectStatus,
  makeMerchant,
  register,
  signIn,
  test,
} from "./story";

test.use({ role: "manager" });

const fold = (page: Page, name: string | RegExp) => page.locator("summary", { hasText: name }).first();

test("the page tells everything of one registration, and how its attempt was signed", async ({ page }) => {
  const merchant = makeMerchant();
  await register(page, merchant);
  await expectStatus(page, "INVITED");
  const [business] = await businessesFor(merchant.invitedUserEmail);
  const mapping = page.getByRole("region", { name: "IDs at DOKU" });
  for (const id of [business?.partnerRefId, business?.businessId, business?.brandIds[0]])
    await expect(mapping).toContainText(id ?? "no id");

  await fold(page, "Signature inspector").click();
  const inspector = page.getByRole("list", { name: "Attempts" }).locator("details[open]");
  await expect(inspector).toContainText(`Request-Id: ${business?.requestId}`);
  await expect(inspector).toContainText(`Request-Id:${business?.requestId}`);
  await expect(inspector).toContainText(JSON.stringify(business?.body));
  await expect(inspector).toContainText(/Signature: HMACSHA256=[A-Za-z0-9+/=]{44}/);
  await expect(inspector).toContainText('-hmac "$SECRET"');
  await expect(inspector).toContainText(/UTC · .* WIB/);
  await expectAccessible(page);
});

test("who solves a cause writes down what helped, and the next one who meets it sees it", async ({
  page,
}) => {
  await register(page, makeMerchant({}, "refused-name"));
  await expectStatus(page, "NEEDS_FIX");
  await expect(page.getByText("Change what DOKU names and send again")).toBeVisible();
  await fold(page, /Write down what helped|Change/).click();
  await page.getByLabel("What it means", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save in the playbook" }).click();
  await expect(page.getByText("Write what this means")).toBeVisible();
  const fix = `Leave the sign out ${Date.now()}`;
  await page.getByLabel("What it means", { exact: true }).fill("DOKU takes no such sign in a name");
  await page.getByLabel("What helps", { exact: true }).fill(fix);
  await page.getByRole("button", { name: "Save in the playbook" }).click();
  await expect(page.getByText("Saved. The next person who meets this cause sees it")).toBeVisible();
  await expectAccessible(page);

  await register(page, makeMerchant({}, "refused-name"));
  await expectStatus(page, "NEEDS_FIX");
  const attempts = page.getByRole("list", { name: "Attempts" });
  await expect(attempts).toContainText("From the playbook");
  await expect(attempts).toContainText(fix);
});

test("an open page shows what a colleague does, and keeps what is being typed", async ({ page, openAs }) => {
  const id = await register(page, makeMerchant({}, "refused"));
  await expectStatus(page, "NEEDS_FIX");
  await fold(page, /Write down what helped|Change/).click();
  const meaning = page.getByLabel("What it means", { exact: true });
  await meaning.fill("half a sen");

  const colleague = await openAs("admin");
  await colleague.goto(`/registrations/${id}`);
  await colleague.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(colleague.getByRole("button", { name: "Restore", exact: true })).toBeVisible();

  await expect(page.getByRole("button", { name: "Restore", exact: true })).toBeVisible({ timeout: 5_000 });
  await expect(meaning).toHaveValue("half a sen");
});

test("what a colleague plans or says while a dialog covers it is not hidden by what is saved there", async ({
  page,
  openAs,
}) => {
  const id = await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  const colleague = await openAs("admin");
  await colleague.goto(`/registrations/${id}`);
  const dialogOf = (of: Page) => of.getByRole("dialog");
  const changed = /This changed while you had it open/;

  // The first day, and then another one.
  for (const [button, theirs] of [
    ["Follow up", "Cek KTP dulu"],
    ["Change", "Sudah ditelepon"],
  ] as const) {
    await page.getByRole("button", { name: button, exact: true }).click();
    await dialogOf(page).getByLabel("Day").fill("3 days");
    await dialogOf(page).getByLabel("Note (optional)").fill("Telepon");

    await colleague.getByRole("button", { name: button, exact: true }).click();
    await dialogOf(colleague).getByLabel("Note (optional)").fill(theirs);
    await dialogOf(colleague).getByRole("button", { name: "In a week" }).click();
    await expect(dialogOf(colleague)).toBeHidden();
    await expect(colleague.locator("main").getByText(theirs)).toBeVisible();
    await dialogOf(page).getByRole("button", { name: "Save", exact: true }).click();
    await expect(dialogOf(page).getByRole("alert")).toContainText(changed);
    await expect(dialogOf(page).getByLabel("Note (optional)")).toHaveValue("Telepon");
    await dialogOf(page).getByRole("button", { name: "Cancel" }).click();
    await expect(page.locator("main").getByText(theirs)).toBeVisible();
  }

  const set = async (of: Page, progress: string) => {
    await dialogOf(of).getByLabel("Progress", { exact: true }).selectOption({ label: progress });
    await dialogOf(of).getByRole("button", { name: "Set progress" }).click();
  };
  const badge = page.locator("main [data-progress]").first();
  for (const of of [page, colleague]) await of.getByRole("button", { name: "Set progress" }).click();
  await set(colleague, "Verified");
  await expect(dialogOf(colleague)).toBeHidden();
  await set(page, "In review");
  await expect(dialogOf(page).getByRole("alert")).toContainText(changed);
  await dialogOf(page).getByRole("button", { name: "Cancel" }).click();
  await expect(badge).toHaveAttribute("data-progress", "VERIFIED");
  // Who has seen it may still say otherwise.
  await page.getByRole("button", { name: "Set progress" }).click();
  await set(page, "In review");
  await expect(badge).toHaveAttribute("data-progress", "IN_REVIEW");
});

test("a dialog stays with what was typed where a colleague ends what it is about, and says so when it is sent", async ({
  page,
  openAs,
}) => {
  const id = await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  const colleague = await openAs("admin");
  await colleague.goto(`/registrations/${id}`);
  const dialog = page.getByRole("dialog");
  // The page under a dialog waits until that is closed.
  const badge = colleague.locator("main [data-progress]").first();
  const over = /This is not possible any more/;
  const set = async (progress: string, code: string) => {
    await colleague.getByRole("button", { name: "Set progress" }).click();
    await colleague
      .getByRole("dialog")
      .getByLabel("Progress", { exact: true })
      .selectOption({ label: progress });
    await colleague.getByRole("dialog").getByRole("button", { name: "Set progress" }).click();
    await expect(colleague.getByRole("dialog")).toBeHidden();
    await expect(badge).toHaveAttribute("data-progress", code);
  };

  // The merchant's turn is over.
  await page.getByRole("button", { name: "Remind", exact: true }).click();
  const message = dialog.getByLabel("Message", { exact: true });
  await message.fill("Halo Pak Budi");
  await set("In review", "IN_REVIEW");
  await expect(message).toHaveValue("Halo Pak Budi");
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText(over);
  await expect(message).toHaveValue("Halo Pak Budi");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Remind", exact: true })).toHaveCount(0);

  // The day to come back is over.
  await page.getByRole("button", { name: "Follow up", exact: true }).click();
  await dialog.getByRole("button", { name: "Tomorrow" }).click();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await dialog.getByLabel("Note (optional)").fill("Telepon");
  await colleague.getByRole("button", { name: "Done", exact: true }).click();
  await expect(colleague.locator("main").getByText(/Follow up on/)).toHaveCount(0);
  await expect(dialog.getByLabel("Note (optional)")).toHaveValue("Telepon");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.locator("main").getByText(/Follow up on/)).toHaveCount(0);

  // It is put away.
  await page.getByRole("button", { name: "Set progress" }).click();
  await dialog.getByLabel("Note").fill("KTP kurang jelas");
  await colleague.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(colleague.getByText("This registration is archived")).toBeVisible();
  await expect(dialog.getByLabel("Note")).toHaveValue("KTP kurang jelas");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("This registration is archived")).toBeVisible();
  await expect(page.getByRole("button", { name: "Set progress" })).toHaveCount(0);
});

test.describe(() => {
  test.use({ role: null });

  test("the stream of a page ends with its session", async ({ page }) => {
    // One of its own, for it ends it.
    await signIn(page);
    const ended = page.evaluate(async () => {
      const reader = (await fetch("/api/live")).body?.getReader();
      while (reader && !(await reader.read()).done);
      return "ended";
    });
    const signOut = await page.context().newPage();
    await signOut.goto("/settings/profile");
    await signOut.getByRole("banner").getByText("A", { exact: true }).click();
    await signOut.getByRole("button", { name: "Sign out", exact: true }).click();
    await signOut.waitForURL("**/sign-in");
    expect(await ended).toBe("ended");
  });
});

test("a figure of the charts leads to the registrations that it counts, by account manager and by week", async ({
  page,
}) => {
  for (const size of [
    { width: 1_366, height: 768 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await register(page, makeMerchant());
    await page.goto("/insights?range=7d&owner=all");
    const mine = page.getByRole("table", { name: "By account manager" }).getByRole("row", { name: /^Wayan/ });
    const total = mine.getByRole("link").last();
    const count = Number(await total.textContent());
    expect(count).toBeGreaterThan(0);
    await total.click();
    await page.waitForURL(/\/registrations\?owner=[0-9a-f-]{36}&created=7d$/);
    // Other stories register under the same name meanwhile.
    const all = page.getByRole("link", { name: /^All/ }).first();
    await expect
      .poll(async () => Number((await all.textContent())?.replace(/\D/g, "")))
      .toBeGreaterThanOrEqual(count);

    await page.goto("/insights?range=90d&owner=all");
    await expect(page.getByRole("img", { name: /registrations in 1[34] weeks/ })).toBeVisible();
    await page.getByRole("link", { name: "By day" }).click();
    await expect(page.getByRole("img", { name: /registrations in 90 days/ })).toBeVisible();
    await page.getByRole("link", { name: "By week" }).click();
    await fold(page, "Figures per week").click();
    const weeks = page.getByRole("table", { name: "Registrations per week" });
    await weeks.getByRole("row").nth(1).getByRole("link").last().click();
    await page.waitForURL(/\/registrations\?created=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/);
  }
});

test("the charts say in figures what they draw, for chosen days and for oneself", async ({ page }) => {
  await register(page, makeMerchant());
  await page.goto("/insights?owner=all");
  await expect(page.getByRole("img", { name: /registrations in 30 days/ })).toBeVisible();
  await page.getByRole("link", { name: "7 days" }).click();
  await page.waitForURL("**/insights?range=7d&owner=all");
  await page.getByRole("link", { name: "Mine" }).click();
  await page.waitForURL("**/insights?range=7d&owner=me");
  await expect(page.getByRole("img", { name: /registrations in 7 days/ })).toBeVisible();
  await fold(page, "Figures per day").click();
  await expect(page.getByRole("table", { name: "Registrations per day" }).getByRole("row")).toHaveCount(8);
  const funnel = page.getByRole("table", { name: "From saved to invited" });
  await expect(funnel.getByRole("rowheader", { name: "Invited" })).toBeVisible();
  await expect(page.getByRole("table", { name: "How fast merchants are invited" })).toBeVisible();
  await expectAccessible(page);
});
