import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

// The sources as the house test reads them: as text.

export const ROOT = path.resolve(import.meta.dirname, "../..");
const FOLDERS = ["app", "components", "lib", "scripts", "e2e", "bench"];
const ROOT_FILES = ["proxy.ts", "instrumentation.ts"];
const CODE = /\.(ts|tsx|mts|mjs)$/;

export type Source = {
  file: string;
  text: string;
  /** What it imports at run time, resolved to files of this repository or left as package names. */
  imports: string[];
  /** The same, with what it imports types of. */
  needs: string[];
};

/** All sources, tests among them, by their path. */
export function readSources(): Map<string, Source> {
  const files = new Set([...FOLDERS.flatMap(listFiles), ...ROOT_FILES]);
  return new Map([...files].map((file) => [file, readSource(file, files)]));
}

function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("lib/generated/"));
}

function readSource(file: string, files: ReadonlySet<string>): Source {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\b)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm,
  );
  const found = [...statements].map(([, type, from, dynamic]) => ({
    isType: type !== undefined,
    name: resolve(file, from ?? dynamic ?? "", files),
  }));
  return {
    file,
    text,
    imports: found.filter(({ isType }) => !isType).map(({ name }) => name),
    needs: found.map(({ name }) => name),
  };
}

function resolve(file: string, specifier: string, files: ReadonlySet<string>): string {
  if (!/^(@\/|\.)/.test(specifier)) return specifier;
  const base = specifier.startsWith("@/") ? specifier.slice(2) : path.join(path.dirname(file), specifier);
  return ["", ".ts", ".tsx", ".mjs"].map((ending) => base + ending).find((name) => files.has(name)) ?? base;
}
