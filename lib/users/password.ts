import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";
import type { CheckedPassword } from "./password-rules";

/** argon2id (the library's default kind) at OWASP's floor: 19 MiB, two passes, one lane. */
const HASH_OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of random bytes nobody kept, made with the same figures, so that an unknown person costs the same time. */
const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$xwSmOsHSkdR/lO8GT3gBbw$jvJBZhxY0kncL5Vht0UfrsOMZvT2Q3HvuIEaqdfbWy8";

/** Each hash takes 19 MiB and most of a core: more at once would starve every other request. */
const MAX_HASHES_AT_ONCE = 2;
const MAX_HASHES_WAITING = 40;

type Gate = { running: number; waiting: (() => void)[] };

// The server's bundles may each hold a copy of this module; the limit is the process's.
declare global {
  var mitraHashGate: Gate | undefined;
}

function hashGate(): Gate {
  globalThis.mitraHashGate ??= { running: 0, waiting: [] };
  return globalThis.mitraHashGate;
}

/** Runs `work` when fewer than two others run. Throws AppError `too_many_requests` when the line is full. */
export async function throughHashGate<T>(work: () => Promise<T>): Promise<T> {
  const gate = hashGate();
  if (gate.running >= MAX_HASHES_AT_ONCE) {
    if (gate.waiting.length >= MAX_HASHES_WAITING) throw new AppError("too_many_requests");
    await new Promise<void>((resolve) => gate.waiting.push(resolve));
  } else {
    gate.running += 1;
  }
  try {
    return await work();
  } finally {
    // The place goes straight to the next in line, so that nobody slips in between.
    const next = gate.waiting.shift();
    if (next) next();
    else gate.running -= 1;
  }
}

/** The argon2id hash of a password in PHC form. */
export function hashPassword(password: CheckedPassword): Promise<string> {
  return throughHashGate(() => hash(password, HASH_OPTIONS));
}

/**
 * Whether `password` is the one behind `passwordHash`.
 *
 * Without a hash (nobody by that name, or no password chosen yet) it takes the same time and says no.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await throughHashGate(() => verify(passwordHash ?? NOBODYS_HASH, password));
  return matches && passwordHash !== null;
}
