import { buffer } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { makeXlsx } from "@/lib/spreadsheet/testing/make-xlsx";
import { expect, expectAccessible, makeMerchant, PROVEN, readLedger, test } from "./story";
import { numberXml, rowXml } from "./workbook";

test.use({ role: "manager" });

const HEADINGS = ["No", "Nama Toko", "PIC", "No. HP", "Email PIC", "Alamat"];
const NAME = 1;
const PERSON = 2;
const PHONE = 3;
const EMAIL = 4;
const STYLES = `<numFmts><numFmt numFmtId="164" formatCode="mmm-yy"/><numFmt numFmtId="165" formatCode="000000000000"/></numFmts>
  <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="3"/></cellXfs>`;
const [DAY, TWELVE_DIGITS, THOUSANDS] = [1, 2, 3];

test("a workbook of fifty rows as people have them is guessed, checked, told, fixed and sent as the screen shows it", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const rows = Array.from({ length: 50 }, (_, place) => makeRow(place));
  const hidden = [makeRow(50), makeRow(51)];
  const bandung = Array.from({ length: 3 }, (_, place) => makeRow(place));
  const at = (place: number) => rows[place] ?? [];
  const [ani, budi] = [makeMerchant().representativeEmail, makeMerchant().representativeEmail];
  at(1)[EMAIL] = `mailto:${at(1)[EMAIL]}`;
  at(2)[EMAIL] = `Budi Santoso <${at(2)[EMAIL]}>`;
  at(3)[EMAIL] = `${ani}; ${budi}`;
  at(4)[EMAIL] = at(4)[EMAIL]?.replace(".example", " .example") ?? "";
  const [first, second] = [at(5)[PHONE], makeMerchant().phoneNumber];
  at(5)[PHONE] = `${first} / ${second}`;
  at(6)[PHONE] = `001 62 ${at(6)[PHONE]?.slice(1)}`;
  at(7)[PHONE] = at(7)[PHONE]?.replace(/(....)(....)/, "$1_$2_") ?? "";
  at(8)[PERSON] = "-";
  at(9)[EMAIL] = makeMerchant({}, "refused").invitedUserEmail;
  at(10)[PERSON] = numberXml(46_082, DAY);
  const [filled, plain, parted] = [11, 12, 13].map((place) => Number(at(place)[PHONE]));
  at(11)[PHONE] = numberXml(filled ?? 0, TWELVE_DIGITS);
  at(12)[PHONE] = numberXml(plain ?? 0);
  at(13)[PHONE] = numberXml(parted ?? 0, THOUSANDS);
  const shop = Date.now() % 10_000_000;
  const shopAsShown = shop.toLocaleString("en");
  at(14)[NAME] = numberXml(shop, THOUSANDS);
  const unnamed = makeRow(15)[NAME] ?? "";
  at(15)[NAME] = numberXml(46_082, DAY);
  // A title, a blank line and the headings stand above, and two hidden rows between the others.
  const HIDDEN_FROM = 24;
  const rowOf = (place: number) => place + 4 + (place + 4 >= HIDDEN_FROM ? hidden.length : 0);
  const workbook = await buffer(
    makeXlsx({
      sheets: [
        {
          name: "Jakarta",
          data: [
            rowXml(1, ["Data Merchant", "November"]),
            rowXml(3, HEADINGS),
            ...[...rows.slice(0, HIDDEN_FROM - 4), ...hidden, ...rows.slice(HIDDEN_FROM - 4)].map(
              (cells, place) => rowXml(place + 4, cells, hidden.includes(cells) ? 'hidden="1"' : ""),
            ),
          ].join(""),
        },
        {
          name: "Bandung",
          data: [HEADINGS, ...bandung].map((cells, place) => rowXml(place + 1, cells)).join(""),
        },
      ],
      styles: STYLES,
    }),
  );
  await handIn(page, "Data Merchant.xlsx", workbook);

  await expect(page.getByText("4 columns are guesses")).toBeVisible();
  await expect(page.getByLabel("What “Nama Toko” is")).toHaveValue("businessName");
  await expect(page.getByLabel("What “PIC” is")).toHaveValue("representativeName");
  await expect(page.getByLabel("What “No. HP” is")).toHaveValue("phoneNumber");
  await expect(page.getByLabel("What “Email PIC” is")).toHaveValue("bothEmails");
  await expect(page.getByLabel("What “Alamat” is")).toHaveValue("");
  await expect(page.locator("[data-guess]")).toHaveCount(4);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Check the rows" }).click();
  await expectStanding(page, "checked");
  const verdict = page.getByText("43 rows ready, 6 need fixing");
  await expect(verdict).toBeFocused();
  await expect(verdict).toBeInViewport();
  await expect(page.getByText("Read from the sheet “Jakarta”.")).toContainText("“Bandung” (3 rows)");
  await expect(
    page.getByText("2 rows are hidden in the file: 24–25. They are left out and not sent."),
  ).toBeVisible();

  // From anywhere on the page.
  await page.keyboard.press("F8");
  await expect(page.getByRole("textbox", { name: `Email PIC, row ${rowOf(3)}` })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Use ${budi} in row ${rowOf(3)}` }).click();
  await expect(page.getByText("44 rows ready, 5 need fixing")).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^Use .* in row ${rowOf(4)}$`) }).click();
  await expect(page.getByText("45 rows ready, 4 need fixing")).toBeVisible();
  await page.getByRole("button", { name: `Use ${second} in row ${rowOf(5)}` }).click();
  await expect(page.getByText("46 rows ready, 3 need fixing")).toBeVisible();
  // A row that is mended leaves, and the focus goes to the first one that is left.
  await expect(page.locator(`#cell-${rowOf(8)}-${PERSON}`)).toBeFocused();
  await page.keyboard.press("Enter");
  const person = page.getByRole("textbox", { name: `PIC, row ${rowOf(8)}` });
  await person.fill("Siti Contoh");
  await person.press("Enter");
  await expect(page.getByText("47 rows ready, 2 need fixing")).toBeVisible();
  // The key opens the one that the focus came to, and passes by none.
  await expect(page.locator(`#cell-${rowOf(10)}-${PERSON}`)).toBeFocused();
  await page.keyboard.press("F8");
  await expect(page.getByRole("textbox", { name: `PIC, row ${rowOf(10)}` })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Excel turned this into a date or time and shows “Mar-26”.")).toHaveCount(2);
  await page.getByRole("button", { name: `Use Mar-26 in row ${rowOf(10)}` }).click();
  await expect(page.getByText("48 rows ready, 1 needs fixing")).toBeVisible();
  await expect(page.locator(`#cell-${rowOf(15)}-${NAME}`)).toBeFocused();
  await page.keyboard.press("F8");
  const name = page.getByRole("textbox", { name: `Nama Toko, row ${rowOf(15)}` });
  await name.fill(unnamed);
  await name.press("Enter");
  await expect(page.getByText("49 rows ready, none needs fixing")).toBeVisible();
  await page.getByRole("link", { name: /^Warning/ }).click();
  await expect(page.getByText(`The cell holds ${shop}, but Excel shows “${shopAsShown}”.`)).toBeVisible();
  await page.getByRole("button", { name: `Use ${shopAsShown} in row ${rowOf(14)}` }).click();
  await expect(page.getByText("50 rows ready, none needs fixing")).toBeVisible();
  await expectAccessible(page);

  const shown = await readGrid(page);
  expect(shown[11]?.phone).toBe(`${filled}`.padStart(12, "0"));
  expect([shown[10]?.person, shown[14]?.name, shown[15]?.name]).toEqual(["Mar-26", shopAsShown, unnamed]);
  await page.getByRole("button", { name: "Send 50 registrations" }).click();
  await expectStanding(page, "finished");
  await expect(page.getByText("49 registered, 0 not sure yet, 1 refused by DOKU, 0 not sent.")).toBeVisible();
  await page.goto(page.url().split("?")[0] ?? "");
  await expect(page.getByRole("link", { name: /^Needs attention/ })).toHaveAttribute("aria-current", "page");
  await expect(page.locator("tbody[data-row]")).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole("link", { name: /^Handed over/ }).click();
  await expect(page.getByRole("button", { name: /^Copy Business ID/ })).toHaveCount(49);

  const unsent = [...hidden, ...bandung].map((cells) => cells[NAME] ?? "");
  const names = new Set([...shown.map((row) => row.name), ...unsent]);
  const businesses = (await readLedger()).businesses.map(({ body }) => body as Body);
  const sent = businesses
    .filter(({ business }) => names.has(business.name))
    .map(({ business: { name, contact }, invited_user }) => ({ business: { name, contact }, invited_user }));
  const accepted = shown.filter(({ email }) => !email.startsWith("refused"));
  expect(sent.toSorted(byName)).toEqual(accepted.map(asBody).toSorted(byName));
});

test("a file that was corrected and uploaded again replaces the earlier one when the person says so", async ({
  page,
}) => {
  const headings = [
    "Nama bisnis",
    "Nama perwakilan",
    "Email perwakilan",
    "Nomor telepon",
    "Email pengguna yang diundang",
  ];
  const rows = Array.from({ length: 3 }, () => {
    const merchant = makeMerchant();
    const { businessName, representativeName, representativeEmail, phoneNumber, invitedUserEmail } = merchant;
    return [businessName, representativeName, representativeEmail, phoneNumber, invitedUserEmail];
  });
  const file = (table: string[][]) => [headings, ...table].map((cells) => cells.join(",")).join("\n");
  await handIn(page, "daftar.csv", file(rows));
  await expectStanding(page, "checked");
  const earlier = page.url();
  await page.locator("#cell-4-1").click();
  await page.getByRole("textbox", { name: "Nama perwakilan, row 4" }).fill("Siti Contoh");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Row 4 is ready.")).toBeVisible();
  const mended = rows.map((row, place) => (place < 2 ? row.with(PHONE, makeMerchant().phoneNumber) : row));
  await handIn(page, "daftar.csv", file(mended));
  await expectStanding(page, "checked");
  await expect(page.getByText("1 row ready, none needs fixing, 2 look like duplicates")).toBeVisible();
  await expect(page.getByText(/^Replace daftar.csv of /)).toBeVisible();
  await expect(page.getByText("1 of its rows was changed, accepted or left out in Mitra.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Replace it" }).click();
  await expect(page.getByText("3 rows ready, none needs fixing, none looks like a duplicate")).toBeVisible();
  await expect(page.getByText(/^Replace daftar.csv of /)).toHaveCount(0);
  await page.goto(earlier);
  await expectStanding(page, "stopped");
  await expect(page.getByText(/^Replaced by daftar.csv of /)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Send / })).toHaveCount(0);
  await expectAccessible(page);
});

test("a message pasted into the business name is put into its fields with one press", async ({
  page,
  context,
}) => {
  const { businessName, representativeEmail, phoneNumber } = makeMerchant();
  const message = `Nama usaha: ${businessName}\nPIC: Budi Santoso\nEmail: ${representativeEmail}\nHP: ${phoneNumber} / 081234567890`;
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: PROVEN.url });
  await page.goto("/registrations/new");
  const name = page.getByLabel("Business name", { exact: true });
  await name.click();
  await page.evaluate((text) => navigator.clipboard.writeText(text), message);
  await page.keyboard.press("ControlOrMeta+v");
  await expect(page.getByText("This looks like a message with 4 answers")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Put them into their fields" }).click();
  await expect(name).toHaveValue(businessName);
  await expect(name).toBeFocused();
  await expect(page.getByLabel("Representative name")).toHaveValue("Budi Santoso");
  await expect(page.getByLabel("Representative email")).toHaveValue(representativeEmail);
  await expect(page.getByLabel("Invited user email")).toHaveValue(representativeEmail);
  await expect(page.getByLabel("Same as the representative's email")).toBeChecked();
  await expect(page.getByText("This looks like a message")).toHaveCount(0);
  await page.getByRole("button", { name: `Use ${phoneNumber}` }).click();
  await expect(page.getByLabel("Phone number")).toHaveValue(phoneNumber);
  await page.getByLabel("Representative email").fill(`Budi <${representativeEmail}>`);
  await page.getByLabel("Representative email").blur();
  await expect(page.getByText(`Will be sent as ${representativeEmail}`).first()).toBeVisible();
  await page.getByRole("button", { name: "Register merchant" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
});

type Body = {
  business: {
    name: string;
    contact: { name: string; email: string; phone_calling_code: string; phone_number: string };
  };
  invited_user: { email: string };
};

function makeRow(place: number): string[] {
  const { businessName, phoneNumber, representativeEmail } = makeMerchant();
  return [
    String(place + 1),
    businessName,
    `Budi ${place}`,
    phoneNumber,
    representativeEmail,
    `Jl. Merdeka ${place}, Bandung`,
  ];
}

async function handIn(page: Page, name: string, file: string | Buffer): Promise<void> {
  await page.goto("/registrations/import");
  await page
    .getByLabel("Spreadsheet", { exact: true })
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(file) });
  await page.getByRole("button", { name: "Check file" }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);
}

async function expectStanding(page: Page, status: string): Promise<void> {
  await expect(page.locator("[data-import-status]")).toHaveAttribute("data-import-status", status, {
    timeout: 60_000,
  });
}

type Shown = { name: string; person: string; phone: string; email: string };

/** What the screen says of each row to be sent: its cells, and the address where it is told to be taken otherwise. */
async function readGrid(page: Page): Promise<Shown[]> {
  await page.getByRole("link", { name: /^Ready/ }).click();
  await expect(page.locator("tbody[data-row]")).toHaveCount(50);
  return page.locator("tbody[data-row]").evaluateAll((groups) =>
    groups.map((group) => {
      const cell = (column: number) =>
        group.querySelector(`[id$="-${column}"][id^="cell-"]`)?.textContent ?? "";
      const taken = /Taken as (\S+)/.exec(group.textContent ?? "")?.[1];
      return { name: cell(1), person: cell(2), phone: cell(3), email: taken ?? cell(4) };
    }),
  );
}

/** What DOKU has to get for a row that the screen shows so. */
function asBody({ name, person, phone, email }: Shown): Body {
  const phone_number = phone.replace(/\D/g, "").replace(/^(?:00162|62|0)/, "");
  return {
    business: { name, contact: { name: person, email, phone_calling_code: "62", phone_number } },
    invited_user: { email },
  };
}

function byName(a: Body, b: Body): number {
  return a.business.name < b.business.name ? -1 : 1;
}
