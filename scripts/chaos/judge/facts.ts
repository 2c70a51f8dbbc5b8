import { type Call, entryOf, type Made, type Outside, type Shown } from "./outside";
import { unionOf } from "./span";

/** A merchant of whom something is wrong, and what. */
export type Case = { serial: string; why: string };
/** The queue of a credential moves while its calls come as often as this. */
const MOVING_MS = 5_000;
/** How late a takeover is seen by whoever reads what is shown. */
export const TO_BE_SHOWN_MS = 5_000;

export type Facts = ReturnType<typeof gather>;

/** What happened, found by merchant and by request. */
export function gather(outside: Outside) {
  const { calls, presses, made, restore } = outside;
  // What people were told before a backup was put back is not what they are told now.
  const shown = outside.shown.filter(({ atMs }) => restore === null || atMs >= restore.restoredMs);
  const shownBefore = groupBy(restore === null ? [] : outside.shown, ({ serial }) => serial);
  const callsOf = groupBy(calls, ({ requestId }) => requestId);
  const requestsOf = groupBy(calls, ({ serial }) => serial ?? "");
  const madeOf = groupBy(made, ({ serial }) => serial);
  const shownOf = groupBy(shown, ({ serial }) => serial);
  const pressesOf = groupBy(presses, ({ serial }) => serial);
  const promised = new Set(
    presses
      .filter(({ kind, isAcknowledged }) => kind === "register" && isAcknowledged)
      .map((press) => press.serial),
  );
  const movingOf = new Map(
    [...groupBy(calls, ({ clientId }) => clientId)].map(([clientId, its]) => [
      clientId,
      unionOf(its.map(({ arrivedMs }) => ({ fromMs: arrivedMs, toMs: arrivedMs + MOVING_MS }))),
    ]),
  );
  return {
    outside,
    promised,
    callsOf: (requestId: string) => callsOf.get(requestId) ?? [],
    callsFor: (serial: string) => requestsOf.get(serial) ?? [],
    madeOf: (serial: string) => madeOf.get(serial) ?? [],
    shownOf: (serial: string) => shownOf.get(serial) ?? [],
    pressesOf: (serial: string) => pressesOf.get(serial) ?? [],
    /** Whether the database as it stood at `atMs` knows of a call: a backup that was put back knows nothing of what came after it. */
    isKnown({ arrivedMs }: Pick<Call, "arrivedMs">, atMs: number): boolean {
      if (restore === null || atMs < restore.restoredMs) return true;
      return arrivedMs < restore.backupMs || arrivedMs >= restore.restoredMs;
    },
    /** As people last saw the merchant before the backup was made; undefined where it was not there yet. */
    inBackup: (serial: string) =>
      restore === null
        ? undefined
        : shownBefore.get(serial)?.findLast(({ atMs }) => atMs <= restore.backupMs),
    obstacles: unionOf(outside.obstacles),
    movingOf: (clientId: string) => movingOf.get(clientId) ?? [],
    /** Where nobody dedupes, what was sent between a backup and its return is told of, and not judged. */
    isExempt(serial: string): boolean {
      if (restore === null || outside.mode === "R") return false;
      const isBetween = ({ atMs }: { atMs: number }) =>
        atMs >= restore.backupMs && atMs <= restore.restoredMs;
      const sent = (requestsOf.get(serial) ?? []).map(({ arrivedMs }) => ({ atMs: arrivedMs }));
      return [...sent, ...(pressesOf.get(serial) ?? [])].some(isBetween);
    },
  };
}

export function isParked({ status, promisedMs, isSending }: Shown): boolean {
  return status === "UNCONFIRMED" && promisedMs === null && !isSending;
}

/** Whether a machine still has to do with it. */
export function isUnderWay(shown: Shown): boolean {
  return shown.status === "QUEUED" || (shown.status === "UNCONFIRMED" && !isParked(shown));
}

export function isOf(entry: string, { businessId, brandIds }: Made): boolean {
  return entry === entryOf(businessId, brandIds);
}

export function isUnproven(atMs: number, { mode, unproven }: Outside): boolean {
  return mode === "N" || unproven.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
}

export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
