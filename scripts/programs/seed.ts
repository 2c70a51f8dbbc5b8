import pg from "pg";
import { env } from "@/lib/env";
import { seedRegistrations } from "../seed/seed";
import { readOptions, readWhole, refuseUse } from "../terminal/options.mjs";
import { runProgram } from "./run-program";

const USAGE = "Usage: npm run seed -- --registrations 1000000 [--days 540] [--seed 1]";
const SAY_EVERY_MS = 5_000;
const MOST_SEEDS = 999;

/** `npm run seed`: made-up registrations, to see how the product looks and feels when it is full. */
async function main(): Promise<number> {
  const { registrations, days, seed } = readArguments();
  if (env().doku.environment === "production") {
    console.error("Made-up registrations have no place in production. Nothing was changed.");
    return 1;
  }
  const client = new pg.Client({ connectionString: env().databaseDirectUrl });
  await client.connect();
  try {
    const started = performance.now();
    let said = started;
    const say = (line: string) => {
      if (performance.now() - said < SAY_EVERY_MS) return;
      said = performance.now();
      console.log(`  ${line}`);
    };
    await seedRegistrations(client, {
      registrations,
      days,
      seed,
      now: new Date(),
      onProgress: (made) => say(`${made.toLocaleString("en")} of ${registrations.toLocaleString("en")}`),
      onIndexed: (done, all) => say(`${done} of ${all} indexes and keys`),
    });
    const seconds = Math.round((performance.now() - started) / 1_000);
    console.log(`${registrations.toLocaleString("en")} registrations added in ${seconds} s.`);
    return 0;
  } finally {
    await client.end();
  }
}

const wholeOf = (name: string, text: string) => readWhole(name, text, { usage: USAGE, least: 1 });

function readArguments() {
  const options = {
    registrations: { type: "string", default: "10000" },
    days: { type: "string", default: "540" },
    seed: { type: "string", default: "1" },
  } as const;
  const values = readOptions(options, USAGE);
  const seed = wholeOf("seed", values.seed);
  if (seed > MOST_SEEDS) return refuseUse(`--seed must be ${MOST_SEEDS} at most, not '${seed}'`, USAGE);
  return {
    registrations: wholeOf("registrations", values.registrations),
    days: wholeOf("days", values.days),
    seed,
  };
}

void runProgram(main);
