import { certaintyOf } from "./certainty";
import { type Case, type Facts, gather, groupBy, isOf, isParked, isUnderWay, isUnproven } from "./facts";
import { idleOf } from "./idle";
import type { Call, Outside } from "./outside";
import { parkedOf } from "./parked";
import { untrueOf } from "./untrue";

/** One line of the table: what must not happen, of how many it was looked for, and where it did. */
export type Finding = { name: string; of: number; cases: Case[] };

/**
 * Holds what people were told against what happened outside: what the stand-in received, made and delivered whole, who
 * was struck when, and what people pressed. Pure.
 */
export function judge(outside: Outside): Finding[] {
  const facts = gather(outside);
  const judged = [...facts.promised].filter((serial) => !facts.isExempt(serial));
  const each = (look: (serial: string, facts: Facts) => Case[]) =>
    judged.flatMap((serial) => look(serial, facts));
  const { calls, made, shown } = outside;
  return [
    { name: "lost", of: judged.length, cases: [...each(lostOf), ...strangers(facts)] },
    { name: "doubled", of: made.length, cases: each(doubledOf) },
    { name: "sent again unasked", of: calls.length, cases: [...each(repeatedOf), ...each(renewedOf)] },
    { name: "other bytes", of: calls.length, cases: each(changedOf) },
    { name: "parked without cause", of: judged.length, cases: each(parkedOf) },
    { name: "untrue", of: shown.length, cases: each(untrueOf) },
    { name: "without a next actor", of: judged.length, cases: each(idleOf) },
  ];
}

/** Of how many merchants nothing is said: what was sent between a backup and its return where nobody dedupes. */
export function countNotJudged(outside: Outside): number {
  const facts = gather(outside);
  return [...facts.promised].filter(facts.isExempt).length;
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
  const asks = ["sendAgain", "retry", "check"];
  const cases: Case[] = [];
  for (const [requestId, calls] of groupBy(facts.callsFor(serial), (call) => call.requestId)) {
    const firstMs = Math.min(...calls.map(({ arrivedMs }) => arrivedMs));
    // The same words put right once more, after a backup, are the same request; the first time they are a first send.
    const wishes = facts
      .pressesOf(serial)
      .filter(({ kind, atMs }) => asks.includes(kind) || (kind === "fix" && atMs > firstMs));
    calls.forEach((call, at) => {
      if (at === 0 || !isUnproven(call.arrivedMs, outside)) return;
      // Whoever goes on with a spreadsheet that a backup brought back sends what is not there once more, and was told so.
      const isNew = facts.inBackup(serial) === undefined;
      const before = calls.slice(0, at).filter((other) => !isNew || facts.isKnown(other, call.arrivedMs));
      // A repeat while replays were proven was a machine's to make, and took nobody's wish.
      const counts = (other: Call) => other === calls[0] || isUnproven(other.arrivedMs, outside);
      const open = before.filter((other) => counts(other) && !wasNotTaken(other, call.arrivedMs)).length;
      const wished = wishes.filter(({ atMs }) => atMs <= call.arrivedMs).length;
      if (open > wished)
        cases.push({ serial, why: `${requestId} was sent once more, and nobody had asked for it` });
    });
  }
  return cases;
}

/** Only a person makes another request of one merchant, by putting right what DOKU refused. */
function renewedOf(serial: string, facts: Facts): Case[] {
  const makes = ["register", "fix"];
  const firsts = [...groupBy(facts.callsFor(serial), ({ requestId }) => requestId)]
    .map(([requestId, calls]) => ({ requestId, atMs: Math.min(...calls.map(({ arrivedMs }) => arrivedMs)) }))
    .sort((a, b) => a.atMs - b.atMs);
  return firsts.flatMap(({ requestId, atMs }, at) => {
    const made = facts.pressesOf(serial).filter((press) => makes.includes(press.kind) && press.atMs <= atMs);
    return at < Math.max(1, made.length)
      ? []
      : [{ serial, why: `${requestId} is another request, and nobody had put anything right` }];
  });
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
