import type { Page } from "@playwright/test";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { type SearchFact, searchFacts } from "@/lib/registrations/list/testing/search-facts";
import {
  businessesFor,
  expect,
  expectAccessible,
  expectStatus,
  makeMerchant,
  moveTo,
  PLACES,
  register,
  test,
} from "./story";

test.use({ role: "manager" });

const searchField = (page: Page) => page.getByLabel("Search registrations");

/** A merchant with a name, a person and addresses of its own, and what people remember of it. */
async function registerRemembered(page: Page) {
  const { phoneNumber, businessName } = makeMerchant();
  const word = businessName.split(" ").at(-1) ?? "";
  const merchant = {
    businessName: `PT Mebel Mutiara Segar ${word}`,
    representativeName: "Endah Rahayuni",
    representativeEmail: `endah.segar${word}@mutiarasegar.example`,
    invitedUserEmail: `kasir.${word}@mutiarasegar.example`,
    phoneNumber,
  };
  const id = await register(page, merchant);
  await expectStatus(page, "INVITED");
  const [business] = await businessesFor(merchant.invitedUserEmail);
  if (!business) throw new Error("the stand-in has no business");
  const facts = searchFacts({
    ...merchant,
    partnerReference: business.partnerRefId,
    businessId: business.businessId,
    brandId: business.brandIds[0] ?? "",
  });
  return { ...merchant, id, facts };
}

/** The last of each kind, which are the harder ones. */
function oneOfEach(facts: readonly SearchFact[]): SearchFact[] {
  return [...new Map(facts.map((fact) => [fact[1], fact])).values()];
}

for (const place of PLACES) {
  const sayList = createTranslatorFor(place.locale, "list");
  const say = createTranslatorFor(place.locale, "search");
  const [didYouMean = ""] = say("didYouMean", { query: "\n" }).split("\n");

  test(`everything that people remember of a merchant finds it, on ${place.place}`, async ({ page }) => {
    test.setTimeout(240_000);
    const { businessName, facts } = await registerRemembered(page);
    await moveTo(page, place);
    await page.goto("/registrations");
    const field = page.getByLabel(sayList("search"));
    const suggestion = page.getByRole("link", { name: didYouMean });
    for (const [typed, by] of facts) {
      await test.step(`${typed}, by ${by}`, async () => {
        await field.fill(typed);
        const results = page.getByRole("listbox", { name: say("registrations") });
        await expect(results.getByRole("option").filter({ hasText: businessName }).first()).toBeVisible();
        if (by === "near") await expect(results).toContainText(didYouMean);
      });
    }
    await expectAccessible(page);
    for (const [typed, by] of oneOfEach(facts)) {
      await test.step(`the whole list for ${typed}`, async () => {
        await page.goto(`/registrations?${new URLSearchParams({ q: typed })}`);
        if (by === "near") await suggestion.click();
        const row = page.getByRole("row").filter({ hasText: businessName }).first();
        await expect(row).toBeVisible();
        // The part that was asked for is marked where the names do not tell.
        if (by !== "names" && by !== "near") await expect(row.locator("mark")).toBeVisible();
      });
    }
    await page.goto("/registrations?q=Mebel+Mutyara");
    await expect(suggestion).toBeVisible();
    await expectAccessible(page);
  });
}

test("the field is worked by keyboard alone: matches under it, all of them by Enter, cleared by Escape", async ({
  page,
}) => {
  const { businessName, phoneNumber, id } = await registerRemembered(page);
  await page.goto("/registrations");
  const search = searchField(page);
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type(phoneNumber.slice(-4));
  const match = page.getByRole("option").filter({ hasText: businessName });
  await expect(match).toContainText(`Phone +62${phoneNumber.slice(1)}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/registrations\\?(.*&)?q=${phoneNumber.slice(-4)}$`));
  await expect(page.getByRole("table", { name: "Registrations" })).toContainText(businessName);
  await expect(search).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(search).toHaveValue("");
  await expect(search).toBeFocused();
  await expect(page).not.toHaveURL(/[?&]q=/);
  await page.keyboard.type(businessName.slice(3));
  await expect(page.getByRole("option").filter({ hasText: businessName })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("listbox").getByRole("option", { selected: true })).toContainText(businessName);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/registrations/${id}`);
});

test("what was searched for is marked in rows that come later too", async ({ page, openAs }) => {
  const { businessName } = await registerRemembered(page);
  const word = businessName.split(" ").at(-1) ?? "";
  await page.goto(`/registrations?q=${word}`);
  const marked = () => page.evaluate(() => CSS.highlights.get("search-hit")?.size ?? 0);
  await expect.poll(marked).toBe(1);
  await register(await openAs("admin"), makeMerchant({ businessName: `Toko ${word} Dua` }));
  await expect(page.getByRole("link", { name: `Toko ${word} Dua` })).toBeVisible();
  await expect.poll(marked).toBe(2);
});

test("a viewer finds nobody by contacts while typing either", async ({ page, openAs }) => {
  const { businessName, phoneNumber, representativeEmail } = await registerRemembered(page);
  const viewer = await openAs("viewer");
  await viewer.goto("/registrations");
  const results = viewer.getByRole("listbox", { name: "Registrations" });
  await expect(searchField(viewer)).toHaveAttribute("placeholder", /^Name, person, reference/);
  await searchField(viewer).fill(businessName);
  await expect(results.getByRole("option").filter({ hasText: businessName }).first()).toBeVisible();
  for (const typed of [phoneNumber, representativeEmail]) {
    await searchField(viewer).fill(typed);
    await expect(
      viewer.getByRole("status").filter({ hasText: `Nothing found for “${typed}”` }),
    ).toBeVisible();
  }
  // Nor is a viewer told to look by what finds nothing.
  await viewer.goto(`/registrations?q=${encodeURIComponent(representativeEmail)}`);
  await expect(viewer.getByText("Search by a business's or person's name, a reference")).toBeVisible();
});

test("what was meant stands in the field once it is chosen, and nothing typed in an address before that", async ({
  page,
}) => {
  await registerRemembered(page);
  await page.goto("/registrations");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(decodeURIComponent(request.url())));
  const search = searchField(page);
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("Mebel Mutyara", { delay: 30 });
  const meant = page.getByRole("option").filter({ hasText: "Did you mean" });
  await expect(meant).toContainText("mebel mutiara");
  expect(asked.filter((address) => /mebel/i.test(address))).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await expect(meant).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=mebel(\+|%20)mutiara$/);
  await expect(search).toHaveValue("mebel mutiara");
  // A search is one among everybody's; what lies behind it are one's own again.
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\?owner=me$/);
  await expect(search).toHaveValue("");
});
