import { type Chance, createChance } from "../../arena/chance";
import type { StopKind } from "../../arena/database";

export const DOKU_TROUBLES = ["slow", "very_slow", "silent", "slow_down", "faulty"] as const;
export type DokuTrouble = (typeof DOKU_TROUBLES)[number];

export const STRIKES = [
  "kill",
  "freeze",
  "cutOff",
  "stopDatabase",
  "readOnly",
  "terminateAll",
  "slowTerminateAll",
  "secret",
  "replayMode",
  "rateLimit",
  "restore",
] as const;
type Strike = (typeof STRIKES)[number];

/** How many of each. */
export type Arsenal = Record<Strike | DokuTrouble, number>;

/** `pick` in [0, 1) chooses among those that may be struck; `prefersSending` those in the middle of a call, where it costs most. */
export type Target = { pick: number; prefersSending: boolean };

export type Weapon =
  | ({ kind: "kill" } & Target)
  /** Mostly a worker: it has taken up many rows at once that it has not sent yet. */
  | ({ kind: "freeze"; forMs: number; prefersWorker: boolean } & Target)
  /** Cut off from the database, one process alone. */
  | ({ kind: "cutOff"; forMs: number } & Target)
  | { kind: "stopDatabase"; how: StopKind; awayMs: number }
  | { kind: "readOnly"; forMs: number }
  | { kind: "terminateAll" }
  /** The same while answers take seconds: what is in flight is taken over, and answered afterwards. */
  | { kind: "slowTerminateAll" }
  | { kind: "doku"; does: DokuTrouble; forMs: number }
  /** A process with another secret: one that DOKU knows too, or one that it does not. */
  | ({ kind: "secret"; isRight: boolean } & Target)
  /** Everybody is started again under the other replay mode. */
  | { kind: "replayMode"; isProven: boolean }
  | { kind: "rateLimit"; perSecond: number | null }
  | { kind: "backUp" }
  | { kind: "restore" };

export type Step = { pauseMs: number; weapon: Weapon };

const KILL_PAUSE_MS = 800;
/** What lasts has some time for itself, or everything would happen to everybody at once. */
const LASTING_PAUSE_MS = 2_000;
/** Every so manyth freeze outlasts a claim. */
const LONG_FREEZE_EVERY = 3;
const RATE_PER_SECOND = 10;
/** Where in a run a copy of the database is made, and where it is put back. */
export const BACKUP_AT = 0.4;
const RESTORE_AT = 0.6;

/** What is done in which order and with which pauses: the same for the same seed. Whom it hits depends on who is there. */
export function planSchedule(arsenal: Arsenal, seed: number): Step[] {
  const chance = createChance(seed);
  const all = [...STRIKES, ...DOKU_TROUBLES].filter((name) => name !== "restore");
  const shuffled = shuffle(
    all.flatMap((name) => Array.from({ length: arsenal[name] }, () => name)),
    chance,
  );
  const turns = new Map<string, number>();
  const weapons = shuffled.map((name) => {
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    return makeWeapon(name, turn, chance);
  });
  if (arsenal.restore > 0) {
    weapons.splice(Math.floor(weapons.length * BACKUP_AT), 0, { kind: "backUp" });
    weapons.splice(Math.floor(weapons.length * RESTORE_AT), 0, { kind: "restore" });
  }
  return weapons.map((weapon) => ({
    pauseMs: chance.between(0, weapon.kind === "kill" ? KILL_PAUSE_MS : LASTING_PAUSE_MS),
    weapon,
  }));
}

/** The `turn`th of its kind, from 0: some take turns. */
function makeWeapon(name: Exclude<Strike, "restore"> | DokuTrouble, turn: number, chance: Chance): Weapon {
  const target = (): Target => ({ pick: chance.number(), prefersSending: chance.number() < 0.7 });
  const isFirst = turn % 2 === 0;
  switch (name) {
    case "kill":
      return { kind: "kill", ...target() };
    case "freeze":
      return {
        kind: "freeze",
        forMs: freezeMs(turn, chance),
        prefersWorker: chance.number() < 0.75,
        ...target(),
      };
    case "cutOff":
      return { kind: "cutOff", forMs: chance.between(5_000, 60_000), ...target() };
    case "stopDatabase":
      return { kind: "stopDatabase", how: isFirst ? "immediate" : "fast", awayMs: chance.between(0, 8_000) };
    case "readOnly":
      return { kind: "readOnly", forMs: chance.between(2_000, 10_000) };
    case "terminateAll":
    case "slowTerminateAll":
      return { kind: name };
    case "secret":
      return { kind: "secret", isRight: isFirst, ...target() };
    case "replayMode":
      return { kind: "replayMode", isProven: !isFirst };
    case "rateLimit":
      return { kind: "rateLimit", perSecond: isFirst ? RATE_PER_SECOND : null };
    case "slow":
    case "very_slow":
    case "silent":
    case "slow_down":
    case "faulty":
      return { kind: "doku", does: name, forMs: chance.between(4_000, 12_000) };
  }
}

function freezeMs(turn: number, chance: Chance): number {
  return turn % LONG_FREEZE_EVERY === 0 ? chance.between(75_000, 90_000) : chance.between(500, 20_000);
}

function shuffle<Item>(items: readonly Item[], chance: Chance): Item[] {
  const keyed = items.map((item) => ({ item, key: chance.number() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
