import type { ProgressCode } from "@/lib/progress/progress";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Nobody looks at a new invitation before: the merchant needs that long to open their mail. */
export const FIRST_LOOK_MS = HOUR_MS;

/**
 * How long until the next look: a share of the time since the last change, so that what is young is looked at often
 * and what has been still for long seldom, within bounds.
 */
const PACES = {
  NOT_CHECKED: { share: 1 / 6, leastMs: HOUR_MS, mostMs: 7 * DAY_MS },
  INVITED: { share: 1 / 6, leastMs: HOUR_MS, mostMs: 7 * DAY_MS },
  IN_PROGRESS: { share: 1 / 6, leastMs: HOUR_MS, mostMs: 7 * DAY_MS },
  ACTION_NEEDED: { share: 1 / 6, leastMs: HOUR_MS, mostMs: 7 * DAY_MS },
  UNKNOWN_VALUE: { share: 1 / 6, leastMs: 6 * HOUR_MS, mostMs: 7 * DAY_MS },
  // DOKU says two days; a few times in each, and still every day after a month.
  IN_REVIEW: { share: 1 / 12, leastMs: 4 * HOUR_MS, mostMs: DAY_MS },
  REJECTED: { share: 1 / 6, leastMs: DAY_MS, mostMs: 14 * DAY_MS },
  // It may be taken back after payments have begun.
  VERIFIED: { share: 0, leastMs: 30 * DAY_MS, mostMs: 30 * DAY_MS },
} as const satisfies Record<ProgressCode, { share: number; leastMs: number; mostMs: number }>;

/** How long DOKU is left alone at most about a merchant who stands so, whoever says it. */
export const longestWaitMs = (progress: ProgressCode): number => PACES[progress].mostMs;

const FAILED_AGAIN_MS = 15 * MINUTE_MS;
const FAILED_MOST_MS = DAY_MS;
const REFUSED_AGAIN_MS = DAY_MS;
const NOT_OFFERED_AGAIN_MS = DAY_MS;
/** `Retry-After` is bounded as for sends. */
const SLOWED_DOWN_MOST_MS = 15 * MINUTE_MS;

/** Each wait is drawn around its length, so that those invited together are not looked at together for ever. */
const JITTER = 0.2;

/** No look is planned further ahead. */
export const LONGEST_WAIT_MS = 30 * DAY_MS * (1 + JITTER / 2);

export type LookEndingKind =
  | "told"
  | "no_news"
  | "not_offered"
  | "slowed_down"
  | "credential_refused"
  | "unreachable"
  | "unusable";

const FAILURES: ReadonlySet<LookEndingKind> = new Set(["unreachable", "unusable"]);

export type LookFacts = {
  /** As it stands after this look. */
  progress: ProgressCode;
  invitedAt: Date;
  /** When the progress last changed; null where it never did. */
  changedAt: Date | null;
  ending: { kind: LookEndingKind; retryAfterMs?: number | null };
  /** The look before this one. */
  before: { at: Date; ending: LookEndingKind } | null;
  /** By the database's clock, like all times here. */
  now: Date;
  /** In [0, 1). */
  random: number;
};

/**
 * When DOKU is asked about a merchant again, after a look that ended so. Never before `now`, never further ahead than
 * `LONGEST_WAIT_MS`. Pure.
 */
export function nextLook(facts: LookFacts): Date {
  const waitMs = waitAfter(facts) * (1 + JITTER * (facts.random - 0.5));
  return new Date(facts.now.getTime() + waitMs);
}

function waitAfter({ progress, invitedAt, changedAt, ending, before, now }: LookFacts): number {
  switch (ending.kind) {
    case "told":
    case "no_news": {
      const stillMs = now.getTime() - Math.max(invitedAt.getTime(), changedAt?.getTime() ?? 0);
      const { share, leastMs, mostMs } = PACES[progress];
      return between(leastMs, stillMs * share, mostMs);
    }
    case "unreachable":
    case "unusable": {
      const isAgain = before !== null && FAILURES.has(before.ending);
      const waitedMs = isAgain ? now.getTime() - before.at.getTime() : 0;
      return between(FAILED_AGAIN_MS, 2 * waitedMs, FAILED_MOST_MS);
    }
    case "slowed_down":
      return between(MINUTE_MS, ending.retryAfterMs ?? 0, SLOWED_DOWN_MOST_MS);
    case "credential_refused":
      return REFUSED_AGAIN_MS;
    case "not_offered":
      return NOT_OFFERED_AGAIN_MS;
  }
}

/** Also of what is no figure, which clocks that were set make: the least. */
function between(least: number, wanted: number, most: number): number {
  return wanted > least ? Math.min(wanted, most) : least;
}
