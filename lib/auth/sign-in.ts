import { recordAudit } from "@/lib/audit/record";
import { createRateLimit, type RateLimit } from "@/lib/http/rate-limit";
import { noteSecurity, type SecurityFacts } from "@/lib/http/security-log";
import { prismaClient } from "@/lib/prisma";
import { hasControlCharacters } from "@/lib/text/characters";
import { emailKey } from "@/lib/text/comparison";
import { verifyPassword } from "@/lib/users/password";
import { startSession } from "@/lib/users/sessions";

const WINDOW_SECONDS = 15 * 60;
/** Failures from the window's first one on; a success gives its own point back. */
export const FAILURES_PER_EMAIL = 10;
export const FAILURES_PER_ADDRESS = 50;
const LONG_WINDOW_SECONDS = 60 * 60;
/** Failures of strangers from everywhere; then only known devices are let to it. */
export const FAILURES_OF_STRANGERS = 100;

export type SignInAttempt = {
  email: string;
  password: string;
  /** As `clientAddress` gives it. */
  clientAddress: string;
  /** The device on which this person has signed in before (`knownDevice`); null for a stranger. */
  deviceId: string | null;
  userAgent: string | null;
};

export type SignInEnding =
  | { kind: "signed_in"; sessionId: string }
  /** No such person, another password, no password yet, or disabled: the same answer in the same time. */
  | { kind: "refused" }
  | { kind: "wait"; until: Date };

type SignInLimits = Record<"address" | "emailNearby" | "email" | "device", RateLimit>;

let limits: SignInLimits | undefined;

function signInLimits(): SignInLimits {
  const windowSeconds = WINDOW_SECONDS;
  limits ??= {
    address: createRateLimit({ name: "sign_in_address", points: FAILURES_PER_ADDRESS, windowSeconds }),
    emailNearby: createRateLimit({ name: "sign_in_nearby", points: FAILURES_PER_EMAIL, windowSeconds }),
    email: createRateLimit({
      name: "sign_in_email",
      points: FAILURES_OF_STRANGERS,
      windowSeconds: LONG_WINDOW_SECONDS,
    }),
    device: createRateLimit({ name: "sign_in_device", points: FAILURES_PER_EMAIL, windowSeconds }),
  };
  return limits;
}

/** `isOwn`: nobody else can count there, so a success wipes the slate clean. */
type Counted = readonly [limit: RateLimit, key: string, isOwn: boolean];

/**
 * What an attempt is counted by. A stranger's counts against their network, strictly, and against the person, loosely:
 * so nobody can keep a person out of where they have signed in before, and guessing from everywhere ends all the same.
 */
function countedBy(attempt: SignInAttempt, key: string): readonly Counted[] {
  const { address, emailNearby, email, device } = signInLimits();
  const { clientAddress, deviceId } = attempt;
  if (deviceId !== null) return [[device, `${key}\n${deviceId}`, true]];
  return [
    [address, clientAddress, false],
    [emailNearby, `${key}\n${networkAround(clientAddress)}`, true],
    [email, key, false],
  ];
}

/** The /24 of an IPv4 address, the /48 of an IPv6 network: what one customer of a provider may have. */
function networkAround(clientAddress: string): string {
  const isIpv6 = clientAddress.includes(":");
  return clientAddress
    .split(isIpv6 ? ":" : ".")
    .slice(0, 3)
    .join(isIpv6 ? ":" : ".");
}

/**
 * Signs a person in and opens their session.
 *
 * The attempt is counted before the password is hashed, so that guessing costs us next to nothing
 * and parallel guesses cannot pass together. `verify` is a parameter so that a test can count hashes.
 */
export async function signIn(attempt: SignInAttempt, verify = verifyPassword): Promise<SignInEnding> {
  const key = emailKey(attempt.email);
  const counted = countedBy(attempt, key);
  for (const [index, [limit, by]] of counted.entries()) {
    const ending = await limit.count(by);
    if (ending.kind === "wait") {
      // No password was tried: nobody else of the network has to wait for it.
      await Promise.all(counted.slice(0, index).map(([earlier, its]) => earlier.giveBack(its)));
      noteSecurity("sign_in_limited", factsOf(attempt));
      return { kind: "wait", until: new Date(Date.now() + ending.waitMs) };
    }
  }
  const sessionId = await openSession(key, attempt, verify);
  if (!sessionId) {
    noteSecurity("sign_in_refused", factsOf(attempt));
    return { kind: "refused" };
  }
  await Promise.all(counted.map(([limit, by, isOwn]) => (isOwn ? limit.forget(by) : limit.giveBack(by))));
  return { kind: "signed_in", sessionId };
}

function factsOf({ email, clientAddress, deviceId }: SignInAttempt): SecurityFacts {
  const reason = deviceId === null ? "a stranger's device" : "a known device";
  return { email, address: clientAddress, door: "sign-in", reason };
}

async function openSession(
  key: string,
  { password, userAgent, deviceId }: SignInAttempt,
  verify: typeof verifyPassword,
): Promise<string | null> {
  const prisma = prismaClient();
  const select = { id: true, passwordHash: true, disabledAt: true };
  // PostgreSQL refuses texts with such characters, and no address has one.
  const person = hasControlCharacters(key)
    ? null
    : await prisma.user.findUnique({ where: { emailKey: key }, select });
  const passwordHash = person?.disabledAt ? null : (person?.passwordHash ?? null);
  const matches = await verify(passwordHash, password, deviceId === null ? "stranger" : "known");
  if (!person || !passwordHash || !matches) return null;
  return prisma.$transaction(async (tx) => {
    const sessionId = await startSession(tx, { userId: person.id, passwordHash, userAgent });
    if (!sessionId) return null;
    const actor = { kind: "user", id: person.id } as const;
    await recordAudit(tx, { actor, action: "user.signed_in", subjectId: person.id });
    return sessionId;
  });
}
