import {
  BREAKER_FAULTS,
  BREAKER_PROBE_MS,
  decideGate,
  type GateNews,
  PROBE_SECONDS,
  REMEMBER_USABLE_SECONDS,
  SLOW_DOWN_MS,
} from "@/lib/credentials/gate/gate";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { causeOf } from "@/lib/registrations/cause";
import { CLAIM_SECONDS } from "@/lib/registrations/delivery/claim";
import { DEATHS_BEFORE_PARKED, DUE_TOLERANCE_MS, LOST_RACE_MS } from "@/lib/registrations/delivery/claim-one";
import { newsOf } from "@/lib/registrations/delivery/record";
import { replacedIdOf, requestIdOf } from "@/lib/registrations/intake/derived-id";
import { decideNextStep, INVITED, type NextStep } from "@/lib/registrations/life/next-step";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/life/retry-policy";
import { FALLBACK_DELAY_SECONDS } from "@/lib/registrations/queue";
import {
  allowedActions,
  mayStand,
  NOT_SENT_BY_PERSON,
  type RegistrationAction,
  type ReplayMode,
} from "@/lib/registrations/status";
import type { Attempt, Row, Tables } from "./tables";

// What the product's SQL does, statement by statement, with the tables in memory. Decisions are the product's own
// functions; only what is written in SQL is written again here, and `beside-postgresql.db.test.ts` compares the two.

export const KEY_VERSION = "0badc0de";

export type ModelClaim = {
  attemptId: number;
  epoch: number;
  requestId: string;
  bodyText: string;
  replay: ReplayMode;
  holder: string;
};

export type Claimed =
  | { kind: "claimed"; claim: ModelClaim }
  | { kind: "busy" | "not_due" | "wait"; atMs: number }
  | { kind: "nothing_to_send" | "paused" | "one" | "empty" };

type Asking = { holder: string; random: number; nowMs: number };

/** A job that is asked for anew, or taken away: whoever has the former job in hand has a shell without a key from then on. */
export function setJob(db: Tables, atMs: number | null): void {
  db.jobAt = atMs;
  db.jobWrites += 1;
}

function letGo(row: Row): void {
  row.claimHolder = null;
  row.claimUntil = null;
  row.epoch += 1;
}

/** `claimForSend` */
export function claimForSend(db: Tables, asking: Asking): Claimed {
  const { row, credential } = db;
  const { nowMs } = asking;
  const now = new Date(nowMs);
  const statusBefore = row.status;
  if (row.archived || (row.status !== "QUEUED" && row.status !== "UNCONFIRMED"))
    return { kind: "nothing_to_send" };
  if (row.claimUntil && row.claimUntil > now) return { kind: "busy", atMs: row.claimUntil.getTime() };
  const kindBefore = row.nextKind;
  if (row.claimHolder !== null) closeAbandonedAttempt(db, asking);
  const { nextRunAt } = row;
  if (!nextRunAt) return { kind: "nothing_to_send" };
  if (credential.replay === "unproven" && statusBefore !== "QUEUED" && kindBefore !== "send_again") {
    row.nextRunAt = null;
    row.nextKind = null;
    row.cause = causeOf("UNCONFIRMED", null);
    return { kind: "nothing_to_send" };
  }
  if (nextRunAt.getTime() > nowMs + DUE_TOLERANCE_MS) return { kind: "not_due", atMs: nextRunAt.getTime() };
  const heldUntilMs = heldUntilOf(db);
  if (heldUntilMs > nowMs) return { kind: "not_due", atMs: heldUntilMs };
  const gate = decideGate(credential, { keyVersion: KEY_VERSION, now, random: asking.random });
  if (gate.kind === "paused") return { kind: "paused" };
  if (gate.kind === "wait") return { kind: "not_due", atMs: gate.until.getTime() };
  if (gate.kind === "try" && !takeProbe(db, asking)) return { kind: "not_due", atMs: nowMs + LOST_RACE_MS };
  return { kind: "claimed", claim: startAttempt(db, asking, statusBefore) };
}

/** `JUST_RESTORED_SQL`: every registration here is older than any restore. */
function heldUntilOf({ credential, restoredAt }: Tables): number {
  return credential.replay === "unproven" && restoredAt ? restoredAt.getTime() + CLAIM_SECONDS * 1_000 : 0;
}

function closeAbandonedAttempt(db: Tables, { nowMs, random }: Asking): void {
  const { row } = db;
  if (!closeOpenAttempts(db)) return;
  const deathCount = row.deathCount + 1;
  const decided = decideNextStep({ ...readEnvelope(db, nowMs), random });
  const next: NextStep =
    deathCount < DEATHS_BEFORE_PARKED ? decided : { status: "UNCONFIRMED", runAt: null, paused: false };
  writeNextStep(db, { epoch: row.epoch, next, ending: null, deathCount });
}

function closeOpenAttempts(db: Tables): boolean {
  if (!db.attempts.some(({ outcome }) => outcome === null)) return false;
  db.attempts = db.attempts.map((attempt) =>
    attempt.outcome === null ? { ...attempt, outcome: "unknown", reason: "process_stopped" } : attempt,
  );
  return true;
}

/** `claimBatch`, of a credential with this one registration */
export function claimBatch(db: Tables, asking: Asking): Claimed {
  const { row, credential } = db;
  const now = new Date(asking.nowMs);
  const gate = decideGate(credential, { keyVersion: KEY_VERSION, now, random: asking.random });
  if (gate.kind === "paused") return { kind: "paused" };
  if (gate.kind === "wait") return { kind: "wait", atMs: gate.until.getTime() };
  const isSendable = row.status === "QUEUED" || row.status === "UNCONFIRMED";
  if (!isSendable || row.archived || !row.nextRunAt || row.nextRunAt > now) return { kind: "empty" };
  const isOurs = row.status === "QUEUED" || row.nextKind === "send_again" || credential.replay === "proven";
  const isHeld = heldUntilOf(db) > asking.nowMs;
  const isDue = row.claimHolder === null && row.deathCount === 0 && isOurs && !isHeld;
  if (isDue && gate.kind === "try") return { kind: "one" };
  if (isDue) return { kind: "claimed", claim: startAttempt(db, asking, row.status) };
  const isLeft = row.claimHolder !== null || row.deathCount > 0;
  return isLeft && (row.claimUntil === null || row.claimUntil <= now) ? { kind: "one" } : { kind: "empty" };
}

function attemptKind(status: Row["status"], number: number): "first" | "retry" | "check" {
  if (number === 1) return "first";
  return status === "UNCONFIRMED" ? "check" : "retry";
}

function startAttempt(db: Tables, { holder, nowMs }: Asking, status: Row["status"]): ModelClaim {
  const { row } = db;
  row.claimHolder = holder;
  row.claimUntil = new Date(nowMs + CLAIM_SECONDS * 1_000);
  row.epoch += 1;
  row.attemptCount += 1;
  const attempt: Attempt = {
    ...NO_ENDING,
    id: nextAttemptId(),
    number: row.attemptCount,
    kind: row.nextKind ?? attemptKind(status, row.attemptCount),
    requestId: row.requestId,
    holder,
    epoch: row.epoch,
    begunAt: new Date(nowMs),
  };
  db.attempts = [...db.attempts, attempt];
  const { epoch, requestId, bodyText } = row;
  return { attemptId: attempt.id, epoch, requestId, bodyText, replay: db.credential.replay, holder };
}

let attemptIds = 0;
/** Never the same again, so that one that a backup forgot is not taken for a later one. */
function nextAttemptId(): number {
  attemptIds += 1;
  return attemptIds;
}

const NO_ENDING = {
  startedAt: "",
  endedAt: null,
  outcome: null,
  reason: null,
  httpStatus: null,
  errorCode: null,
  message: null,
  maskedAnswer: null,
  answerRemovedAt: null,
  latencyMs: null,
  signature: null,
  reportedBusinessId: null,
  bytesWritten: null,
  retryAfterMs: null,
} as const;

/** `recordEndings`, of one; what was decided, or null where nothing was */
export function recordEnding(
  db: Tables,
  claim: ModelClaim,
  ending: AttemptEnding,
  { random, nowMs }: { random: number; nowMs: number },
): NextStep | null {
  const { row } = db;
  const known = db.attempts.find(({ id }) => id === claim.attemptId);
  const isNews = known !== undefined && (known.outcome === null || known.reason === "process_stopped");
  if (isNews) {
    const { outcome, reason, bytesWritten, message, retryAfterMs } = ending;
    const ended = { ...known, outcome, reason, bytesWritten, message, retryAfterMs };
    db.attempts = db.attempts.map((attempt) => (attempt === known ? ended : attempt));
  }
  if (!isNews && (ending.business === null || known !== undefined)) return null;
  if (isNews) recordGateNews(db, newsOf(claim, ending), nowMs);
  if (ending.business) keepBusiness(db, ending.business.id, "doku");
  const stillOurs = row.epoch === claim.epoch || ending.business !== null;
  if (!stillOurs) return null;
  if (row.requestId !== claim.requestId && !(ending.business && madeNothing(db))) {
    if (ending.business) parkInDoubt(db);
    return null;
  }
  const next = ending.business ? INVITED : decideNextStep({ ...readEnvelope(db, nowMs), random });
  return writeNextStep(db, { epoch: row.epoch, next, ending, deathCount: 0 }) ? next : null;
}

/** `parkInDoubt` */
function parkInDoubt({ row, attempts }: Tables): void {
  if (row.status !== "UNCONFIRMED" || row.nextRunAt === null || row.claimHolder !== null) return;
  row.nextRunAt = null;
  row.nextKind = null;
  row.cause = `unsure.${attempts.at(-1)?.reason ?? "process_stopped"}`;
  letGo(row);
}

/** `MADE_NOTHING` */
function madeNothing({ row, attempts }: Tables): boolean {
  if (row.claimHolder !== null || !["DRAFT", "QUEUED", "NEEDS_FIX", "FAILED"].includes(row.status))
    return false;
  return !attempts.some(
    ({ requestId, outcome }) =>
      requestId === row.requestId && (outcome === null || outcome === "accepted" || outcome === "unknown"),
  );
}

function readEnvelope({ row, attempts, credential, businesses }: Tables, nowMs: number) {
  const ended = [];
  for (const { requestId, outcome, reason, begunAt, retryAfterMs } of attempts) {
    if (requestId !== row.requestId || outcome === null) continue;
    const processStopped = reason === "process_stopped";
    ended.push({
      outcome,
      startedAt: begunAt,
      retryAfterMs,
      processStopped,
      claimOver: reason === "claim_over",
    });
  }
  const patienceMs = blockedMsOf(credential, nowMs) - row.blockedBaseMs;
  return {
    attempts: ended,
    queuedAt: row.queuedAt,
    giveUpAt: new Date(row.giveUpAt.getTime() + patienceMs),
    replay: credential.replay,
    hasBusiness: businesses.length > 0,
    now: new Date(nowMs),
  };
}

type DecidedStep = { epoch: number; next: NextStep; ending: AttemptEnding | null; deathCount: number };

/** `writeNextSteps`, of one */
function writeNextStep(db: Tables, { epoch, next, ending, deathCount }: DecidedStep): boolean {
  const { row } = db;
  if (row.epoch !== epoch || (row.status === "INVITED" && next.status !== "INVITED")) return false;
  const isInvited = next.status === "INVITED";
  row.status = next.status;
  row.nextRunAt = next.runAt;
  row.nextKind = null;
  letGo(row);
  row.lastOutcome = ending?.outcome ?? "unknown";
  row.deathCount = deathCount;
  const words = ending?.outcome === "refused" ? ending.message : null;
  if (isInvited || words !== null) {
    row.problem = isInvited ? null : words;
    row.problemField = isInvited ? null : (ending?.problemField ?? null);
  }
  row.cause = next.runAt === null ? causeOf(next.status, ending) : null;
  setJob(db, next.runAt && !next.paused ? next.runAt.getTime() : null);
  return true;
}

/** `keepBusiness` */
function keepBusiness(db: Tables, id: string, source: "doku" | "person"): void {
  const isKnown = db.businesses.some((business) => business.id === id);
  if (!isKnown) db.businesses = [...db.businesses, { id, source }];
  if (db.businesses.length > 1) db.alarms += 1;
}

/** `BLOCKED_MS_SQL` */
function blockedMsOf({ blockedMs, blockedSince }: Tables["credential"], nowMs: number): number {
  return blockedMs + (blockedSince ? nowMs - blockedSince.getTime() : 0);
}

function unblock({ credential }: Tables, nowMs: number): void {
  credential.blockedMs = blockedMsOf(credential, nowMs);
  credential.blockedSince = null;
}

function takeProbe({ credential }: Tables, { holder, nowMs }: Asking): boolean {
  const now = new Date(nowMs);
  const isBroken = credential.faultCount >= BREAKER_FAULTS;
  if (credential.pausedAt || (credential.probeUntil && credential.probeUntil > now)) return false;
  if (isBroken && credential.breakerUntil && credential.breakerUntil > now) return false;
  credential.probeUntil = new Date(nowMs + PROBE_SECONDS * 1_000);
  credential.probeHolder = holder;
  if (credential.keyVersion !== KEY_VERSION) credential.usableAt = null;
  credential.keyVersion = KEY_VERSION;
  if (isBroken) credential.breakerUntil = new Date(nowMs + BREAKER_PROBE_MS);
  return true;
}

function freeProbe(credential: Tables["credential"]): void {
  credential.probeUntil = null;
  credential.probeHolder = null;
}

function noteThatItWorks(db: Tables, nowMs: number): void {
  const { credential } = db;
  credential.usableAt = new Date(nowMs);
  credential.faultCount = 0;
  credential.breakerUntil = null;
  freeProbe(credential);
  unblock(db, nowMs);
}

/** `recordGateNews` */
export function recordGateNews(db: Tables, news: GateNews, nowMs: number): void {
  const { credential } = db;
  const now = new Date(nowMs);
  switch (news.kind) {
    case "usable": {
      const isOld =
        credential.usableAt === null ||
        credential.usableAt.getTime() < nowMs - REMEMBER_USABLE_SECONDS * 1_000;
      if (!credential.pausedAt && (isOld || credential.faultCount > 0 || credential.probeUntil))
        noteThatItWorks(db, nowMs);
      return;
    }
    case "fault": {
      credential.faultCount += 1;
      freeProbe(credential);
      const isBroken = credential.faultCount >= BREAKER_FAULTS;
      credential.breakerUntil = isBroken ? new Date(nowMs + BREAKER_PROBE_MS) : null;
      if (isBroken) credential.blockedSince ??= now;
      return;
    }
    case "silent":
      if (credential.probeHolder === news.holder && credential.probeUntil) freeProbe(credential);
      return;
    case "slow_down": {
      const until = nowMs + (news.retryAfterMs ?? SLOW_DOWN_MS);
      credential.slowUntil = new Date(Math.max(credential.slowUntil?.getTime() ?? 0, until));
      if (!credential.pausedAt) noteThatItWorks(db, nowMs);
      return;
    }
    case "refused":
      if (credential.pausedAt) return;
      credential.pausedAt = now;
      credential.usableAt = null;
      freeProbe(credential);
      credential.blockedSince ??= now;
  }
}

/** What the buttons of the registration's page go by. */
export function actionFactsOf(db: Tables, nowMs: number) {
  const { row, attempts, credential } = db;
  return {
    status: row.status,
    archived: row.archived,
    replay: credential.replay,
    everSent: attempts.some(({ bytesWritten }) => bytesWritten !== false) || wasPutBack(db),
    sending: row.claimUntil !== null && row.claimUntil.getTime() > nowMs,
    planned: row.nextRunAt !== null,
    standing: mayStand({ ...row, wasPutBack: wasPutBack(db) }),
    hasBusiness: db.businesses.length > 0,
  };
}

/** `PUT_BACK_SQL`. */
export function wasPutBack({ row, restoredAt }: Tables): boolean {
  return restoredAt !== null && restoredAt >= row.queuedAt;
}

/** The moves of `moves.ts` and `mutations.ts`; false where the row's state does not allow it. */
export function move(
  db: Tables,
  action: Exclude<RegistrationAction, "continue" | "fix">,
  { nowMs, foundId = null, inBulk = false }: { nowMs: number; foundId?: string | null; inBulk?: boolean },
): boolean {
  if (!allowedActions(actionFactsOf(db, nowMs)).includes(action)) return false;
  const { row } = db;
  const isDrainable = row.claimHolder === null && row.deathCount === 0;
  if (row.claimHolder !== null) closeOpenAttempts(db);
  switch (action) {
    case "retry":
      row.status = "QUEUED";
      row.queuedAt = new Date(nowMs);
      row.giveUpAt = new Date(nowMs + GIVE_UP_AFTER_MS);
      row.blockedBaseMs = blockedMsOf(db.credential, nowMs);
      makeDue(db, "retry", nowMs);
      break;
    case "check":
      makeDue(db, "check", nowMs);
      break;
    case "sendAgain":
      makeDue(db, "send_again", nowMs);
      break;
    case "found":
      if (foundId !== null) keepBusiness(db, foundId, "person");
      settle(db, "INVITED", null);
      row.problem = null;
      row.problemField = null;
      return true;
    case "override":
      settle(db, "FAILED", NOT_SENT_BY_PERSON);
      return true;
    case "cancel":
      settle(db, "DRAFT", null);
      return true;
    case "archive":
    case "restore":
      row.archived = action === "archive";
      letGo(row);
      return true;
  }
  if (!inBulk) setJob(db, nowMs + FALLBACK_DELAY_SECONDS * 1_000);
  else {
    db.drainAt = nowMs;
    if (!isDrainable) setJob(db, nowMs);
  }
  return true;
}

function makeDue({ row }: Tables, kind: "retry" | "check" | "send_again", nowMs: number): void {
  row.cause = null;
  row.nextRunAt = new Date(nowMs);
  row.nextKind = kind;
  letGo(row);
}

function settle(db: Tables, status: "INVITED" | "FAILED" | "DRAFT", cause: string | null): void {
  const { row } = db;
  row.status = status;
  row.cause = cause;
  row.nextRunAt = null;
  row.nextKind = null;
  letGo(row);
  setJob(db, null);
}

/** What a form or a row of a spreadsheet that is handed out again does with a registration that may be edited. */
export function queueEnvelope(
  db: Tables,
  { bodyText, nowMs, inSheet }: { bodyText: string; nowMs: number; inSheet: boolean },
): boolean {
  const { row } = db;
  if (row.archived || !(row.status === "DRAFT" || row.status === "NEEDS_FIX" || row.status === "FAILED"))
    return false;
  const isDrainable = row.claimHolder === null && row.deathCount === 0;
  row.requestId = requestIdOf({ formKey: row.formKey, replaces: replacedIdOf(row), bodyText });
  row.bodyText = bodyText;
  row.status = "QUEUED";
  row.cause = null;
  row.queuedAt = new Date(nowMs);
  row.giveUpAt = new Date(nowMs + GIVE_UP_AFTER_MS);
  row.nextRunAt = new Date(nowMs);
  row.nextKind = null;
  row.problem = null;
  row.problemField = null;
  row.blockedBaseMs = blockedMsOf(db.credential, nowMs);
  letGo(row);
  if (!inSheet) setJob(db, nowMs + FALLBACK_DELAY_SECONDS * 1_000);
  else {
    db.drainAt = nowMs;
    if (!isDrainable) setJob(db, nowMs);
  }
  return true;
}

/** `resumeCredential` */
export function resumeCredential(db: Tables, nowMs: number): boolean {
  const { row, credential } = db;
  if (!credential.pausedAt) return false;
  if (row.nextRunAt && (row.status === "QUEUED" || row.status === "UNCONFIRMED"))
    row.nextRunAt = new Date(nowMs);
  credential.pausedAt = null;
  credential.usableAt = null;
  credential.faultCount = 0;
  credential.breakerUntil = null;
  credential.slowUntil = null;
  unblock(db, nowMs);
  db.drainAt = nowMs;
  return true;
}

/** The change of `syncCredential`; one to *unproven* takes back what machines had planned. */
export function setReplay(db: Tables, replay: ReplayMode): boolean {
  const { row, credential } = db;
  if (credential.replay === replay) return false;
  credential.replay = replay;
  if (replay !== "unproven" || row.nextRunAt === null || row.claimHolder !== null) return true;
  if (row.status === "QUEUED" && db.restoredAt !== null && row.queuedAt <= db.restoredAt) {
    row.status = "UNCONFIRMED";
    row.cause = "unsure.restored";
    row.nextRunAt = null;
    row.nextKind = null;
    row.epoch += 1;
    setJob(db, null);
    return true;
  }
  if (row.status !== "UNCONFIRMED" || row.nextKind === "send_again") return true;
  row.nextRunAt = null;
  row.nextKind = null;
  row.epoch += 1;
  const doubtful = db.attempts.findLast(
    ({ requestId, outcome }) => requestId === row.requestId && outcome === "unknown",
  );
  row.cause = `unsure.${doubtful?.reason ?? "process_stopped"}`;
  setJob(db, null);
  return true;
}

/** `PARK` of `restores/notice.ts` */
export function noticeRestore(db: Tables, nowMs: number): void {
  const { row, credential } = db;
  db.restoredAt = new Date(nowMs);
  const isSendable = row.status === "QUEUED" || row.status === "UNCONFIRMED";
  if (credential.replay !== "unproven" || row.nextRunAt === null || !isSendable) return;
  closeOpenAttempts(db);
  row.status = "UNCONFIRMED";
  row.cause = "unsure.restored";
  row.nextRunAt = null;
  row.nextKind = null;
  letGo(row);
  setJob(db, null);
}

/** A row that is due for so long is looked for; `NEGLECTED_SECONDS` of the sweep. */
const NEGLECTED_MS = CLAIM_SECONDS * 1_000;

/** `sweepDeadHolders`: what these holders had in hand changes hands. `lockedJobAt` is the job that one of them had. */
export function sweep(
  db: Tables,
  dead: readonly string[],
  {
    nowMs,
    lockedJobAt,
    lockedDrain,
    isDrainRunning,
  }: { nowMs: number; lockedJobAt: number | null; lockedDrain: boolean; isDrainRunning: boolean },
): void {
  const { row, credential } = db;
  const now = new Date(nowMs);
  const isHeldByDead = row.claimHolder !== null && dead.includes(row.claimHolder);
  const isReleased =
    isHeldByDead &&
    db.attempts.some(({ holder, epoch }) => holder === row.claimHolder && epoch === row.epoch);
  const dueMs = Math.min(nowMs, row.nextRunAt?.getTime() ?? nowMs);
  if (isReleased && row.claimUntil && row.claimUntil > now) row.claimUntil = now;
  if (credential.probeHolder !== null && dead.includes(credential.probeHolder)) {
    credential.probeUntil = null;
    credential.probeHolder = null;
  }
  if (lockedJobAt !== null) setJob(db, Math.min(lockedJobAt, isReleased ? dueMs : nowMs));
  else if (isReleased) setJob(db, dueMs);
  if (lockedDrain) db.drainAt = nowMs;
  const isWaiting = (until: Date | null) => until !== null && until > now;
  const mayCredentialSend =
    !credential.pausedAt &&
    !isWaiting(credential.slowUntil) &&
    !isWaiting(credential.breakerUntil) &&
    !isWaiting(credential.probeUntil);
  const isNeglected =
    (row.status === "QUEUED" || row.status === "UNCONFIRMED") &&
    !row.archived &&
    row.nextRunAt !== null &&
    row.nextRunAt.getTime() <= nowMs - NEGLECTED_MS &&
    !isWaiting(row.claimUntil);
  const isDrainNear = isDrainRunning || (db.drainAt !== null && db.drainAt <= nowMs + NEGLECTED_MS);
  if (mayCredentialSend && isNeglected && !isDrainNear) db.drainAt = nowMs;
}
