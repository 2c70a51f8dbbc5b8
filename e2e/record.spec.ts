import { createTranslatorFor } from "@/lib/i18n/translator";
import {
  businessesFor,
  expect,
  expectAccessible,
  expectStatus,
  fillForm,
  makeMerchant,
  moveTo,
  PLACES,
  register,
  test,
} from "./story";
import { makeWord } from "./unique-word";

test.use({ role: "manager", permissions: ["clipboard-read", "clipboard-write"] });

const SIZES = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
] as const;

for (const size of SIZES) {
  test(`whom to call comes first, and a summary is taken along, at ${size.width} px`, async ({
    page,
    openAs,
  }) => {
    await page.setViewportSize(size);
    const merchant = makeMerchant();
    const id = await register(page, merchant);
    await expectStatus(page, "INVITED");
    const e164 = `+62${merchant.phoneNumber.slice(1)}`;
    const call = page.getByRole("link", { name: "Call", exact: true });
    await expect(call).toHaveAttribute("href", `tel:${e164}`);
    await expect(call).toBeInViewport();
    const whatsApp = page.getByRole("link", { name: "WhatsApp", exact: true });
    await expect(whatsApp).toHaveAttribute("href", `https://wa.me/${e164.slice(1)}`);
    const mail = page.getByRole("link", { name: "Email", exact: true });
    await expect(mail.first()).toHaveAttribute("href", `mailto:${merchant.representativeEmail}`);

    const [business] = await businessesFor(merchant.invitedUserEmail);
    await page.getByRole("button", { name: "Copy summary" }).click();
    await expect(page.getByText("Copied", { exact: true })).toBeVisible();
    const summary = await page.evaluate(() => navigator.clipboard.readText());
    expect(summary.split("\n")).toEqual([
      merchant.businessName,
      expect.stringMatching(/^Status: Invited \(\d+ \w+ \d{4}, \d\d\.\d\d WIB\)$/),
      `Business ID: ${business?.businessId}`,
      `Brand ID: ${business?.brandIds.join(", ")}`,
      `Partner reference: ${business?.partnerRefId}`,
    ]);
    await expectAccessible(page);

    // What is no business of a viewer is neither shown nor to be pressed.
    const viewer = await openAs("viewer");
    await viewer.setViewportSize(size);
    await viewer.goto(`/registrations/${id}`);
    await expect(viewer.getByText("masked for your role")).toBeVisible();
    await expect(viewer.getByRole("link", { name: /^(Call|WhatsApp|Email)$/ })).toHaveCount(0);
    expect(await viewer.content()).not.toContain(merchant.representativeEmail);
    expect(await viewer.content()).not.toContain(e164.slice(3));
    await expectAccessible(viewer);
  });
}

for (const place of PLACES) {
  const { locale } = place;
  const say = createTranslatorFor(locale, "form");
  const sayDetail = createTranslatorFor(locale, "detail");
  const [, isRegistered = ""] = sayDetail("situation.invited", {
    name: "\n",
    email: "\n",
    businessId: "",
  }).split("\n");

  test(`three are registered in a row, and what repeats is there already, on ${place.place}`, async ({
    page,
  }) => {
    await moveTo(page, place);
    const businessName = page.getByLabel(say("businessName"), { exact: true });
    const referralCode = page.getByLabel(say("referralCode"), { exact: true });
    const first = makeMerchant();
    await page.goto("/registrations/new");
    await expect(businessName).toBeFocused();
    await fillForm(page, { ...first, invitedUserEmail: undefined, referralCode: "ABC123" }, locale);
    await page.getByLabel(say("sameEmail")).check();
    await page.getByRole("button", { name: say("register") }).click();
    for (let more = 0; more < 2; more++) {
      await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
      await expectStatus(page, "INVITED");
      // What became of it has the focus, and from there the way on is one press away.
      await expect(page.getByRole("status").filter({ hasText: isRegistered })).toBeFocused();
      await page.getByRole("button", { name: sayDetail("registerAnother") }).press("Enter");
      await page.waitForURL("**/registrations/new");
      await expect(businessName).toBeFocused();
      await expect(businessName).toHaveValue("");
      await expect(referralCode).toHaveValue("ABC123");
      await expect(page.getByLabel(say("sameEmail"))).toBeChecked();
      const next = makeMerchant();
      await fillForm(page, { ...next, invitedUserEmail: undefined }, locale);
      await expect(page.getByLabel(say("invitedUserEmail"), { exact: true })).toHaveValue(
        next.representativeEmail,
      );
      await page.getByLabel(say("phoneNumber"), { exact: true }).press("Enter");
      await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
      await expectStatus(page, "INVITED");
      const [business] = await businessesFor(next.representativeEmail);
      expect(business?.body.referral).toEqual({ code: "ABC123" });
    }
    // Whoever begins a form otherwise begins with an empty one.
    await page.goto("/registrations/new");
    await expect(referralCode).toHaveValue("");
  });
}

test("c opens the form in its first field, a pasted chat fills it, and the title tells of errors", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/registrations");
  // The page listens as soon as its scripts have come.
  await expect(async () => {
    await page.keyboard.press("c");
    await page.waitForURL("**/registrations/new", { timeout: 5_000 });
  }).toPass();
  const name = page.getByLabel("Business name", { exact: true });
  await expect(name).toBeFocused();
  await expect(page.getByRole("button", { name: "Register merchant" })).toBeInViewport();
  await name.fill("Before");
  const paste = page.getByLabel("Paste anything", { exact: true });
  await paste.fill(
    "Nama usaha: Warung Bu Tini\nPIC: Tini\nEmail: tini@gmial.com\nHP: 0812 3344 5566 / 0813 1111 2222",
  );
  await expect(name).toHaveValue("Warung Bu Tini");
  await expect(page.getByText("4 fields filled in")).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(name).toHaveValue("Before");
  await paste.fill(
    "Nama usaha: Warung Bu Tini\nPIC: Tini\nEmail: tini@gmial.com\nHP: 0812 3344 5566 / 0813 1111 2222",
  );
  await expect(name).toHaveValue("Warung Bu Tini");
  // One press each for what was meant.
  await page.getByRole("button", { name: "Use it" }).first().click();
  await expect(page.getByLabel("Representative email", { exact: true })).toHaveValue("tini@gmail.com");
  await page.getByRole("button", { name: "Register merchant" }).click();
  await expect(page).toHaveTitle(/^Error: New registration/);
  await page.getByRole("button", { name: "Use 0813 1111 2222" }).last().click();
  await expect(page.getByLabel("Phone number", { exact: true })).toHaveValue("0813 1111 2222");
  await expect(page).toHaveTitle(/^New registration/);
  await paste.fill("hello");
  await expect(page.getByText("We found no answers in this")).toBeVisible();
  await expectAccessible(page);
});

test("a draft's page is its form, in Indonesian too", async ({ page, baseURL }) => {
  const merchant = makeMerchant();
  await page.goto("/registrations/new");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("A draft needs at least one field")).toBeVisible();
  await fillForm(page, { businessName: merchant.businessName });
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expectStatus(page, "DRAFT");
  await page.context().addCookies([{ name: "locale", value: "id", url: baseURL ?? "" }]);
  await page.reload();
  const name = page.getByLabel("Nama bisnis", { exact: true });
  await expect(name).toHaveValue(merchant.businessName);
  await name.fill(`${merchant.businessName} Baru`);
  await page.getByRole("button", { name: "Simpan draf" }).click();
  await expect(page.getByText("Draf tersimpan")).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue(`${merchant.businessName} Baru`);
  await page.getByRole("button", { name: "Lanjutkan" }).click();
  await expect(page.getByLabel("Nama perwakilan", { exact: true })).toBeFocused();
  await expectAccessible(page);
});

test("what a colleague changed in a draft is not written over unseen", async ({ page }) => {
  const merchant = makeMerchant();
  await page.goto("/registrations/new");
  await fillForm(page, merchant);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await fillForm(other, { representativeName: "Sari Santoso", phoneNumber: "0811 2233 4455" });
  await other.getByRole("button", { name: "Save draft" }).click();
  await expect(other.getByText("Draft saved")).toBeVisible();
  await other.getByLabel("Referral code", { exact: true }).fill("AB12");
  await expect(other.getByText("Draft saved")).toBeHidden();

  await fillForm(page, { businessName: `${merchant.businessName} Baru`, phoneNumber: "0811 9999 8888" });
  // A reload keeps what is typed, and what the form knew when it was.
  await page.reload();
  await expect(page.getByLabel("Phone number", { exact: true })).toHaveValue("0811 9999 8888");
  await page.setViewportSize({ width: 1366, height: 600 });
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole("button", { name: "Register merchant" }).click();
  const notice = page.getByRole("alert").filter({ hasText: "Someone else changed this" });
  // It stands below the fields, and the button at the foot of the screen.
  await expect(notice).toBeFocused();
  await expect(notice).toBeInViewport();
  await expect(notice.getByRole("listitem")).toHaveText([
    /Business name: theirs is “.*”/,
    /Phone number: theirs is “0811 2233 4455”/,
  ]);
  await expect(page.getByLabel("Representative name", { exact: true })).toHaveValue("Sari Santoso");
  await expect(notice).toContainText("You had not touched Representative name, so it shows theirs now.");
  await expectAccessible(page);
  expect(await businessesFor(merchant.invitedUserEmail)).toHaveLength(0);
  await notice
    .getByRole("listitem")
    .filter({ hasText: "Phone number" })
    .getByRole("button", { name: "Use theirs", exact: true })
    .click();
  await expect(page.getByLabel("Phone number", { exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Register merchant" }).click();
  await expectStatus(page, "INVITED");
  expect(await businessesFor(merchant.invitedUserEmail)).toMatchObject([
    { body: { business: { name: `${merchant.businessName} Baru` } } },
  ]);
});

test("what is typed where it is sent or put away meanwhile is given back, and was not sent", async ({
  page,
}) => {
  const merchant = makeMerchant();
  const other = await page.context().newPage();
  const notice = page
    .getByRole("alert")
    .filter({ hasText: "What you typed here was neither saved nor sent" });
  await page.goto("/registrations/new");
  await fillForm(page, merchant);
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await other.goto(page.url());
  await fillForm(page, { businessName: `${merchant.businessName} Baru` });
  await other.getByRole("button", { name: "Register merchant" }).click();
  await page.bringToFront();
  await expectStatus(page, "INVITED");
  await expect(notice.getByRole("listitem")).toHaveText([`Business name: “${merchant.businessName} Baru”`]);
  await expectAccessible(page);
  await page.reload();
  await expect(notice).toBeVisible();
  await notice.getByRole("button", { name: "Forget what was typed" }).click();
  await expect(notice).toBeHidden();
  // Who has sent it is told of nothing.
  await expectStatus(other, "INVITED");
  await expect(other.getByText("neither saved nor sent")).toHaveCount(0);

  // What is mended: once it is brought back, so is what was typed.
  await register(page, makeMerchant({}, "refused-errors"));
  await expectStatus(page, "NEEDS_FIX");
  await page.getByRole("button", { name: "Fix and send" }).click();
  const field = page.getByLabel("Business name", { exact: true });
  await field.fill("Kopi Pulang");
  await other.goto(page.url());
  await other.getByRole("button", { name: "Archive", exact: true }).click();
  await page.bringToFront();
  await expect(notice.getByRole("listitem")).toHaveText(["Business name: “Kopi Pulang”"]);
  await other.getByRole("button", { name: "Restore", exact: true }).click();
  await page.bringToFront();
  await expect(notice).toBeHidden();
  await expect(field).toHaveValue("Kopi Pulang");
});

test("the page has keys of its own, and leads on in the list that its reader came from", async ({ page }) => {
  // A word that no other story's merchants have.
  const word = `Untai${makeWord()}`;
  const merchants = [
    makeMerchant({ businessName: `${word} satu` }),
    makeMerchant({ businessName: `${word} dua` }),
    makeMerchant({ businessName: `${word} tiga` }, "refused-errors"),
  ];
  const [oldest, middle, newest] = merchants.map(({ businessName }) => businessName);
  for (const merchant of merchants) await register(page, merchant);
  await page.goto(`/registrations?owner=me&q=${word}`);
  await page.getByRole("link", { name: middle, exact: true }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("link", { name: `Next: ${oldest}` })).toBeVisible();
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(newest ?? "");
  await expect(page.getByRole("link", { name: `Next: ${middle}` })).toBeVisible();

  await page.keyboard.press("e");
  const field = page.getByLabel("Business name", { exact: true });
  await expect(field).toBeFocused();
  // In a field a letter is a letter.
  await page.keyboard.type("aj");
  await expect(field).toHaveValue("aj");
  await page.getByRole("button", { name: "Cancel" }).click();
  const asked: string[] = [];
  const id = page.url().split("/").at(-1);
  page.on("request", (request) => {
    if (request.postData() === JSON.stringify([{ id }])) asked.push(request.url());
  });
  await page.keyboard.down("a");
  await expect(page.getByRole("button", { name: "Restore", exact: true })).toBeVisible();
  // A key that is held down is one press.
  await page.keyboard.down("a");
  await page.keyboard.up("a");
  await expect(page.getByRole("button", { name: "Restore", exact: true })).toBeVisible();
  expect(asked).toHaveLength(1);
  await page.keyboard.press("a");
  await expect(page.getByRole("button", { name: "Archive", exact: true })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(middle ?? "");
});

test("where a browser has no clipboard, as on plain http, ids are copied all the same", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  const merchant = makeMerchant();
  await register(page, merchant);
  await expectStatus(page, "INVITED");
  await page.getByRole("button", { name: "Copy summary" }).click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  const note = page.getByLabel("Note", { exact: true });
  await note.focus();
  await page.keyboard.press("Control+v");
  await expect(note).toHaveValue(new RegExp(`^${merchant.businessName}\nStatus: Invited`));

  // And where that is not allowed either, it is said where a sentence has room.
  await page.evaluate(() => {
    document.execCommand = () => false;
  });
  await page.getByRole("button", { name: /^Copy BSN-/ }).click();
  const refusal = page.getByText("Your browser did not allow copying");
  await expect(refusal).toBeVisible();
  const { x, width } = (await refusal.boundingBox()) ?? { x: -1, width: 0 };
  expect([x >= 0, x + width <= 360]).toEqual([true, true]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("a line that breaks takes nothing that was typed", async ({ page, complaints }) => {
  await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  const note = page.getByLabel("Note", { exact: true });
  await note.fill("Akta menyusul besok");
  const archive = page.getByRole("button", { name: "Archive", exact: true });
  const lookAgain = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

  await page.context().setOffline(true);
  const asked = page.waitForEvent("requestfailed", (request) => request.method() === "GET");
  await lookAgain();
  await asked;
  await archive.click();
  const refusal = page.getByRole("alert").filter({ hasText: "We got no answer from Mitra" });
  await expect(refusal).toBeVisible();
  // Whoever looks again and again reads nothing over it either.
  const again = page.waitForEvent("requestfailed", (request) => request.method() === "GET");
  await lookAgain();
  await again;
  await expect(note).toHaveValue("Akta menyusul besok");
  // Below the header, and not between its buttons.
  const [main, box] = await Promise.all([page.locator("main header").boundingBox(), refusal.boundingBox()]);
  expect(box?.y).toBeGreaterThanOrEqual((main?.y ?? 0) + (main?.height ?? 0));
  expect(box?.width).toBeCloseTo(main?.width ?? 0, 0);
  // What a browser says of a line that is gone is not a complaint about the product.
  complaints.length = 0;

  await page.context().setOffline(false);
  await archive.click();
  await expect(page.getByRole("button", { name: "Restore", exact: true })).toBeVisible();
  await expect(refusal).toBeHidden();
  await expect(note).toHaveValue("Akta menyusul besok");
});

test("a button that goes with its press leaves the focus beside it", async ({ page }) => {
  await register(page, makeMerchant());
  await expectStatus(page, "INVITED");
  for (const [press, then] of [
    ["Archive", "Restore"],
    ["Restore", "Archive"],
  ] as const) {
    await page.getByRole("button", { name: press, exact: true }).press("Enter");
    await expect(page.getByRole("button", { name: then, exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  }
});
