import {
  businessesFor,
  expect,
  expectStatus,
  fillForm,
  makeMerchant,
  readLedger,
  register,
  test,
} from "./story";

test.use({ role: "manager" });

test("a manager registers the example of DOKU's page and reads both ids", async ({ page }) => {
  const invitedUserEmail = `john+${Date.now()}@gmail.com`;
  await page.goto("/registrations/new");
  await fillForm(page, {
    businessName: "John Store",
    representativeName: "John Michael",
    representativeEmail: invitedUserEmail,
    phoneNumber: "+62 815-1022-9216",
    referralCode: "ABC123",
  });
  await page.getByLabel("Same as the representative's email").check();
  await expect(page.getByText("62 · 815 1022 9216")).toBeVisible();
  await page.getByRole("button", { name: "Register merchant" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "INVITED");

  const [business, ...others] = await businessesFor(invitedUserEmail);
  expect(others).toEqual([]);
  expect(business?.body).toEqual({
    business: {
      partner_ref_id: business?.partnerRefId,
      name: "John Store",
      contact: {
        name: "John Michael",
        email: invitedUserEmail,
        phone_calling_code: "62",
        phone_number: "81510229216",
      },
    },
    referral: { code: "ABC123" },
    invited_user: { email: invitedUserEmail },
  });
  await expect(page.getByText(business?.businessId ?? "no business", { exact: true })).toBeVisible();
  await expect(page.getByText(business?.brandIds[0] ?? "no brand", { exact: true })).toBeVisible();

  const attempts = page.getByRole("list", { name: "Attempts" });
  await expect(attempts.getByRole("listitem")).toHaveCount(1);
  await expect(attempts).toContainText("Accepted");
  await expect(attempts).toContainText("WIB");
});

test("where no answer comes it is said in sight, what was typed stays, and the next press registers once", async ({
  page,
  complaints,
}) => {
  const merchant = makeMerchant();
  await page.setViewportSize({ width: 1366, height: 600 });
  await page.goto("/registrations/new");
  await fillForm(page, merchant);
  const button = page.getByRole("button", { name: "Register merchant" });
  await page.context().setOffline(true);
  await page.evaluate(() => scrollTo(0, 0));
  await button.click();
  await expect(page.getByRole("alert").filter({ hasText: "What you typed is still here" })).toBeInViewport();
  await page.context().setOffline(false);
  // What a browser says of a line that is gone is not a complaint about the product.
  complaints.length = 0;
  await button.click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "INVITED");
  expect(await businessesFor(merchant.invitedUserEmail)).toHaveLength(1);
});

test("one address for both stays one where another is offered and taken", async ({ page }) => {
  const merchant = makeMerchant();
  const [name] = merchant.representativeEmail.split("@");
  await page.goto("/registrations/new");
  await fillForm(page, {
    ...merchant,
    representativeEmail: `${name}@gmial.com`,
    invitedUserEmail: undefined,
  });
  const box = page.getByLabel("Same as the representative's email");
  await box.check();
  await page.getByLabel("Representative email", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Use it", exact: true }).first().click();
  const invited = page.getByLabel("Invited user email", { exact: true });
  await expect(invited).toHaveValue(`${name}@gmail.com`);
  await expect(box).toBeChecked();
  await invited.fill(merchant.invitedUserEmail);
  await expect(box).not.toBeChecked();
});

test("a refusal names the field in DOKU's words; fixed, it is sent with a new Request-Id", async ({
  page,
}) => {
  const merchant = makeMerchant({}, "refused");
  await register(page, merchant);
  await expectStatus(page, "NEEDS_FIX");
  await expect(page.getByText(/must be a well-formed email address/).first()).toBeVisible();
  const { requests } = await readLedger();

  const address = page.url();
  await page.getByRole("button", { name: "Fix and send" }).click();
  // On the page itself, in the field that DOKU names, with what it says of it.
  const refused = page.getByLabel("Representative email", { exact: true });
  await expect(refused).toBeFocused();
  await expect(refused).toHaveAccessibleDescription(/is not an email address that DOKU accepts/);
  await refused.press("End");
  await refused.pressSequentially("x");
  await expect(refused).not.toHaveAttribute("aria-invalid", "true");
  await expect(refused).toHaveAccessibleDescription(`It was “${merchant.representativeEmail}”`);
  await refused.fill(merchant.representativeEmail);
  await expect(page.getByLabel("Business name", { exact: true })).toHaveValue(merchant.businessName);
  await expect(page.getByLabel("Partner reference", { exact: true })).not.toBeEditable();
  await expect(page.getByText(/must be a well-formed email address/).first()).toBeVisible();
  const fixed = makeMerchant({}, "diperbaiki").invitedUserEmail;
  await fillForm(page, { invitedUserEmail: fixed });
  await page.getByRole("button", { name: "Fix and send" }).click();
  await expect(page.getByLabel("Invited user email", { exact: true })).toHaveCount(0);
  expect(page.url()).toBe(address);
  await expectStatus(page, "INVITED");

  const made = await businessesFor(fixed);
  expect(made).toHaveLength(1);
  expect(requests.map((request) => request.requestId)).not.toContain(made[0]?.requestId);
  await expect(page.getByRole("list", { name: "Attempts" }).getByRole("listitem")).toHaveCount(2);
});

test("without a usable answer it is not sure yet, and Check with DOKU recovers the ids without a second business", async ({
  page,
}) => {
  // The machine's own check, 5 seconds later, gets no usable answer either: then there is half a minute to press.
  const merchant = makeMerchant({}, "html-twice");
  await register(page, merchant);
  await expectStatus(page, "UNCONFIRMED");
  await expect(page.getByText("may or may not be registered")).toBeVisible();
  await expect(page.getByRole("list", { name: "Attempts" }).getByRole("listitem")).toHaveCount(2, {
    timeout: 20_000,
  });
  await page.getByRole("button", { name: "Check with DOKU" }).click();
  await expectStatus(page, "INVITED");
  const made = await businessesFor(merchant.invitedUserEmail);
  expect(made).toHaveLength(1);
  await expect(page.getByText(made[0]?.businessId ?? "no business", { exact: true })).toBeVisible();
});

test("after a time-out the machine checks by itself, and the open page shows the ids", async ({ page }) => {
  const merchant = makeMerchant({}, "timeout");
  await register(page, merchant);
  await expect(page.getByText(/sending/i).first()).toBeVisible();
  await expect(page.locator('main [data-status="INVITED"]').first()).toBeVisible({ timeout: 45_000 });
  expect(await businessesFor(merchant.invitedUserEmail)).toHaveLength(1);
});

test("while DOKU takes long the page says sending, and shows the ids when they come", async ({ page }) => {
  const merchant = makeMerchant({}, "slow");
  await register(page, merchant);
  await expect(page.getByText(/sending/i).first()).toBeVisible();
  await expect(page.locator('[data-status="INVITED"]').first()).toBeVisible({ timeout: 20_000 });
  expect(await businessesFor(merchant.invitedUserEmail)).toHaveLength(1);
});

test("Enter and a click at once, then back and once more, make one business", async ({ page }) => {
  const merchant = makeMerchant();
  await page.goto("/registrations/new");
  await fillForm(page, merchant);
  const button = page.getByRole("button", { name: "Register merchant" });
  await page.getByLabel("Business name", { exact: true }).press("Enter", { noWaitAfter: true });
  // The form may be gone before the click arrives; then there was nothing to press twice.
  await button.click({ force: true, noWaitAfter: true, timeout: 2_000 }).catch(() => undefined);
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(page.getByText(/was sent at/)).toBeVisible();
  expect(await businessesFor(merchant.invitedUserEmail)).toHaveLength(1);
  // Whoever asks for another form gets an empty one.
  await page
    .getByRole("navigation")
    .getByRole("link", { name: "Registrations", exact: true })
    .first()
    .click();
  await page.getByRole("main").getByRole("link", { name: "New registration", exact: true }).click();
  await expect(page.getByLabel("Business name", { exact: true })).toHaveValue("");
  await expect(page.getByText(/was sent at/)).toHaveCount(0);
});

test("a reload while it is sent, and another merchant typed over it, loses neither", async ({ page }) => {
  const first = makeMerchant();
  const second = makeMerchant();
  const button = page.getByRole("button", { name: "Register merchant" });
  await page.goto("/registrations/new");
  // The first answer never comes back to the page.
  let stage: "open" | "sending" | "stored" = "open";
  await page.route("**/registrations/new", async (route) => {
    if (stage !== "open" || route.request().method() !== "POST") return route.fallback();
    stage = "sending";
    await route.fetch();
    stage = "stored";
  });
  await fillForm(page, first);
  await button.click();
  await expect(page.getByRole("button", { name: "Save draft" })).toBeDisabled();
  await expect.poll(() => stage, { timeout: 30_000 }).toBe("stored");
  await page.reload();
  const name = page.getByLabel("Business name", { exact: true });
  await expect(name).toHaveValue(first.businessName);
  const reference = page.getByLabel("Partner reference", { exact: true });
  const ofTheFirst = await reference.inputValue();
  await fillForm(page, second);
  await name.press("Enter");

  await expect(page.getByText(`${first.businessName} was sent at`)).toBeVisible();
  await expect(page.getByText("What is typed in the form now was not sent")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Start a new one" }).click();
  await expect(name).toHaveValue(second.businessName);
  await expect(page.getByLabel("Invited user email", { exact: true })).toHaveValue(second.invitedUserEmail);
  await expect(reference).not.toHaveValue(ofTheFirst);
  await button.click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "INVITED");
  // What finds its turn taken by another story goes out by the worker, half a minute later.
  for (const { invitedUserEmail } of [first, second])
    await expect.poll(() => businessesFor(invitedUserEmail), { timeout: 45_000 }).toHaveLength(1);
});

test("a likely duplicate is shown with who registered it, and goes on only with a reason", async ({
  page,
}) => {
  const first = makeMerchant();
  await register(page, first);
  const second = makeMerchant({ representativeEmail: first.representativeEmail });
  await page.goto("/registrations/new");
  await fillForm(page, second);
  await page.getByRole("button", { name: "Register merchant" }).click();
  await expect(page.getByRole("link", { name: new RegExp(first.businessName) })).toBeVisible();
  expect(await businessesFor(second.invitedUserEmail)).toEqual([]);
  await page.getByLabel("Reason").fill("A second outlet of the same owner");
  await page.getByRole("button", { name: "Register anyway" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "INVITED");
  expect(await businessesFor(second.invitedUserEmail)).toHaveLength(1);
});

test("a draft is saved unfinished, continued and sent", async ({ page }) => {
  const merchant = makeMerchant();
  await page.goto("/registrations/new");
  await fillForm(page, { businessName: merchant.businessName });
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "DRAFT");
  await page
    .getByRole("link", { name: "Continue" })
    .or(page.getByRole("button", { name: "Continue" }))
    .click();
  await expect(page.getByLabel("Business name", { exact: true })).toHaveValue(merchant.businessName);
  const { businessName: _, ...rest } = merchant;
  await fillForm(page, rest);
  await page.getByRole("button", { name: "Register merchant" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "INVITED");
  expect(await businessesFor(merchant.invitedUserEmail)).toHaveLength(1);
});

test("a copy of the form in another tab writes over no draft that the first one saved", async ({ page }) => {
  const [first, second] = [makeMerchant(), makeMerchant()];
  await page.goto("/registrations/new");
  await fillForm(page, { businessName: first.businessName });
  // What a browser copies with a tab.
  const { mitraForm } = await page.evaluate(() => window.history.state);
  const copy = await page.context().newPage();
  await copy.goto("/registrations/new");
  await expect(copy.getByRole("button", { name: "Save draft" })).toBeEnabled();
  await copy.evaluate(
    (form) => window.history.replaceState({ ...window.history.state, mitraForm: form }, ""),
    mitraForm,
  );
  await copy.reload();
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await fillForm(copy, second);
  await copy.getByRole("button", { name: "Register merchant" }).click();
  await expect(copy.getByText("This form was saved as a draft at")).toBeVisible();
  await copy.getByRole("button", { name: "Start a new one" }).click();
  await expect(copy.getByLabel("Business name", { exact: true })).toHaveValue(second.businessName);
  await copy.getByRole("button", { name: "Register merchant" }).click();
  await copy.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(copy, "INVITED");
  await page.reload();
  await expectStatus(page, "DRAFT");
  await expect(page.getByRole("heading", { name: first.businessName })).toBeVisible();
});

test("what cannot be sent is said beside its field and in a summary, and nothing typed is lost", async ({
  page,
}) => {
  await page.goto("/registrations/new");
  await fillForm(page, {
    businessName: "Kopi Senja",
    phoneNumber: "8.15102E+10",
    representativeEmail: "budi",
  });
  await page.getByRole("button", { name: "Register merchant" }).click();
  await expect(page.getByText(/Excel changed this number to 8\.15102E\+10/).first()).toBeVisible();
  await expect(page.getByText(/There is no @ in this email address/).first()).toBeVisible();
  await expect(page.getByLabel("Business name", { exact: true })).toHaveValue("Kopi Senja");
  await expect(page.getByLabel("Phone number", { exact: true })).toHaveValue("8.15102E+10");
});

test("the list finds a registration by name, reference, e-mail and id, and files it by status", async ({
  page,
}) => {
  const merchant = makeMerchant();
  await register(page, merchant);
  const [business] = await businessesFor(merchant.invitedUserEmail);
  const keys = [
    merchant.businessName,
    business?.partnerRefId,
    merchant.representativeEmail,
    business?.businessId,
  ];
  for (const key of keys) {
    await page.goto("/registrations");
    const search = page.getByLabel("Search registrations");
    await search.fill(key ?? "");
    await search.press("Enter");
    await page.waitForURL(/q=/);
    await expect(page.getByRole("table", { name: "Registrations" })).toContainText(merchant.businessName);
  }
  await page.goto(`/registrations?status=DRAFT&q=${business?.businessId}`);
  await expect(page.getByText(merchant.businessName)).toHaveCount(0);
});

test("an archived registration leaves the list and comes back", async ({ page }) => {
  const merchant = makeMerchant();
  const id = await register(page, merchant);
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
  await page.goto(`/registrations?q=${id}`);
  await expect(page.getByText(merchant.businessName)).toHaveCount(0);
  await page.goto(`/registrations/${id}`);
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByRole("button", { name: "Archive" })).toBeVisible();
});

test("the page of a registration that does not exist answers 404", async ({ page }) => {
  const answer = await page.request.get(`/registrations/${crypto.randomUUID()}`);
  expect(answer.status()).toBe(404);
  const id = await register(page, makeMerchant());
  expect((await page.request.get(`/registrations/${id}`)).status()).toBe(200);
});
