import { type Chance, createChance } from "./chance";
import type { StopKind } from "./database";

/** `pick` in [0, 1) chooses among those that may be struck; `prefersSending` those in the middle of a call, where it costs most. */
type Target = { pick: number; prefersSending: boolean };

export type Weapon =
  | ({ kind: "kill" } & Target)
  | ({ kind: "freeze"; forMs: number } & Target)
  /** Cut off from the database, one process alone. */
  | ({ kind: "cutOff"; forMs: number } & Target)
  | { kind: "stopDatabase"; how: StopKind; awayMs: number }
  | { kind: "readOnly"; forMs: number }
  | { kind: "terminateAll" }
  | { kind: "doku"; does: "slow" | "very_slow" | "silent" | "slow_down" | "faulty"; forMs: number }
  /** A process with another secret: one that DOKU knows too, or one that it does not. */
  | ({ kind: "secret"; isRight: boolean } & Target)
  /** Everybody is started again under the other replay mode; in mode R only. */
  | { kind: "replayMode"; isProven: boolean }
  | { kind: "rateLimit"; perSecond: number | null }
  | { kind: "backUp" }
  | { kind: "restore" };

export type Step = { pauseMs: number; weapon: Weapon };

/** How many of each. */
export type Arsenal = {
  kills: number;
  freezes: number;
  longestFreezeMs: number;
  cutOffs: number;
  stops: number;
  readOnlies: number;
  terminations: number;
  dokuTroubles: number;
  secrets: number;
  replayModes: number;
  rateLimits: number;
  hasRestore: boolean;
};

const KILL_PAUSE_MS = 800;
/** What lasts has some time for itself, or everything would happen to everybody at once. */
const LASTING_PAUSE_MS = 2_000;
/** So many of the freezes outlast a claim. */
const LONG_FREEZE_SHARE = 0.3;

/** What is done when: the same for the same seed. Whom it hits depends on who is there. */
export function planSchedule(arsenal: Arsenal, seed: number): Step[] {
  const chance = createChance(seed);
  const target = (): Target => ({ pick: chance.number(), prefersSending: chance.number() < 0.7 });
  const weapons: Weapon[] = [
    ...times(arsenal.kills, () => ({ kind: "kill" as const, ...target() })),
    ...times(arsenal.freezes, (at) => ({
      kind: "freeze" as const,
      forMs: freezeMs(arsenal, at, chance),
      ...target(),
    })),
    ...times(arsenal.cutOffs, () => ({
      kind: "cutOff" as const,
      forMs: chance.between(5_000, 60_000),
      ...target(),
    })),
    ...times(arsenal.stops, (at) => ({
      kind: "stopDatabase" as const,
      how: at % 2 === 0 ? ("immediate" as const) : ("fast" as const),
      awayMs: chance.between(0, 8_000),
    })),
    ...times(arsenal.readOnlies, () => ({ kind: "readOnly" as const, forMs: chance.between(2_000, 10_000) })),
    ...times(arsenal.terminations, () => ({ kind: "terminateAll" as const })),
    ...times(arsenal.dokuTroubles, (at) => dokuTrouble(at, chance)),
    ...times(arsenal.secrets, (at) => ({ kind: "secret" as const, isRight: at % 2 === 0, ...target() })),
    ...times(arsenal.replayModes, (at) => ({ kind: "replayMode" as const, isProven: at % 2 === 1 })),
    ...times(arsenal.rateLimits, (at) => ({
      kind: "rateLimit" as const,
      perSecond: at % 2 === 0 ? 10 : null,
    })),
  ];
  const shuffled = inOrder(shuffle(weapons, chance));
  if (arsenal.hasRestore) {
    shuffled.splice(Math.floor(shuffled.length * 0.4), 0, { kind: "backUp" });
    shuffled.splice(Math.floor(shuffled.length * 0.6), 0, { kind: "restore" });
  }
  return shuffled.map((weapon) => ({
    pauseMs: chance.between(0, weapon.kind === "kill" ? KILL_PAUSE_MS : LASTING_PAUSE_MS),
    weapon,
  }));
}

const TROUBLES = ["slow", "very_slow", "silent", "slow_down", "faulty"] as const;

function dokuTrouble(at: number, chance: Chance): Weapon {
  const does = TROUBLES[at % TROUBLES.length] ?? "slow";
  return { kind: "doku", does, forMs: chance.between(4_000, 12_000) };
}

function freezeMs({ longestFreezeMs }: Arsenal, at: number, chance: Chance): number {
  const isLong = at % Math.round(1 / LONG_FREEZE_SHARE) === 0;
  return isLong ? chance.between(0.8, 1) * longestFreezeMs : chance.between(0.01, 0.3) * longestFreezeMs;
}

/** What takes turns (two modes, a limit and none) keeps its order. */
function inOrder(weapons: Weapon[]): Weapon[] {
  for (const kind of ["replayMode", "rateLimit", "secret"] as const) {
    const places = weapons.flatMap((weapon, at) => (weapon.kind === kind ? [at] : []));
    const ofIt = places.flatMap((at) => weapons[at] ?? []);
    const turns = ofIt.sort((a, b) => turnOf(a) - turnOf(b));
    const firsts = turns.filter((weapon) => turnOf(weapon) === 0);
    const seconds = turns.filter((weapon) => turnOf(weapon) === 1);
    places.forEach((place, at) => {
      const next = at % 2 === 0 ? firsts[at / 2] : seconds[(at - 1) / 2];
      if (next) weapons[place] = next;
    });
  }
  return weapons;
}

function turnOf(weapon: Weapon): 0 | 1 {
  if (weapon.kind === "replayMode") return weapon.isProven ? 1 : 0;
  if (weapon.kind === "rateLimit") return weapon.perSecond === null ? 1 : 0;
  return weapon.kind === "secret" && !weapon.isRight ? 1 : 0;
}

function shuffle<Item>(items: readonly Item[], chance: Chance): Item[] {
  const keyed = items.map((item) => ({ item, key: chance.number() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function times<Item>(count: number, make: (at: number) => Item): Item[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
