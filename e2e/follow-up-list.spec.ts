import pg from "pg";
import { listOf, makeFailedRegistrations, withDatabase } from "./failed-registrations";
import { expect, expectAccessible, test } from "./story";

test.use({ role: "manager" });

/** The day that each has, in Jakarta, and why. */
async function planned(referralCode: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: process.env.MITRA_DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; day: string; note: string | null }>(
      `select business_name as name, note_at.day, follow_up_note as note from registration,
              lateral (select to_char(follow_up_at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24.MI') as day) note_at
        where referral_code = $1 and follow_up_at is not null`,
      [referralCode],
    );
    return Object.fromEntries(rows.map(({ name, day, note }) => [name, note ? `${day} ${note}` : day]));
  } finally {
    await client.end();
  }
}

/** Eight in the morning so many days from now, in Jakarta. */
function inDays(days: number): string {
  const day = new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  return `${day} 08.00`;
}

test("a day to come back is set from a row, from the peek and for what is selected, by the keyboard alone", async ({
  page,
  openAs,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 5, businessName: "Selancar" });
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(listOf(failed));
  const row = (number: number) => page.getByRole("link", { name: `Selancar ${number}`, exact: true });
  const dialog = page.getByRole("dialog", { name: /Follow up/ });
  const day = dialog.getByLabel("Day");

  // From the row: what is no day is told, and what was typed stays.
  await row(1).focus();
  await page.keyboard.press("f");
  await expect(dialog.getByRole("heading")).toHaveText("Follow up Selancar 1");
  await expect(day).toBeFocused();
  await page.keyboard.type("31 Februari");
  await page.keyboard.press("Enter");
  await expect(day).toHaveAccessibleDescription(/There is no such day in the calendar/);
  await day.fill("besok");
  await dialog.getByLabel("Note (optional)").fill("Telepon Pak Budi");
  await day.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(row(1)).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: /^Selancar 1: comes back on/ })).toBeVisible();
  await expectAccessible(page);

  // Once more it has its note, and a pointer finds the button at the end of the row.
  await row(1).hover();
  await page.getByRole("button", { name: "Follow up Selancar 1" }).click();
  await expect(dialog.getByLabel("Note (optional)")).toHaveValue("Telepon Pak Budi");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  // From the peek, which then tells it.
  await row(2).focus();
  await page.keyboard.press(" ");
  const peek = page.getByRole("dialog", { name: "Peek" });
  await expect(peek.getByRole("heading")).toHaveText("Selancar 2");
  await expect(peek.getByRole("button", { name: "Follow up" })).toBeVisible();
  // With Ctrl it is the browser's: to find something on the page.
  await page.keyboard.press("Control+f");
  await expect(day).toBeHidden();
  await page.keyboard.press("f");
  await expect(day).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type("3 hari");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(peek.getByText("Follow-up", { exact: true })).toBeVisible();
  await expect(peek).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row(2)).toBeFocused();

  // For what is selected: how many first, then the day, then a job that is named.
  for (const number of [2, 3, 4]) {
    await row(number).focus();
    await page.keyboard.press("x");
  }
  await page
    .getByRole("region", { name: "Selection" })
    .getByRole("button", { name: "Follow up" })
    .press("Enter");
  await expect(day).toBeFocused();
  await expect(dialog).toContainText("3 get this day; those that they have already are replaced.");
  await expect(dialog).toContainText("Nothing has been changed yet");
  for (const width of [360, 1366])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 768 });
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
  await page.emulateMedia({ colorScheme: "light" });
  await day.press("Enter");
  await expect(day).toHaveAccessibleDescription(/Enter a day, or choose one/);
  await page.keyboard.type("lusa");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Follow up 3 registrations");
  await expect(page.locator("[data-job-status]")).toHaveAttribute("data-job-status", "finished");
  await expect(page.locator('[data-outcome="done"]')).toHaveCount(3);
  await expect(page.getByText(/Come back on \d+ \w+ \d{4}/)).toBeVisible();
  await expectAccessible(page);
  expect(await planned(failed.referralCode)).toEqual({
    "Selancar 1": `${inDays(1)} Telepon Pak Budi`,
    "Selancar 2": inDays(2),
    "Selancar 3": inDays(2),
    "Selancar 4": inDays(2),
  });

  // Who may only look has none of the three.
  const viewer = await openAs("viewer");
  await viewer
    .context()
    .addCookies([{ name: "locale", value: "en", url: test.info().project.use.baseURL ?? "" }]);
  await viewer.goto(listOf(failed));
  const seen = viewer.getByRole("link", { name: "Selancar 5", exact: true });
  await seen.hover();
  await seen.focus();
  await viewer.keyboard.press("f");
  await viewer.keyboard.press(" ");
  await expect(viewer.getByRole("dialog").getByRole("heading")).toHaveText("Selancar 5");
  await expect(viewer.getByRole("button", { name: /Follow up/ })).toHaveCount(0);
  await viewer.keyboard.press("f");
  await expect(viewer.getByRole("dialog")).toHaveCount(1);
});

test("a key that is held down is one press, and what a colleague did meanwhile is told and then shown", async ({
  page,
}) => {
  const failed = await makeFailedRegistrations(page, { count: 3, businessName: "Dermaga" });
  const plan = (set: string, name: string) =>
    withDatabase((client) =>
      client.query(
        `update registration set follow_up_at = ${set} where referral_code = $1 and business_name like $2`,
        [failed.referralCode, name],
      ),
    );
  await plan("now() - right(business_name, 1)::int * interval '1 minute'", "Dermaga%");
  await page.goto("/follow-ups?whose=mine");
  const link = (number: number) => page.getByRole("link", { name: `Dermaga ${number}`, exact: true });
  const done = (number: number) =>
    page
      .getByRole("listitem")
      .filter({ has: link(number) })
      .getByRole("button", { name: "Done" });
  const said = (number: number) =>
    page.getByRole("status").filter({ hasText: `Dermaga ${number}: the follow-up is done` });

  await link(3).focus();
  await page.keyboard.down("d");
  await expect(said(3)).toBeVisible();
  await expect(link(2)).toBeFocused();
  await page.keyboard.down("d");
  await page.keyboard.up("d");

  await plan("now() + interval '5 days'", "Dermaga 2");
  await done(2).click();
  const refused = page.getByRole("alert").filter({ hasText: "This changed while you had it open" });
  await expect(refused).toBeVisible();
  await expect(
    page.getByRole("region", { name: /^Due/ }).getByRole("link", { name: "Dermaga 2" }),
  ).toHaveCount(0);
  await expect(link(2)).toBeVisible();
  await done(2).click();
  await expect(said(2)).toBeVisible();
  await expect(refused).toBeHidden();
});
