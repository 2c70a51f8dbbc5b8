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
/** So that strangers, however many, leave a place for those who have signed in here before. */
const MAX_STRANGERS_AT_ONCE = 1;
const MAX_HASHES_WAITING = 40;

type Who = "known" | "stranger";
type Gate = { running: Record<Who, number>; waiting: Record<Who, (() => void)[]> };

// The server's bundles may each hold a copy of this module; the limit is the process's.
declare global {
  var mitraHashGate: Gate | undefined;
}

function hashGate(): Gate {
  globalThis.mitraHashGate ??= {
    running: { known: 0, stranger: 0 },
    waiting: { known: [], stranger: [] },
  };
  return globalThis.mitraHashGate;
}

function hasPlace({ running }: Gate, who: Who): boolean {
  const isFull = running.known + running.stranger >= MAX_HASHES_AT_ONCE;
  return !isFull && (who === "known" || running.stranger < MAX_STRANGERS_AT_ONCE);
}

/**
 * Runs `work` when fewer than two others run, those of strangers one at a time. Throws AppError `too_many_requests`
 * when the line is full, of which strangers have one of their own.
 */
export async function throughHashGate<T>(work: () => Promise<T>, who: Who = "known"): Promise<T> {
  const gate = hashGate();
  if (hasPlace(gate, who)) {
    gate.running[who] += 1;
  } else {
    if (gate.waiting[who].length >= MAX_HASHES_WAITING) throw new AppError("too_many_requests");
    await new Promise<void>((resolve) => gate.waiting[who].push(resolve));
  }
  try {
    return await work();
  } finally {
    gate.running[who] -= 1;
    // The place goes straight to the next in line, so that nobody slips in between.
    for (const next of ["known", "stranger"] as const) {
      const enter = hasPlace(gate, next) ? gate.waiting[next].shift() : undefined;
      if (!enter) continue;
      gate.running[next] += 1;
      enter();
    }
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
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
  who: Who = "known",
): Promise<boolean> {
  const matches = await throughHashGate(() => verify(passwordHash ?? NOBODYS_HASH, password), who);
  return matches && passwordHash !== null;
}
