import { BREAKER_FAULTS } from "@/lib/credentials/gate/gate";
import type { ProcessClocks } from "@/lib/db";
import type { AttemptEnding } from "@/lib/doku/outcome";
import { startClaimTime } from "@/lib/registrations/delivery/claim";
import { requestIdOf } from "@/lib/registrations/intake/derived-id";
import { GIVE_UP_AFTER_MS } from "@/lib/registrations/life/retry-policy";
import { FALLBACK_DELAY_SECONDS } from "@/lib/registrations/queue";
import { allowedActions, type RegistrationAction, type ReplayMode } from "@/lib/registrations/status";
import { commitPending, type Doku, endFor, endWith, type Fate, receive } from "./doku";
import {
  actionFactsOf,
  type Claimed,
  claimBatch,
  claimForSend,
  KEY_VERSION,
  type ModelClaim,
  move,
  noticeRestore,
  queueEnvelope,
  recordEnding,
  recordGateNews,
  resumeCredential,
  setJob,
  setReplay,
  sweep,
} from "./statements";
import { backUp, type Tables } from "./tables";

/** R: DOKU dedupes by Request-Id, as long as replays count as proven. N: it never does, and they are not. */
export type Mode = "R" | "N";

/** A process with one send in hand. It stands still whenever it is not its turn. */
export type Process = {
  name: string;
  claim: ModelClaim;
  mayWrite: () => boolean;
  /** Null until the call has ended. */
  ending: AttemptEnding | null;
  /** In which event it got its claim, and when. */
  claimedIn: number;
  claimedAtMs: number;
  isDead: boolean;
  /** Since when it has not moved; a sweep takes it for dead after a while. */
  movedAtMs: number;
  /** The job that it has in hand, and how often that had been written when it was taken. */
  jobAt: number | null;
  jobWrites: number;
  hasDrain: boolean;
};

/** What a person pressed after they had looked in DOKU's dashboard and found nothing. */
export type Look = { event: number };

/** Whatever came of a call, as somebody sees it who stands outside. */
export type Call = {
  requestId: string;
  bodyText: string;
  claimedIn: number;
  said: "nothing" | "unusable" | "refused" | "credential" | "other";
  /** Where no replay is recognised, and others could still send what a backup that was noticed does not know of. */
  isTooEarly: boolean;
};

export type World = {
  mode: Mode;
  nowMs: number;
  event: number;
  db: Tables;
  backup: Tables | null;
  doku: Doku;
  processes: Process[];
  /** Endings in the answer files of processes that died. */
  files: { claim: ModelClaim; ending: AttemptEnding; claimedIn: number }[];
  looks: Look[];
  calls: Call[];
  /** Somebody went on where a process had said nothing until its claim was over. */
  wasLeftOpen: boolean;
  overrides: number;
  /** How many attempts there had been when a person wished that it be sent again. */
  wishedAfter: number;
  restores: number;
  /** A backup was put back of which nobody could know. */
  isBlind: boolean;
  /**
   * When backups were put back that left the row as it was. What became of it after the backup was made the
   * database does not know, and nobody is asked to look: only what is due where replays are not proven is set aside.
   */
  forgottenIn: number[];
  /** When a backup was last put back. Whoever had a claim then may still send while it lasts, and nobody knows of it. */
  restoredIn: number;
  /** When a restore was last noticed. */
  noticedAtMs: number | null;
  /** In which event somebody last had a hand on the row: what is left of claims before it counts no more. */
  handIn: number;
  clocks: ProcessClocks;
  bodies: number;
  names: number;
  /** Says what happens, where somebody listens. */
  tell: ((line: string) => void) | null;
  observe: ((operation: Operation) => void) | null;
};

/** What was done to the database, for one that is beside it. */
export type Operation =
  | { kind: "claim" | "claim_batch"; holder: string; random: number; attemptId: number | null }
  | { kind: "record"; attemptId: number; ending: AttemptEnding; random: number }
  | {
      kind: "move";
      action: Exclude<RegistrationAction, "continue" | "fix">;
      foundId: string | null;
      inBulk: boolean;
    }
  | { kind: "fix"; body: number }
  | { kind: "resume" }
  | { kind: "replay"; replay: ReplayMode }
  | { kind: "sweep"; dead: readonly string[] }
  | { kind: "others"; news: "usable" | "fault"; times: number }
  | { kind: "tick"; ms: number };

export const STEP_KINDS = [
  ["work", 18],
  ["call", 17],
  ["record", 16],
  ["tick", 17],
  ["person", 12],
  ["click", 3],
  ["die", 5],
  ["sweep", 4],
  ["late", 3],
  ["twice", 3],
  ["file", 2],
  ["backup", 3],
  ["restore", 2],
  ["replay", 1],
  ["others", 2],
  ["sheet", 2],
  ["resume", 2],
] as const;
export type StepKind = (typeof STEP_KINDS)[number][0];
/** One thing that the adversary does; the numbers in [0, 1) decide what exactly. */
export type Step = { kind: StepKind; x: number; y: number };

const START_MS = Date.UTC(2026, 10, 12, 7, 5, 9);
const FORM_KEY = "0a1b2c3d-0000-4000-8000-000000000001";

/** A registration that was just sent off, by the form or with a spreadsheet. */
export function createWorld({
  mode,
  isSheet,
  checksReferences,
}: {
  mode: Mode;
  isSheet: boolean;
  checksReferences: boolean;
}): World {
  const at = new Date(START_MS);
  const bodyText = bodyOf(0);
  const world: World = {
    mode,
    nowMs: START_MS,
    event: 0,
    db: {
      row: {
        status: "QUEUED",
        archived: false,
        formKey: FORM_KEY,
        requestId: requestIdOf({ formKey: FORM_KEY, replaces: null, bodyText }),
        bodyText,
        nextRunAt: at,
        nextKind: null,
        claimHolder: null,
        claimUntil: null,
        epoch: 0,
        attemptCount: 0,
        deathCount: 0,
        queuedAt: at,
        giveUpAt: new Date(START_MS + GIVE_UP_AFTER_MS),
        blockedBaseMs: 0,
        lastOutcome: null,
        problem: null,
        problemField: null,
        cause: null,
      },
      attempts: [],
      credential: {
        replay: mode === "R" ? "proven" : "unproven",
        pausedAt: null,
        slowUntil: null,
        faultCount: 0,
        breakerUntil: null,
        usableAt: at,
        probeUntil: null,
        probeHolder: null,
        keyVersion: KEY_VERSION,
        blockedMs: 0,
        blockedSince: null,
      },
      businesses: [],
      alarms: 0,
      restoredAt: null,
      jobAt: isSheet ? null : START_MS + FALLBACK_DELAY_SECONDS * 1_000,
      jobWrites: 0,
      drainAt: isSheet ? START_MS : null,
    },
    backup: null,
    doku: { ledger: [], pending: [], checksReferences },
    processes: [],
    files: [],
    looks: [],
    calls: [],
    wasLeftOpen: false,
    overrides: 0,
    wishedAfter: 0,
    restores: 0,
    isBlind: false,
    forgottenIn: [],
    restoredIn: 0,
    noticedAtMs: null,
    handIn: 0,
    clocks: { monotonicMs: () => world.nowMs, wallMs: () => world.nowMs },
    bodies: 0,
    names: 0,
    tell: null,
    observe: null,
  };
  return world;
}

const bodyOf = (body: number): string => `{"name":"Kopi Senja ${body}"}`;

function pick<T>(items: readonly T[], x: number): T | undefined {
  return items[Math.floor(x * items.length)];
}

/** Does one step; one that cannot be done now does nothing. */
export function takeStep(world: World, { kind, x, y }: Step): void {
  world.event += 1;
  switch (kind) {
    case "work":
      work(world, x);
      return;
    case "click":
      click(world, x);
      return;
    case "call":
      call(world, pick(waiting(world), x), y);
      return;
    case "record":
      record(world, pick(answered(world), x), { random: y, times: 1 });
      return;
    case "twice":
      record(world, pick(answered(world), x), { random: y, times: 2 });
      return;
    case "die":
      die(world, pick(living(world), x), y);
      return;
    case "file":
      readFile(world, y);
      return;
    case "tick":
      tick(world, x);
      return;
    case "person":
      person(world, x, y);
      return;
    case "sheet":
      sheetAgain(world);
      return;
    case "resume":
      resume(world);
      return;
    case "sweep":
      sweepNow(world);
      return;
    case "late":
      if (world.doku.pending.length > 0) {
        world.tell?.("DOKU gets round to a request that it got before, and makes the business");
        commitPending(world.doku, Math.floor(x * world.doku.pending.length), world.event);
      }
      return;
    case "others": {
      const news = x < 0.5 ? "usable" : "fault";
      const times = news === "fault" && y < 0.4 ? BREAKER_FAULTS : 1;
      world.tell?.(`calls of other registrations say of the credential: ${times} × ${news}`);
      for (let time = 0; time < times; time += 1) recordGateNews(world.db, { kind: news }, world.nowMs);
      world.observe?.({ kind: "others", news, times });
      return;
    }
    case "replay":
      changeReplay(world);
      return;
    case "backup":
      world.tell?.("a backup is made");
      world.backup = backUp(world.db);
      return;
    case "restore":
      restore(world, x, y);
      return;
  }
}

const living = ({ processes }: World) => processes.filter(({ isDead }) => !isDead);
const waiting = (world: World) => living(world).filter(({ ending }) => ending === null);
const answered = (world: World) => living(world).filter(({ ending }) => ending !== null);

/** A worker takes the next job that is due. */
export function work(world: World, random: number): boolean {
  const { db, nowMs } = world;
  if (db.jobAt !== null && db.jobAt <= nowMs) {
    const jobAt = db.jobAt;
    db.jobAt = null;
    const writes = db.jobWrites;
    const claimed = claimOne(world, random);
    if (claimed.kind === "claimed") {
      const process = world.processes.at(-1);
      if (process) Object.assign(process, { jobAt, jobWrites: writes });
    } else if (claimed.kind === "busy" || claimed.kind === "not_due") setJob(db, claimed.atMs);
    return true;
  }
  if (db.drainAt !== null && db.drainAt <= nowMs) {
    db.drainAt = null;
    drain(world, random);
    return true;
  }
  return false;
}

function drain(world: World, random: number): void {
  const holder = nameOf(world, "worker");
  const claimed = claimBatch(world.db, { holder, random, nowMs: world.nowMs });
  world.tell?.(`${holder} drains the credential: ${claimed.kind}`);
  world.observe?.({ kind: "claim_batch", holder, random, attemptId: attemptIdOf(claimed) });
  if (claimed.kind === "claimed") start(world, holder, claimed.claim, true);
  if (claimed.kind === "wait") world.db.drainAt = claimed.atMs;
  if (claimed.kind !== "one") return;
  const one = claimOne(world, random);
  const process = world.processes.at(-1);
  if (one.kind === "claimed" && process) process.hasDrain = true;
  if (one.kind === "not_due") world.db.drainAt = one.atMs;
}

/** A web server submits at once what a person has just handed in. */
function click(world: World, random: number): void {
  claimOne(world, random);
}

function claimOne(world: World, random: number): Claimed {
  const { db, nowMs } = world;
  const holder = nameOf(world, "process");
  const { epoch } = db.row;
  const before = db.attempts;
  const claimed = claimForSend(db, { holder, random, nowMs });
  world.tell?.(`${holder} claims: ${claimed.kind}`);
  world.observe?.({ kind: "claim", holder, random, attemptId: attemptIdOf(claimed) });
  if (db.row.epoch !== epoch || db.attempts !== before) world.handIn = world.event;
  noteWhatWasLeft(world);
  if (claimed.kind === "claimed") start(world, holder, claimed.claim, false);
  return claimed;
}

function noteWhatWasLeft(world: World): void {
  if (world.db.attempts.some(({ reason }) => reason === "process_stopped")) world.wasLeftOpen = true;
}

const attemptIdOf = (claimed: Claimed) => (claimed.kind === "claimed" ? claimed.claim.attemptId : null);

function nameOf(world: World, kind: string): string {
  world.names += 1;
  return `${kind} ${world.names}`;
}

function start(world: World, name: string, claim: ModelClaim, hasDrain: boolean): void {
  world.handIn = world.event;
  world.processes.push({
    name,
    claim,
    mayWrite: startClaimTime(world.clocks),
    ending: null,
    claimedIn: world.event,
    claimedAtMs: world.nowMs,
    isDead: false,
    movedAtMs: world.nowMs,
    jobAt: null,
    jobWrites: 0,
    hasDrain,
  });
}

const FATE_OF: readonly (readonly [number, Fate])[] = [
  [0.5, "accept"],
  [0.64, "later"],
  [0.76, "refuse"],
  [0.83, "error"],
  [0.89, "error_after"],
  [0.95, "slow_down"],
  [1, "credential"],
];

/** How likely it is that there is no connection, that the request is lost, and what comes of the answer. */
const NO_CONNECTION = 0.08;
const LOST_BEFORE = 0.14;
const ANSWER_LOST = 0.35;
const ANSWER_GARBLED = 0.4;

/** The process calls DOKU, if its claim is not over. */
export function call(world: World, process: Process | undefined, y: number, isCalm = false): void {
  if (!process) return;
  process.movedAtMs = world.nowMs;
  const { ending, told } = callDoku(world, process, y, isCalm);
  process.ending = ending;
  world.tell?.(`${process.name} ${told}: ${ending.outcome} (${ending.reason})`);
}

type Ended = { ending: AttemptEnding; told: string };

function callDoku(world: World, process: Process, y: number, isCalm: boolean): Ended {
  if (!process.mayWrite())
    return { ending: endFor("claim_over", false), told: "comes too late and sends nothing" };
  const far = isCalm ? 1 : y;
  if (far < NO_CONNECTION) return { ending: endFor("connect_refused", false), told: "gets no connection" };
  const { claimedIn } = process;
  const { requestId, bodyText, replay } = process.claim;
  const isUnknown = claimedIn < world.restoredIn;
  const isTooEarly = !isUnknown && replay === "unproven" && mayOthersSend(world, process);
  const said: Call = { requestId, bodyText, claimedIn, isTooEarly, said: "nothing" };
  world.calls.push(said);
  if (far < LOST_BEFORE)
    return { ending: endFor("connection_lost", true), told: "sends, and it is lost on the way" };
  const scaled = (y - LOST_BEFORE) / (1 - LOST_BEFORE);
  const fate = isCalm ? "accept" : (FATE_OF.find(([below]) => scaled < below)?.[1] ?? "accept");
  const dedupes = world.mode === "R" && replay === "proven";
  const request = { requestId, dedupes, claimedIn, arrivedIn: world.event, isUnknown };
  const answer = receive(world.doku, request, fate);
  const luck = isCalm ? 1 : (y * 1_000) % 1;
  if (answer === null || luck < ANSWER_LOST)
    return { ending: endFor("header_timeout", true), told: `sends (${fate}), and no answer comes` };
  const isGarbled = luck < ANSWER_GARBLED;
  const ending = endWith(answer, world.nowMs, isGarbled);
  said.said = saidBy(answer.httpStatus, { isGarbled, fate });
  if (ending.outcome === "rate_limited" && luck > 0.7) ending.retryAfterMs = 40_000;
  return { ending, told: `sends (${fate}), and is answered ${answer.httpStatus}` };
}

/** Whether whoever had a claim when a backup was put back could still begin a call when this process got its own. */
function mayOthersSend({ noticedAtMs }: World, { claimedAtMs }: Process): boolean {
  return noticedAtMs !== null && claimedAtMs <= noticedAtMs + SEND_WITHIN_MS;
}

/** So long after its claim a process may begin to send. */
const SEND_WITHIN_MS = 30_000;

function saidBy(httpStatus: number, { isGarbled, fate }: { isGarbled: boolean; fate: Fate }): Call["said"] {
  // A refused credential is believed whatever the signature: a wrong secret cannot match it.
  if (fate === "credential") return "credential";
  if (isGarbled || httpStatus === 500) return "unusable";
  return httpStatus === 400 ? "refused" : "other";
}

/** The process records how its call ended; twice where it did not learn that the first time was committed. */
export function record(
  world: World,
  process: Process | undefined,
  { random, times }: { random: number; times: number },
): void {
  if (!process?.ending) return;
  const { claim, ending } = process;
  for (let time = 0; time < times; time += 1) write(world, process.name, { claim, ending, random });
  world.processes = world.processes.filter((one) => one !== process);
  if (process.hasDrain) world.db.drainAt = Math.min(world.db.drainAt ?? world.nowMs, world.nowMs);
}

function write(
  world: World,
  name: string,
  { claim, ending, random }: { claim: ModelClaim; ending: AttemptEnding; random: number },
): void {
  const next = recordEnding(world.db, claim, ending, { random, nowMs: world.nowMs });
  world.observe?.({ kind: "record", attemptId: claim.attemptId, ending, random });
  world.tell?.(`${name} records ${ending.outcome}: ${next ? next.status : "nothing is decided"}`);
}

function die(world: World, process: Process | undefined, y: number): void {
  if (!process) return;
  process.isDead = true;
  const { claim, ending, claimedIn } = process;
  const isWrittenDown = ending !== null && y < 0.3;
  if (isWrittenDown) world.files.push({ claim, ending, claimedIn });
  world.tell?.(`${process.name} dies${isWrittenDown ? ", and leaves its answer in a file" : ""}`);
}

/** A process that starts records what others left. */
function readFile(world: World, random: number): void {
  const left = world.files.shift();
  if (left) write(world, "a starting process", { ...left, random });
}

const SILENCE_MS = 60_000;

export function sweepNow(world: World): void {
  const { db, nowMs } = world;
  const gone = world.processes.filter(({ isDead, movedAtMs }) => isDead || nowMs - movedAtMs >= SILENCE_MS);
  const dead = gone.map(({ name }) => name);
  const locked = gone.find(({ jobAt, jobWrites }) => jobAt !== null && jobWrites === db.jobWrites);
  const isDrainRunning = world.processes.some((one) => one.hasDrain && !gone.includes(one));
  const lockedDrain = gone.some(({ hasDrain }) => hasDrain);
  sweep(db, dead, { nowMs, lockedJobAt: locked?.jobAt ?? null, lockedDrain, isDrainRunning });
  world.tell?.(`a sweep takes over from ${dead.join(", ") || "nobody"}`);
  world.observe?.({ kind: "sweep", dead });
  // One that only stood still goes on some day, without its job.
  for (const process of gone) Object.assign(process, { jobAt: null, hasDrain: false });
  world.processes = world.processes.filter(({ isDead }) => !isDead);
}

const TICKS_MS = [1_000, 6_000, 20_000, 35_000, 66_000, 1_200_000, 90_000_000];

function tick(world: World, x: number): void {
  const isToNext = x < 0.55;
  const toNext = nextEventMs(world) - world.nowMs + 500;
  const forMs = isToNext ? toNext : (TICKS_MS[Math.floor(((x - 0.55) / 0.45) * TICKS_MS.length)] ?? 1_000);
  pass(world, Math.max(500, Number.isFinite(forMs) ? forMs : 1_000));
}

/** When anything is planned next. */
export function nextEventMs({ db, nowMs }: World): number {
  let next = Number.POSITIVE_INFINITY;
  for (const at of [db.jobAt, db.drainAt]) if (at !== null && at < next) next = at;
  return Math.max(next, nowMs);
}

export function pass(world: World, forMs: number): void {
  const ms = Math.round(forMs);
  world.tell?.(`${ms / 1_000} s pass`);
  world.nowMs += ms;
  world.observe?.({ kind: "tick", ms });
}

/** What a person can press now. */
function person(world: World, x: number, y: number): void {
  const actions = allowedActions(actionFactsOf(world.db, world.nowMs));
  const action = pick(actions, x);
  if (action) press(world, action, y);
}

/** A person looks in DOKU's dashboard where the page says so, and presses what fits. */
export function press(world: World, action: RegistrationAction, y: number): void {
  const { db, doku, nowMs } = world;
  const isThere = doku.ledger.length > 0;
  if (action === "found" ? !isThere : isThere && (action === "sendAgain" || action === "override")) return;
  if (action === "fix" || action === "continue") {
    if (y > 0.3) world.bodies += 1;
    world.tell?.(`a person chooses ${action}, ${y > 0.3 ? "with another name" : "with the same words"}`);
    queueEnvelope(db, { bodyText: bodyOf(world.bodies), nowMs, inSheet: false });
    world.observe?.({ kind: "fix", body: world.bodies });
  } else {
    const foundId = action === "found" ? foundBy(world) : null;
    const inBulk = (action === "retry" || action === "check") && y > 0.8;
    world.tell?.(`a person chooses ${action}${inBulk ? " for many" : ""}`);
    move(db, action, { nowMs, foundId, inBulk });
    world.observe?.({ kind: "move", action, foundId, inBulk });
    if (action === "sendAgain" || action === "override") world.looks.push({ event: world.event });
    if (action === "override") world.overrides += 1;
    if (action === "sendAgain") world.wishedAfter = db.row.attemptCount;
    noteWhatWasLeft(world);
  }
  world.handIn = world.event;
  if (db.row.nextRunAt && y < 0.5) click(world, (y * 100) % 1);
}

/** The business that a person types who found some: as the page says, one that it does not name already. */
function foundBy({ db, doku }: World): string | null {
  const isNamed = (id: string) => db.businesses.some((business) => business.id === id);
  return (doku.ledger.findLast(({ id }) => !isNamed(id)) ?? doku.ledger.at(-1))?.id ?? null;
}

/** The same row of a spreadsheet is handed out again, from this file or another one. */
function sheetAgain(world: World): void {
  const { db, nowMs } = world;
  const { status, archived, bodyText } = db.row;
  const isSame = bodyText === bodyOf(0);
  if (archived || !(status === "DRAFT" || status === "NEEDS_FIX" || status === "FAILED")) return;
  world.tell?.("the same row of a spreadsheet is handed out again");
  if (isSame && status === "FAILED") {
    move(db, "retry", { nowMs, inBulk: true });
    world.observe?.({ kind: "move", action: "retry", foundId: null, inBulk: true });
  } else {
    queueEnvelope(db, { bodyText: bodyOf(0), nowMs, inSheet: true });
    world.observe?.({ kind: "fix", body: 0 });
  }
  world.handIn = world.event;
}

export function resume(world: World): void {
  if (!resumeCredential(world.db, world.nowMs)) return;
  world.tell?.("an admin resumes the credential");
  world.observe?.({ kind: "resume" });
}

/** Replays are not proven any more; whatever is claimed from now on is not deduped. */
function changeReplay(world: World): void {
  if (world.mode === "N") return;
  const replay = world.db.credential.replay === "proven" ? "unproven" : "proven";
  // Back again only while nothing of what was sent meanwhile can be repeated by machine.
  if (replay === "proven") return;
  const { epoch } = world.db.row;
  setReplay(world.db, replay);
  world.tell?.("replays count as unproven from now on");
  world.observe?.({ kind: "replay", replay });
  if (world.db.row.epoch !== epoch) world.handIn = world.event;
}

function restore(world: World, x: number, y: number): void {
  if (!world.backup) return;
  const { replay } = world.db.credential;
  world.db = backUp(world.backup);
  world.db.jobWrites += 1_000;
  // Whoever had a job in hand when the backup was made is not known to the database any more.
  if (world.db.row.claimHolder !== null) world.db.jobAt ??= world.nowMs;
  world.restores += 1;
  world.restoredIn = world.event;
  const isNoticed = x < 0.8;
  world.tell?.(
    `the backup is put back, ${isNoticed ? "which is noticed" : "and there is no mark to notice it by"}`,
  );
  // Whoever starts or reconnects says how it is set before anything is sent.
  setReplay(world.db, replay);
  const { epoch, status, nextRunAt } = world.db.row;
  const isOpen = status === "QUEUED" || status === "UNCONFIRMED";
  const isToBeLookedAt = isNoticed && isOpen && nextRunAt !== null && replay === "unproven";
  world.noticedAtMs = isNoticed ? world.nowMs : null;
  if (isNoticed) noticeRestore(world.db, world.nowMs);
  else world.isBlind = true;
  if (!isToBeLookedAt) world.forgottenIn.push(world.event);
  if (world.db.row.epoch !== epoch) world.handIn = world.event;
  if (y < 0.5) for (const process of living(world)) die(world, process, 1);
}
