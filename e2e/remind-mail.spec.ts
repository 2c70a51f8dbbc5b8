import pg from "pg";
import { inviteMerchants } from "../lib/testing/invited";
import { type ReceivedMail, startMailServer } from "./mail-server";
import { createMortalProduct } from "./mortal-product";
import { ADMIN, expect, expectAccessible, expectStatus, makeMerchant, register, signIn, test } from "./story";

// A product with a mail server: one merchant by a mail that was looked at first, two hundred by a bulk action whose
// processes are all killed while one e-mail is in the air.

const MERCHANTS = 200;
/** The e-mail that the mail server takes and never answers. */
const UNANSWERED = 80;

test.setTimeout(600_000);

test("two hundred are reminded by e-mail, killed in the middle, each once at most, and the one in the air is told", async ({
  page,
  complaints,
}) => {
  const received: ReceivedMail[] = [];
  const { server, settings } = await startMailServer((mails) => {
    // The admin's own digest may come at its hour, too.
    const merchants = mails.filter(({ to }) => to !== ADMIN.email);
    received.push(...merchants);
    return merchants.length === 0 || received.length !== UNANSWERED;
  });
  // Who is killed says no goodbye.
  server.on("error", () => undefined);
  const mortal = createMortalProduct(settings);
  try {
    let product = await mortal.start();
    await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
    await signIn(page, undefined, product);

    const merchant = makeMerchant();
    const id = await register(page, merchant, product);
    await expectStatus(page, "INVITED");
    await page.getByRole("button", { name: "Remind", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Email", exact: true }).click();
    await expect(dialog.getByText("This is exactly what leaves. Nothing has been sent yet")).toBeVisible();
    await expectAccessible(page);
    expect(received).toEqual([]);
    await dialog.getByLabel("Subject", { exact: true }).fill("Ayo lengkapi");
    await dialog.getByRole("button", { name: "Send email" }).click();
    await expect(
      dialog.getByText(`The mail server took the email to ${merchant.representativeEmail}`),
    ).toBeVisible();
    expect(received).toHaveLength(1);
    const [mail] = received;
    expect(mail?.to).toBe(merchant.representativeEmail);
    expect(mail?.source).toContain("Subject: Ayo lengkapi\r\n");
    expect(mail?.source).toContain(`Reply-To: ${ADMIN.email}\r\n`);
    for (const hidden of [id, merchant.invitedUserEmail]) expect(mail?.source).not.toContain(hidden);
    await page.keyboard.press("Escape");
    await expect(page.getByText("Sent a reminder by email")).toBeVisible();
    received.length = 0;

    await invite(product.databaseUrl);
    await page.goto(`${product.url}/registrations?status=INVITED`);
    await page.getByRole("checkbox", { name: "Select all on this page" }).check();
    await page.getByRole("button", { name: /^Select all 201 that match/ }).click();
    await page.getByRole("button", { name: "Remind by email" }).click();
    await expect(dialog.getByText(`${MERCHANTS} get an email each, in Indonesian`)).toBeVisible();
    await dialog.getByRole("button", { name: "English" }).press("Enter");
    await expect(dialog.getByText(`${MERCHANTS} get an email each, in English`)).toBeVisible();
    await expect(dialog.getByText("1: reminded less than a day ago")).toBeVisible();
    expect(received).toEqual([]);
    const size = page.viewportSize();
    for (const width of [360, size?.width ?? 1280])
      for (const colorScheme of ["dark", "light"] as const) {
        await page.setViewportSize({ width, height: size?.height ?? 720 });
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
    await dialog.getByRole("button", { name: `Remind ${MERCHANTS} merchants by email` }).click();
    await page.waitForURL(/\/jobs\//);
    const { pathname } = new URL(page.url());

    await expect.poll(() => received.length, { timeout: 120_000 }).toBe(UNANSWERED);
    // What a browser says about a server that is gone is not a complaint about the product.
    await page.goto("about:blank");
    complaints.length = 0;
    await mortal.killEverything();
    product = await mortal.start();
    // On another port now, where the browser has no session.
    await signIn(page, undefined, product);
    await page.goto(product.url + pathname);
    await expect(
      page.getByText(`${MERCHANTS - 1} emails were sent; 2 merchants are told of below`),
    ).toBeVisible({
      timeout: 180_000,
    });
    await page.getByRole("link", { name: /^May have been sent/ }).click();
    await expect(page.getByRole("cell", { name: /It is not sent again by itself/ })).toBeVisible();
    await expectAccessible(page);
    expect(received).toHaveLength(MERCHANTS);
    for (const { source } of received) expect(source).toContain("Hello ");
    await expect(page.getByText("In English")).toBeVisible();
    expect(new Set(received.map(({ to }) => to)).size).toBe(MERCHANTS);
  } finally {
    await mortal.remove();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

/** Merchants who were invited yesterday, past the form. */
async function invite(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  try {
    const { rows } = await pool.query<{ ownerId: string; credentialId: string }>(
      `select u.id as "ownerId", c.id as "credentialId" from "user" u, credential c where u.email_key = $1`,
      [ADMIN.email],
    );
    const [by] = rows;
    if (!by) throw new Error("there is nobody to own them");
    await inviteMerchants(pool, { ...by, count: MERCHANTS, hoursAgo: 24 });
  } finally {
    await pool.end();
  }
}
