import { setTimeout as wait } from "node:timers/promises";
import type { SwitchesChange } from "@/lib/stand-in/failures/switches";
import type { StandIn } from "@/lib/stand-in/server";
import type { ChaosDatabase } from "../../arena/database";
import type { Claims } from "../people/claims";
import type { People } from "../people/people";
import type { Witness } from "../people/witness";
import { nowMs } from "../people/witness";
import type { Fleet, Member } from "./fleet";
import type { DokuTrouble, Target, Weapon } from "./schedule";

/** What a run changes about its processes; each is in force from the next start of a process on. */
export type Settings = { secretOfSeat: Map<number, string>; replay: "proven" | "unproven" };

export const SECRETS = {
  first: "chaos-secret-not-a-real-doku-key",
  second: "chaos-secret-after-a-change",
  wrong: "not-the-secret-at-all",
};

type Range = {
  databaseUrl: string;
  database: ChaosDatabase;
  fleet: Fleet;
  standIn: StandIn;
  witness: Witness;
  claims: Claims;
  people: People;
  settings: Settings;
  usual: SwitchesChange;
  credentialIds: readonly string[];
};

const WORK_PATIENCE_MS = 4_000;
/** A server lets go of a connection from which nothing is heard after about this time (see the holder's keepalives). */
const LET_GO_MS = 25_000;
const WRONG_SECRET_MS = 6_000;
/** Half of it until the sessions end: by then all that is in flight is slow. */
const SLOW_MS = 6_000;

/** Strikes with one weapon after the other. What lasts goes on beside the next ones; `finish` waits for all of it. */
export function createWeapons(range: Range) {
  const { database, databaseUrl, fleet, standIn, witness, claims, people, settings } = range;
  const lasting = new Set<Promise<unknown>>();
  let trouble: Promise<unknown> = Promise.resolve();
  let backupMs: number | null = null;
  let restore: { backupMs: number; restoredMs: number } | null = null;
  const used = new Map<string, number>();

  function beside(work: Promise<unknown>): void {
    const settled = work.finally(() => lasting.delete(settled));
    lasting.add(settled);
  }

  /** Whoever is ready may be struck, but never the last of its kind: then nobody could take over before it has started. */
  function targets(): Member[] {
    const ready = fleet.ready();
    const isLast = (member: Member) =>
      !ready.some(
        (other) => other !== member && other.kind === member.kind && other.clientId === member.clientId,
      );
    return ready.filter((member) => !isLast(member));
  }

  async function choose({ pick, prefersSending }: Target, prefersWorker = false): Promise<Member> {
    const giveUpAt = performance.now() + WORK_PATIENCE_MS;
    for (;;) {
      const all = targets();
      const workers = prefersWorker ? all.filter(({ kind }) => kind === "worker") : [];
      const ready = workers.length > 0 ? workers : all;
      const sending = witness.whoIsSending();
      const busy = ready.filter(({ name }) => sending.has(name));
      const from = prefersSending && busy.length > 0 ? busy : ready;
      const isEnough = !prefersSending || busy.length > 0 || performance.now() > giveUpAt;
      const chosen = from[Math.floor(pick * from.length)];
      if (chosen && isEnough) return chosen;
      await wait(50);
    }
  }

  function kill(member: Member): void {
    member.kill();
    witness.kill(member.name);
  }

  async function freeze(member: Member, forMs: number): Promise<void> {
    await witness.lasting({ kind: "freeze", process: member.name }, async () => {
      member.freeze();
      await wait(forMs);
      member.thaw();
    });
  }

  async function cutOff({ name, line }: Member, forMs: number): Promise<void> {
    await witness.lasting({ kind: "cut", process: name }, async () => {
      line?.partition();
      await wait(Math.min(forMs, LET_GO_MS));
      if (forMs > LET_GO_MS) {
        await database.terminate(databaseUrl, name).catch(() => undefined);
        await wait(forMs - LET_GO_MS);
      }
      line?.heal();
    });
  }

  async function useSecret(member: Member, isRight: boolean): Promise<void> {
    settings.secretOfSeat.set(member.seat, isRight ? SECRETS.second : SECRETS.wrong);
    kill(member);
    if (isRight) return;
    await wait(WRONG_SECRET_MS);
    settings.secretOfSeat.delete(member.seat);
    const wrong = fleet.members().find(({ seat }) => seat === member.seat);
    if (wrong) kill(wrong);
  }

  /** Everybody goes, and comes back when `meanwhile` is done. */
  async function startAnew(meanwhile: () => Promise<void>): Promise<void> {
    for (const { name } of fleet.members()) witness.kill(name);
    fleet.leave();
    try {
      await meanwhile();
    } finally {
      fleet.comeBack();
    }
  }

  async function setReplay(isProven: boolean): Promise<void> {
    await startAnew(async () => {
      settings.replay = isProven ? "proven" : "unproven";
      const last = witness.unproven.at(-1);
      if (!isProven) witness.unproven.push({ fromMs: nowMs(), toMs: Number.POSITIVE_INFINITY });
      else if (last) last.toMs = nowMs();
    });
  }

  function disturb(does: DokuTrouble, forMs: number): void {
    const before = trouble;
    trouble = (async () => {
      await before;
      await witness.obstacle(async () => {
        standIn.setSwitches(switchesOf(does));
        await wait(forMs);
        standIn.setSwitches(range.usual);
      });
    })();
    beside(trouble);
  }

  function switchesOf(does: DokuTrouble): SwitchesChange {
    const always = { rate: 1, mostInARow: 1_000 };
    switch (does) {
      case "slow":
        return { latency: { kind: "fixed", delayMs: 4_000 } };
      case "very_slow":
        return { latency: { kind: "fixed", delayMs: 8_000 } };
      case "silent":
        return { faults: { ...always, kinds: ["timeout", "timeout-before"] } };
      case "slow_down":
        return { rateLimit: { perSecond: 2, retryAfterSeconds: 5 } };
      case "faulty":
        return { faults: { ...always, rate: 0.9, kinds: ["reset", "reset-before", "error500", "html"] } };
    }
  }

  function terminateAll(): Promise<void> {
    return witness.lasting({ kind: "database", process: null }, () => database.terminate(databaseUrl, null));
  }

  async function strike(weapon: Weapon): Promise<void> {
    used.set(weapon.kind, (used.get(weapon.kind) ?? 0) + 1);
    switch (weapon.kind) {
      case "kill":
        return kill(await choose(weapon));
      case "freeze":
        return beside(freeze(await choose(weapon, weapon.prefersWorker), weapon.forMs));
      case "cutOff":
        return beside(cutOff(await choose(weapon), weapon.forMs));
      case "stopDatabase":
        return witness.lasting({ kind: "database", process: null }, () =>
          database.restart({ kind: weapon.how, awayMs: weapon.awayMs }),
        );
      case "readOnly":
        return witness.lasting({ kind: "database", process: null }, () => database.readOnly(weapon.forMs));
      case "slowTerminateAll":
        disturb("slow", SLOW_MS);
        await wait(SLOW_MS / 2);
        return terminateAll();
      case "terminateAll":
        return terminateAll();
      case "doku":
        return disturb(weapon.does, weapon.forMs);
      case "secret":
        return beside(useSecret(await choose(weapon), weapon.isRight));
      case "replayMode":
        return setReplay(weapon.isProven);
      case "rateLimit":
        for (const id of range.credentialIds)
          await people.insist({ button: "rateLimit", id, rateLimit: weapon.perSecond });
        return;
      case "backUp":
        await witness.lasting({ kind: "database", process: null }, () => database.backUp());
        backupMs = nowMs();
        return;
      case "restore":
        await startAnew(() => witness.lasting({ kind: "database", process: null }, () => database.restore()));
        claims.forget();
        restore = { backupMs: backupMs ?? nowMs(), restoredMs: nowMs() };
        await lookUntilSeen(claims);
        await people.registerMissing();
        beside(people.goOnWithSpreadsheets());
    }
  }

  return {
    strike,
    used: (): ReadonlyMap<string, number> => used,
    restore: () => restore,
    async finish(): Promise<void> {
      while (lasting.size > 0) await Promise.all(lasting);
    },
  };
}

/** Reads everything that people are told, as soon as the database can be asked. */
export async function lookUntilSeen(claims: Claims): Promise<void> {
  while (
    !(await claims.lookAtAll().then(
      () => true,
      () => false,
    ))
  )
    await wait(200);
}
