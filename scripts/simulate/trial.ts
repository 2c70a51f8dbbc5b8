import { allowedActions } from "@/lib/registrations/status";
import { type Chance, createChance } from "../arena/chance";
import { commitPending } from "./doku";
import { actionFactsOf } from "./statements";
import { before, findLost, findUndone, findWrong, sentencesOf } from "./truths";
import {
  call,
  createWorld,
  type Mode,
  nextEventMs,
  type Operation,
  pass,
  press,
  record,
  resume,
  STEP_KINDS,
  type Step,
  type StepKind,
  sweepNow,
  takeStep,
  type World,
  work,
} from "./world";

/** One registration's life: how it begins, and what the adversary does to it. */
export type Trial = {
  mode: Mode;
  isSheet: boolean;
  checksReferences: boolean;
  steps: readonly Step[];
};

export type Listener = {
  tell?: (line: string) => void;
  observe?: (operation: Operation, world: World) => void;
};

const LEAST_STEPS = 4;
const MOST_STEPS = 26;

const TOTAL = STEP_KINDS.reduce((sum, [, weight]) => sum + weight, 0);
const KIND_AT: readonly StepKind[] = STEP_KINDS.flatMap(([kind, weight]) =>
  Array<StepKind>(weight).fill(kind),
);

/** The trial with this number under this seed; the same for ever, whatever was tried before. */
export function drawTrial(seed: number, number: number, mode: Mode): Trial {
  const chance = createChance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const isSheet = chance.number() < 0.4;
  const checksReferences = chance.number() < 0.3;
  const count = LEAST_STEPS + Math.floor(chance.number() * (MOST_STEPS - LEAST_STEPS));
  const steps: Step[] = [];
  for (let index = 0; index < count; index += 1) steps.push(drawStep(chance));
  return { mode, isSheet, checksReferences, steps };
}

function drawStep(chance: Chance): Step {
  const kind = KIND_AT[Math.floor(chance.number() * TOTAL)] ?? "work";
  return { kind, x: chance.number(), y: chance.number() };
}

/** Steps that are a person's, or somebody's who is no part of the product. */
const NOT_OF_MACHINES: ReadonlySet<StepKind> = new Set(["person", "sheet", "resume", "restore", "replay"]);

/** Lives the life; what went wrong in it, or null. */
export function runTrial(trial: Trial, listener?: Listener): string | null {
  try {
    return live(trial, listener);
  } catch (error) {
    return `it threw: ${error instanceof Error ? error.message : error}`;
  }
}

function live(trial: Trial, listener: Listener | undefined): string | null {
  const world = createWorld(trial);
  if (listener?.tell) world.tell = listener.tell;
  const { observe } = listener ?? {};
  if (observe) world.observe = (operation) => observe(operation, world);
  world.tell?.(`registered ${trial.isSheet ? "from a spreadsheet" : "with the form"}`);
  for (const step of trial.steps) {
    const wrong = inTruth(world, !NOT_OF_MACHINES.has(step.kind), () => takeStep(world, step));
    if (wrong) return wrong;
  }
  return settleAll(world);
}

function inTruth(world: World, byMachine: boolean, act: () => void): string | null {
  const then = before(world);
  const claims = world.processes.map(({ claim, claimedIn }) => ({ claim, claimedIn }));
  const { handIn } = world;
  act();
  // Of those that are gone now, one has recorded its ending.
  const gone = claims.find(({ claim }) => !world.processes.some((process) => process.claim === claim));
  const isLate = gone !== undefined && gone.claimedIn < handIn;
  world.tell?.(`    ${told(world)}`);
  return findUndone(world, then, { byMachine, isLate }) ?? findWrong(world);
}

function told(world: World): string {
  const { row, credential, businesses } = world.db;
  const due = row.nextRunAt ? `, next in ${(row.nextRunAt.getTime() - world.nowMs) / 1_000} s` : "";
  const kept = businesses.map(({ id }) => id).join(", ") || "none";
  const made = world.doku.ledger.map(({ id }) => id).join(", ") || "none";
  const paused = credential.pausedAt ? ", paused" : "";
  return `→ ${row.status}${row.archived ? ", archived" : ""}${due}${paused}; kept ${kept}; DOKU has ${made}; the page: ${sentencesOf(world).join(", ")}`;
}

/** More than enough: every turn acts or lets time pass. */
const MOST_TURNS = 300;
/** After so many empty turns nobody will ever act. */
const MOST_IDLE = 4;
const SWEEP_AGAIN_MS = 61_000;

/** The adversary rests: everything that is under way ends, everything due is done, people settle what needs them. */
function settleAll(world: World): string | null {
  world.tell?.("the adversary rests");
  let idle = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    world.event += 1;
    const kind = nextDeed(world);
    if (kind === "over") return findLost(world);
    idle = kind === "wait" ? idle + 1 : 0;
    if (kind === "wait" && world.restores === 0 && world.db.row.nextRunAt !== null)
      return `it is ${world.db.row.status} and planned, and nobody has a job for it`;
    if (idle > MOST_IDLE) return `nobody acts, and it is ${world.db.row.status}`;
    const wrong = inTruth(world, kind !== "person" && kind !== "resume", () => doDeed(world, kind));
    if (wrong) return wrong;
  }
  return `it comes to no end, and it is ${world.db.row.status}`;
}

type Deed = "commit" | "end" | "work" | "person" | "resume" | "sweep" | "tick" | "wait" | "over";

function nextDeed(world: World): Deed {
  const { db, doku, processes, nowMs } = world;
  const { row } = db;
  if (doku.pending.length > 0) return "commit";
  if (processes.some(({ isDead }) => !isDead)) return "end";
  if (processes.length > 0) return "sweep";
  const isDue = (at: number | null) => at !== null && at <= nowMs;
  if (isDue(db.jobAt) || isDue(db.drainAt)) return "work";
  const isOpen = row.status === "QUEUED" || row.status === "UNCONFIRMED";
  if (isOpen && db.credential.pausedAt) return "resume";
  if (db.jobAt !== null || db.drainAt !== null) return "tick";
  if (isOpen && (row.nextRunAt !== null || row.claimHolder !== null)) return "wait";
  if (row.status === "UNCONFIRMED") return "person";
  return "over";
}

function doDeed(world: World, deed: Deed): void {
  switch (deed) {
    case "commit":
      world.tell?.("DOKU gets round to what it got before");
      commitPending(world.doku, 0, world.event);
      return;
    case "end": {
      const process = world.processes.find(({ isDead }) => !isDead);
      if (process && !process.ending) call(world, process, 0.5, true);
      else record(world, process, { random: 0.5, times: 1 });
      return;
    }
    case "work":
      work(world, 0.5);
      return;
    case "resume":
      resume(world);
      return;
    case "sweep":
      sweepNow(world);
      return;
    case "tick":
      pass(world, Math.max(500, nextEventMs(world) - world.nowMs + 500));
      return;
    case "wait": {
      const { nextRunAt } = world.db.row;
      const untilDue = nextRunAt ? nextRunAt.getTime() - world.nowMs : 0;
      pass(world, Math.max(0, untilDue) + SWEEP_AGAIN_MS);
      sweepNow(world);
      return;
    }
    case "person": {
      const actions = allowedActions(actionFactsOf(world.db, world.nowMs));
      const isThere = world.doku.ledger.length > 0;
      const wanted = isThere ? "found" : actions.includes("check") ? "check" : "sendAgain";
      if (actions.includes(wanted)) press(world, wanted, 0.6);
      return;
    }
  }
}

/** The shortest trial that goes wrong in the same way: steps are left out for as long as it does. */
export function shrink(trial: Trial): Trial {
  const kindOf = (wrong: string | null) => wrong?.replace(/\d+/g, "#") ?? null;
  const wanted = kindOf(runTrial(trial));
  let shortest = trial;
  for (let length = Math.max(1, trial.steps.length >> 1); length >= 1; length >>= 1) {
    for (let from = 0; from < shortest.steps.length; ) {
      const steps = shortest.steps.filter((_, index) => index < from || index >= from + length);
      const shorter = { ...shortest, steps };
      if (kindOf(runTrial(shorter)) === wanted) shortest = shorter;
      else from += length;
    }
  }
  return shortest;
}

/** The trial as a person reads it: what happened, and after each step what is stored, what DOKU has and what the page says. */
export function tellTrial(trial: Trial): string[] {
  const lines: string[] = [];
  const wrong = runTrial(trial, { tell: (line) => lines.push(line) });
  return [...lines, wrong ? `WRONG: ${wrong}` : "nothing is wrong"];
}
