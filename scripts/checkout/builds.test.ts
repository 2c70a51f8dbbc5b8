import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chooseBuild, findBuild, markBuilt, useBuild } from "./builds.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "mitra builds "));
  write("app/page.tsx", "page");
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** What `next build` and the stamp behind it leave. */
function build(): string {
  const { distDir, sources } = chooseBuild(root);
  write(`${distDir}/BUILD_ID`, "id");
  markBuilt(root, distDir, sources);
  return distDir;
}

describe("the build that belongs to the sources", () => {
  it("is found as long as no source changes", () => {
    const distDir = build();
    expect(findBuild(root)).toBe(distDir);
  });

  const stale: [title: string, file: string][] = [
    ["a page changes", "app/page.tsx"],
    ["a file appears", "lib/i18n/messages/en.json"],
    ["a dependency changes", "package-lock.json"],
    ["the tables change", "prisma/schema.prisma"],
    ["the proxy changes", "proxy.ts"],
    ["the way to bundle the worker changes", "scripts/checkout/bundle.mjs"],
  ];
  for (const [title, file] of stale) {
    it(`is stale when ${title}`, () => {
      build();
      write(file, "changed");
      expect(findBuild(root)).toBeNull();
    });
  }

  const harmless = [
    "app/page.test.tsx",
    "lib/testing/database.ts",
    "lib/generated/prisma/client.ts",
    "README.md",
  ];
  for (const file of harmless) {
    it(`is not stale when ${file} changes`, () => {
      const distDir = build();
      write(file, "changed");
      expect(findBuild(root)).toBe(distDir);
    });
  }

  it("does not count while it is being made", () => {
    build();
    chooseBuild(root);
    expect(findBuild(root)).toBeNull();
  });

  it("is stale when a source changed while it was being made", () => {
    const { distDir, sources } = chooseBuild(root);
    write("app/page.tsx", "changed meanwhile");
    write(`${distDir}/BUILD_ID`, "id");
    markBuilt(root, distDir, sources);
    expect(findBuild(root)).toBeNull();
  });

  it("is left alone while a server runs from it", () => {
    const used = build();
    useBuild(root, used);
    write("app/page.tsx", "changed");
    expect(build()).not.toBe(used);
    write("app/page.tsx", "page");
    expect(findBuild(root)).toBe(used);
  });

  it("is made in the same folder again once its server has ended", () => {
    const used = build();
    useBuild(root, used);
    write(`${used}.users/${process.pid}`, JSON.stringify({ pid: process.pid, identity: "ended/1" }));
    write("app/page.tsx", "changed");
    expect(build()).toBe(used);
  });
});
