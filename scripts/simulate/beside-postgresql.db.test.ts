import { beforeAll, describe, expect, test } from "vitest";
import { syncCredentialFromEnv } from "@/lib/credentials/settings";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { makeManager, makeSubmission, useSimulatorEnv } from "@/lib/testing/registrations";
import { compareTrial, type People } from "./beside-postgresql";
import { drawTrial } from "./trial";

// What the simulator has of the product's SQL is a copy. Here the same lives are lived with the original.

useTestDatabase();
useSimulatorEnv();
const SEED = 20_261_129;
const LIVES = 80;
let people: People;

beforeAll(async () => {
  await syncCredentialFromEnv();
  const admin = await makeActor(await makePerson({ role: "admin" }));
  people = { manager: await makeManager(), admin, makeSubmission };
});

describe.each(["R", "N"] as const)("in mode %s", (mode) => {
  test(`${LIVES} lives of seed ${SEED} are the same with PostgreSQL, step by step`, async () => {
    for (let number = 0; number < LIVES; number += 1) {
      const difference = await compareTrial(drawTrial(SEED, number, mode), people);
      expect(difference && `${number}: ${difference}`).toBeNull();
    }
  });
});
