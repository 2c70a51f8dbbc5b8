import {
  businessesFor,
  expect,
  expectStatus,
  fillForm,
  makeMerchant,
  readLedger,
  register,
  test,
  UNPROVEN,
} from "./story";

test.use({ role: "manager" });

test("where replays are not proven, a person who found the business enters its ids", async ({ page }) => {
  const [merchant, other] = [makeMerchant({}, "html"), makeMerchant()];
  await register(page, other);
  await expectStatus(page, "INVITED");
  const [taken] = await businessesFor(other.invitedUserEmail, UNPROVEN);
  await register(page, merchant);
  await expectStatus(page, "UNCONFIRMED");
  await expect(page.getByRole("button", { name: "Check with DOKU" })).toHaveCount(0);
  const [made] = await businessesFor(merchant.invitedUserEmail, UNPROVEN);
  await page.getByRole("button", { name: "I found it" }).click();
  const dialog = page.getByRole("dialog");
  // Why another one is not taken is said there, and is over with the dialog.
  await dialog.getByLabel("Business ID").fill(taken?.businessId ?? "");
  await dialog.getByRole("button", { name: /save|found/i }).click();
  const refused = page.getByText("One of these IDs already belongs to another registration");
  await expect(dialog.getByText("One of these IDs already belongs to another registration")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(refused).toHaveCount(0);
  await page.getByRole("button", { name: "I found it" }).click();
  await expect(dialog.getByLabel("Business ID")).toHaveValue("");
  await expect(refused).toHaveCount(0);
  await dialog.getByLabel("Business ID").fill(made?.businessId ?? "");
  await dialog.getByLabel("Brand ID").fill(made?.brandIds[0] ?? "");
  await dialog.getByRole("button", { name: /save|found/i }).click();
  await expectStatus(page, "INVITED");
  await expect(page.getByText(made?.businessId ?? "no business", { exact: true })).toBeVisible();
  expect(await businessesFor(merchant.invitedUserEmail, UNPROVEN)).toHaveLength(1);
});

test("where replays are not proven, sending again warns of a second business and asks for a reason", async ({
  page,
}) => {
  const merchant = makeMerchant({}, "reset-before");
  await register(page, merchant);
  await expectStatus(page, "UNCONFIRMED");
  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/a second time/)).toBeVisible();
  // The safer way takes its place.
  await dialog.getByRole("button", { name: "I found it" }).click();
  await expect(dialog.getByLabel("Business ID")).toBeFocused();
  await dialog.getByLabel("Business ID").fill("BSN-");
  await expect(dialog.getByLabel("Business ID")).toHaveValue("BSN-");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Send again" }).click();
  await dialog.getByLabel("Reason").fill("It is not in DOKU Dashboard");
  await dialog.getByRole("button", { name: /send again/i }).click();
  await expectStatus(page, "INVITED");
  expect(await businessesFor(merchant.invitedUserEmail, UNPROVEN)).toHaveLength(1);
});

test.describe(() => {
  test.use({ role: "admin" });

  test("an admin settles what DOKU does not have, with a reason, and it is fixed and sent as a new request", async ({
    page,
  }) => {
    const merchant = makeMerchant({}, "reset-before");
    const id = await register(page, merchant);
    await expectStatus(page, "UNCONFIRMED");
    await page.getByRole("button", { name: "Mark as not sent" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/may have registered/)).toBeVisible();
    await dialog.getByRole("button", { name: "Mark as not sent" }).click();
    await expect(dialog.getByText(/Write how you know/)).toBeVisible();
    await dialog.getByLabel("Reason").fill("DOKU's support looked and has none");
    await dialog.getByRole("button", { name: "Mark as not sent" }).click();
    await expectStatus(page, "FAILED");
    await expect(page.getByText(/marked it as not sent/)).toBeVisible();
    await expect(page.getByText("“DOKU's support looked and has none”")).toBeVisible();
    const { requests: before } = await readLedger(UNPROVEN);

    await page.getByRole("button", { name: "Fix and send" }).click();
    const fixed = makeMerchant({}, "diperbaiki").invitedUserEmail;
    await expect(page.getByLabel("Business name", { exact: true })).toHaveValue(merchant.businessName);
    await fillForm(page, { invitedUserEmail: fixed });
    await page.getByRole("button", { name: "Fix and send" }).click();
    await expect(page.getByLabel("Invited user email", { exact: true })).toHaveCount(0);
    expect(page.url()).toMatch(new RegExp(`/registrations/${id}$`));
    await expectStatus(page, "INVITED");
    const made = await businessesFor(fixed, UNPROVEN);
    expect(made).toHaveLength(1);
    expect(before.map(({ requestId }) => requestId)).not.toContain(made[0]?.requestId);

    await page.goto("/audit-log");
    await expect(
      page
        .getByRole("row")
        .filter({ hasText: merchant.businessName })
        .filter({ hasText: "Marked it as not sent" }),
    ).toContainText("DOKU's support looked");
  });
});
