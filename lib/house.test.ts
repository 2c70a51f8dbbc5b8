import path from "node:path";
import { describe, expect, test } from "vitest";
import { LAYERS, type Layer, namedFiles, placesOf } from "@/lib/testing/layers";
import { readSources, type Source } from "@/lib/testing/sources";

// The house of docs/architecture.md: imports run one way, and a stranger finds the room by its name.

/** What has no effect, which a rule may use: packages, and the schema's enums. Of `next` it may know types; another test refuses the rest. */
const KNOWN_TO_RULES =
  /^(zod(\/mini)?|libphonenumber-js(\/min)?|icu-minify\/(compile|format)|use-intl\/core|@zxcvbn-ts\/.+|node:crypto|next|lib\/generated\/prisma\/enums)$/;

/** What looks at the clock, at chance or at the environment, asks somebody or waits. */
const ACTING =
  /\.query\(|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandom(UUID|Bytes|Int)\b|\bgetRandomValues\b|\bperformance\.now\b|\bset(Timeout|Interval|Immediate)\(|\bfetch\(|\bprocess\.(env|hrtime)\b/;

/** Beside rules, what components take: who reads the language, and who hands words to the browser. */
const KNOWN_TO_COMPONENTS = ["lib/server/language.ts", "lib/i18n/client-messages.tsx"];

/** What may be opened by anybody, and why. */
const PUBLIC_DOORS: Readonly<Record<string, string>> = {
  "app/api/auth/[...nextauth]/route.ts": "signing in",
  "app/api/health/live/route.ts": "asked by what starts the process anew",
  "app/api/health/ready/route.ts": "asked by a load balancer",
  "app/api/health/route.ts": "asked by monitoring, and says nothing of anybody",
  "app/api/metrics/route.ts": "asked by Prometheus, which brings a token instead",
  "app/api/refused/[status]/route.ts": "the answer to what is no request",
  "app/digest/off/page.tsx": "opened by the link of a digest, which switches it off and nothing else",
  "app/page.tsx": "goes on to the list, which asks",
  "app/setup/page.tsx": "opened by a one-time link",
  "app/sign-in/page.tsx": "signing in",
};

/** What must never come into a page: the connections, the secrets and the door to DOKU. */
const ON_THE_SERVER = ["lib/db.ts", "lib/prisma.ts", "lib/env.ts", "lib/jobs/pool.ts", "lib/doku/client.ts"];

const MAX_SOURCES_OF_A_FOLDER = 20;
const MAX_LINES = 300;

/** Longer ones, each of which would only be cut where its parts are read together. */
const LONG = [
  "lib/env.ts",
  "scripts/chaos/people/people.ts",
  "scripts/simulate/beside-postgresql.ts",
  "scripts/simulate/statements.ts",
  "scripts/simulate/world.ts",
];

const sources = readSources();
const all = [...sources.values()];
const product = all.filter(({ file }) => !/\.(test|bench|spec|closing|scale)\.tsx?$/.test(file));
const rules = product.filter(({ file }) => placesOf(file)[0] === "rules");
const components = product.filter(({ file }) => file.startsWith("components/"));

function isRule(name: string): boolean {
  return sources.has(name) && placesOf(name)[0] === "rules";
}

function layerOf(file: string): Layer {
  return placesOf(file)[0] ?? "app";
}

function offences(
  files: readonly Source[],
  isOffence: (source: Source, needed: string) => boolean,
): string[] {
  return files.flatMap((source) =>
    source.needs.filter((name) => isOffence(source, name)).map((name) => `${source.file} → ${name}`),
  );
}

const WITHOUT_EVAL = "lib/zod-without-eval.ts";

/** Whether zod is told before the file builds a schema: by itself or by what it imports. */
function isToldBefore({ file, imports }: Source): boolean {
  return [file, ...imports].some(
    (name) => name === WITHOUT_EVAL || sources.get(name)?.imports.includes(WITHOUT_EVAL),
  );
}

/** The files and all that they bring with them at run time. */
function reachedFrom(files: readonly Source[]): Set<Source> {
  const reached = new Set(files);
  for (const { imports } of reached) {
    for (const name of imports) {
      const source = sources.get(name);
      if (source) reached.add(source);
    }
  }
  return reached;
}

describe("imports run one way", () => {
  test("every file has one place", () => {
    const elsewhere = product.filter(({ file }) => placesOf(file).length !== 1).map(({ file }) => file);
    expect(elsewhere).toEqual([]);
    const withoutEnding = new Set(all.map(({ file }) => file.replace(/\.[a-z]+$/, "")));
    expect(namedFiles().filter((name) => !withoutEnding.has(name))).toEqual([]);
  });

  test("nothing imports from a layer above its own, nor a type of it", () => {
    const upward = offences(product, ({ file }, needed) => {
      return sources.has(needed) && LAYERS.indexOf(layerOf(needed)) > LAYERS.indexOf(layerOf(file));
    });
    expect(upward).toEqual([]);
  });

  test("rules import rules alone, and nothing that acts", () => {
    const acting = offences(
      rules,
      (_, needed) => !isRule(needed) && !KNOWN_TO_RULES.test(needed) && !needed.endsWith(".json"),
    );
    expect(acting).toEqual([]);
  });

  test("rules ask no database, no clock, no chance and no environment", () => {
    const acting = rules.flatMap(({ file, text }) => {
      const [found] = ACTING.exec(text) ?? [];
      return found ? [`${file}: ${found}`] : [];
    });
    expect(acting).toEqual([]);
  });

  test("the core knows nothing of Next", () => {
    const next = product
      .filter(({ file }) => ["rules", "platform", "core"].includes(layerOf(file)))
      .flatMap(({ file, imports }) => imports.map((name) => `${file} → ${name}`))
      .filter((line) => / (next|next-auth|react|react-dom)(\/|$)/.test(line));
    expect(next).toEqual([]);
  });

  test("components import rules and one another, never what reads the database or the environment", () => {
    const acting = offences(
      components,
      (_, needed) =>
        sources.has(needed) &&
        !needed.startsWith("components/") &&
        !isRule(needed) &&
        !KNOWN_TO_COMPONENTS.includes(needed),
    );
    expect(acting).toEqual([]);
  });

  test("what a component brings of zod is built without eval, which pages do not allow", () => {
    const untold = [...reachedFrom(components)].filter(
      (source) => source.imports.includes("zod/mini") && !isToldBefore(source),
    );
    expect(untold.map(({ file }) => file)).toEqual([]);
  });

  test("the stand-in does not share code with the client it checks", () => {
    const shared = offences(
      product.filter(({ file }) => file.startsWith("lib/stand-in/")),
      (_, needed) => needed.startsWith("lib/") && !needed.startsWith("lib/stand-in/"),
    );
    expect(shared).toEqual([]);
  });

  test("no file needs itself through others", () => {
    expect(findCircles(new Map(product.map(({ file, needs }) => [file, new Set(needs)])))).toEqual([]);
  });

  test("no room needs itself through others", () => {
    const rooms = new Map<string, Set<string>>();
    for (const { file, needs } of product) {
      const room = roomOf(file);
      if (!room) continue;
      const others = needs.filter((name) => sources.has(name)).map((name) => roomOf(name) ?? room);
      rooms.set(room, new Set([...(rooms.get(room) ?? []), ...others.filter((other) => other !== room)]));
    }
    expect(rooms.size).toBeGreaterThan(50);
    expect(findCircles(rooms)).toEqual([]);
  });

  test.each(ON_THE_SERVER)("%s cannot come into a page", (file) => {
    expect(sources.get(file)?.imports[0]).toBe("server-only");
  });
});

/** The folder, where it is a room. What lies before the doors of lib, everybody stands on; tests have rooms of their own. */
function roomOf(file: string): string | null {
  const room = path.dirname(file);
  return /^(lib\/|components\/|scripts)/.test(room) && !/\/testing(\/|$)/.test(room) ? room : null;
}

function findCircles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (node: string, trail: string[]): void => {
    if (trail.includes(node)) circles.push([...trail.slice(trail.indexOf(node)), node].join(" → "));
    if (done.has(node) || trail.includes(node)) return;
    for (const next of graph.get(node) ?? []) if (graph.has(next)) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return circles;
}

describe("what is too much is taken apart", () => {
  test("no folder holds more sources than a person looks over", () => {
    const counts = new Map<string, number>();
    for (const { file } of product) {
      const folder = path.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > MAX_SOURCES_OF_A_FOLDER)).toEqual([]);
  });

  test("no file is longer than a person reads, but for a few", () => {
    const long = product.filter(({ text }) => text.split("\n").length - 1 > MAX_LINES);
    expect(long.map(({ file }) => file).sort()).toEqual(LONG);
  });
});

test("a worker does without Prisma, which would take more memory than all the rest of it", () => {
  const reached = reachedFrom(all.filter(({ file }) => file === "lib/worker/main.ts"));
  expect(reached.size).toBeGreaterThan(20);
  expect([...reached].map(({ file }) => file)).not.toContain("lib/prisma.ts");
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

test("a page is read again by useRefresh alone, which asks first whether the server is there", () => {
  const refreshing = product.filter(({ text }) =>
    /\brouter\??\.refresh\b|\buseRouter\(\)\.refresh\b|\brefresh\b[^{}]*\} = useRouter\(/.test(text),
  );
  expect(refreshing.map(({ file }) => file)).toEqual(["components/pending/use-refresh.ts"]);
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

test("one file knows the queue's own tables, and its room alone asks the queue by hand", () => {
  const naming = (pattern: RegExp) =>
    product
      .filter(({ text }) => pattern.test(text))
      .map(({ file }) => file)
      .sort();
  expect(naming(/graphile_worker\._|jobs:insert/)).toEqual([
    "lib/jobs/private-tables.ts",
    "scripts/chaos/time.ts", // which lets the time pass
    "scripts/teeth/bugs/processes.mjs", // which breaks this
  ]);
  expect(naming(/graphile_worker\.(add|remove)_job/)).toEqual([
    "lib/jobs/job.ts",
    "lib/jobs/private-tables.ts",
  ]);
});

test("F57: what is sent, and when, goes by the database's clock", () => {
  const rooms = /^lib\/(registrations|restores|imports|bulk|jobs|worker|holders|credentials)\//;
  const reading = product.filter(
    ({ file, text }) => rooms.test(file) && /\bDate\.now\b|\bnew Date\(\)/.test(text),
  );
  expect(reading.map(({ file }) => file).sort()).toEqual([
    "lib/imports/sending/hand-out.ts", // where the database answers no row, which it does not
    "lib/registrations/intake/register-new.ts", // the order of ids
    "lib/registrations/list/counts.ts", // what "today" is on a page
    "lib/registrations/list/needs-you.ts",
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

test("a route reads a form by readForm alone, which takes one that cannot be read for no fault of ours", () => {
  const reading = product.filter(({ text }) => /\.formData\(\)/.test(text));
  expect(reading.map(({ file }) => file)).toEqual(["lib/http/request-body.ts"]);
});

test("what an action takes in of text has an end and no control characters", () => {
  const loose = product.filter(({ file, text }) => file.startsWith("app/") && /\bz\.string\(/.test(text));
  expect(loose.map(({ file }) => file)).toEqual([]);
});

test("every page and every route handler asks who it is for, unless anybody may open it", () => {
  const doors = product.filter(({ file }) => /^app\/(.+\/)?(page|route)\.tsx?$/.test(file));
  expect(doors.length).toBeGreaterThan(20);
  const open = doors.filter(
    ({ text }) =>
      !/\b(requirePermission|requireActor|defineRoute(<[^>]*>)?)\(/.test(text) ||
      /permission: "public"/.test(text),
  );
  expect(open.map(({ file }) => file).sort()).toEqual(Object.keys(PUBLIC_DOORS));
  const unguarded = doors.filter(
    ({ file, text }) => /route\.ts$/.test(file) && !/\bdefineRoute\b/.test(text),
  );
  expect(unguarded.map(({ file }) => file)).toEqual([]);
});
