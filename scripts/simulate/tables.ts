import type { GateFacts } from "@/lib/credentials/gate/gate";
import type { DokuField } from "@/lib/doku/problem-field";
import type { Outcome } from "@/lib/doku/reason";
import type { AttemptView } from "@/lib/registrations/registration-view";
import type { RegistrationStatus, ReplayMode } from "@/lib/registrations/status";

// The columns that the decisions read and write, as plain objects. Every change puts a new value in place; nothing that
// a column holds is changed itself, so that a shallow copy is a backup.

export type Row = {
  status: RegistrationStatus;
  archived: boolean;
  formKey: string;
  requestId: string;
  bodyText: string;
  nextRunAt: Date | null;
  nextKind: "retry" | "check" | "send_again" | null;
  claimHolder: string | null;
  claimUntil: Date | null;
  epoch: number;
  attemptCount: number;
  deathCount: number;
  queuedAt: Date;
  giveUpAt: Date;
  blockedBaseMs: number;
  lastOutcome: Outcome | null;
  problem: string | null;
  problemField: DokuField | null;
  cause: string | null;
};

export type Attempt = Omit<AttemptView, "message"> & {
  message: string | null;
  id: number;
  holder: string;
  epoch: number;
  bytesWritten: boolean | null;
  retryAfterMs: number | null;
  begunAt: Date;
};

export type Credential = GateFacts & {
  replay: ReplayMode;
  probeHolder: string | null;
  blockedMs: number;
  blockedSince: Date | null;
};

export type KeptBusiness = { id: string; source: "doku" | "person" };

/** The database, with one registration in it. Of jobs only the time is kept; one that a process has in hand is not here. */
export type Tables = {
  row: Row;
  attempts: readonly Attempt[];
  credential: Credential;
  businesses: readonly KeptBusiness[];
  alarms: number;
  /** When it was last noticed that the database was put back. */
  restoredAt: Date | null;
  /** When the job of the registration is due; null where it has none. */
  jobAt: number | null;
  /** How often the job was written: a process that took it has no job any more once it was written again. */
  jobWrites: number;
  /** The same of the job that sends everything of the credential. */
  drainAt: number | null;
};

export function backUp(tables: Tables): Tables {
  return {
    ...tables,
    row: { ...tables.row },
    attempts: tables.attempts.map((attempt) => ({ ...attempt })),
    credential: { ...tables.credential },
  };
}
