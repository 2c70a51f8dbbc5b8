import { randomUUID } from "node:crypto";
import pg from "pg";
import { createMortalProduct } from "./mortal-product";
import { countPresses } from "./presses";
import { expect, expectAccessible, makeMerchant, register, signIn, test } from "./story";

test.setTimeout(420_000);

const QUIET = 20;
const MINUTES_OF_PRESSING = 2;
/** What is pressed for one after the other: remind, put off, done. */
const KEYS = ["Enter", "s", "d"];

async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Copies of an invited registration that were invited five days ago, the first of them last. */
async function makeQuiet(url: string, base: string): Promise<void> {
  for (let place = 1; place <= QUIET; place++) {
    const word = randomUUID().slice(0, 8);
    await ask(
      url,
      `insert into registration select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'form_key', gen_random_uuid(),
              'request_id', gen_random_uuid(), 'partner_ref_id', 'REF-' || $2::text, 'partner_ref_key', lower('REF-' || $2),
              'business_name', 'Kopi Diam ' || $3::int, 'name_key', upper($2),
              'invited_at', now() - interval '5 days', 'created_at', now() - interval '5 days' - make_interval(mins => $3)))).*
         from registration r where id = $1`,
      [base, word, place],
    );
  }
}

test("twenty quiet merchants are worked through by the keyboard alone, and a follow-up returns on its day", async ({
  page,
}) => {
  const mortal = createMortalProduct({ DOKU_REPLAY: "proven" });
  try {
    const product = await mortal.start();
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
    page.setDefaultTimeout(30_000);
    const presses = await countPresses(page);
    // Nothing leaves this machine: WhatsApp answers here.
    const opened: string[] = [];
    await page.context().route("https://wa.me/**", (route) => {
      opened.push(route.request().url());
      return route.fulfill({ contentType: "text/html", body: "<title>WhatsApp</title>" });
    });
    await signIn(page, undefined, product);
    const base = await register(page, makeMerchant({ businessName: "Kopi Ramai" }), product);
    await makeQuiet(product.databaseUrl, base);

    // The list, its counts and *Needs you* agree, and one who was invited today is not quiet.
    await page.goto(`${product.url}/registrations?status=all&owner=me`);
    const needs = page.getByRole("region", { name: "Needs you" });
    await expect(needs.getByRole("listitem").filter({ hasText: "Invited, with no change" })).toContainText(
      "20",
    );
    await expectAccessible(page);
    await needs.getByRole("link", { name: /20 · Quiet/ }).click();
    await page.waitForURL(/turn=quiet/);
    await expect(page.locator("tbody tr")).toHaveCount(QUIET);
    await expect(page.getByRole("navigation", { name: "Status" })).toContainText("Invited20");
    await expect(page.getByText("1–20 of 20")).toBeVisible();
    await expect(page.getByRole("button", { name: "Waiting for you: Quiet", exact: true })).toBeVisible();

    await page.goto(`${product.url}/registrations?status=all&owner=me`);
    // What was seen is folded, until somebody opens it.
    await needs.getByRole("button", { name: "Needs you" }).press("Enter");
    await needs.getByRole("button", { name: "Work through", description: /Quiet/ }).press("Enter");
    await page.waitForURL(/\/registrations\/work\?/);
    const counter = page.getByRole("status").filter({ hasText: /^\d+ of 20$/ });
    const name = page.locator("main").getByRole("heading", { level: 2 });
    await expect(name).toHaveText("Kopi Diam 1");
    await expect(name).toBeFocused();
    await expectAccessible(page);
    const before = await presses();
    const begun = Date.now();
    for (let place = 1; place <= QUIET; place++) {
      await expect(name).toHaveText(`Kopi Diam ${place}`);
      // From then on its keys are heard.
      await expect(name).toBeFocused();
      await page.keyboard.press(KEYS[place % KEYS.length] ?? "d");
      if (place === 10) {
        // Whoever leaves in the middle comes back to where they were.
        await expect(name).toHaveText("Kopi Diam 11");
        await page.reload();
        await expect(counter).toHaveText("11 of 20");
      }
    }
    await expect(page.getByRole("heading", { name: "20 merchants worked through" })).toBeFocused();
    const minutes = (Date.now() - begun) / 60_000;
    const pressed = (await presses()) - before;
    test.info().annotations.push({
      type: "measured",
      description: `${QUIET} quiet merchants: ${pressed} presses, ${minutes.toFixed(2)} minutes`,
    });
    expect(minutes).toBeLessThan(MINUTES_OF_PRESSING);
    expect(pressed).toBe(QUIET);
    const snoozed = await ask<{ name: string }>(
      product.databaseUrl,
      `select business_name as name from registration where follow_up_at > now() and follow_up_at < now() + interval '33 hours'
        order by created_at desc`,
    );
    const pressedBy = (key: string) =>
      Array.from({ length: QUIET }, (_, place) => place + 1)
        .filter((place) => KEYS[place % KEYS.length] === key)
        .map((place) => `Kopi Diam ${place}`);
    expect(snoozed.map((row) => row.name)).toEqual(pressedBy("s"));
    const nudged = await ask<{ name: string }>(
      product.databaseUrl,
      `select r.business_name as name from nudge n join registration r on r.id = n.registration_id
        where n.channel = 'whatsapp' and n.state = 'handed_over' order by n.at`,
    );
    expect(nudged.map((row) => row.name)).toEqual(pressedBy("Enter"));
    await expect.poll(() => opened.length).toBe(nudged.length);
    for (const [place, url] of opened.entries()) {
      expect(url).toMatch(/^https:\/\/wa\.me\/62\d+\?text=/);
      expect(new URL(url).searchParams.get("text")).toContain(nudged[place]?.name);
    }

    // Each press of another day is understood in words, or told why it is none.
    await page.goto(`${product.url}/registrations/${base}`);
    await page.getByRole("button", { name: "Follow up" }).click();
    const dialog = page.getByRole("dialog");
    const day = dialog.getByLabel("Day");
    await expect(day).toBeFocused();
    await day.fill("31 Februari");
    await day.press("Enter");
    await expect(day).toHaveAccessibleDescription(/There is no such day in the calendar/);
    await expectAccessible(page);
    await day.fill("lusa");
    await dialog.getByLabel("Note (optional)").fill("Telepon Pak Budi");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(/^Follow up on \d+ \w+ \d{4}$/)).toBeVisible();
    await expect(page.getByText("Telepon Pak Budi")).toBeVisible();

    // On its day it is back: in the page of follow-ups, in *Needs you*, and in the list.
    await ask(product.databaseUrl, "update registration set follow_up_at = now() where id = $1", [base]);
    await page.getByRole("link", { name: "Follow-ups" }).first().click();
    await page.waitForURL(/\/follow-ups$/);
    const due = page.getByRole("region", { name: "Due 1" });
    await expect(due.getByRole("link")).toHaveText("Kopi Ramai");
    await expectAccessible(page);
    await page.goto(`${product.url}/registrations?status=all&owner=me`);
    await needs.getByRole("button", { name: "Work through", description: /Follow-up due/ }).press("Enter");
    await expect(name).toHaveText("Kopi Ramai");
    await expect(page.getByText("Telepon Pak Budi")).toBeVisible();
    // A colleague puts it off under one's hands: that is told, and nobody takes it for done.
    await expect(name).toBeFocused();
    const plan = "update registration set follow_up_at = now() + $2::interval where id = $1";
    await ask(product.databaseUrl, plan, [base, "5 days"]);
    await page.keyboard.press("d");
    await expect(
      page.getByRole("alert").filter({ hasText: "Kopi Ramai was changed meanwhile" }),
    ).toBeVisible();
    await expect(page.getByRole("heading", { name: "Nobody is left here" })).toBeFocused();
    await expectAccessible(page);
    await ask(product.databaseUrl, plan, [base, "0 days"]);
    await page.goto(`${product.url}/follow-ups`);
    await due.getByRole("link").focus();
    await page.keyboard.press("d");
    await expect(due).toBeHidden();
    await expect(page.getByRole("status").filter({ hasText: "the follow-up is done" })).toBeVisible();
    await expect(page.getByRole("region")).toHaveCount(1);
    await expect(page.getByRole("region").getByRole("listitem")).toHaveCount(snoozed.length);
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});
