import pg from "pg";
import { type ReceivedMail, startMailServer } from "./mail-server";
import { createMortalProduct } from "./mortal-product";
import { ADMIN, expect, expectAccessible, expectStatus, makeMerchant, register, signIn, test } from "./story";

// A product with a mail server. Its own worker is asked for the digests of a minute at which it was half past eight: the
// hour is that of the job, so that nobody waits for the morning.

test.setTimeout(300_000);

const DAY_MS = 86_400_000;
/** The last time at which it was half past eight in Jakarta. */
const MORNING = new Date(Math.floor((Date.now() - 90 * 60_000) / DAY_MS) * DAY_MS + 90 * 60_000);
const BEFORE = new Date(MORNING.getTime() - DAY_MS / 2);

/** The text of an e-mail as a person reads it. */
function readable(source: string): string {
  const [, ...body] = source.split("\r\n\r\n");
  const text = body.join("\n\n").replaceAll("\r\n", "\n");
  if (!/^content-transfer-encoding: quoted-printable/im.test(source)) return text;
  return text
    .replace(/=\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

test("the digest comes in the morning, once, in words for one and many, and its link ends it", async ({
  page,
}) => {
  const received: ReceivedMail[] = [];
  const { server, settings } = await startMailServer((mails) => {
    received.push(...mails);
    return true;
  });
  const mortal = createMortalProduct(settings);
  try {
    const product = await mortal.start();
    const client = new pg.Client({ connectionString: product.databaseUrl });
    await client.connect();
    /** Has the worker send what is due at that minute, as it does each minute, and waits until it has. */
    const ask = async (at: Date) => {
      await client.query(`update "user" set digest_sent_for = null, locale = 'en'`);
      await client.query("select graphile_worker.add_job('send_digests', run_at => $1, job_key => 'story')", [
        at,
      ]);
      await expect
        .poll(
          async () => (await client.query("select from graphile_worker.jobs where key = 'story'")).rowCount,
        )
        .toBe(0);
    };
    try {
      await page.context().addCookies([{ name: "locale", value: "en", url: product.url }]);
      await signIn(page, undefined, product);
      const due = await register(page, makeMerchant({ businessName: "Kopi Ramai" }), product);
      await expectStatus(page, "INVITED");
      for (const name of ["Ombak Satu", "Ombak Dua"]) {
        await register(page, makeMerchant({ businessName: name }, "refused"), product);
        await expectStatus(page, "NEEDS_FIX");
      }
      await client.query("update registration set follow_up_at = $2 where id = $1", [due, BEFORE]);

      // An hour before eight nobody gets one.
      await ask(new Date(MORNING.getTime() - 90 * 60_000));
      expect(received).toEqual([]);
      await ask(MORNING);
      await expect.poll(() => received.length).toBe(1);
      const [mail] = received;
      const text = readable(mail?.source ?? "");
      expect(mail?.to).toBe(ADMIN.email);
      expect(mail?.source).toMatch(/^Subject: Mitra: your morning of /m);
      expect(text).toContain("\n1 follow-up due\n");
      expect(text).toContain("\n2 need fixing\n");
      expect(text).not.toContain("Ombak");

      // Each figure leads to those whom it counts.
      const list = /2 need fixing\n(\S+)/.exec(text)?.[1] ?? "";
      await page.goto(product.url + new URL(list).pathname + new URL(list).search);
      await expect(page.getByRole("table", { name: "Registrations" }).locator("tbody tr")).toHaveCount(2);
      await page.goto(`${product.url}/digest`);
      await expect(page.getByText(`Comes to ${ADMIN.email} each morning at 08.00`)).toBeVisible();
      await expect(page.getByRole("listitem").filter({ hasText: /^1\s*follow-up due$/ })).toBeVisible();
      await expectAccessible(page);

      // The link asks once, and from then on none comes; the page switches it on again.
      const off = new URL(/To get no more of these emails: (\S+)/.exec(text)?.[1] ?? "");
      await page.goto(product.url + off.pathname + off.search);
      await page.getByRole("button", { name: "Switch the morning email off" }).click();
      await expect(page.getByRole("heading", { name: "The morning email is switched off" })).toBeVisible();
      await ask(MORNING);
      expect(received).toHaveLength(1);
      await page.goto(`${product.url}/digest`);
      await page.getByRole("button", { name: "Switch the morning email on" }).click();
      await expect(page.getByText(`Comes to ${ADMIN.email} each morning at 08.00`)).toBeVisible();
      await ask(MORNING);
      await expect.poll(() => received.length).toBe(2);
    } finally {
      await client.end();
    }
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
