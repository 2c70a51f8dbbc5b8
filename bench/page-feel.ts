import { type Browser, chromium, type Page } from "@playwright/test";
import { createChildren } from "@/scripts/processes/children.mjs";
import { BROWSER_ARGS, findBrowser } from "@/scripts/test/browser.mjs";
import { percentile } from "./latencies";

/** What a person does on a page while its slowness is measured, by real clicks and keys. */
export type Visit = {
  name: string;
  address: string;
  /** Null for the pages of a stranger. */
  cookie: { name: string; value: string } | null;
  act: (page: Page) => Promise<void>;
};

export type PageWeight = { scripts: number; scriptBytes: number; documentBytes: number };

const CPU_SLOWDOWN = 4;
const WIDE = { width: 1_440, height: 900 };
const NARROW = { width: 360, height: 800 };
/** Time for what a page fetches once it is idle. */
const SETTLE_MS = 1_000;

/** The path of a browser that starts. */
export function chromiumPath(): Promise<string> {
  return findBrowser({ children: createChildren(() => {}), note: () => {}, isWhole: true });
}

/** Does `work` with a browser that has nothing stored, and closes it. */
export async function withBrowser<T>(
  executablePath: string,
  work: (browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** What crosses the wire for a first visit, compressed as the server sends it. */
export function weighPage(browser: Browser, visit: Omit<Visit, "act">): Promise<PageWeight> {
  return withPage(browser, { ...visit, viewport: WIDE }, async (page) => {
    const weight = { scripts: 0, scriptBytes: 0, documentBytes: 0 };
    const weighed: Promise<void>[] = [];
    page.on("requestfinished", (request) => {
      const kind = request.resourceType();
      if (kind !== "script" && kind !== "document") return;
      weighed.push(
        request.sizes().then(({ responseBodySize }) => {
          if (kind === "document") weight.documentBytes += responseBodySize;
          else {
            weight.scripts += 1;
            weight.scriptBytes += responseBodySize;
          }
        }),
      );
    });
    await page.goto(visit.address, { waitUntil: "load" });
    await page.waitForTimeout(SETTLE_MS);
    await Promise.all(weighed);
    return weight;
  });
}

/** How much moves while a page comes, on a wide and on a narrow screen: the sum of all layout shifts. */
export async function measureShifts(browser: Browser, visit: Omit<Visit, "act">): Promise<number> {
  const sums: number[] = [];
  for (const viewport of [WIDE, NARROW]) {
    const sum = await withPage(browser, { ...visit, viewport }, async (page) => {
      await page.goto(visit.address, { waitUntil: "load" });
      await page.waitForTimeout(SETTLE_MS);
      return page.evaluate(() => globalThis.benchShifts.reduce((total, { value }) => total + value, 0));
    });
    sums.push(sum);
  }
  return Math.max(...sums);
}

export type Interactions = { inpMs: number; p50Ms: number; count: number };

/** From a click or key until the next picture, on a processor slowed down to a quarter. */
export function measureInteractions(browser: Browser, visit: Visit): Promise<Interactions> {
  return withPage(browser, { ...visit, viewport: WIDE }, async (page) => {
    await page.goto(visit.address, { waitUntil: "load" });
    await page.waitForTimeout(SETTLE_MS);
    const devTools = await page.context().newCDPSession(page);
    await devTools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
    await visit.act(page);
    await page.waitForTimeout(SETTLE_MS);
    const durations = await page.evaluate(() => [...globalThis.benchInteractions.values()]);
    // As browsers tell INP: the slowest, leaving out one of every fifty.
    return {
      inpMs: percentile(durations, 1 - 1 / 50),
      p50Ms: percentile(durations, 0.5),
      count: durations.length,
    };
  });
}

declare global {
  var benchShifts: { value: number }[];
  var benchInteractions: Map<number, number>;
}

/** Keeps what the browser tells of shifts and interactions, from the first moment of the page. */
function observe(): void {
  globalThis.benchShifts = [];
  globalThis.benchInteractions = new Map();
  const kept = globalThis.benchInteractions;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      globalThis.benchShifts.push({ value: entry.value });
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries() as (PerformanceEventTiming & {
      interactionId: number;
    })[])
      if (interactionId > 0) kept.set(interactionId, Math.max(kept.get(interactionId) ?? 0, duration));
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}

async function withPage<T>(
  browser: Browser,
  { address, cookie, viewport }: Omit<Visit, "act"> & { viewport: typeof WIDE },
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport, locale: "en-GB" });
  try {
    const { origin } = new URL(address);
    const cookies = [{ name: "locale", value: "en" }, ...(cookie ? [cookie] : [])];
    await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: origin })));
    await context.addInitScript(observe);
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}
