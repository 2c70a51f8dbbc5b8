import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { addPerson, makePerson } from "./person";
import { ADMIN, expect, NOTHING_KEPT, PROVEN, test } from "./story";

async function withoutScripts(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.addCookies([{ name: "locale", value: "en", url: PROVEN.url }]);
  return context.newPage();
}

async function handIn(page: Page, { email, password }: typeof ADMIN): Promise<void> {
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const refusal = (page: Page) => page.getByRole("alert").filter({ hasText: "do not match" });

test("without scripts a person is refused, signs in, lands where they wanted to go, and signs out", async ({
  browser,
}) => {
  const page = await withoutScripts(browser);
  await page.goto("/audit-log");
  await expect(page).toHaveURL("/sign-in?next=%2Faudit-log");
  await handIn(page, { ...ADMIN, password: "bukan kata sandinya" });
  await expect(refusal(page)).toBeVisible();
  await handIn(page, ADMIN);
  await expect(page).toHaveURL("/audit-log");

  await page.locator("summary", { hasText: "Open the menu of" }).click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/audit-log");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.context().close();
});

test("a browser that keeps no cookies is told so, and nothing is checked", async ({ browser }) => {
  const page = await withoutScripts(browser);
  await page.goto("/sign-in");
  await page.context().clearCookies();
  await page.context().addCookies([{ name: "locale", value: "en", url: PROVEN.url }]);
  await handIn(page, ADMIN);
  await expect(page.getByRole("alert").filter({ hasText: "allow cookies" })).toBeVisible();
  // The answer has brought it once more.
  await handIn(page, ADMIN);
  await expect(page).toHaveURL("/registrations");
  await page.context().close();
});

test("what was typed stays when it is refused, and when nobody answers", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto("/sign-in?next=%2Faudit-log");
  await page.waitForLoadState("networkidle");
  await handIn(page, { ...ADMIN, password: "bukan kata sandinya" });
  await expect(refusal(page)).toBeVisible();
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(ADMIN.email);
  await expect(page).toHaveURL("/sign-in?next=%2Faudit-log");

  await page.context().setOffline(true);
  await handIn(page, ADMIN);
  await expect(page.getByRole("alert").filter({ hasText: "We got no answer from Mitra" })).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(ADMIN.password);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/audit-log");
  await page.context().close();
});

test("nobody is led to another site, and what next-auth does not need is closed", async ({ request }) => {
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const form = { csrfToken, ...ADMIN, callbackUrl: "https://jahat.example//registrations" };
  const answer = await request.post("/api/auth/callback/credentials", {
    form,
    maxRedirects: 0,
  });
  expect([answer.status(), answer.headers().location]).toEqual([302, "/registrations"]);
  const set = answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
  const session = set.find(({ value }) => value.includes("session-token="))?.value ?? "";
  expect(session).toMatch(/; HttpOnly/i);
  expect(session).toMatch(/; SameSite=Lax/i);
  expect(session).not.toMatch(/domain/i);

  const statusOf = async (path: string, options: Parameters<typeof request.fetch>[1]) =>
    (await request.fetch(`/api/auth/${path}`, { maxRedirects: 0, ...options })).status();
  expect(await statusOf("session", {})).toBe(404);
  for (const path of ["session", "_log", "signin/credentials", "signin"])
    expect(await statusOf(path, { method: "POST", form: { csrfToken } }), path).toBe(404);
  expect(await statusOf("signout", { method: "POST", data: { csrfToken } })).toBe(400);
  const foreign = { origin: "https://jahat.example", "sec-fetch-site": "cross-site" };
  for (const path of ["signout", "callback/credentials"])
    expect(await statusOf(path, { method: "POST", form, headers: foreign }), path).toBe(403);
  // Without its token the form signs nobody out.
  await statusOf("signout", { method: "POST", form: {} });
  expect((await request.get("/settings/profile", { maxRedirects: 0 })).status()).toBe(200);
  expect(await statusOf("signout", { method: "POST", form: { csrfToken } })).toBe(302);
  expect((await request.get("/settings/profile", { maxRedirects: 0 })).status()).toBe(307);
});

test.describe(() => {
  test.use({ role: "admin" });

  test("a cookie that was altered names nobody, in silence, and the page still asks to sign in", async ({
    page,
    playwright,
  }) => {
    const kept = (await page.context().cookies()).find(({ name }) => name.includes("session-token"));
    const [name, value] = [kept?.name ?? "", kept?.value ?? ""];
    for (const token of [`${value.slice(0, -6)}AAAAAA`, "x", "a.b.c.d.e"]) {
      const stranger = await playwright.request.newContext({
        storageState: NOTHING_KEPT,
        extraHTTPHeaders: { cookie: `${name}=${token}` },
      });
      const answer = await stranger.get("/settings/profile", { maxRedirects: 0 });
      expect([answer.status(), answer.headers().location]).toEqual([
        307,
        "/sign-in?next=%2Fsettings%2Fprofile",
      ]);
      await stranger.dispose();
    }
    const log = readFileSync(path.join(process.env.MITRA_LOGS ?? "", "web.log"), "utf8");
    expect(log).not.toMatch(/"code":"(JWT_SESSION|SIGNOUT)_ERROR"/);
  });

  test("who has set a password and cannot be signed in hears that it is saved", async ({ page, browser }) => {
    const putri = makePerson("Putri");
    const link = new URL(await addPerson(page, putri, "Viewer"));
    const context = await browser.newContext({ storageState: NOTHING_KEPT });
    const hers = await context.newPage();
    await hers.goto(link.pathname + link.search);
    await context.route("**/api/auth/**", (route) => route.abort());
    await hers.getByLabel("New password", { exact: true }).fill(putri.password);
    await hers.getByRole("button", { name: /Save password/ }).click();
    await expect(hers.getByRole("alert").filter({ hasText: "Your password is saved" })).toBeVisible();
    await context.unroute("**/api/auth/**");
    await hers.getByRole("link", { name: "Go to sign-in" }).click();
    await hers.waitForURL("**/sign-in");
    await handIn(hers, putri);
    await hers.waitForURL("**/registrations");
    await context.close();
  });
});
