import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { openDatabase } from "@/lib/db";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { startChaosDatabase } from "../arena/database";
import { compareTrial } from "./beside-postgresql";
import { drawTrial } from "./trial";
import type { Mode } from "./world";

const REPORT_EVERY = 500;

/**
 * Lives so many lives with a throw-away PostgreSQL too, and says where it differs from the one in memory. Answers how
 * many lives did.
 */
export async function runBeside({
  lives,
  seed,
  modeOf,
  say,
}: {
  lives: number;
  seed: number;
  modeOf: (number: number) => Mode;
  say: (line: string) => void;
}): Promise<number> {
  const server = await startChaosDatabase();
  let different = 0;
  try {
    useSimulatorEnv();
    const opened = openDatabase(await server.create("simulated"));
    globalThis.mitraDatabase = opened;
    await syncCredentialFromEnv();
    const admin = await makeActor(await makePerson({ role: "admin" }));
    const people = { manager: await makeManager(), admin, makeSubmission };
    for (let number = 0; number < lives; number += 1) {
      const difference = await compareTrial(drawTrial(seed, number, modeOf(number)), people);
      if (difference) say(`\nRegistration ${number} of seed ${seed}, mode ${modeOf(number)}: ${difference}`);
      if (difference) different += 1;
      if ((number + 1) % REPORT_EVERY === 0) say(`  ${number + 1} lives, ${different} differ`);
    }
    await opened.pool.end();
  } finally {
    await server.stop();
  }
  return different;
}
