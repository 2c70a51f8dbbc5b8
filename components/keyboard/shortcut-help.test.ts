import { expect, it } from "vitest";
import { readSources } from "@/lib/testing/sources";

/** A letter, a sign or F8: what is pressed for itself, and not to go through a text or a list. */
const OWN_KEY = /\bevent\.key === "([a-z/?@]|F\d)"|\bdata-key="([a-z])"|\bshortcut="([a-z])"/g;

it("every key of its own that a screen listens to stands in the help", () => {
  const sources = [...readSources().values()].filter(({ file }) => /^components\/.+\.tsx?$/.test(file));
  const help = sources.find(({ file }) => file.endsWith("/shortcut-help.tsx"))?.text ?? "";
  const [told = ""] = /const SECTIONS = [\s\S]*?\] as const/.exec(help) ?? [];
  const listened = sources.flatMap(({ file, text }) =>
    [...text.matchAll(OWN_KEY)].map((found) => `${found.slice(1).find(Boolean)} (${file})`),
  );
  expect(listened.length).toBeGreaterThan(15);
  expect(listened.filter((key) => !told.includes(`"${key.split(" ")[0]}"`))).toEqual([]);
});
