// Whether each call that names the type of its rows is answered so by the database: what the tests have met is written
// behind these types in a copy of the sources, and the compiler compares.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartProblem } from "../terminal/progress.mjs";

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

const ROOMS = ["lib", "app", "components"];

/** A call that names the type of its rows, on its line; before it may stand what it is called on. */
const NAMES_ROWS = /\b(?:query|readWithin)</g;

/**
 * @typedef {{ frames: string[], columns: Record<string, { type: number, wasNull: boolean }> }} Described
 * @typedef {{ types: Set<string>, wasNull: boolean }} Column what all statements asked at a call have answered
 * @typedef {{ place: string, start: number, end: number, columns: Record<string, Column>, isMet: boolean }} Call
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
  for (const name of readdirSync(folder)) {
    /** @type {Described[]} */
    const all = JSON.parse(readFileSync(join(folder, name), "utf8"));
    for (const { frames, columns } of all) note(calls, frames, columns);
  }
  const every = [...calls.values()].flat();
  const unmet = every.filter(({ isMet }) => !isMet).map(({ place }) => place);
  const said = await compile(children, root, sources, calls);
  if (said) throw new StartProblem(`Rows are not what these types say:\n${said}`);
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

/** @param {string} file @param {string} text @returns {Call[]} */
function findCalls(file, text) {
  return [...text.matchAll(NAMES_ROWS)].flatMap(({ index, 0: found }) => {
    const start = index + found.length;
    const end = endOfType(text, start);
    const type = text.slice(start, end);
    // What a function is told by its caller is compared there.
    if (text.slice(0, index).endsWith("function ") || text.includes(`<${type} extends`)) return [];
    const before = text.slice(0, index).split("\n");
    const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    return [{ place, start, end, columns: {}, isMet: false }];
  });
}

/** Where the type argument ends that begins here. @param {string} text @param {number} start */
function endOfType(text, start) {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "<") depth++;
    if (text[at] === ">" && text[at - 1] !== "=" && --depth === 0) return at;
  }
  return text.length;
}

/** Gives the answer to the innermost call that names its type. @param {Map<string, Call[]>} calls @param {string[]} frames @param {Described["columns"]} columns */
function note(calls, frames, columns) {
  const call = frames.map((frame) => callAt(calls, frame)).find(Boolean);
  if (!call) return;
  call.isMet = true;
  for (const [name, { type, wasNull }] of Object.entries(columns)) {
    const known = call.columns[name] ?? { types: new Set(), wasNull: false };
    known.types.add(TYPES[type] ?? "string");
    call.columns[name] = { ...known, wasNull: known.wasNull || wasNull };
  }
}

/** @param {Map<string, Call[]>} calls @param {string} frame of an awaited call, where `await` stands */
function callAt(calls, frame) {
  const [file = "", line, column] = frame.split(":");
  return calls.get(file)?.find(({ place }) => {
    const [, itsLine, itsColumn] = place.split(":");
    return (
      itsLine === line && Number(itsColumn) >= Number(column) && Number(itsColumn) - Number(column) <= 40
    );
  });
}

/**
 * What the compiler says of the sources with the answers behind their types.
 *
 * @param {import("../processes/children.mjs").Children} children
 * @param {string} root
 * @param {Map<string, string>} sources
 * @param {Map<string, Call[]>} calls
 */
async function compile(children, root, sources, calls) {
  const copy = mkdtempSync(join(tmpdir(), "mitra-rows-"));
  try {
    // The scripts are there for the sources that import of them.
    for (const name of [...ROOMS, "scripts", "tsconfig.json", "package.json"])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    for (const [file, text] of sources)
      writeFileSync(join(copy, file), withAnswers(text, calls.get(file) ?? []));
    writeFileSync(join(copy, "lib/answered.d.ts"), ANSWERED);
    const include = [...calls].filter(([, its]) => its.length > 0).map(([file]) => file);
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

/** @param {string} text @param {Call[]} calls */
function withAnswers(text, calls) {
  return calls
    .filter(({ isMet }) => isMet)
    .toSorted((one, other) => other.start - one.start)
    .reduce((said, { start, end, columns }) => {
      const nulls = Object.keys(columns).filter((name) => columns[name]?.wasNull);
      const answered = Object.entries(columns).map(
        ([name, { types }]) => `${JSON.stringify(name)}: ${[...types].join(" | ")} | null`,
      );
      const nullable = nulls.map((name) => JSON.stringify(name)).join(" | ") || "never";
      return `${said.slice(0, start)}Answered<{ ${answered.join("; ")} }, ${nullable}, ${said.slice(start, end)}>${said.slice(end)}`;
    }, text);
}
