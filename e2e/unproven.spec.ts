import {
  ADMIN,
  businessesFor,
  expect,
  expectStatus,
  makeMerchant,
  register,
  signIn,
  test,
  UNPROVEN,
} from "./story";

test.beforeEach(async ({ page }) => {
  await page.context().addCookies([{ name: "locale", value: "en", url: UNPROVEN.url }]);
  await signIn(page, ADMIN, UNPROVEN);
});

test("where replays are not proven, a person who found the business enters its ids", async ({ page }) => {
  const merchant = makeMerchant({}, "html");
  await register(page, merchant, UNPROVEN);
  await expectStatus(page, "UNCONFIRMED");
  await expect(page.getByRole("button", { name: "Check with DOKU" })).toHaveCount(0);
  const [made] = await businessesFor(merchant.invitedUserEmail, UNPROVEN);
  await page.getByRole("button", { name: "I found it" }).click();
  const dialog = page.getByRole("dialog");
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
  await register(page, merchant, UNPROVEN);
  await expectStatus(page, "UNCONFIRMED");
  await page.getByRole("button", { name: "Send again" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/a second time/)).toBeVisible();
  await dialog.getByLabel("Reason").fill("It is not in DOKU Dashboard");
  await dialog.getByRole("button", { name: /send again/i }).click();
  await expectStatus(page, "INVITED");
  expect(await businessesFor(merchant.invitedUserEmail, UNPROVEN)).toHaveLength(1);
});
