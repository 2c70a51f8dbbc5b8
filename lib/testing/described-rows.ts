import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg, { type QueryResult } from "pg";
import { afterAll } from "vitest";
import { ROOT } from "@/lib/testing/sources";

// Where ROWS_FOLDER is set, each file of tests writes there what the database answered to which call of the sources, and
// what it takes for the parameters. `scripts/test/rows.mjs` compares both with the types of these calls.

/** By column: its type's number in PostgreSQL, and whether it was null in any row. */
type Columns = Record<string, { type: number; wasNull: boolean }>;

/**
 * `frames` lead from the call outwards, `lib/file.ts:line:column`; `parameters` are the numbers of the types that
 * PostgreSQL gives to `$1` and those after it.
 */
type Described = { frames: readonly string[]; columns: Columns; parameters: readonly number[] };

/** One text may be asked from several places; looking where it comes from takes time. */
const LOOKED_AT = 20;
const ROWS_READ = 50;

const folder = process.env.ROWS_FOLDER;
const texts = new Map<string, Known>();

type Known = Pick<Described, "columns" | "parameters"> & { times: number; places: Map<string, string[]> };

if (folder) {
  pg.Pool.prototype.query = describing(pg.Pool.prototype.query);
  pg.Client.prototype.query = describing(pg.Client.prototype.query);
  pg.Connection.prototype.parse = describingParameters(pg.Connection.prototype.parse);
  afterAll(() => {
    mkdirSync(folder, { recursive: true });
    const described: Described[] = [...texts.values()].flatMap(({ places, columns, parameters }) =>
      [...places.values()].map((frames) => ({ frames, columns, parameters })),
    );
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

type Parse = pg.Connection["parse"];
const asking = new WeakMap<pg.Connection, Known[]>();

/** Asks for the types of a statement's parameters as it is prepared. */
function describingParameters(parse: Parse): Parse {
  return function parseAndDescribe(this: pg.Connection, statement, more) {
    const known = asking.get(this) ?? listen(this);
    known.push(textOf(statement.text));
    parse.call(this, statement, more);
    this.describe({ type: "S", name: statement.name }, more);
  };
}

function listen(connection: pg.Connection): Known[] {
  const known: Known[] = [];
  asking.set(connection, known);
  connection.on("parameterDescription", ({ dataTypeIDs }: { dataTypeIDs: number[] }) => {
    const first = known.shift();
    if (first) first.parameters = dataTypeIDs;
  });
  // A statement that is refused has none.
  connection.on("readyForQuery", () => known.splice(0));
  return known;
}

function textOf(text = ""): Known {
  const known = texts.get(text) ?? { times: 0, columns: {}, parameters: [], places: new Map() };
  texts.set(text, known);
  return known;
}

function framesOf(stack: string): string[] {
  return [...stack.matchAll(/(?:\(|at )([^\s()]+:\d+:\d+)\)?$/gm)]
    .map(([, frame = ""]) => path.relative(ROOT, frame))
    .filter((frame) => /^(lib|app|components)\//.test(frame) && !/^lib\/testing\/|\.test\.ts/.test(frame));
}

function note(
  { columns, places }: Known,
  frames: string[],
  { fields, rows }: QueryResult<Record<string, unknown>>,
): void {
  for (const { name, dataTypeID } of fields ?? []) {
    const wasNull = columns[name]?.wasNull || rows.slice(0, ROWS_READ).some((row) => row[name] === null);
    columns[name] = { type: dataTypeID, wasNull };
  }
  const place = frames.join(" ");
  if (place !== "" && fields) places.set(place, frames);
}
