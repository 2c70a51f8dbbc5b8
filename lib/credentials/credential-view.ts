import type { LookSwitches } from "@/lib/doku/business-data";
import type { Environment } from "@/lib/generated/prisma/enums";
/**
 * Whether a credential sends. `testing`: nothing is known of it yet, and one waiting registration goes first;
 * `untested`: nothing is known, and nothing waits; `unanswered`: DOKU gave no usable answer to the last one;
 * `unreachable`: nor to several before it, and one registration tries now and then.
 */
export type CredentialState = "paused" | "testing" | "untested" | "unanswered" | "unreachable" | "on";

/** What came of a test: a state that is known, or that it is not known yet. */
export type TestResult = Exclude<CredentialState, "testing"> | "pending";

/** One credential with what waits for it. Times are ISO 8601 in UTC. */
export type CredentialView = {
  id: string;
  environment: Environment;
  label: string;
  clientId: string;
  baseUrl: string;
  replay: "proven" | "unproven";
  /** Whether living processes have `replay` set differently; the stricter one is in force then. */
  isDisputed: boolean;
  /** Whether living processes have different secrets for it. */
  hasManySecrets: boolean;
  /** Whether something waits that no worker that lives may send: none of them has its secret. */
  isUnserved: boolean;
  state: CredentialState;
  pausedAt: string | null;
  /** A reason of `lib/doku/reason`. */
  pausedReason: string | null;
  /** Counted up to one above `WAITING_CAP`. */
  waiting: number;
  /** Sends a second that an admin allows; null is no limit. */
  rateLimit: number | null;
  /** Sends a second in force: below the limit for a while after DOKU asked to slow down. Null without a limit. */
  rateNow: number | null;
  look: LookSwitches;
  /** When DOKU last refused to tell of businesses, and why: `not_offered`, or a reason of `lib/doku/reason`. */
  lookRefusedAt: string | null;
  lookRefusedReason: string | null;
};

/** More is shown as this many and a plus. */
export const WAITING_CAP = 1_000;
