import { dirname, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page, type TestInfo } from "@playwright/test";
import type { Locale } from "@/lib/i18n/locale";
import { createTranslatorFor } from "@/lib/i18n/translator";
import { makeWord } from "./unique-word";

/** Where the product under test runs, and its stand-in; set by `npm run e2e`. */
export const PROVEN = readInstance("MITRA_URL", "MITRA_STAND_IN_URL");
/** A second one, whose credential does not prove replays. */
export const UNPROVEN = readInstance("MITRA_UNPROVEN_URL", "MITRA_UNPROVEN_STAND_IN_URL");

export type Instance = { url: string; standInUrl: string };

function readInstance(urlVariable: string, standInVariable: string): Instance {
  return { url: required(urlVariable), standInUrl: required(standInVariable) };
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run the stories with npm run e2e`);
  return value;
}

export const ADMIN = { email: required("MITRA_ADMIN_EMAIL"), password: required("MITRA_ADMIN_PASSWORD") };

/** Whose browser it is; nobody's is a stranger's. */
export type Role = "admin" | "manager" | "viewer";
/** What a stranger's browser keeps. A context opened by hand would otherwise begin with what its story's keeps. */
export const NOTHING_KEPT = { cookies: [], origins: [] };

/** Beside the report of this run, and removed with it. */
const SESSIONS = dirname(required("PLAYWRIGHT_JSON_OUTPUT_NAME"));

/** Where the set-up puts the session of a role, each instance's for itself. */
export function sessionFile({ use }: TestInfo["project"], role: Role): string {
  return join(SESSIONS, `${new URL(use.baseURL ?? "").port}-${role}.json`);
}

/** Where a story runs, unless on a product of its own. */
const HERE = { url: "" };

/** Where people work: the commonest screen of an office and a phone, each in one of the languages. */
export const PLACES = [
  { place: "a small laptop, in English", locale: "en", viewport: { width: 1366, height: 768 } },
  { place: "a phone, in Indonesian", locale: "id", viewport: { width: 390, height: 844 } },
] as const satisfies { place: string; locale: Locale; viewport: { width: number; height: number } }[];

/** From the next page on it is looked at there. */
export async function moveTo(
  page: Page,
  { locale, viewport }: (typeof PLACES)[number],
  product = PROVEN,
): Promise<void> {
  await page.setViewportSize(viewport);
  await page.context().addCookies([{ name: "locale", value: locale, url: product.url }]);
}

/** Holds back what makes pages come alive, until the returned function is called. */
export async function keepLifeless(page: Page): Promise<() => void> {
  let enliven = (): void => {};
  const alive = new Promise<void>((resolve) => {
    enliven = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await alive;
    await route.continue();
  });
  return enliven;
}

/** Signs in by the form and waits for the list. */
export async function signIn(page: Page, person = ADMIN, product = HERE): Promise<void> {
  await page.goto(`${product.url}/sign-in`);
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/registrations");
}

export type Merchant = {
  businessName: string;
  representativeName: string;
  representativeEmail: string;
  phoneNumber: string;
  invitedUserEmail: string;
  referralCode?: string;
};

let made = 0;

/** A merchant unlike any other; the invited address may ask the stand-in for a failure. */
export function makeMerchant(overrides: Partial<Merchant> = {}, failure = "undangan"): Merchant {
  made += 1;
  const word = makeWord();
  const digits = `${Date.now()}${made}`.slice(-8);
  return {
    businessName: `Kopi Senja ${word}`,
    representativeName: "Budi Santoso",
    representativeEmail: `budi.${word}@kopisenja.example`,
    phoneNumber: `0815${digits}`,
    invitedUserEmail: `${failure}+${word}@kopisenja.example`,
    ...overrides,
  };
}

/** Types a merchant into the form. */
export async function fillForm(
  page: Page,
  merchant: Partial<Merchant>,
  locale: Locale = "en",
): Promise<void> {
  const say = createTranslatorFor(locale, "form");
  for (const [field, text] of Object.entries(merchant) as [keyof Merchant, string | undefined][]) {
    if (text !== undefined) await page.getByLabel(say(field), { exact: true }).fill(text);
  }
}

/** Opens the form, fills it, presses the button, and waits for the registration's page. */
export async function register(page: Page, merchant: Merchant, product = HERE): Promise<string> {
  await page.goto(`${product.url}/registrations/new`);
  await fillForm(page, merchant);
  await page.getByRole("button", { name: "Register merchant" }).click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/, { timeout: 15_000 });
  return page.url().split("/").at(-1) ?? "";
}

export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.locator("main [data-status]").first()).toHaveAttribute("data-status", status, {
    timeout: 15_000,
  });
}

export type LedgerBusiness = {
  businessId: string;
  brandIds: string[];
  partnerRefId: string;
  requestId: string;
  body: { business: { name: string }; invited_user: { email: string }; referral?: { code: string } };
};
export type LedgerState = {
  businesses: LedgerBusiness[];
  requests: { call: string; requestId: string | null; status: number | null }[];
};

/** What the stand-in received and created. */
export async function readLedger(instance: Instance = PROVEN): Promise<LedgerState> {
  const response = await fetch(`${instance.standInUrl}/__stand-in/state`);
  const state = (await response.json()) as Omit<LedgerState, "businesses"> & {
    businesses: (Omit<LedgerBusiness, "body"> & { body: string })[];
  };
  const businesses = state.businesses.map((business) => ({ ...business, body: JSON.parse(business.body) }));
  return { ...state, businesses };
}

/** The businesses the stand-in holds for one invited address. */
export async function businessesFor(
  invitedUserEmail: string,
  instance: Instance = PROVEN,
): Promise<LedgerBusiness[]> {
  const { businesses } = await readLedger(instance);
  return businesses.filter((business) => business.body.invited_user.email === invitedUserEmail);
}

/** axe finds nothing: WCAG 2.2 A and AA, and its best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  // Without frames there is nothing to be put together in a page of its own, which would cost as much again.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target).join(", ")})`,
  );
  expect(found).toEqual([]);
}

/** Reports an error where what had the focus went away and nothing else took it: runs in the browser. */
function tellFallenFocus(): void {
  let held: EventTarget | null = null;
  let looks = 0;
  const remember = ({ target }: FocusEvent) => {
    held = target;
  };
  addEventListener("focusin", remember, true);
  setInterval(() => {
    const isGone = held instanceof Element && (!held.isConnected || held.matches(":disabled"));
    looks = isGone && document.activeElement === document.body ? looks + 1 : 0;
    if (looks === 3 && held instanceof Element)
      reportError(new Error(`The focus fell to the page from ${held.outerHTML.slice(0, 200)}`));
  }, 200);
}

type Story = {
  /** Whose the story's page is: `test.use({ role: "manager" })`. */
  role: Role | null;
  /** The page of somebody else, in a browser of their own. */
  openAs(role: Role): Promise<Page>;
  complaints: string[];
};

/**
 * A story is a stranger's unless it says whose it is. It must not end the session that all stories of a role share:
 * who signs out signs in by the form before, or is a person of the story's own.
 */
export const test = base.extend<Story>({
  role: [null, { option: true }],
  storageState: async ({ role }, use, { project }) => use(role ? sessionFile(project, role) : NOTHING_KEPT),
  openAs: async ({ browser }, use, { project }) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const context = await browser.newContext({ storageState: sessionFile(project, role) });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  /** Fails a story on anything the browser complains of: script errors, blocked content, console errors; or on a focus that fell. */
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        // A page whose session has just ended may ask once more before it knows.
        const isOver = message.text().includes("401") && message.location().url.endsWith("/api/live");
        // Whether the server is there is asked because it may be away.
        const isAway =
          message.text().startsWith("Failed to load") && message.location().url.endsWith("/api/health/ready");
        if (message.type() === "error" && !isOver && !isAway)
          complaints.push(`${message.text()} (${message.location().url})`);
      });
      await page.addInitScript(tellFallenFocus);
      await page.context().addCookies([{ name: "locale", value: "en", url: baseURL ?? "" }]);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
