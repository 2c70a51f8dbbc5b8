import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import pg from "pg";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { createMortalProduct } from "./mortal-product";
import { countPresses } from "./presses";
import {
  expect,
  expectAccessible,
  makeMerchant,
  moveTo,
  PLACES,
  readLedger,
  register,
  signIn,
  test,
} from "./story";

test.setTimeout(420_000);

const MINUTES_OF_PRESSING = 3;
const REFUSED = 43;
const SPECIAL = "business.name: must not contain special characters";

/** A round of the morning: copies of a registration that DOKU refused for a sign in their names, oldest first. */
async function makeRefused(connectionString: string, base: string, names: readonly string[]) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const [place, name] of names.entries()) {
      const word = randomUUID().slice(0, 8);
      await client.query(
        `insert into registration select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'form_key', gen_random_uuid(),
                  'request_id', gen_random_uuid(), 'partner_ref_id', 'REF-' || $2::text, 'partner_ref_key', lower('REF-' || $2),
                  'business_name', $3::text, 'name_key', upper($2), 'phone_e164', '+62815' || floor(random() * 1e8), 'invited_at', null,
                  'representative_email', $2 || '@kopi.example', 'representative_email_key', $2 || '@kopi.example',
                  'invited_user_email', 'undangan+' || $2 || '@kopi.example', 'invited_user_email_key', 'undangan+' || $2 || '@kopi.example',
                  'phone_input', '0815' || floor(random() * 9e7 + 1e7), 'status', 'NEEDS_FIX', 'last_outcome', 'refused',
                  'cause', 'refused.businessName.0badcafe', 'problem', $4::text, 'problem_field', 'businessName',
                  'created_at', now() - make_interval(mins => $5)))).*
           from registration r where id = $1`,
        [base, word, name, SPECIAL, names.length - place],
      );
    }
  } finally {
    await client.end();
  }
}

for (const place of PLACES) {
  const say = createTranslatorFor(place.locale, "fixing");
  const counted = (position: number) => say("counter", { position, total: REFUSED });
  const label = createTranslatorFor(place.locale, "form")("businessName");
  const invited = createTranslatorFor(place.locale, "status")("INVITED");

  test(`43 refusals are worked through by the keyboard alone, and DOKU has what was typed, on ${place.place}`, async ({
    page,
  }) => {
    const mortal = createMortalProduct({ DOKU_REPLAY: "proven" });
    try {
      const product = await mortal.start();
      await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
      const presses = await countPresses(page);
      await signIn(page, undefined, product);
      const base = await register(page, makeMerchant(), product);
      const names = Array.from({ length: REFUSED }, (_, number) => `Kopi & Senja ${number + 1}`);
      await makeRefused(product.databaseUrl, base, names);

      await moveTo(page, place, product);
      await page.goto(`${product.url}/registrations?status=NEEDS_FIX&owner=me`);
      await page.getByRole("button", { name: say("fixAll") }).press("Enter");
      await page.waitForURL(/\/registrations\/fix/);
      const field = page.getByLabel(label, { exact: true });
      const isAt = (position: number) =>
        expect(page.getByRole("status").filter({ hasText: counted(position) })).toHaveText(counted(position));
      await isAt(1);
      await expect(field).toHaveValue("Kopi & Senja 43");
      await expectAccessible(page);
      const before = await presses();
      const begun = Date.now();
      const typed: string[] = [];
      for (let done = 0; done < REFUSED; done++) {
        await expect(field).toHaveValue(`Kopi & Senja ${REFUSED - done}`);
        await expect(field).toBeFocused();
        // What was refused is selected: it is typed over.
        const name = `Kopi Senja ${REFUSED - done}`;
        typed.push(name);
        await page.keyboard.type(name);
        await page.keyboard.press("Enter");
        if (done === 20) {
          // Whoever leaves in the middle comes back to where they were.
          await expect(field).toHaveValue(`Kopi & Senja ${REFUSED - done - 1}`);
          await page.reload();
          await isAt(22);
        }
      }
      await expect(
        page.getByRole("heading", { name: say("end.title", { sent: REFUSED, skipped: 0 }) }),
      ).toBeFocused();
      const minutes = (Date.now() - begun) / 60_000;
      const pressed = (await presses()) - before;
      test.info().annotations.push({
        type: "measured",
        description: `${REFUSED} refusals: ${pressed} presses, ${minutes.toFixed(2)} minutes`,
      });
      expect(minutes).toBeLessThan(MINUTES_OF_PRESSING);
      // One press beside the typing for each.
      expect(pressed).toBe(typed.join("").length + REFUSED);
      await expect(page.getByRole("status").filter({ hasText: invited })).toContainText("43", {
        timeout: 60_000,
      });

      const { businesses } = await readLedger({ url: product.url, standInUrl: product.standInUrl });
      const made = businesses.map(({ body }) => body.business.name).filter((name) => typed.includes(name));
      expect(made.toSorted()).toEqual(typed.toSorted());
    } finally {
      await page.goto("about:blank");
      await mortal.remove();
    }
  });
}

test("one is passed over and come back to, a typed one is not lost, and the signs of many names are taken out at once", async ({
  page,
}) => {
  const mortal = createMortalProduct({ DOKU_REPLAY: "proven" });
  try {
    const product = await mortal.start();
    await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
    await signIn(page, undefined, product);
    const base = await register(page, makeMerchant(), product);
    const names = ["Toko “Maju” #1", "Café Melati", "Kopi & Senja", "Warung & Pojok"];
    await makeRefused(product.databaseUrl, base, names);
    await page.goto(`${product.url}/registrations/fix?status=NEEDS_FIX`);
    const fieldOf = (of: Page) => of.getByLabel("Business name", { exact: true });
    const field = fieldOf(page);
    // One of them is sent from another tab while it is worked on here.
    await expect(field).toHaveValue("Warung & Pojok");
    const other = await page.context().newPage();
    await other.goto(page.url());
    await fieldOf(other).fill("Warung Pojok");
    await fieldOf(other).press("Enter");
    await expect(fieldOf(other)).toHaveValue("Kopi & Senja");
    await other.close();
    await field.fill("Warung Sudut");
    await field.press("Enter");
    const parted = page
      .getByRole("alert")
      .filter({ hasText: "Warung & Pojok was sent or changed meanwhile" });
    await expect(parted).toContainText("What you typed for it here was not sent");
    await expect(field).toBeFocused();
    await expectAccessible(page);
    await expect(field).toHaveValue("Kopi & Senja");
    await expect(field).toHaveAccessibleDescription(/Business name has “&”, which DOKU does not accept/);
    await field.fill("Kopi dan Senja");
    await page.keyboard.press("F8");
    await expect(field).toHaveValue("Café Melati");
    await expect(parted).toBeHidden();
    await expect(field).toBeFocused();
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await expect(page.getByRole("heading", { name: "Nothing was sent, 3 skipped" })).toBeFocused();
    await page.getByRole("button", { name: "Go through the 3 skipped" }).press("Enter");
    // What was typed before it was passed over is still there.
    await expect(field).toHaveValue("Kopi dan Senja");
    await field.press("Enter");
    await expect(field).toHaveValue("Café Melati");

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Take them out" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("listitem")).toHaveCount(2);
    await expect(dialog).toContainText("Cafe Melati");
    await expect(dialog).toContainText("Toko Maju 1");
    await expect(dialog).toContainText("What DOKU was sent cannot be taken back");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Change and send 2" }).click();
    await page.waitForURL(/\/jobs\//);
    await expect(page.locator("[data-job-status]")).toHaveAttribute("data-job-status", "finished", {
      timeout: 30_000,
    });
    await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
    await expect
      .poll(async () => {
        const { businesses } = await readLedger({ url: product.url, standInUrl: product.standInUrl });
        return businesses.map(({ body }) => body.business.name);
      })
      .toEqual(expect.arrayContaining(["Kopi dan Senja", "Cafe Melati", "Toko Maju 1", "Warung Pojok"]));
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});
