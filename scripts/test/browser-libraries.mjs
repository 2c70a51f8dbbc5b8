// Why a Chromium does not start on a small machine: which shared libraries it lacks, and who brings them.
import { spawnSync } from "node:child_process";

/** The packages of Debian and Ubuntu with what Chromium links to; the first that matches. @type {readonly [RegExp, string][]} */
const PACKAGES = [
  [/^lib(nspr4|plc4|plds4)\.so/, "libnspr4"],
  [/^lib(nss3|nssutil3|smime3|ssl3|softokn3)\.so/, "libnss3"],
  [/^libexpat\.so/, "libexpat1"],
  [/^libatk-bridge-/, "libatk-bridge2.0-0"],
  [/^libatk-/, "libatk1.0-0"],
  [/^libatspi\.so/, "libatspi2.0-0"],
  [/^libgbm\.so/, "libgbm1"],
  [/^libasound\.so/, "libasound2"],
  [/^libcups\.so/, "libcups2"],
  [/^libdbus-1\.so/, "libdbus-1-3"],
  [/^libdrm\.so/, "libdrm2"],
  [/^lib(glib|gobject|gio|gmodule)-2/, "libglib2.0-0"],
  [/^libxkbcommon\.so/, "libxkbcommon0"],
  [/^libX11\.so/, "libx11-6"],
  [/^libXcomposite\.so/, "libxcomposite1"],
  [/^libXext\.so/, "libxext6"],
  [/^libXdamage\.so/, "libxdamage1"],
  [/^libXfixes\.so/, "libxfixes3"],
  [/^libXrandr\.so/, "libxrandr2"],
  [/^libxcb\.so/, "libxcb1"],
  [/^libcairo\.so/, "libcairo2"],
  [/^libpango-/, "libpango-1.0-0"],
];

/**
 * A sentence with the libraries that the program lacks, or null if it lacks none or nobody can tell.
 *
 * @param {string} program
 */
export function explainMissingLibraries(program) {
  if (process.platform !== "linux") return null;
  const { stdout } = spawnSync("ldd", [program], { encoding: "utf8" });
  return describeMissing(stdout ?? "");
}

/** @param {string} told what `ldd` says */
export function describeMissing(told) {
  const missing = [...new Set([...told.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? ""))];
  if (missing.length === 0) return null;
  const packages = missing.flatMap((name) => PACKAGES.find(([pattern]) => pattern.test(name))?.[1] ?? []);
  const remedy =
    packages.length > 0 ? ` Debian and Ubuntu: apt-get install ${[...new Set(packages)].join(" ")}` : "";
  return `these libraries are missing: ${missing.join(", ")}.${remedy}`;
}
