import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as askOverHttp, type IncomingMessage } from "node:http";
import path from "node:path";
import type { Page } from "@playwright/test";
import pg from "pg";
import { addPerson, makePerson, setUp } from "./person";
import { expect, NOTHING_KEPT, PROVEN, signIn, test } from "./story";

test.use({ role: "admin" });

type Ask = { path: string; method?: string; headers?: Record<string, string>; body?: string };

/** One request over a connection of its own; `isRead` false leaves its body where it is. */
function ask(
  { path: address, method = "GET", headers = {}, body }: Ask,
  isRead = true,
): Promise<IncomingMessage> {
  const url = new URL(PROVEN.url);
  return new Promise((resolve, reject) => {
    const asked = askOverHttp(
      { host: url.hostname, port: url.port, path: address, method, headers, agent: false },
      (answer) => {
        if (isRead) answer.resume();
        resolve(answer);
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

const openMenu = (page: Page) => page.locator("summary", { hasText: "Open the menu of" }).click();

const statusOf = async (asked: Ask) => (await ask(asked)).statusCode;

const action = (bytes: number): Ask => ({
  path: "/sign-in",
  method: "POST",
  headers: { "next-action": "00", "content-type": "text/plain", "content-length": String(bytes) },
  body: `${"[".repeat(bytes / 2)}${"]".repeat(bytes / 2)}`,
});

test("strangers are answered for what cannot be read, and nobody is disturbed", async () => {
  expect(await statusOf({ path: "/registrations/%c0%ae" })).toBe(400);
  expect(await statusOf({ path: "/", method: "TRACE" })).toBe(405);
  expect(await statusOf({ path: "/api/health", method: "HEAD" })).toBe(200);
  const image = "/_next/image?url=%2Ficon.svg&w=64&q=75";
  expect(await statusOf({ path: image, headers: { "next-action": "00" } })).toBe(404);
  const json = { "content-type": "application/json" };
  expect(
    await statusOf({ path: "/api/auth/callback/credentials", method: "POST", headers: json, body: "{" }),
  ).toBe(400);
  const leaving = encodeURIComponent(`${PROVEN.url}.jahat.example/`);
  expect(await statusOf({ path: `/api/auth/signin?callbackUrl=${leaving}` })).toBeLessThan(500);
  expect(
    await statusOf({ ...action(100), headers: { ...action(100).headers, origin: "https://jahat.example" } }),
  ).toBe(403);
});

test("every answer bears the headers that keep it to itself, whoever gave it", async () => {
  const foreign = { ...action(100).headers, origin: "https://jahat.example" };
  const asked: [string, Ask][] = [
    ["a page", { path: "/sign-in" }],
    ["an action", action(100)],
    ["a refusal", { ...action(100), headers: foreign }],
    ["a question of the page", { path: "/api/live" }],
    ["an upload", { path: "/registrations/import/upload", method: "POST", body: "" }],
  ];
  for (const [name, one] of asked) {
    const { headers } = await ask(one);
    expect(headers, name).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "referrer-policy": "same-origin",
      "cache-control": expect.stringContaining("no-store"),
    });
  }
  const policyOf = async (one: Ask) => (await ask(one)).headers["content-security-policy"];
  expect(await policyOf({ path: "/sign-in" })).toContain("'strict-dynamic'");
  expect(await policyOf(action(100))).toBe("default-src 'none'; frame-ancestors 'none'");
  const setup = await ask({ path: "/setup?token=x" });
  expect(setup.headers["referrer-policy"], "the token must not travel on").toBe("no-referrer");
});

test("an action is taken where a proxy names another host than the page, and only from a page of ours", async () => {
  const answer = await statusOf(action(100));
  const behind = { ...action(100).headers, host: "mitra.internal:3000", "sec-fetch-site": "same-origin" };
  const from = (origin: string) => statusOf({ ...action(100), headers: { ...behind, origin } });
  expect(await from(PROVEN.url)).toBe(answer);
  expect(await from("null"), "a page that hides its address").toBe(answer);
  const cross = { ...behind, "sec-fetch-site": "cross-site", origin: PROVEN.url };
  expect(await statusOf({ ...action(100), headers: cross })).toBe(403);
});

test("a large body is refused before it is read, and many of them at once disturb nobody", async () => {
  expect(await statusOf(action(800_000))).toBe(413);
  expect(await statusOf(action(20_000))).toBe(413);
  expect(await statusOf(action(4_000))).toBeLessThan(413);
  const many = Array.from({ length: 10 }, () => statusOf(action(800_000)));
  const health = await Promise.all(Array.from({ length: 10 }, () => statusOf({ path: "/api/health/live" })));
  expect(new Set(health)).toEqual(new Set([200]));
  expect(new Set(await Promise.all(many))).toEqual(new Set([413]));
});

test("nobody's paused downloads keep others from theirs, and HEAD opens nothing", async ({ openAs }) => {
  const viewer = await openAs("viewer");
  const cookies = await viewer.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const body = "query=&format=csv&columns=merchant";
  const exporting: Ask = {
    path: "/registrations/export",
    method: "POST",
    headers: {
      cookie,
      origin: PROVEN.url,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": String(body.length),
    },
    body,
  };
  // A slot is held as long as a file is being read, and by a reader who stands still.
  for (let run = 0; run < 6; run += 1) {
    const file = await ask(exporting, false);
    file.resume();
    await once(file, "end");
    expect(file.statusCode).toBe(200);
  }
  for (const address of [
    "/api/live",
    `/imports/${crypto.randomUUID()}/results`,
    "/registrations/import/template",
  ])
    expect(await statusOf({ path: address, method: "HEAD", headers: { cookie } }), address).toBe(405);
});

test("who signs in over an open session ends it, and a sign-out empties the other tabs", async ({
  page,
  browser,
}) => {
  const rina = makePerson("Rina");
  const rinas = await setUp(browser, await addPerson(page, rina, "Account manager"), rina);
  const context = rinas.context();
  const before = await context.cookies();
  // The form is handed in with the old cookie still there.
  const other = await browser.newContext({ storageState: NOTHING_KEPT });
  const otherPage = await other.newPage();
  await otherPage.goto("/sign-in");
  await other.addCookies(before.filter(({ name }) => name.includes("session-token")));
  await otherPage.getByLabel("Email", { exact: true }).fill(rina.email);
  await otherPage.getByLabel("Password", { exact: true }).fill(rina.password);
  await otherPage.getByRole("button", { name: "Sign in", exact: true }).click();
  await otherPage.waitForURL("**/registrations");
  await rinas.goto("/registrations");
  await expect(rinas).toHaveURL(/\/sign-in/);

  const tab = await other.newPage();
  await tab.goto("/registrations/new");
  await tab.getByLabel("Business name", { exact: true }).fill("Kopi Rahasia");
  await expect
    .poll(() => tab.evaluate(() => JSON.stringify(Object.entries(sessionStorage))))
    .toContain("Kopi Rahasia");
  await openMenu(otherPage);
  await otherPage.getByRole("button", { name: "Sign out", exact: true }).click();
  await otherPage.waitForURL("**/sign-in");
  await expect(tab).toHaveURL(/\/sign-in/);
  expect(await tab.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))).not.toContain(
    "Kopi Rahasia",
  );
  await context.close();
  await other.close();
});

test("what is refused is a line of the log with who, from where and at which door, and quotes nobody", async () => {
  const headers = { "next-action": "00", "content-type": "text/plain" };
  const sent = "\u001b[31mX\nroot: ok";
  await statusOf({ path: "/sign-in", method: "POST", headers, body: sent });
  await statusOf({ path: "/registrations/import/upload", method: "POST", body: "" });
  await statusOf({ ...action(20_000), headers: { ...action(20_000).headers, "next-action": "7f" } });
  const log = readFileSync(path.join(process.env.MITRA_LOGS ?? "", "web.log"), "utf8");
  const lines = log
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  expect(log).not.toMatch(/root: ok|\[31mX/);
  const refusals = lines.filter(({ security }) => security);
  expect(refusals).toContainEqual(
    expect.objectContaining({
      event: "not_signed_in",
      door: "POST /registrations/import/upload",
      address: "127.0.0.1",
    }),
  );
  expect(refusals).toContainEqual(expect.objectContaining({ event: "body_refused", door: "POST /sign-in" }));
});

test("guesses of a stranger keep nobody out who has signed in there before", async ({ page, browser }) => {
  const dewi = makePerson("Dewi");
  const hers = await setUp(browser, await addPerson(page, dewi, "Account manager"), dewi);
  const client = new pg.Client({ connectionString: process.env.MITRA_DATABASE_URL });
  await client.connect();
  try {
    const stranger = await browser.newContext({ storageState: NOTHING_KEPT });
    const guessing = await stranger.newPage();
    await guessing.goto("/sign-in");
    for (let guess = 0; guess < 11; guess += 1) {
      await guessing.getByLabel("Email", { exact: true }).fill(dewi.email);
      await guessing.getByLabel("Password", { exact: true }).fill(`tebakan ${guess}`);
      await guessing.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(guessing.getByRole("alert").first()).toBeVisible();
    }
    await expect(guessing.getByRole("alert").first()).toContainText(/wait|again at/i);
    await stranger.close();
    await openMenu(hers);
    await hers.getByRole("button", { name: "Sign out", exact: true }).click();
    await hers.waitForURL("**/sign-in");
    await signIn(hers, dewi);
  } finally {
    // Other stories sign in from this machine, too.
    await client.query("delete from rate_limit where key like 'sign_in_address%'");
    await client.end();
  }
  await hers.context().close();
});
