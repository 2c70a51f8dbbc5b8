import { CLAIM_MS, certaintyOf, knownFromMs, mayLeaveRows, wasStruck } from "./certainty";
import { type Call, entryOf, type Made, type Outside, type Press, type Shown } from "./outside";
import { overlapMs, type Span, unionOf } from "./span";

/** A merchant of whom something is wrong, and what. */
export type Case = { serial: string; why: string };
/** One line of the table: what must not happen, of how many it was looked for, and where it did. */
export type Finding = { name: string; of: number; cases: Case[] };

/** So long after a row was due, with nothing in the way and nothing of its credential moving, somebody must have acted. */
const ACT_WITHIN_MS = 45_000;
/** … where a process stands still or is cut off, and its claims and its turn have to run out first. */
const ACT_AFTER_FREEZE_MS = 75_000;
/** … and so long where others go first. */
const TURN_WITHIN_MS = 300_000;
/** The queue of a credential moves while its calls come as often as this. */
const MOVING_MS = 5_000;
/** The machine's three replays and the first send; a fourth useless answer gives the row to a person. */
const MOST_USELESS = 4;
/** A row whose senders die again and again goes to a person after six; from outside not all of them are seen. */
const DEATHS_SEEN = 3;
/** A takeover, and the look of whoever reads what is shown. */
const TO_BE_SHOWN_MS = 5_000;

/**
 * Holds what people were told against what happened outside: what the stand-in received, made and delivered whole, who
 * was struck when, and what people pressed. Pure.
 */
export function judge(outside: Outside): Finding[] {
  const facts = gather(outside);
  const told = [...facts.promised];
  const find = (name: string, of: number, cases: Case[]): Finding => ({ name, of, cases });
  const settled = told.filter((serial) => !facts.isExempt(serial));
  return [
    find("lost", told.length, [...settled.flatMap((serial) => lostOf(serial, facts)), ...strangers(facts)]),
    find(
      "doubled",
      outside.made.length,
      settled.flatMap((serial) => doubledOf(serial, facts)),
    ),
    find(
      "sent again unasked",
      outside.calls.length,
      settled.flatMap((serial) => repeatedOf(serial, facts)),
    ),
    find(
      "other bytes",
      outside.calls.length,
      settled.flatMap((serial) => changedOf(serial, facts)),
    ),
    find(
      "parked without cause",
      told.length,
      settled.flatMap((serial) => parkedOf(serial, facts)),
    ),
    find(
      "untrue",
      outside.shown.length,
      settled.flatMap((serial) => untrueOf(serial, facts)),
    ),
    find(
      "without a next actor",
      told.length,
      settled.flatMap((serial) => idleOf(serial, facts)),
    ),
  ];
}

type Facts = ReturnType<typeof gather>;

function gather(outside: Outside) {
  const { calls, presses, made, restore } = outside;
  // What people were told before a backup was put back is not what they are told now.
  const shown = outside.shown.filter(({ atMs }) => restore === null || atMs >= restore.restoredMs);
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

function lostOf(serial: string, facts: Facts): Case[] {
  const { outside } = facts;
  const last = facts.shownOf(serial).at(-1);
  if (!last) return [{ serial, why: "its person was told that it is saved, and it is not there" }];
  const cases: Case[] = [];
  for (const made of facts.madeOf(serial)) {
    if (last.entries.some((entry) => isOf(entry, made))) continue;
    const carriers = facts.callsFor(serial).filter(({ businessId }) => businessId === made.businessId);
    const isTold = carriers.some((call) => certaintyOf(call, outside.blows) === "accepted");
    if (isTold)
      cases.push({
        serial,
        why: `${made.businessId} was answered whole to a process that lived on, and is not mapped`,
      });
    else if (!isParked(last) && last.status !== "INVITED" && !isUnderWay(last))
      cases.push({ serial, why: `${made.businessId} exists at DOKU, and nobody is asked to look for it` });
  }
  return cases;
}

/** Businesses of merchants whom nobody is shown. */
function strangers(facts: Facts): Case[] {
  return facts.outside.made
    .filter(
      ({ serial }) =>
        !facts.promised.has(serial) && facts.shownOf(serial).length === 0 && !facts.isExempt(serial),
    )
    .map(({ serial, businessId }) => ({
      serial,
      why: `${businessId} exists at DOKU, and no registration does`,
    }));
}

function doubledOf(serial: string, facts: Facts): Case[] {
  const count = facts.madeOf(serial).length;
  // Whoever sends again what is there already has made the second one themselves.
  const careless = facts
    .pressesOf(serial)
    .filter(({ kind, madeBefore }) => kind === "sendAgain" && madeBefore > 0).length;
  const ids = new Set(facts.shownOf(serial).map(({ id }) => id));
  return [
    ...(count > 1 + careless
      ? [{ serial, why: `${count} businesses, ${careless} of them by a person who did not look` }]
      : []),
    ...(ids.size > 1 ? [{ serial, why: `${ids.size} registrations of one form` }] : []),
  ];
}

/** Where replays are not proven, each send of an envelope has to be a person's wish. */
function repeatedOf(serial: string, facts: Facts): Case[] {
  const { outside } = facts;
  const wishes = facts
    .pressesOf(serial)
    .filter(({ kind }) => kind === "sendAgain" || kind === "retry" || kind === "check");
  const cases: Case[] = [];
  for (const [requestId, calls] of groupBy(facts.callsFor(serial), (call) => call.requestId)) {
    calls.forEach((call, at) => {
      if (at === 0 || !isUnproven(call.arrivedMs, outside)) return;
      const before = calls.slice(0, at);
      const open = before.filter((other) => !wasNotTaken(other, call.arrivedMs)).length;
      const wished = wishes.filter(({ atMs }) => atMs <= call.arrivedMs).length;
      if (open > wished)
        cases.push({ serial, why: `${requestId} was sent once more, and nobody had asked for it` });
    });
  }
  return cases;
}

/** An envelope is frozen: whoever sends it again sends the same bytes. */
function changedOf(serial: string, facts: Facts): Case[] {
  const bodies = groupBy(facts.callsFor(serial), ({ requestId }) => requestId);
  return [...bodies].flatMap(([requestId, calls]) =>
    new Set(calls.map(({ bodySha256 }) => bodySha256)).size > 1
      ? [{ serial, why: `${requestId} was sent with two bodies` }]
      : [],
  );
}

function wasNotTaken({ answer, deliveredMs }: Call, beforeMs: number): boolean {
  return answer === "not_now" && deliveredMs !== null && deliveredMs <= beforeMs;
}

function isUnproven(atMs: number, { mode, unproven }: Outside): boolean {
  return mode === "N" || unproven.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
}

function parkedOf(serial: string, facts: Facts): Case[] {
  const told = facts.shownOf(serial);
  return told.flatMap((shown, at) => {
    const untilMs = told[at + 1]?.atMs ?? facts.outside.endedMs;
    if (!isParked(shown)) return [];
    return mayBeParked(shown, untilMs, facts)
      ? []
      : [{ serial, why: "a person is asked, although nothing of it is in doubt" }];
  });
}

function mayBeParked(shown: Shown, untilMs: number, facts: Facts): boolean {
  const { outside } = facts;
  const calls = facts.callsOf(shown.requestId).filter(({ arrivedMs }) => arrivedMs <= shown.atMs);
  const doubtful = calls.filter((call) => certaintyOf(call, outside.blows) === "doubtful");
  if (!isUnproven(shown.atMs, outside) && !outside.unproven.some(({ toMs }) => toMs <= shown.atMs)) {
    const useless = doubtful.filter((call) => !wasStruck(call, outside.blows));
    if (useless.length >= MOST_USELESS || doubtful.length - useless.length >= DEATHS_SEEN) return true;
    return isRefusedInDoubt(shown, calls, facts);
  }
  if (doubtful.length > 0 || isRefusedInDoubt(shown, calls, facts)) return true;
  // A takeover may be shown before the answer that the other process still has in hand.
  const late = calls.filter((call) => wasStruck(call, outside.blows));
  if (late.some((call) => untilMs <= knownFromMs(call, outside.blows) + TO_BE_SHOWN_MS)) return true;
  return late.length === 0 && mayHaveBeenTakenUp(shown, calls, facts);
}

/** Once an envelope is in doubt, or a process may have died over it before it was sent, a refusal settles nothing. */
function isRefusedInDoubt({ serial }: Shown, calls: readonly Call[], { outside, pressesOf }: Facts): boolean {
  const refusal = calls.find(({ answer }) => answer === "refused");
  if (!refusal) return false;
  const isBefore = ({ atMs }: Press) => atMs <= refusal.arrivedMs;
  const sinceMs = pressesOf(serial)
    .filter(({ kind }) => kind === "register" || kind === "fix")
    .findLast(isBefore)?.atMs;
  return (
    calls.some((call) => certaintyOf(call, outside.blows) === "doubtful") ||
    outside.blows.some(
      (blow) =>
        mayLeaveRows(blow) && blow.toMs >= (sinceMs ?? refusal.arrivedMs) && blow.fromMs <= refusal.arrivedMs,
    )
  );
}

/** A process may have taken the row up and never sent it: then it was struck after the row's last news, and not long before this. */
function mayHaveBeenTakenUp(shown: Shown, calls: readonly Call[], { outside, pressesOf }: Facts): boolean {
  if (calls.some(({ answer }) => answer === "accepted" || answer === "refused")) return false;
  const newsMs = Math.max(
    ...calls.map(({ arrivedMs }) => arrivedMs),
    ...pressesOf(shown.serial).flatMap(({ kind, atMs }) =>
      atMs <= shown.atMs && kind !== "found" ? [atMs] : [],
    ),
  );
  return outside.blows.some(
    (blow) =>
      mayLeaveRows(blow) &&
      blow.toMs >= newsMs &&
      blow.fromMs <= shown.atMs &&
      blow.toMs >= shown.atMs - CLAIM_MS - TO_BE_SHOWN_MS,
  );
}

function untrueOf(serial: string, facts: Facts): Case[] {
  const told = facts.shownOf(serial);
  const lies = told.flatMap((shown, at) => lieOf(shown, told[at + 1], facts) ?? []);
  return lies.slice(0, 1).map((why) => ({ serial, why }));
}

/** What is not true of what is shown until `next` follows, or null. */
function lieOf(shown: Shown, next: Shown | undefined, facts: Facts): string | null {
  const made = facts.madeOf(shown.serial);
  const ofIt = made.filter(({ requestId, madeMs }) => requestId === shown.requestId && madeMs <= shown.atMs);
  switch (shown.status) {
    case "INVITED": {
      const foreign = shown.entries.filter((entry) => !made.some((one) => isOf(entry, one)));
      if (foreign.length > 0)
        return `shown with ${foreign.join("; ")}, which the ledger does not have for it`;
      if (shown.entries.length === 0) return "shown as invited without a business";
      return next && next.status !== "INVITED" ? `was invited, and is ${next.status} now` : null;
    }
    case "NEEDS_FIX":
    case "FAILED":
      if (ofIt.length > 0) return `shown as ${shown.status}, and ${ofIt[0]?.businessId} exists at DOKU`;
      return isNotSentTrue(shown, facts) ? null : `shown as ${shown.status}, and no answer of DOKU said so`;
    case "QUEUED": {
      const untilMs = next?.atMs ?? facts.outside.endedMs;
      return isDoubtHidden(shown, untilMs, facts)
        ? "shown as waiting, and its request had reached DOKU"
        : null;
    }
    case "DRAFT":
      return "shown as a draft, and nobody took it back";
    case "UNCONFIRMED":
      return null;
  }
}

/** *Needs fixing* is DOKU's refusal, *not sent* a person's word: no machine gives up within a run. */
function isNotSentTrue({ status, requestId, serial, atMs }: Shown, facts: Facts): boolean {
  if (status === "FAILED")
    return facts.pressesOf(serial).some((press) => press.kind === "override" && press.atMs <= atMs);
  return facts
    .callsOf(requestId)
    .some(({ answer, deliveredMs }) => answer === "refused" && deliveredMs !== null);
}

/** Whether a row says for long, after a call of it that was not answered usably is over, that nothing was sent. */
function isDoubtHidden(
  { serial, requestId, isSending, atMs }: Shown,
  untilMs: number,
  facts: Facts,
): boolean {
  if (isSending) return false;
  // What a person has settled as not sent is not in doubt any more, on their word.
  const settledMs = facts.pressesOf(serial).findLast(({ kind }) => kind === "override")?.atMs ?? 0;
  return facts.callsOf(requestId).some(({ answer, deliveredMs, arrivedMs }) => {
    if ((answer !== "useless" && deliveredMs !== null) || arrivedMs < settledMs) return false;
    const span = { fromMs: Math.max(atMs, arrivedMs), toMs: untilMs };
    return lengthOf(span) - overlapMs(span, facts.obstacles) > CLAIM_MS + TO_BE_SHOWN_MS;
  });
}

function idleOf(serial: string, facts: Facts): Case[] {
  const told = facts.shownOf(serial);
  const cases = told.flatMap((shown, at): Case[] => {
    if (!isUnderWay(shown)) return [];
    const toMs = told[at + 1]?.atMs ?? facts.outside.endedMs;
    const dueMs = shown.isSending
      ? shown.atMs + CLAIM_MS
      : Math.max(shown.atMs, shown.promisedMs ?? shown.atMs);
    // Whoever sends it acts, also where what is shown stays the same.
    const calls = facts
      .callsOf(shown.requestId)
      .map(({ arrivedMs }) => arrivedMs)
      .filter((ms) => ms > dueMs && ms < toMs);
    return spansBetween(dueMs, calls, toMs).flatMap((span) => {
      const overdueMs = lengthOf(span) - overlapMs(span, facts.obstacles);
      const others = facts.movingOf(shown.clientId);
      const stillMs = lengthOf(span) - overlapMs(span, unionOf([...facts.obstacles, ...others]));
      const isIdle = stillMs > patienceMs(span, facts.outside) || overdueMs > TURN_WITHIN_MS;
      return isIdle ? [{ serial, why: `due, and nobody acted for ${Math.round(overdueMs / 1_000)} s` }] : [];
    });
  });
  const last = told.at(-1);
  // The run goes on until everything has come to rest, or nothing moves any more.
  if (cases.length === 0 && last && isUnderWay(last))
    cases.push({ serial, why: `still ${last.status} when everything had stopped moving` });
  return cases.slice(0, 1);
}

function patienceMs(span: Span, { blows }: Outside): number {
  const mayBeHeld = blows.some(
    ({ kind, fromMs, toMs }) =>
      (kind === "freeze" || kind === "cut") && fromMs < span.toMs && toMs + CLAIM_MS > span.fromMs,
  );
  return mayBeHeld ? ACT_AFTER_FREEZE_MS : ACT_WITHIN_MS;
}

const lengthOf = ({ fromMs, toMs }: Span) => Math.max(0, toMs - fromMs);

function spansBetween(fromMs: number, cutsMs: readonly number[], toMs: number): Span[] {
  const edges = [fromMs, ...[...cutsMs].sort((a, b) => a - b), toMs];
  return edges.slice(1).map((edge, at) => ({ fromMs: edges[at] ?? edge, toMs: edge }));
}

function isParked({ status, promisedMs, isSending }: Shown): boolean {
  return status === "UNCONFIRMED" && promisedMs === null && !isSending;
}

/** Whether a machine still has to do with it. */
export function isUnderWay(shown: Shown): boolean {
  return shown.status === "QUEUED" || (shown.status === "UNCONFIRMED" && !isParked(shown));
}

function isOf(entry: string, { businessId, brandIds }: Made): boolean {
  return entry === entryOf(businessId, brandIds);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
