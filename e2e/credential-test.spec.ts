import { EXPORT_COLUMNS } from "@/lib/export/columns";
import { SECRETS_OF_ANSWERS } from "@/lib/stand-in/asking/answer-body";
import { createMortalProduct } from "./mortal-product";
import { findSecretsOfAnswers } from "./secrets-of-answers";
import {
  expect,
  expectAccessible,
  expectStatus,
  makeMerchant,
  readLedger,
  register,
  signIn,
  test,
} from "./story";

const AS_PAGE_AND_AS_DATA: readonly Record<string, string>[] = [{}, { rsc: "1" }];

// DOKU is asked whether it accepts the credential before anybody is registered with it.

test("a test says that the clock is wrong and risks no merchant, says the figure when it is right, and resumes", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const mortal = createMortalProduct({ DOKU_REPLAY: "proven" });
  try {
    const product = await mortal.start();
    const { url } = product;
    const setSwitches = async (switches: object) => {
      const body = JSON.stringify(switches);
      const { ok } = await fetch(`${product.standInUrl}/__stand-in/switches`, { method: "POST", body });
      expect(ok).toBe(true);
    };
    await page.context().addCookies([{ name: "locale", value: "en", url }]);
    await signIn(page, undefined, product);
    await setSwitches({ clockOffSeconds: 4_000 });
    await register(page, makeMerchant(), product);
    await page.goto(`${url}/settings/credentials`);
    const badge = page.locator("main [data-credential-state]").first();
    await expect(badge).toHaveText("Paused");
    const requestsBefore = (await readLedger(product)).requests.length;

    await page.getByRole("button", { name: "Test and resume" }).click();
    const said = page
      .getByRole("status")
      .filter({ hasText: "Our clock differs too much from DOKU's. Nothing" });
    await expect(said).toContainText("Set the clock of this server");
    await expect(said).toContainText("Sending stays paused. Nothing was registered, and nothing failed");
    await expect(said).toContainText(/DOKU's clock is (3,?999|4,?000|4,?001) seconds ahead/);
    await expect(badge).toHaveText("Paused");
    // The one question, and nobody was sent.
    expect((await readLedger(product)).requests).toHaveLength(requestsBefore + 1);
    expect((await readLedger(product)).businesses).toEqual([]);
    await expectAccessible(page);

    await page.context().addCookies([{ name: "locale", value: "id", url }]);
    await page.reload();
    await page.getByRole("button", { name: "Uji", exact: true }).click();
    await expect(page.getByRole("status").filter({ hasText: "Tidak ada yang dibuat" })).toContainText(
      "lebih cepat daripada jam server ini",
    );
    await page.context().addCookies([{ name: "locale", value: "en", url }]);
    await page.reload();

    await setSwitches({ clockOffSeconds: 20 });
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const accepted = page.getByRole("status").filter({ hasText: "Nothing was created" });
    await expect(accepted).toContainText(
      "DOKU accepts the Client-Id, the secret and the clock of this server",
    );
    await expect(accepted).toContainText("Signed questions are accepted too");
    await expect(accepted).toContainText(/DOKU's clock is (19|20|21) seconds ahead/);
    await expect(badge).toHaveText("Paused");
    expect((await readLedger(product)).businesses).toEqual([]);

    await page.getByRole("button", { name: "Test and resume" }).click();
    await expect(
      page.getByRole("status").filter({ hasText: "DOKU accepted the test. Sending goes on" }),
    ).toBeVisible({ timeout: 20_000 });
    await expect(badge).toHaveText("On");
    await expect.poll(async () => (await readLedger(product)).businesses.length).toBe(1);
    await page.goto(`${url}/audit-log`);
    await expect(page.getByRole("row").filter({ hasText: "Tested it with DOKU" })).toHaveCount(4);
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});

test("what DOKU's answers keep secret is nowhere after DOKU has told of a merchant: pages, export, metrics, tables, logs", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const token = "token-pengukur-percobaan";
  const mortal = createMortalProduct({ DOKU_REPLAY: "proven", METRICS_TOKEN: token });
  try {
    const product = await mortal.start();
    const { url, standInUrl } = product;
    await page.context().addCookies([{ name: "locale", value: "en", url }]);
    await signIn(page, undefined, product);
    const id = await register(page, makeMerchant(), product);
    await expectStatus(page, "INVITED");
    const [business] = (await readLedger(product)).businesses;
    await fetch(`${standInUrl}/__stand-in/businesses/${business?.businessId}`, {
      method: "PUT",
      body: JSON.stringify({ stage: "in_review", name: "Kopi Fajar", status: "SEDANG_DITINJAU" }),
    });
    await page.getByRole("button", { name: "Check progress" }).click();
    await expect(page.locator("main [data-progress]").first()).not.toHaveAttribute(
      "data-progress",
      "NOT_CHECKED",
    );
    await page.goto(`${url}/settings/credentials`);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await expect(page.getByText("DOKU accepts the Client-Id, the secret and the clock")).toBeVisible();

    const heard = new Map<string, string>();
    const addresses = [
      `/registrations/${id}`,
      "/registrations",
      "/follow-ups",
      "/insights",
      "/settings/progress",
      "/settings/credentials",
      "/audit-log",
    ];
    for (const address of addresses)
      for (const headers of AS_PAGE_AND_AS_DATA)
        heard.set(
          `${address} ${JSON.stringify(headers)}`,
          await (await page.request.get(url + address, { headers })).text(),
        );
    const exported = await page.request.post(`${url}/registrations/export`, {
      headers: { origin: url, "content-type": "application/x-www-form-urlencoded" },
      data: new URLSearchParams([
        ["query", ""],
        ["format", "csv"],
        ["unmasked", "on"],
        ...EXPORT_COLUMNS.map((column): [string, string] => ["columns", column]),
      ]).toString(),
    });
    heard.set("export", await exported.text());
    const measured = await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${token}` } });
    heard.set("metrics", await measured.text());

    // What DOKU told is there, so that the absence of the rest says something.
    expect(heard.get(`/registrations/${id} {}`)).toContain("Kopi Fajar");
    expect(heard.get("export")).toContain(business?.businessId);
    expect(heard.get("metrics")).toContain("# TYPE");
    const found = [...heard].flatMap(([where, text]) =>
      Object.values(SECRETS_OF_ANSWERS).some((secret) => text.includes(secret)) ? [where] : [],
    );
    expect(found).toEqual([]);
    expect(await findSecretsOfAnswers(product)).toEqual([]);
  } finally {
    await page.goto("about:blank");
    await mortal.remove();
  }
});

test.describe(() => {
  test.use({ role: "admin" });

  test("an admin sets how DOKU is asked; a wrong address is named beside its field", async ({
    page,
    openAs,
  }) => {
    await page.goto("/settings/credentials");
    await page.getByRole("button", { name: "Test", exact: true }).first().click();
    await expect(page.getByText("DOKU accepts the Client-Id, the secret and the clock")).toBeVisible();
    const change = page.getByRole("button", { name: "Change how DOKU is asked", exact: false });
    const path = page.getByLabel("Address", { exact: true });
    await change.click();
    await expectAccessible(page);
    await path.fill("/v2/business?x=1");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Enter what comes after the host")).toBeVisible();
    await path.fill("/v2/business/{brand_id}");
    await page.getByLabel("The signature covers the parameters").check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved. DOKU is asked so from now on")).toBeVisible();
    await expect(page.getByText("at /v2/business/{brand_id}, signed with its parameters")).toBeVisible();

    const viewers = await openAs("manager");
    await viewers.goto("/settings/credentials");
    await expect(viewers.getByRole("button", { name: /Test|Change how/ })).toHaveCount(0);

    await change.click();
    await path.fill("");
    await page.getByLabel("The signature covers the parameters").uncheck();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("At the documented address")).toBeVisible();
  });
});
