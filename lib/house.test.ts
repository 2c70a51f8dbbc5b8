import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { FAILURES } from "@/lib/stand-in/failures/failures";

// The house of docs/architecture.md: imports run one way, and a stranger finds the room by its name.

const ROOT = path.resolve(import.meta.dirname, "..");
const FOLDERS = ["app", "components", "lib", "scripts", "e2e", "bench"];
const ROOT_FILES = ["proxy.ts", "instrumentation.ts"];
const CODE = /\.(ts|tsx|mts|mjs)$/;

const LAYERS = ["rules", "platform", "core", "edge", "app"] as const;
type Layer = (typeof LAYERS)[number];

/** First match wins; what is not named here is a rule, which must import nothing that acts. */
const LAYER_OF: readonly [RegExp, Layer][] = [
  // What the scripts and env.ts both know of settings; there, since a release has the scripts without the sources.
  [/^scripts\/settings\/setting-names\.mjs$/, "rules"],
  [/^scripts\/settings\/secret-files\.mjs$/, "platform"],
  [/^(app\/|proxy\.ts|instrumentation\.ts|e2e\/|bench\/|scripts\/)/, "app"],
  [/^lib\/(server|http)\//, "edge"],
  [/^lib\/auth\/(session|next-auth|sign-in|csrf)/, "edge"],
  [/^lib\/worker\//, "edge"],
  [/^lib\/testing\//, "app"],
  [/^lib\/errors\.ts$/, "rules"],
  [/^lib\/(db|env|logger|metrics|migrate|prisma)\.ts$/, "platform"],
  [/^lib\/generated\//, "platform"],
];

/** Packages and modules that act: whoever imports one is no rule. */
const ACTING = /^(pg|undici|graphile-worker|node:(fs|http|https|net|child_process|worker_threads)(\/.*)?)$/;

type Source = { file: string; text: string; imports: string[] };

function readSources(): Map<string, Source> {
  const files = [...FOLDERS.flatMap((folder) => listFiles(folder)), ...ROOT_FILES];
  return new Map(files.map((file) => [file, readSource(file)]));
}

function listFiles(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("lib/generated/"));
}

function readSource(file: string): Source {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  return { file, text, imports: importsOf(file, text) };
}

/** Imports that exist at run time, resolved to files of this repository or left as package names. */
function importsOf(file: string, text: string): string[] {
  const statements = text.matchAll(
    /^(?:import|export)\s+(?!type\b)(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm,
  );
  return [...statements].map(([, from, dynamic]) => resolve(file, from ?? dynamic ?? ""));
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith("@/")) return withEnding(specifier.slice(2));
  if (specifier.startsWith(".")) return withEnding(path.join(path.dirname(file), specifier));
  return specifier;
}

function withEnding(base: string): string {
  return (
    ["", ".ts", ".tsx", ".mjs"].map((ending) => base + ending).find((name) => sources?.has(name)) ?? base
  );
}

let sources: Map<string, Source> | undefined;
sources = readSources();
// The second reading resolves against the names that the first one found.
sources = new Map([...sources.keys()].map((file) => [file, readSource(file)]));
const all = [...sources.values()];
const product = all.filter(({ file }) => !/\.(test|bench)\.tsx?$/.test(file));

function layerOf(file: string): Layer {
  return LAYER_OF.find(([pattern]) => pattern.test(file))?.[1] ?? (isCore(file) ? "core" : "rules");
}

const coreKnown = new Map<string, boolean>();

/** A file of lib/ is core when it acts itself, or imports a file that does. */
function isCore(file: string): boolean {
  const known = coreKnown.get(file);
  if (known !== undefined) return known;
  coreKnown.set(file, false);
  const acts = (sources?.get(file)?.imports ?? []).some(
    (name) => ACTING.test(name) || (name.startsWith("lib/") && layerOf(name) !== "rules"),
  );
  coreKnown.set(file, acts);
  return acts;
}

function offences(files: Source[], isOffence: (source: Source, imported: string) => boolean): string[] {
  return files.flatMap((source) =>
    source.imports.filter((name) => isOffence(source, name)).map((name) => `${source.file} → ${name}`),
  );
}

const WITHOUT_EVAL = "lib/zod-without-eval.ts";

/** Whether zod is told before the file builds a schema: by itself or by what it imports. */
function isToldBefore({ file, imports }: Source): boolean {
  return [file, ...imports].some(
    (name) => name === WITHOUT_EVAL || sources?.get(name)?.imports.includes(WITHOUT_EVAL),
  );
}

/** The files and all that they bring with them at run time. */
function reachedFrom(files: readonly Source[]): Set<Source> {
  const reached = new Set(files);
  for (const { imports } of reached) {
    for (const name of imports) {
      const source = sources?.get(name);
      if (source) reached.add(source);
    }
  }
  return reached;
}

describe("imports run one way", () => {
  test("nothing imports from a layer above its own", () => {
    const upward = offences(product, ({ file }, imported) => {
      if (file.startsWith("components/") || !sources?.has(imported)) return false;
      return LAYERS.indexOf(layerOf(imported)) > LAYERS.indexOf(layerOf(file));
    });
    expect(upward).toEqual([]);
  });

  test("the core knows nothing of Next", () => {
    const core = product.filter(({ file }) => ["rules", "platform", "core"].includes(layerOf(file)));
    const next = offences(
      core.filter(({ file }) => file.startsWith("lib/") && !file.endsWith(".tsx")),
      (_, imported) => /^(next|next-auth|react|react-dom)(\/|$)/.test(imported),
    );
    expect(next).toEqual([]);
  });

  test("components import rules, one another and the catalogue, never what reads the database or the environment", () => {
    const acting = offences(
      product.filter(({ file }) => file.startsWith("components/")),
      (_, imported) =>
        imported.startsWith("app/") ||
        (imported.startsWith("lib/") &&
          layerOf(imported) !== "rules" &&
          imported !== "lib/server/language.ts"),
    );
    expect(acting).toEqual([]);
  });

  test("what a component brings of zod is built without eval, which pages do not allow", () => {
    const shown = product.filter(({ file }) => file.startsWith("components/"));
    const untold = [...reachedFrom(shown)].filter(
      (source) => source.imports.includes("zod/mini") && !isToldBefore(source),
    );
    expect(untold.map(({ file }) => file)).toEqual([]);
  });

  test("the stand-in does not share code with the client it checks", () => {
    const shared = offences(
      product.filter(({ file }) => file.startsWith("lib/stand-in/")),
      (_, imported) => imported.startsWith("lib/") && !imported.startsWith("lib/stand-in/"),
    );
    expect(shared).toEqual([]);
  });

  test("no file imports itself through others", () => {
    expect(findCycles()).toEqual([]);
  });
});

function findCycles(): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(" → "));
    if (done.has(file) || trail.includes(file)) return;
    for (const name of sources?.get(file)?.imports ?? [])
      if (sources?.has(name)) visit(name, [...trail, file]);
    done.add(file);
  };
  for (const { file } of product) visit(file, []);
  return cycles;
}

test("a worker does without Prisma, which would take more memory than all the rest of it", () => {
  const reached = new Set(["lib/worker/main.ts"]);
  for (const file of reached) {
    for (const name of sources?.get(file)?.imports ?? []) if (sources?.has(name)) reached.add(name);
  }
  expect(reached.size).toBeGreaterThan(20);
  expect([...reached]).not.toContain("lib/prisma.ts");
});

test("no file has a name that says nothing", () => {
  const dumps = /(^|[/-])(utils?|helpers?|common|misc|manager|shared|stuff|index|types|lib)\.[a-z]+$/;
  expect(all.map(({ file }) => file).filter((file) => dumps.test(file))).toEqual([]);
});

test("only env.ts reads the environment", () => {
  const allowed =
    /^(lib\/env\.ts|lib\/stand-in\/main\.ts|instrumentation\.ts|scripts\/|bench\/|e2e\/|lib\/testing\/)/;
  const readers = product.filter(({ file, text }) => !allowed.test(file) && /process\.env\b/.test(text));
  expect(readers.map(({ file }) => file)).toEqual([]);
});

test("merchants are compared by their contacts in few places, each of which knows who asks", () => {
  const comparing = product.filter(
    ({ file, text }) =>
      !file.startsWith("lib/testing/") &&
      /\.?(phone_e164|(representative|invited_user)_email_key)\s*(=|like|in\b|~)|(phoneE164|EmailKey): \{? ?in\b/.test(
        text,
      ),
  );
  expect(
    comparing
      .map(({ file }) => file)
      .filter((file) => file.startsWith("lib/"))
      .sort(),
  ).toEqual([
    "lib/imports/checking/edits.ts", // what rows of a file share, which only who may send them has looked at
    "lib/imports/checking/findings.ts", // likewise
    "lib/registrations/intake/duplicates.ts", // by what the actor sees
    "lib/registrations/list/search.ts", // likewise
    "lib/worker/remove-old.ts", // which empties them
  ]);
});

test("the status of a registration that is there is written in two files", () => {
  const writing = product.filter(({ text }) =>
    /update registration( r)?\s+set (?:(?!\bwhere\b)[^`"])*?(?<!\.)\bstatus = /.test(text),
  );
  expect(writing.map(({ file }) => file).sort()).toEqual([
    "lib/registrations/intake/queue-registrations.ts",
    "lib/registrations/life/state.ts",
  ]);
});

test("what is sent, and when, goes by the database's clock", () => {
  const rooms = /^lib\/(registrations|imports|bulk|jobs|worker|holders|credentials)\//;
  const reading = product.filter(
    ({ file, text }) => rooms.test(file) && /\bDate\.now\b|\bnew Date\(\)/.test(text),
  );
  expect(reading.map(({ file }) => file).sort()).toEqual([
    "lib/imports/sending/hand-out.ts", // where the database answers no row, which it does not
    "lib/registrations/intake/register.ts", // the order of ids
    "lib/registrations/list/counts.ts", // what "today" is on a page
    "lib/registrations/list/page.ts",
    "lib/registrations/queries.ts", // where the database answers no row, which it does not
  ]);
});

test("a file of server actions exports guarded actions and nothing else", () => {
  const actionFiles = all.filter(({ text }) => /^["']use server["'];?\s*$/m.test(text));
  expect(actionFiles.length).toBeGreaterThan(0);
  const unguarded = actionFiles.flatMap(({ file, text }) =>
    [...text.matchAll(/^export\s+(?!type\b|interface\b)(.*)$/gm)]
      .map(([, rest]) => rest ?? "")
      .filter((rest) => !/^const \w+ = define(Form)?Action\(/.test(rest))
      .map((rest) => `${file}: export ${rest}`),
  );
  expect(unguarded).toEqual([]);
});

test("what an action takes in of text has an end and no control characters", () => {
  const loose = product.filter(({ file, text }) => file.startsWith("app/") && /\bz\.string\(/.test(text));
  expect(loose.map(({ file }) => file)).toEqual([]);
});

test("every signed-in page and every route handler asks who it is for", () => {
  const doors = product.filter(({ file }) => /^app\/(\(console\)\/.*page\.tsx|api\/.*route\.ts)$/.test(file));
  expect(doors.length).toBeGreaterThan(5);
  const open = doors.filter(
    ({ text }) => !/\b(requirePermission|requireActor|defineRoute(<[^>]*>)?|nextAuthOptions)\(/.test(text),
  );
  expect(open.map(({ file }) => file)).toEqual([]);
});

test("the docs name every failure that can be asked of the stand-in", () => {
  const told = readFileSync(path.join(ROOT, "docs/stand-in.md"), "utf8");
  const missing = FAILURES.map(({ keyword }) => keyword).filter(
    (keyword) => !told.includes(`\`${keyword}@\``),
  );
  expect(missing).toEqual([]);
});

test("the docs name every folder of lib", () => {
  const told = readFileSync(path.join(ROOT, "docs/architecture.md"), "utf8");
  const folders = readdirSync(path.join(ROOT, "lib"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).filter((name) => !told.includes(`| \`${name}/\` |`))).toEqual([]);
});

test("every path that the docs name is there", () => {
  const docs = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...listDocs()];
  const broken = docs.flatMap((file) => {
    const links = readFileSync(path.join(ROOT, file), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
    return [...links]
      .map(([, target = ""]) => path.join(path.dirname(file), target))
      .filter((target) => !existsSync(path.join(ROOT, target)))
      .map((target) => `${file} → ${target}`);
  });
  expect(broken).toEqual([]);
});

function listDocs(): string[] {
  return readdirSync(path.join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join("docs", name));
}

test("every failure mode from F1 to F60 has a test that bears its number, or a reason in the docs", () => {
  const titles = all
    .filter(({ file }) => file.endsWith(".test.ts"))
    .flatMap(({ text }) =>
      [...text.matchAll(/["'`](F\d+[F\d,–\s]*): /g)].map(([, numbers]) => numbers ?? ""),
    );
  const told = readFileSync(path.join(ROOT, "docs/failures.md"), "utf8");
  const reasons = told.split("| without a test | why |")[1]?.split("\n\n")[0] ?? "";
  const excused = [...reasons.matchAll(/^\| F(\d+) \|/gm)].map(([, number]) => Number(number));
  const known = new Set([...titles.flatMap(numbersOf), ...excused]);
  const every = Array.from({ length: 60 }, (_, index) => index + 1);
  expect(every.filter((number) => !known.has(number))).toEqual([]);
  expect(excused.filter((number) => titles.flatMap(numbersOf).includes(number))).toEqual([]);
});

/** The failure modes of a title: `F3–F5` are three. */
function numbersOf(title: string): number[] {
  return title.split(",").flatMap((part) => {
    const [first = 0, last = first] = [...part.matchAll(/F(\d+)/g)].map(([, number]) => Number(number));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
