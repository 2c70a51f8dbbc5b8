import type { Page } from "@playwright/test";
import { withDatabase } from "./failed-registrations";
import { businessesFor, expect, expectAccessible, expectStatus, makeMerchant, register, test } from "./story";

test.use({ role: "manager", permissions: ["clipboard-read", "clipboard-write"] });

const remind = (page: Page) => page.getByRole("button", { name: "Remind", exact: true });
const dialogOf = (page: Page, name: string) => page.getByRole("dialog", { name: `Remind ${name}` });

for (const size of [
  { width: 1366, height: 768 },
  { width: 360, height: 740 },
] as const) {
  test(`a merchant is reminded by WhatsApp, then left alone for a day unless somebody says so, at ${size.width} px`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    await page.context().route("https://wa.me/**", (route) => route.fulfill({ body: "WhatsApp" }));
    const merchant = makeMerchant();
    const id = await register(page, merchant);
    await expectStatus(page, "INVITED");
    await remind(page).click();
    const dialog = dialogOf(page, merchant.businessName);
    const message = dialog.getByLabel("Message", { exact: true });
    await expect(message).toHaveValue(/^Halo Budi Santoso, saya .+/);
    await expect(message).toHaveValue(/undangan dari DOKU di kotak masuk u•••@kopisenja\.example/);
    await expect(dialog.getByText("DOKU has no way to resend this invitation from here")).toBeVisible();
    await expectAccessible(page);

    await dialog.getByRole("button", { name: "English" }).click();
    await expect(message).toHaveValue(/^Hello Budi Santoso/);
    const text = `${await message.inputValue()}\nSampai "jumpa" & salam #1 😀`;
    await message.fill(text);
    const [chat] = await Promise.all([
      page.waitForEvent("popup"),
      dialog.getByRole("button", { name: "WhatsApp", exact: true }).click(),
    ]);
    const address = new URL(chat.url());
    expect(`${address.origin}${address.pathname}`).toBe(`https://wa.me/62${merchant.phoneNumber.slice(1)}`);
    expect([...address.searchParams]).toEqual([["text", text]]);
    for (const hidden of [id, merchant.invitedUserEmail]) expect(text).not.toContain(hidden);
    await chat.close();
    await expect(dialog.getByText("WhatsApp was opened with this message")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Close", exact: true }).last()).toBeFocused();
    await dialog.getByRole("button", { name: "In a week" }).click();
    await expect(dialog.getByText(/^Follow up on \d+ \w+ \d{4}/)).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Close", exact: true }).last().focus();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(remind(page)).toBeFocused();
    await expect(page.getByText("Reminded by WhatsApp")).toBeVisible();

    await remind(page).click();
    await expect(dialog.getByText(/reminded this merchant by WhatsApp \(\d\d\.\d\d WIB\)/)).toBeVisible();
    await expect(dialog.getByRole("button", { name: "WhatsApp", exact: true })).toHaveCount(0);
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Remind anyway" }).click();
    await dialog.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(dialog.getByText("The message is copied")).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Halo Budi Santoso/);
    await page.keyboard.press("Escape");
    await expect(
      page.getByText("Copied a reminder, although the last one was less than a day"),
    ).toBeVisible();
  });
}

test("what has an id in it does not leave, and stays to be changed", async ({ page }) => {
  await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  await page.keyboard.press("n");
  const dialog = page.getByRole("dialog");
  const message = dialog.getByLabel("Message", { exact: true });
  await message.fill("Halo, ID Anda BSN-0103-1700206906468");
  await dialog.getByRole("button", { name: "WhatsApp", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("“BSN-0103-1700206906468” looks like an ID or a key");
  await expect(message).toHaveValue("Halo, ID Anda BSN-0103-1700206906468");
  // One key throws away nothing that was typed; the same once more does.
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("What you typed is not saved")).toBeVisible();
  await expect(message).toHaveValue("Halo, ID Anda BSN-0103-1700206906468");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Reminded by WhatsApp")).toHaveCount(0);
});

test("a message that is being written stays while the merchant moves at DOKU", async ({ page, openAs }) => {
  const merchant = makeMerchant();
  const id = await register(page, merchant);
  await expectStatus(page, "INVITED");
  const colleague = await openAs("manager");
  await colleague.goto(`/registrations/${id}`);
  await remind(page).click();
  const dialog = dialogOf(page, merchant.businessName);
  const message = dialog.getByLabel("Message", { exact: true });
  await message.fill("Halo Pak Budi, masih perlu dibantu?");
  await withDatabase((client) =>
    client.query(
      "update registration set progress = 'IN_REVIEW', progress_since = now(), updated_at = now() where id = $1",
      [id],
    ),
  );
  await expect(remind(colleague)).toHaveCount(0);
  // Longer than the page waits before it is read again.
  await page.waitForTimeout(2_500);
  await expect(message).toHaveValue("Halo Pak Budi, masih perlu dibantu?");
  await dialog.getByRole("button", { name: "WhatsApp", exact: true }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(message).toHaveValue("Halo Pak Budi, masih perlu dibantu?");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(remind(page)).toHaveCount(0);
});

test("who may only look, and a merchant whose turn it is not, have no reminder", async ({ page, openAs }) => {
  const id = await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  const viewer = await openAs("viewer");
  await viewer.goto(`/registrations/${id}`);
  await expectStatus(viewer, "INVITED");
  await expect(remind(viewer)).toHaveCount(0);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByText("This registration is archived")).toBeVisible();
  await expect(remind(page)).toHaveCount(0);
});

test.describe(() => {
  test.use({ role: "admin" });

  test("an admin writes the words of reminders, sees them as a merchant would, and goes back to the built-in ones", async ({
    page,
    openAs,
  }) => {
    await page.goto("/settings/templates?words=whatsapp.en");
    const body = page.getByLabel("Message", { exact: true });
    const preview = page.getByRole("region", { name: "As Kopi Senja would get it" });
    await expect(preview).toContainText("b•••@kopisenja.example");
    await body.fill("Dear {nama}, {inbox}");
    await page.getByRole("button", { name: "Save words" }).click();
    await expect(page.getByText("Not known here: {nama}.")).toBeVisible();
    await expect(body).toBeFocused();
    await expectAccessible(page);
    await body.fill("Dear ");
    await page.getByRole("button", { name: /^Put in \{representative_name\}/ }).click();
    await expect(preview).toContainText("Dear Budi");
    await expect(body).toBeFocused();
    // On a phone the button stands a screen below what answers it.
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole("button", { name: "Save words" }).click();
    await expect(page.getByText("The next reminder begins with these words")).toBeInViewport();
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect(page.getByText(/Written by Admin, .* WIB/)).toBeVisible();

    const managers = await openAs("manager");
    await register(managers, makeMerchant());
    await expectStatus(managers, "INVITED");
    await remind(managers).click();
    const dialog = managers.getByRole("dialog");
    await dialog.getByRole("button", { name: "English" }).click();
    await expect(dialog.getByLabel("Message", { exact: true })).toHaveValue("Dear Budi Santoso");
    await managers.goto("/settings/templates");
    await expect(managers.getByLabel("Message", { exact: true })).toHaveCount(0);

    await page.getByRole("button", { name: "Use the built-in words again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Use the built-in words again" }).click();
    await expect(page.getByText("These are the built-in words")).toBeVisible();
    await expect(body).toHaveValue(/^Hello \{representative_name\}/);
    await page.goto("/audit-log?thing=template");
    await expect(page.getByText("Went back to the built-in words of reminders").first()).toBeVisible();
  });
});

test("the documents are DOKU's own once a worker has fetched them", async ({ page }) => {
  await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  await expect(async () => {
    await page.reload();
    await remind(page).click();
    await expect(page.getByText(/The documents are DOKU's own list of \d+ \w+/)).toBeVisible({
      timeout: 3_000,
    });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole("dialog").getByLabel("Message", { exact: true })).toHaveValue(
    /maks\. \d+ MB\)/,
  );
});

test("DOKU's support gets a ready text with ids and both times, in either language", async ({
  page,
  openAs,
}) => {
  const merchant = makeMerchant();
  const id = await register(page, merchant);
  await expectStatus(page, "INVITED");
  const [business] = await businessesFor(merchant.invitedUserEmail);
  await page.getByRole("button", { name: "Escalate to DOKU" }).click();
  const dialog = page.getByRole("dialog", { name: "Escalate to DOKU" });
  const text = dialog.getByLabel("Text for DOKU", { exact: true });
  await expect(text).toHaveValue(/^Yth\. tim DOKU,/);
  await dialog.getByRole("button", { name: "English" }).click();
  await expect(text).toHaveValue(/Request-Id: \S+/);
  const written = await text.inputValue();
  for (const part of [
    business?.businessId,
    business?.brandIds[0],
    business?.requestId,
    merchant.invitedUserEmail,
  ])
    expect(written).toContain(part);
  expect(written).toMatch(/1\. First send, .* WIB \(.* UTC\): Accepted, HTTP 20[01]/);
  expect(written).not.toMatch(/SK-|HMACSHA256/);
  expect(written).not.toContain(id);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Copy text" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(written);

  const viewer = await openAs("viewer");
  await viewer.goto(`/registrations/${id}`);
  await viewer.getByRole("button", { name: "Escalate to DOKU" }).click();
  await expect(viewer.getByLabel("Text for DOKU", { exact: true })).toHaveValue(/u•••@kopisenja\.example/);
  expect(await viewer.getByLabel("Text for DOKU", { exact: true }).inputValue()).not.toContain("undangan+");
});
