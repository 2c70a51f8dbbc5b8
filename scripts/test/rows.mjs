// Whether each call that names the type of its rows is answered so by the database, and whether each that lists its values
// hands over what the database takes: what the tests have met is written behind both in a copy of the sources, and the
// compiler compares.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartProblem } from "../terminal/progress.mjs";
import { callAt, findCalls, findListings } from "./source-calls.mjs";

/** PostgreSQL's types by their numbers, as `pg` hands them over. Others are text. @type {Record<number, string>} */
const TYPES = {
  16: "boolean",
  17: "Buffer",
  21: "number",
  23: "number",
  26: "number",
  114: "unknown",
  700: "number",
  701: "number",
  1000: "readonly boolean[]",
  1003: "readonly string[]",
  1005: "readonly number[]",
  1007: "readonly number[]",
  1009: "readonly string[]",
  1015: "readonly string[]",
  1016: "readonly string[]",
  1082: "Date",
  1114: "Date",
  1115: "readonly Date[]",
  1184: "Date",
  1185: "readonly Date[]",
  2278: "unknown",
  2951: "readonly string[]",
  3802: "unknown",
};

/** Each of `Row` is a column of `Columns`, of its type or a part of it or more, and may be null where a column of `Nulls` was. */
const ANSWERED = `
type Answered<
  Columns,
  Nulls extends string,
  Row extends {
    [K in keyof Row]: K extends keyof Columns
      ? Row[K] extends Columns[K] ? unknown : Columns[K] extends Row[K] ? unknown : Columns[K]
      : "there is no such column";
  } & { [K in Nulls & keyof Row]: null extends Row[K] ? unknown : "this column was null" },
> = Row;
`;

/** What PostgreSQL takes for a parameter, by its type's number; for others text. @type {Record<number, string>} */
const TAKEN = {
  16: "boolean",
  17: "Uint8Array",
  20: "number | string",
  21: "number",
  23: "number",
  26: "number",
  700: "number",
  701: "number",
  1000: "readonly boolean[]",
  1005: "readonly number[]",
  1007: "readonly number[]",
  1009: "readonly (string | null)[]",
  1016: "readonly number[] | readonly string[]",
  1082: "Date | string",
  1114: "Date | string",
  1115: "readonly Date[] | readonly string[]",
  1182: "readonly (Date | string | null)[]",
  1184: "Date | string",
  1185: "readonly (Date | string | null)[]",
  1700: "number | string",
  2951: "readonly (string | null)[]",
};

/** Types that a migration makes are enums, and lists of them. */
const FIRST_OF_OURS = 16_384;
const OF_OURS = "string | readonly string[]";

/** The values of a call, in their order. */
const HANDED = "declare function handed<Values extends readonly unknown[]>(values: Values): Values;\n";

const ROOMS = ["lib", "app", "components"];

/**
 * @typedef {{ frames: string[], columns: Record<string, { type: number, wasNull: boolean }>, parameters: number[] }} Described
 * @typedef {import("./source-calls.mjs").Call} Call
 * @typedef {import("./source-calls.mjs").Listing} Listing
 */

/**
 * Throws where a type does not fit, and where no test has asked. Returns how many calls were compared.
 *
 * @param {import("../processes/children.mjs").Children} children
 * @param {{ root: string, folder: string }} where the sources are, and what `lib/testing/described-rows.ts` wrote
 */
export async function requireRowsAsAnswered(children, { root, folder }) {
  const sources = new Map(listSources(root).map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const calls = new Map([...sources].map(([file, text]) => [file, findCalls(file, text)]));
  const listings = new Map([...sources].map(([file, text]) => [file, findListings(file, text)]));
  for (const name of readdirSync(folder)) {
    /** @type {Described[]} */
    const all = JSON.parse(readFileSync(join(folder, name), "utf8"));
    for (const { frames, columns, parameters } of all) {
      note(calls, frames, columns);
      noteParameters(listings, frames, parameters);
    }
  }
  const every = [...calls.values()].flat();
  const unmet = every.filter(({ isMet }) => !isMet).map(({ place }) => place);
  const said = await compile(children, root, sources, { calls, listings });
  if (said) throw new StartProblem(`Rows or values are not what these types say:\n${said}`);
  if (unmet.length > 0) throw new StartProblem(`No test asks what these types tell:\n${unmet.join("\n")}`);
  return every.length;
}

/** @param {string} root @returns {string[]} */
function listSources(root) {
  return ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .map((name) => `${room}/${name.replaceAll("\\", "/")}`)
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^lib\/(testing|generated)\//.test(name)),
  );
}

/** Gives the answer to the innermost call that names its type. @param {Map<string, Call[]>} calls @param {string[]} frames @param {Described["columns"]} columns */
function note(calls, frames, columns) {
  const call = frames.map((frame) => callAt(calls, frame)).find(Boolean);
  if (!call || Object.keys(columns).length === 0) return;
  call.isMet = true;
  for (const [name, { type, wasNull }] of Object.entries(columns)) {
    const known = call.columns[name] ?? { types: new Set(), wasNull: false };
    known.types.add(TYPES[type] ?? "string");
    call.columns[name] = { ...known, wasNull: known.wasNull || wasNull };
  }
}

/** Gives the types to the innermost call, if it lists its values. @param {Map<string, Listing[]>} listings @param {string[]} frames @param {number[]} parameters */
function noteParameters(listings, [innermost = ""], parameters) {
  const listing = callAt(listings, innermost);
  if (!listing) return;
  const taken = parameters.map((type) => TAKEN[type] ?? (type < FIRST_OF_OURS ? "string" : OF_OURS));
  listing.parameters = listing.parameters?.map((known, at) => eitherOf(known, taken[at])) ?? taken;
}

/** @param {string} known @param {string | undefined} more */
function eitherOf(known, more = "never") {
  return known === more ? known : `${known} | ${more}`;
}

/**
 * What the compiler says of the sources with the answers behind their types.
 *
 * @param {import("../processes/children.mjs").Children} children
 * @param {string} root
 * @param {Map<string, string>} sources
 * @param {{ calls: Map<string, Call[]>, listings: Map<string, Listing[]> }} found
 */
async function compile(children, root, sources, { calls, listings }) {
  const copy = mkdtempSync(join(tmpdir(), "mitra-rows-"));
  try {
    // The scripts are there for the sources that import of them.
    for (const name of [...ROOMS, "scripts", "tsconfig.json", "package.json"])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    for (const [file, text] of sources)
      writeFileSync(join(copy, file), withAnswers(text, calls.get(file) ?? [], listings.get(file) ?? []));
    writeFileSync(join(copy, "lib/answered.d.ts"), ANSWERED + HANDED);
    const include = [...calls, ...listings].filter(([, its]) => its.length > 0).map(([file]) => file);
    const config = {
      extends: "./tsconfig.json",
      compilerOptions: { incremental: false },
      // What the catalogue says of use-intl holds where something imports it.
      include: [...include, "lib/i18n/client-messages.tsx", "lib/answered.d.ts"],
    };
    writeFileSync(join(copy, "rows.json"), JSON.stringify(config));
    const program = [
      join(copy, "node_modules/typescript/bin/tsc"),
      "--noEmit",
      "--pretty",
      "false",
      "-p",
      "rows.json",
    ];
    return await children.run("tsc", process.execPath, program, { cwd: copy, tailLines: 400 }).then(
      () => "",
      (error) => error.message,
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** @param {string} text @param {Call[]} calls @param {Listing[]} listings */
function withAnswers(text, calls, listings) {
  const answers = calls
    .filter(({ isMet }) => isMet)
    .map(({ start, end, columns }) => {
      const nulls = Object.keys(columns).filter((name) => columns[name]?.wasNull);
      const answered = Object.entries(columns).map(
        ([name, { types }]) => `${JSON.stringify(name)}: ${[...types].join(" | ")} | null`,
      );
      const nullable = nulls.map((name) => JSON.stringify(name)).join(" | ") || "never";
      return { start, end, before: `Answered<{ ${answered.join("; ")} }, ${nullable}, `, after: ">" };
    });
  const values = listings.flatMap(({ start, end, parameters }) =>
    parameters
      ? {
          start,
          end,
          before: `handed<[${parameters.map((type) => `${type} | null`).join(", ")}]>(`,
          after: ")",
        }
      : [],
  );
  return [...answers, ...values]
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (said, { start, end, before, after }) =>
        said.slice(0, start) + before + said.slice(start, end) + after + said.slice(end),
      text,
    );
}
