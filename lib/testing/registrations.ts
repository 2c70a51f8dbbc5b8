import { randomUUID } from "node:crypto";
import type { UserActor } from "@/lib/authority/actor";
import { prismaClient } from "@/lib/prisma";
import { EMPTY_INPUT, type RegistrationInput } from "@/lib/registrations/input/registration-fields";
import type { Submission } from "@/lib/registrations/intake/submission";

/** The environment a test process runs under, as `npm start` would have set it. */
export function useSimulatorEnv(overrides: Record<string, string> = {}): void {
  Object.assign(process.env, {
    DATABASE_URL: "postgresql://unused.invalid/unused",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
    DOKU_ENVIRONMENT: "simulator",
    DOKU_CLIENT_ID: "BRN-0001-10791114622547",
    DOKU_SECRET_KEY: "test-secret-not-a-real-doku-key-0001",
    DOKU_BASE_URL: "http://127.0.0.1:9",
    ...overrides,
  });
}

/** A manager who exists in the database. */
export async function makeManager(name = "Rina"): Promise<UserActor> {
  const email = `${randomUUID()}@mitra.example`;
  const user = await prismaClient().user.create({
    data: { name, email, emailKey: email, role: "manager" },
    select: { id: true },
  });
  return {
    kind: "user",
    id: user.id,
    sessionId: randomUUID(),
    role: "manager",
    name,
    email,
    locale: null,
    timeZone: "Asia/Jakarta",
  };
}

let made = 0;

/** A merchant unlike any other one made here. */
export function makeMerchant(overrides: Partial<RegistrationInput> = {}): RegistrationInput {
  made += 1;
  // The z keeps it from being PT, CV or UD, which a comparison of names leaves out.
  const word = `z${made.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit)))}`;
  return {
    ...EMPTY_INPUT,
    businessName: `Kopi Senja ${word}`,
    representativeName: "Budi Santoso",
    representativeEmail: `budi.${word}@kopisenja.example`,
    phoneNumber: `0815${String(10_000_000 + made)}`,
    invitedUserEmail: `undangan.${word}@kopisenja.example`,
    partnerReference: `TEST-${made}-${randomUUID().slice(0, 8)}`,
    ...overrides,
  };
}

/** What the form hands in for a new registration. */
export function makeSubmission(overrides: Partial<Submission> = {}): Submission {
  return {
    formKey: randomUUID(),
    registrationId: null,
    values: makeMerchant(),
    opened: null,
    acceptWarnings: false,
    duplicateReason: null,
    ...overrides,
  };
}
