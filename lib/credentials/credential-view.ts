/** One credential with what waits for it. Times are ISO 8601 in UTC. */
export type CredentialView = {
  id: string;
  environment: "simulator" | "sandbox" | "production";
  label: string;
  clientId: string;
  baseUrl: string;
  replay: "proven" | "unproven";
  /** Whether living processes have `replay` set differently; the stricter one is in force then. */
  isDisputed: boolean;
  pausedAt: string | null;
  /** DOKU's code, or the HTTP status. */
  pausedReason: string | null;
  /** Counted up to one above `WAITING_CAP`. */
  waiting: number;
  /** Sends a second that an admin allows; null is no limit. */
  rateLimit: number | null;
  /** Sends a second in force: below the limit for a while after DOKU asked to slow down. Null without a limit. */
  rateNow: number | null;
};

/** More is shown as this many and a plus. */
export const WAITING_CAP = 1_000;
