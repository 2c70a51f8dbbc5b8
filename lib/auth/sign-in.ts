import { recordAudit } from "@/lib/audit/record";
import { logger } from "@/lib/logger";
import { prismaClient } from "@/lib/prisma";
import { emailKey } from "@/lib/registrations/duplicate-key";
import { hasControlCharacters } from "@/lib/registrations/text";
import { createRateLimit, type RateLimit } from "@/lib/server/rate-limit";
import { verifyPassword } from "@/lib/users/password";
import { startSession } from "@/lib/users/sessions";

const WINDOW_SECONDS = 15 * 60;
/** Failures from the window's first one on; a success gives its own point back. */
export const FAILURES_PER_EMAIL = 10;
export const FAILURES_PER_ADDRESS = 50;

export type SignInAttempt = {
  email: string;
  password: string;
  /** As `clientAddress` gives it. */
  clientAddress: string;
  userAgent: string | null;
};

export type SignInEnding =
  | { kind: "signed_in"; sessionId: string }
  /** No such person, another password, no password yet, or disabled: the same answer in the same time. */
  | { kind: "refused" }
  | { kind: "wait"; until: Date };

type SignInLimits = { perAddress: RateLimit; perEmail: RateLimit };

let limits: SignInLimits | undefined;

function signInLimits(): SignInLimits {
  limits ??= {
    perAddress: createRateLimit({
      name: "sign_in_address",
      points: FAILURES_PER_ADDRESS,
      windowSeconds: WINDOW_SECONDS,
    }),
    perEmail: createRateLimit({
      name: "sign_in_email",
      points: FAILURES_PER_EMAIL,
      windowSeconds: WINDOW_SECONDS,
    }),
  };
  return limits;
}

/**
 * Signs a person in and opens their session.
 *
 * The attempt is counted before the password is hashed, so that guessing costs us next to nothing
 * and parallel guesses cannot pass together. `verify` is a parameter so that a test can count hashes.
 */
export async function signIn(attempt: SignInAttempt, verify = verifyPassword): Promise<SignInEnding> {
  const key = emailKey(attempt.email);
  const { perAddress, perEmail } = signInLimits();
  for (const [limit, counted] of [
    [perAddress, attempt.clientAddress],
    [perEmail, key],
  ] as const) {
    const ending = await limit.count(counted);
    if (ending.kind === "wait") {
      logger.warn({ event: "sign_in_limited" }, "sign-in not tried, the limit is reached");
      return { kind: "wait", until: new Date(Date.now() + ending.waitMs) };
    }
  }
  const sessionId = await openSession(key, attempt, verify);
  if (!sessionId) {
    logger.info({ event: "sign_in_refused" }, "sign-in refused");
    return { kind: "refused" };
  }
  await Promise.all([perEmail.forget(key), perAddress.giveBack(attempt.clientAddress)]);
  return { kind: "signed_in", sessionId };
}

async function openSession(
  key: string,
  { password, userAgent }: SignInAttempt,
  verify: typeof verifyPassword,
): Promise<string | null> {
  const prisma = prismaClient();
  const select = { id: true, passwordHash: true, disabledAt: true };
  // PostgreSQL refuses texts with such characters, and no address has one.
  const person = hasControlCharacters(key)
    ? null
    : await prisma.user.findUnique({ where: { emailKey: key }, select });
  const passwordHash = person?.disabledAt ? null : (person?.passwordHash ?? null);
  const matches = await verify(passwordHash, password);
  if (!person || !passwordHash || !matches) return null;
  return prisma.$transaction(async (tx) => {
    const sessionId = await startSession(tx, { userId: person.id, passwordHash, userAgent });
    if (!sessionId) return null;
    const actor = { kind: "user", id: person.id } as const;
    await recordAudit(tx, { actor, action: "user.signed_in", subjectId: person.id });
    return sessionId;
  });
}
