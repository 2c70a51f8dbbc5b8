import type { Page } from "@playwright/test";

/** Counts what a hand does: each key is a press, and a letter that is typed is one too. */
export async function countPresses(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    // An empty page keeps nothing.
    if (!location.protocol.startsWith("http")) return;
    const kept = () => Number(sessionStorage.getItem("presses") ?? "0");
    addEventListener("keydown", () => sessionStorage.setItem("presses", String(kept() + 1)), true);
  });
  return () => page.evaluate(() => Number(sessionStorage.getItem("presses") ?? "0"));
}
