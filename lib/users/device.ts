const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["SamsungBrowser", "Samsung Internet"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["Chrome", "Chrome"],
  ["CriOS", "Chrome"],
  ["Safari", "Safari"],
] as const;

const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Macintosh", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** What a person recognises a browser by, such as `{ browser: "Chrome", system: "Android" }`; null where the text does not tell. */
export function describeDevice(userAgent: string | null): { browser: string | null; system: string | null } {
  return { browser: firstNamed(BROWSERS, userAgent ?? ""), system: firstNamed(SYSTEMS, userAgent ?? "") };
}

/** The first entry wins: browsers also bear the names of those they descend from. */
function firstNamed(names: readonly (readonly [string, string])[], userAgent: string): string | null {
  return names.find(([mark]) => userAgent.includes(mark))?.[1] ?? null;
}
