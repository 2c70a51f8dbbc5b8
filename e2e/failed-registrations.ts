import { expect, type Page } from "@playwright/test";
import pg from "pg";
import { type Merchant, makeMerchant, register } from "./story";
import { makeWord } from "./unique-word";

/** Registrations that were not sent, as after a day without DOKU; all bear one referral code and a name of their own. */
export type FailedRegistrations = { referralCode: string; invitedUserEmail: (number: number) => string };

/**
 * Registers one merchant and copies it in the database, `count` times over, each with an envelope of its own that
 * was never sent. `failure` is what the stand-in does when it is.
 */
export async function makeFailedRegistrations(
  page: Page,
  {
    count,
    failure = "undangan",
    businessName = "Ombak",
  }: { count: number; failure?: string; businessName?: string },
): Promise<FailedRegistrations> {
  // DOKU's have six places; the last of a word tell which it is.
  const referralCode = makeWord().slice(-6).toUpperCase();
  const merchant: Merchant = { ...makeMerchant(), referralCode };
  const id = await register(page, merchant);
  const email = (number: number | string) => `${failure}+${referralCode}${number}@kopisenja.example`;
  await withDatabase(async (client) => {
    await client.query(
      `insert into registration (id, environment, credential_id, status, partner_ref_id, partner_ref_key, business_name,
         representative_name, representative_email, phone_input, phone_country, invited_user_email, referral_code,
         name_key, representative_email_key, invited_user_email_key, phone_e164, owner_id, created_by_id, form_key,
         request_id, body_text, queued_at, give_up_at, cause, created_at, updated_at)
       select gen_random_uuid(), environment, credential_id, 'FAILED', partner_ref_id || '-' || n, partner_ref_key || '-' || n,
              $2 || ' ' || n, representative_name, representative_email, phone_input, phone_country, $3 || n || $4, referral_code,
              name_key || ' ' || n, representative_email_key, lower($3 || n || $4), phone_e164, owner_id, created_by_id, gen_random_uuid(),
              gen_random_uuid(),
              replace(replace(replace(body_text, partner_ref_id, partner_ref_id || '-' || n), invited_user_email, $3 || n || $4),
                      business_name, $2 || ' ' || n),
              now(), now(), 'not_sent.connect_timeout', now() - n * interval '1 second', now()
         from registration, generate_series(1, $5::int) as n where id = $1`,
      [id, businessName, `${failure}+${referralCode}`, "@kopisenja.example", count],
    );
  });
  return { referralCode, invitedUserEmail: email };
}

/** Sends all of them, as a person does it, and waits until DOKU has invited them; then the ids that it gave, by number. */
export async function inviteAll(
  page: Page,
  failed: FailedRegistrations,
  count: number,
): Promise<(number: number) => string> {
  await page.goto(listOf(failed));
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Retry selected" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Retry \d+/ })
    .click();
  await page.waitForURL(/\/jobs\//);
  await expect.poll(async () => (await countByStatus(failed)).INVITED ?? 0, { timeout: 60_000 }).toBe(count);
  const ids = await withDatabase(async (client) => {
    const { rows } = await client.query<{ name: string; id: string }>(
      "select r.business_name as name, b.business_id as id from registration r join business b on b.registration_id = r.id where r.referral_code = $1 and r.invited_user_email like '%+' || $1 || '%'",
      [failed.referralCode],
    );
    return new Map(rows.map(({ name, id }) => [Number(/\d+$/.exec(name)?.[0]), id]));
  });
  return (number) => ids.get(number) ?? "";
}

/** How many of them have each status. */
export function countByStatus({ referralCode }: FailedRegistrations): Promise<Record<string, number>> {
  return withDatabase(async (client) => {
    const { rows } = await client.query<{ status: string; count: number }>(
      "select status, count(*)::int as count from registration where referral_code = $1 and invited_user_email like '%+' || $1 || '%' group by 1",
      [referralCode],
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  });
}

/** Asks the database of the instance under test. */
export async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const connectionString = process.env.MITRA_DATABASE_URL;
  if (!connectionString) throw new Error("MITRA_DATABASE_URL is not set: run the stories with npm run e2e");
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The list of them. */
export const listOf = ({ referralCode }: FailedRegistrations, status = "FAILED") =>
  `/registrations?status=${status}&referral=${referralCode}`;
