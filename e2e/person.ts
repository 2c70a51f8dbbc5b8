import type { Browser, Page } from "@playwright/test";
import { expect, NOTHING_KEPT, test } from "./story";
import { makeWord } from "./unique-word";

export type Person = { name: string; email: string; password: string };

/** Someone unlike anyone else. */
export function makePerson(name: string): Person {
  const word = makeWord();
  return {
    name: `${name} ${word}`,
    email: `${name.toLowerCase()}.${word}@mitra.example`,
    password: `kapal-${word}-berlayar`,
  };
}

/** The admin adds a person and gets the one-time link. */
export async function addPerson(
  page: Page,
  person: Person,
  role: "Account manager" | "Viewer" | "Admin",
): Promise<string> {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Add person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(person.name);
  await dialog.getByLabel("Email", { exact: true }).fill(person.email);
  await dialog.getByLabel("Role", { exact: true }).selectOption({ label: role });
  await dialog.getByRole("button", { name: "Add and get the link" }).click();
  const link = page.getByText(/\/setup\?token=/);
  await expect(link).toBeVisible();
  return (await link.textContent())?.match(/https?:\S+\/setup\?token=\S+/)?.[0] ?? "";
}

/** The person opens the link on their own device and chooses a password. */
export async function setUp(browser: Browser, link: string, person: Person): Promise<Page> {
  const { pathname, search } = new URL(link);
  const context = await browser.newContext({ storageState: NOTHING_KEPT });
  await context.addCookies([{ name: "locale", value: "en", url: test.info().project.use.baseURL ?? "" }]);
  const page = await context.newPage();
  await page.goto(pathname + search);
  await page.getByLabel("New password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: /Save password/ }).click();
  await page.waitForURL("**/registrations");
  return page;
}
