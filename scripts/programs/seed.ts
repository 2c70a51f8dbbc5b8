import pg from "pg";
import { env } from "@/lib/env";
import { seedRegistrations } from "../seed/seed";
import { readOptions } from "../terminal/options.mjs";
import { runProgram } from "./run-program";

const USAGE = "Usage: npm run seed -- --registrations 1000000 [--days 540] [--seed 1]";
const SAY_EVERY_MS = 5_000;

/** `npm run seed`: made-up registrations, to see how the product looks and feels when it is full. */
async function main(): Promise<number> {
  const { registrations, days, seed } = readArguments();
  if (![registrations, days, seed].every((value) => Number.isSafeInteger(value) && value > 0) || seed > 999) {
    console.error(USAGE);
    return 2;
  }
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

function readArguments() {
  const options = {
    registrations: { type: "string", default: "10000" },
    days: { type: "string", default: "540" },
    seed: { type: "string", default: "1" },
  } as const;
  const values = readOptions(options, USAGE);
  return {
    registrations: Number(values.registrations),
    days: Number(values.days),
    seed: Number(values.seed),
  };
}

void runProgram(main);
