import { readOptions as readCommandLine, readWhole, readWord, refuseUse } from "../../terminal/options.mjs";
import type { Mode } from "../judge/outside";
import { type Arsenal, DOKU_TROUBLES, STRIKES } from "./schedule";

export type Plan = {
  seed: number;
  /** Forms; the rows of the spreadsheets come on top. */
  forms: number;
  spreadsheets: readonly { rows: number; holdAfterFirst: boolean }[];
  arsenal: Arsenal;
  /** For each Client-Id, how many processes of each kind have its secret. */
  credentials: readonly { webs: number; workers: number }[];
  /** Whether answers that never come (15 seconds each) are among the faults. */
  withSilence: boolean;
  /** Whether planned waits over a few seconds are cut short in SQL. */
  cutsWaits: boolean;
  slowestPersonMs: number;
  /** How long what does not settle is waited for, and what does not move. */
  longestRestMs: number;
};

export type Options = ReturnType<typeof readOptions>;

/**
 * `--short`, `--registrations N`, `--seed N`, `--mode R`; `--scale 0.1` makes the long form so much smaller, and
 * `--only kill=20 --only freeze=2 --only silent` leaves all other weapons at home, and `--client-ids 1` the second Client-Id.
 */
export function readOptions() {
  const values = readCommandLine(
    {
      short: { type: "boolean", default: false },
      registrations: { type: "string" },
      scale: { type: "string", default: "1" },
      seed: { type: "string" },
      mode: { type: "string", multiple: true, default: ["R", "N"] },
      restore: { type: "boolean" },
      only: { type: "string", multiple: true },
      "client-ids": { type: "string", default: "2" },
    },
    USAGE,
    { allowNegative: true },
  );
  const { short, restore, registrations, seed, only } = values;
  return {
    short,
    restore,
    // Without a registration, a mode or a Client-Id nothing would be proven, and the table would hold.
    registrations: registrations === undefined ? null : wholeOf("registrations", registrations, 1),
    scale: readScale(values.scale),
    seed: seed === undefined ? null : wholeOf("seed", seed),
    mode: values.mode.map((text) => readWord("mode", text, { usage: USAGE, words: MODES })),
    only: only === undefined ? null : readOnly(only),
    clientIds: wholeOf("client-ids", values["client-ids"], 1),
  };
}

const USAGE =
  "Usage: npm run chaos -- [--short] [--registrations N] [--seed N] [--mode R|N] [--scale X] [--only weapon=N] [--client-ids N] [--restore]";
const MODES: readonly Mode[] = ["R", "N"];

const wholeOf = (name: string, text: string, least = 0) => readWhole(name, text, { usage: USAGE, least });

function readScale(text: string): number {
  if (/^\d{1,3}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  return refuseUse(`--scale must be a number above 0, not '${text}'`, USAGE);
}

const NOTHING: Arsenal = {
  kill: 0,
  freeze: 0,
  cutOff: 0,
  stopDatabase: 0,
  readOnly: 0,
  terminateAll: 0,
  slowTerminateAll: 0,
  secret: 0,
  replayMode: 0,
  rateLimit: 0,
  slow: 0,
  very_slow: 0,
  silent: 0,
  slow_down: 0,
  faulty: 0,
  restore: 0,
};

const SHORT: Arsenal = {
  ...NOTHING,
  kill: 8,
  stopDatabase: 1,
  readOnly: 1,
  slowTerminateAll: 1,
  slow_down: 1,
  rateLimit: 2,
};

const LONG: Arsenal = {
  kill: 200,
  freeze: 30,
  cutOff: 5,
  // Half of them immediate, half of them fast.
  stopDatabase: 10,
  readOnly: 5,
  terminateAll: 5,
  slowTerminateAll: 5,
  secret: 4,
  replayMode: 2,
  rateLimit: 4,
  slow: 2,
  very_slow: 2,
  silent: 2,
  slow_down: 2,
  faulty: 2,
  restore: 1,
};

export function planRun(options: Options, mode: Mode, seed: number): Plan {
  const usual = options.short ? SHORT : scaled(LONG, options.scale);
  const arsenal = options.only ? { ...NOTHING, ...options.only } : usual;
  const hasRestore = options.restore ?? arsenal.restore > 0;
  return {
    seed,
    ...(options.short ? shortForm(options) : longForm(options)),
    arsenal: {
      ...arsenal,
      restore: hasRestore ? 1 : 0,
      // Where nobody dedupes, replays are never proven.
      replayMode: mode === "R" ? arsenal.replayMode : 0,
    },
  };
}

function shortForm({ registrations }: Options): Omit<Plan, "seed" | "arsenal"> {
  const count = registrations ?? 80;
  const rows = Math.floor(count / 4);
  return {
    forms: count - rows,
    spreadsheets: [{ rows, holdAfterFirst: false }],
    credentials: [{ webs: 2, workers: 3 }],
    withSilence: false,
    cutsWaits: true,
    slowestPersonMs: 4_000,
    longestRestMs: 5 * 60_000,
  };
}

function longForm({ registrations, scale, clientIds }: Options): Omit<Plan, "seed" | "arsenal"> {
  const count = registrations ?? Math.ceil(1_000 * scale);
  const rows = Math.floor(count / 4);
  return {
    forms: count - 2 * rows,
    spreadsheets: [
      { rows, holdAfterFirst: false },
      { rows, holdAfterFirst: true },
    ],
    credentials: Array.from({ length: clientIds }, () => ({ webs: 2, workers: 2 })),
    withSilence: true,
    cutsWaits: false,
    slowestPersonMs: 60_000,
    longestRestMs: 30 * 60_000,
  };
}

function scaled(arsenal: Arsenal, scale: number): Arsenal {
  const counts = { ...arsenal };
  for (const name of NAMES) counts[name] = Math.ceil(arsenal[name] * scale);
  return counts;
}

const NAMES = [...STRIKES, ...DOKU_TROUBLES];

function readOnly(only: readonly string[]): Partial<Arsenal> {
  const counts: Partial<Arsenal> = {};
  for (const text of only) {
    const [word, count = "1"] = text.split("=");
    const name = NAMES.find((known) => known === word);
    if (!name) return refuseUse(`There is no weapon '${word}'; there are ${NAMES.join(", ")}`, USAGE);
    counts[name] = wholeOf(`only ${name}`, count);
  }
  return counts;
}
