import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg, { type QueryResult } from "pg";
import { afterAll } from "vitest";
import { ROOT } from "@/lib/testing/sources";

// Where ROWS_FOLDER is set, each file of tests writes there what the database answered to which call of the sources.
// `scripts/rows` compares it with the types that these calls name.

/** By column: its type's number in PostgreSQL, and whether it was null in any row. */
type Columns = Record<string, { type: number; wasNull: boolean }>;

/** `frames` lead from the call outwards, `lib/file.ts:line:column`. */
type Described = { frames: readonly string[]; columns: Columns };

/** One text may be asked from several places; looking where it comes from takes time. */
const LOOKED_AT = 20;
const ROWS_READ = 50;

const folder = process.env.ROWS_FOLDER;
const texts = new Map<string, { times: number; columns: Columns; places: Map<string, Described> }>();

if (folder) {
  pg.Pool.prototype.query = describing(pg.Pool.prototype.query);
  pg.Client.prototype.query = describing(pg.Client.prototype.query);
  afterAll(() => {
    mkdirSync(folder, { recursive: true });
    const described = [...texts.values()].flatMap(({ places }) => [...places.values()]);
    writeFileSync(path.join(folder, `${randomUUID()}.json`), JSON.stringify(described));
    texts.clear();
  });
}

function describing<Query extends object>(query: Query): Query {
  return new Proxy(query, {
    apply(original: never, client, args: [string | { text: string }, ...unknown[]]) {
      const known = textOf(typeof args[0] === "string" ? args[0] : args[0]?.text);
      const frames = known.times++ < LOOKED_AT ? framesOf(new Error().stack ?? "") : [];
      const answer = Reflect.apply(original, client, args);
      if (answer instanceof Promise) {
        answer.then(
          (result) => note(known, frames, result),
          () => undefined,
        );
      }
      return answer;
    },
  });
}

function textOf(text = "") {
  const known = texts.get(text) ?? { times: 0, columns: {}, places: new Map<string, Described>() };
  texts.set(text, known);
  return known;
}

function framesOf(stack: string): string[] {
  return [...stack.matchAll(/(?:\(|at )([^\s()]+:\d+:\d+)\)?$/gm)]
    .map(([, frame = ""]) => path.relative(ROOT, frame))
    .filter((frame) => /^(lib|app|components)\//.test(frame) && !/^lib\/testing\/|\.test\.ts/.test(frame));
}

function note(
  { columns, places }: { columns: Columns; places: Map<string, Described> },
  frames: string[],
  { fields, rows }: QueryResult<Record<string, unknown>>,
): void {
  for (const { name, dataTypeID } of fields ?? []) {
    const wasNull = columns[name]?.wasNull || rows.slice(0, ROWS_READ).some((row) => row[name] === null);
    columns[name] = { type: dataTypeID, wasNull };
  }
  const place = frames.join(" ");
  if (place !== "" && fields?.length > 0 && !places.has(place)) places.set(place, { frames, columns });
}
