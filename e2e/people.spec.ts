import { addPerson, makePerson, setUp } from "./person";
import {
  businessesFor,
  expect,
  expectAccessible,
  makeMerchant,
  PROVEN,
  register,
  signIn,
  test,
} from "./story";

test.use({ role: "admin" });

test("an admin adds a colleague, who sets a password, registers a merchant, and is out at once when disabled", async ({
  page,
  browser,
}) => {
  const rina = makePerson("Rina");
  const link = await addPerson(page, rina, "Account manager");
  const rinasPage = await setUp(browser, link, rina);
  await register(rinasPage, makeMerchant());
  await expect(rinasPage.locator("main [data-status]").first()).toHaveAttribute("data-status", "INVITED");
  await rinasPage.goto("/settings/people");
  await expect(rinasPage.getByRole("table", { name: "People" })).toHaveCount(0);

  await page.goto("/settings/people");
  await page.getByRole("button", { name: `Manage ${rina.name}` }).click();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByText(`${rina.name} was signed out everywhere`)).toBeVisible();
  // Undone and done again: neither needs another way than the one in sight.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText(`${rina.name} can sign in again`, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByText(`${rina.name} was signed out everywhere`)).toBeVisible();

  await rinasPage.goto("/registrations");
  await expect(rinasPage).toHaveURL(/\/sign-in/);
  await rinasPage.getByLabel("Email", { exact: true }).fill(rina.email);
  await rinasPage.getByLabel("Password", { exact: true }).fill(rina.password);
  await rinasPage.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(rinasPage.getByRole("alert").first()).toBeVisible();
  await expect(rinasPage).toHaveURL(/\/sign-in/);
  await rinasPage.context().close();
});

test("a set-up link goes to WhatsApp by a press alone, and says by name that nobody has signed in yet", async ({
  page,
}) => {
  const sari = makePerson("Sari");
  await page.context().route("https://wa.me/**", (route) => route.fulfill({ body: "WhatsApp" }));
  for (const [width, height] of [
    [1_366, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    const person = { ...sari, email: `${width}.${sari.email}`, name: `${sari.name} ${width}` };
    const link = await addPerson(page, person, "Viewer");
    expect(await page.content()).not.toContain("wa.me");
    const opened = page.waitForEvent("popup");
    await page.getByRole("button", { name: "Send by WhatsApp" }).click();
    const address = new URL((await opened).url());
    expect(`${address.origin}${address.pathname}`).toBe("https://wa.me/");
    expect(address.searchParams.get("text")).toContain(link);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Close" }).click();
    const row = page.getByRole("row").filter({ hasText: person.email });
    await expect(row.locator("[data-person-status]").filter({ visible: true })).toHaveText(
      "Not signed in yet",
    );
  }
});

test("a set-up link works once", async ({ page, browser }) => {
  const dewi = makePerson("Dewi");
  const link = await addPerson(page, dewi, "Account manager");
  await (await setUp(browser, link, dewi)).context().close();
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByText(/does not work any more/)).toBeVisible();
});

test("a viewer sees the list but cannot register, not even by calling the action of the form directly", async ({
  page,
  openAs,
}) => {
  const viewer = await openAs("viewer");
  await viewer.goto("/registrations");
  await expect(viewer.getByRole("link", { name: "New registration" })).toHaveCount(0);
  await viewer.goto("/registrations/new");
  await expect(viewer.getByRole("button", { name: "Register merchant" })).toHaveCount(0);

  // The very request that the admin's form makes, captured, and sent again with the viewer's session.
  const merchant = makeMerchant();
  const posted = page.waitForRequest(
    (request) => request.method() === "POST" && "next-action" in request.headers(),
  );
  await register(page, merchant);
  const request = await posted;
  const body = (request.postData() ?? "").replaceAll(
    merchant.invitedUserEmail,
    `viewer.${merchant.invitedUserEmail}`,
  );
  const mine = body
    .replace(/"formKey":"[0-9a-f-]{36}"/, `"formKey":"${crypto.randomUUID()}"`)
    .replace(/"partnerReference":"[^"]*"/, `"partnerReference":"VIEWER-${Date.now()}"`)
    .replace('"acceptWarnings":false', '"acceptWarnings":true');
  expect(mine).not.toBe(body);
  const headers = await request.allHeaders();
  const answer = await viewer.request.post("/registrations/new", {
    headers: {
      "next-action": headers["next-action"] ?? "",
      "content-type": headers["content-type"] ?? "text/plain;charset=UTF-8",
      accept: "text/x-component",
      origin: PROVEN.url,
    },
    data: mine,
  });
  expect(await answer.text()).toContain("not_allowed");
  expect(await businessesFor(`viewer.${merchant.invitedUserEmail}`)).toEqual([]);
});

test("another person in the same tab does not see what the one before typed, nor their form", async ({
  page,
  browser,
}) => {
  const rina = makePerson("Rina");
  await (await setUp(browser, await addPerson(page, rina, "Account manager"), rina)).context().close();
  await page.goto("/registrations/new");
  const name = page.getByLabel("Business name", { exact: true });
  await name.fill("Kopi Senja belum jadi");
  // The session merely ends, so that the tab keeps what was typed; then somebody else signs in.
  await page.context().clearCookies();
  await page.context().addCookies([{ name: "locale", value: "en", url: PROVEN.url }]);
  await page.reload();
  await page.getByLabel("Email", { exact: true }).fill(rina.email);
  await page.getByLabel("Password", { exact: true }).fill(rina.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/registrations/new");
  await expect(name).toHaveValue("");
  await page.goBack();
  // Whoever is signed in is led on from the sign-in page, which may be at the same moment.
  await page.goForward().catch(() => page.goto("/registrations/new"));
  await expect(name).toHaveValue("");
  const kept = await page.evaluate(() => JSON.stringify(Object.values(sessionStorage)));
  expect(kept).not.toContain("belum jadi");
});

test("an admin sets the rate limit; a manager sees it and has no field for it", async ({ page, openAs }) => {
  const managers = await openAs("manager");
  await page.goto("/settings/credentials");
  const change = page.getByRole("button", { name: "Change the limit of", exact: false });
  const field = page.getByLabel("Sends per second");
  const save = page.getByRole("button", { name: "Save limit" });
  await change.click();
  await expect(field).toBeFocused();
  await field.fill("2.5");
  await save.click();
  await expect(page.getByText(/Enter a whole number from 1 to 1,000/)).toBeVisible();
  await expect(field).toHaveValue("2.5");
  await field.fill("900");
  await save.click();
  await expect(page.getByText("Saved. The limit applies from now on")).toBeVisible();
  await expect(field).toHaveCount(0);
  await expect(page.getByText("900 per second")).toBeVisible();
  await expect(page.getByText("Sent to")).toBeVisible();

  await managers.goto("/settings/credentials");
  await expect(managers.getByText("900 per second")).toBeVisible();
  await expect(managers.getByRole("button", { name: /Change the limit/ })).toHaveCount(0);
  // An address that they can do nothing with is not shown to them.
  await expect(managers.getByText("Sent to")).toHaveCount(0);

  await change.click();
  await field.fill("");
  await save.click();
  await expect(page.getByText("No limit", { exact: true })).toBeVisible();
  await page.goto("/audit-log");
  const entry = page.getByRole("row").filter({ hasText: "Changed the rate limit" }).first();
  await expect(entry).toContainText("900 per second to no limit");
});

// Sessions of their own, for they end them.
test.describe(() => {
  test.use({ role: null });

  test("the sign-in begins in its first field, shows what was typed, and says whom to ask", async ({
    page,
  }) => {
    for (const [width, height] of [
      [1_366, 768],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto("/sign-in");
      await expect(page.getByLabel("Email", { exact: true })).toBeFocused();
      const password = page.getByLabel("Password", { exact: true });
      await password.fill("rahasia sekali");
      await page.getByRole("button", { name: "Show", exact: true }).click();
      await expect(password).toHaveAttribute("type", "text");
      await expect(password).toHaveValue("rahasia sekali");
      await page.getByRole("button", { name: "Hide", exact: true }).click();
      await expect(password).toHaveAttribute("type", "password");
      await page.getByText("Forgot your password?").click();
      await expect(page.getByText("Ask whoever added you to Mitra")).toBeVisible();
      await expectAccessible(page);
    }
  });

  test("one session is ended alone, and its browser is out at once", async ({ page, browser }) => {
    const dian = makePerson("Dian");
    const admin = await browser.newPage();
    await signIn(admin);
    const link = await addPerson(admin, dian, "Viewer");
    await admin.context().close();
    const there = await setUp(browser, link, dian);
    await signIn(page, dian);
    await page.goto("/settings/profile");
    const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
    await expect(sessions).toHaveCount(2);
    await page.getByRole("button", { name: /^End the session/ }).click();
    await expect(sessions).toHaveCount(1);
    await expectAccessible(page);
    await there.goto("/registrations");
    await expect(there).toHaveURL(/\/sign-in/);
    await page.reload();
    await expect(page).toHaveURL(/\/settings\/profile$/);
    await there.context().close();
  });

  test("what was typed is kept through a reload, and goes when its person signs out", async ({ page }) => {
    const keptForms = () =>
      page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes("form")));
    await signIn(page);
    await page.goto("/registrations/new");
    const name = page.getByLabel("Business name", { exact: true });
    await name.fill("Kopi Senja belum jadi");
    await expect.poll(keptForms).toHaveLength(1);
    await page.reload();
    await expect(name).toHaveValue("Kopi Senja belum jadi");
    await page.getByRole("banner").getByText("A", { exact: true }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    expect(await keptForms()).toEqual([]);
  });

  test("the command menu signs out too", async ({ page }) => {
    await signIn(page);
    const field = page.getByRole("combobox", { name: "Command menu" });
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(field).toBeFocused({ timeout: 1_000 });
    }).toPass();
    await page.keyboard.type("sign out");
    const chosen = page.getByRole("dialog").getByRole("option", { selected: true });
    await expect(chosen).toContainText("Sign out");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/settings/profile");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });

  test("signing out ends the session, and the page asked for comes back after signing in", async ({
    page,
  }) => {
    await signIn(page);
    await page.getByRole("banner").getByText("A", { exact: true }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/settings/profile");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });
});
