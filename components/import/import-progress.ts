import type {
  DeliveryCounts,
  ImportStatus,
  ImportSummary,
  ImportView,
  PauseReason,
  RowCounts,
} from "@/lib/imports/import-view";

const MOVING: readonly ImportStatus[] = ["reading", "checking", "canary", "sending"];

/** Whether a batch is going to change by itself: it is worked on, or what it handed out is still on its way. */
export function isGoingOn({ status, delivered }: Pick<ImportSummary, "status" | "delivered">): boolean {
  return MOVING.includes(status) || delivered.QUEUED > 0;
}

/** Whether a batch waits for the time at which its sending is to begin. */
export function isScheduled(
  { status, scheduledAt, rows }: Pick<ImportSummary, "status" | "scheduledAt" | "rows">,
  now: Date,
): boolean {
  return status === "canary" && rows.sent === 0 && scheduledAt !== null && new Date(scheduledAt) > now;
}

/**
 * Of the rows that were handed out, now or before, or are to be: how many have an answer, and how many there are.
 * `answeredNow` are those without the rows that had been registered before.
 */
export function sendingProgress({ rows, delivered }: { rows: RowCounts; delivered: DeliveryCounts }): {
  answered: number;
  answeredNow: number;
  total: number;
} {
  const handedOut = Object.values(delivered).reduce((sum, count) => sum + count, 0);
  const answered = handedOut - delivered.QUEUED;
  return { answered, answeredNow: Math.max(0, answered - rows.done), total: rows.ready + handedOut };
}

type Ended = Pick<ImportSummary, "status" | "rows" | "standing" | "isReplaced">;

/** Rows of an ended batch that a person still has to see to: not what was put away, nor what a later upload has. */
export function leftToDo({ status, rows, standing, isReplaced }: Ended): number {
  if ((status !== "finished" && status !== "stopped") || isReplaced) return 0;
  return standing.NEEDS_FIX + standing.UNCONFIRMED + standing.FAILED + rows.problems + rows.warnings;
}

/** The same with the rows that would be sent if the file came again. */
export function leftToSend(batch: Ended): number {
  const { rows, standing, isReplaced } = batch;
  return isReplaced ? 0 : leftToDo(batch) + rows.ready + standing.DRAFT;
}

const PAUSED_WORDS = {
  restored: "sending.restoredText",
  sender_not_allowed: "sending.senderText",
} as const satisfies Record<PauseReason, string>;

/** The sentence that says what holds a batch or what is going on; null where other words on the page say it. */
export function situationWords({
  status,
  pauseReason,
  rows,
  canary,
  credential,
}: Pick<ImportView, "status" | "pauseReason" | "rows" | "canary" | "credential">) {
  if (status === "paused" && (pauseReason === "restored" || (pauseReason && rows.ready > 0)))
    return PAUSED_WORDS[pauseReason];
  if (status === "paused") return rows.ready > 0 ? "sending.pausedText" : "sending.nothingLeft";
  if (status === "canary_done") {
    if (canary?.status === "INVITED") return "canary.acceptedHeld";
    // Somebody mended it, or sent it again, on its own page.
    if (canary?.status === "QUEUED") return "canary.again";
    return canary?.status === "UNCONFIRMED" ? "canary.unsure" : "canary.notAccepted";
  }
  // A row that waits for the credential is not on its way.
  return status === "canary" && credential.pausedAt === null ? "canary.sending" : null;
}

/** How long something will take, as it is said. */
export type TimeLeft = { kind: "unknown" | "seconds" } | { kind: "minutes" | "hours"; count: number };

/** Answers before a measured speed says anything. */
const ENOUGH_ANSWERS = 3;

/**
 * How long the rest takes, at the speed measured so far and never faster than the credential may send. `unknown` while
 * neither tells anything: no limit is set, and hardly an answer has come.
 */
export function timeLeft({
  left,
  answered,
  elapsedMs,
  ratePerSecond,
}: {
  left: number;
  answered: number;
  elapsedMs: number;
  ratePerSecond: number | null;
}): TimeLeft {
  const measured = answered >= ENOUGH_ANSWERS && elapsedMs > 0 ? (answered / elapsedMs) * 1_000 : null;
  const speed = Math.min(measured ?? Number.POSITIVE_INFINITY, ratePerSecond ?? Number.POSITIVE_INFINITY);
  if (!Number.isFinite(speed)) return { kind: "unknown" };
  const seconds = left / speed;
  if (seconds < 60) return { kind: "seconds" };
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90
    ? { kind: "minutes", count: minutes }
    : { kind: "hours", count: Math.ceil(minutes / 60) };
}

/**
 * What a finished or stopped batch came to. Every row is in exactly one of them, but for those that were left out
 * because of how the file is: they are told of apart.
 */
export type ImportResult = {
  registered: number;
  unsure: number;
  waiting: number;
  notSent: number;
  /** Sent, and refused by DOKU. */
  refused: number;
};

export function importResult({
  rowCount,
  delivered,
  leftOut,
}: Pick<ImportView, "rowCount" | "delivered" | "leftOut">): ImportResult {
  const { INVITED: registered, UNCONFIRMED: unsure, QUEUED: waiting, NEEDS_FIX: refused } = delivered;
  const rows = rowCount - leftOut.hidden - leftOut.empty - leftOut.notes;
  return {
    registered,
    unsure,
    waiting,
    refused,
    notSent: Math.max(0, rows - registered - unsure - waiting - refused),
  };
}
