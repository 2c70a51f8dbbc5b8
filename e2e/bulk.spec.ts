import { countByStatus, listOf, makeFailedRegistrations, withDatabase } from "./failed-registrations";
import { expect, expectAccessible, makeMerchant, readLedger, register, test } from "./story";

test.use({ role: "manager" });

test("five hundred are retried, stopped in the middle: what was done stays, the rest is untouched", async ({
  page,
}) => {
  test.setTimeout(240_000);
  // Each call takes eight seconds, so that there is a middle to stop in.
  const failed = await makeFailedRegistrations(page, { count: 500, failure: "slow" });
  await page.goto(listOf(failed));
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Select all 500 that match" }).click();
  await page.getByRole("button", { name: "Retry selected" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("500 will be sent again");
  await expect(dialog).toContainText("Nothing has been changed yet");
  expect(await countByStatus(failed)).toEqual({ FAILED: 500 });
  await dialog.getByRole("button", { name: "Retry 500 registrations" }).click();

  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Retry 500 registrations");
  await expect(page.locator('[data-count="done"]')).not.toHaveText("0");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.locator("[data-job-status]")).toHaveAttribute("data-job-status", "stopped");
  // What was handed over before goes on; it is not done while it waits to be sent.
  const stopped = page.getByText(/Stopped\. .*; \d+ were not touched/);
  await expect(stopped).toBeVisible();
  const untouched = /(\d+) were not touched/.exec((await stopped.textContent()) ?? "")?.[1];
  const done = 500 - Number(untouched);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(500);

  await expect
    .poll(() => countByStatus(failed), { timeout: 90_000 })
    .toEqual({ FAILED: 500 - done, INVITED: done });
  const { businesses } = await readLedger();
  const made = businesses.filter(({ body }) => body.referral?.code === failed.referralCode);
  // One more is the registration they were copied from.
  expect(made).toHaveLength(done + 1);
  await page.getByRole("link", { name: /^Not yet/ }).click();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(51);
  await expect(page.locator('tbody [data-status="FAILED"]:visible')).toHaveCount(50);
});

test("some are archived, with why the others were left, and the archive is undone", async ({ page }) => {
  const failed = await makeFailedRegistrations(page, { count: 4 });
  await page.goto(listOf(failed));
  for (const number of [1, 2, 3]) await page.getByLabel(`Select Ombak ${number}`, { exact: true }).check();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive 3 registrations" }).click();
  await page.waitForURL(/\/jobs\//);
  await expect(page.locator("[data-job-status]")).toHaveAttribute("data-job-status", "finished");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Undo: restore 3 registrations");
  await expect(page.locator("[data-job-status]")).toHaveAttribute("data-job-status", "finished");
  await expect(page.locator('[data-outcome="done"]')).toHaveCount(3);
  await expectAccessible(page);
  await page.goto("/jobs");
  await expect(page.getByRole("link", { name: "Undo: restore 3 registrations" }).first()).toBeVisible();
  await expectAccessible(page);
});

test("an undo that was stopped in the middle is taken up again, and the rest of it is undone", async ({
  page,
}) => {
  const count = 150;
  const failed = await makeFailedRegistrations(page, { count, businessName: "Karang" });
  const countArchived = () =>
    withDatabase(async (client) => {
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int as count from registration where referral_code = $1 and archived_at is not null",
        [failed.referralCode],
      );
      return rows[0]?.count;
    });
  /** How many wait for what the worker has in hand. */
  const countStops = () =>
    withDatabase(async (client) => {
      const { rowCount } = await client.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and query like 'select status, done, skipped from bulk_job%'",
      );
      return rowCount;
    });
  const status = page.locator("[data-job-status]");
  const heading = page.getByRole("heading", { level: 1 });
  await page.goto(listOf(failed));
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: `Select all ${count} that match` }).click();
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Archive ${count} registrations` })
    .click();
  await page.waitForURL(/\/jobs\//);
  await expect(status).toHaveAttribute("data-job-status", "finished");
  const archiving = page.url();

  // Somebody holds one of the rows, and the worker waits for it: so there is a middle to stop in.
  await withDatabase(async (client) => {
    await client.query("begin");
    await client.query(
      "select from registration where id = (select registration_id from bulk_item where job_id = $1 and position = 40) for no key update",
      [archiving.split("/").at(-1)],
    );
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(heading).toHaveText(`Undo: restore ${count} registrations`);
    await expect.poll(countArchived).toBe(count - 32);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect.poll(countStops).toBe(1);
    await client.query("rollback");
  });
  await expect(status).toHaveAttribute("data-job-status", "stopped");
  await expect.poll(countArchived).toBeLessThan(count - 32);
  expect(await countArchived()).toBeGreaterThan(0);

  await page.getByRole("link", { name: "Open it" }).click();
  await page.waitForURL(archiving);
  await expect(page.getByText("Somebody asked for this to be undone, and some of it was not")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo the rest" }).click();
  await expect(heading).toHaveText(`Undo: restore ${count} registrations`);
  await expect(status).toHaveAttribute("data-job-status", "finished");
  await expect(page.locator('[data-count="done"]')).toHaveText(String(count));
  expect(await countArchived()).toBe(0);
  await page.goto(archiving);
  await expect(page.getByText("Somebody asked for this to be undone. What came of it")).toBeVisible();
  await expect(page.getByRole("button", { name: /Undo/ })).toHaveCount(0);
});

test("an estimate says what cannot be done and why, and does nothing", async ({ page }) => {
  const merchant = makeMerchant();
  await register(page, merchant);
  await page.goto(`/registrations?q=${encodeURIComponent(merchant.businessName)}`);
  await page.getByLabel(`Select ${merchant.businessName}`).check();
  await page.getByRole("button", { name: "Retry selected" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("None of them can be retried");
  await expect(dialog).toContainText("1: already invited");
  await expect(dialog.getByRole("button", { name: "Retry selected" })).toBeDisabled();
  await expectAccessible(page);
});
