import { CLAIM_MS } from "./certainty";
import { type Case, type Facts, isOf, TO_BE_SHOWN_MS } from "./facts";
import type { Made, Shown } from "./outside";
import { lengthOf, overlapMs } from "./span";

/** How long after a backup was put back somebody may be told what it knows, and not that it may be over. */
const TO_BE_NOTICED_MS = 10_000;

/** What is shown of a merchant has to be what happened, at any moment. The first lie is told. */
export function untrueOf(serial: string, facts: Facts): Case[] {
  const told = facts.shownOf(serial);
  const lies = told.flatMap((shown, at) => lieOf(shown, told[at + 1], facts) ?? []);
  return lies.slice(0, 1).map((why) => ({ serial, why }));
}

/** What is not true of what is shown until `next` follows, or null. */
function lieOf(shown: Shown, next: Shown | undefined, facts: Facts): string | null {
  const made = facts.madeOf(shown.serial);
  const untilMs = next?.atMs ?? facts.outside.endedMs;
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
      for (const one of ofIt)
        if (!isToldToLook(one, { shown, untilMs, facts }))
          return `shown as ${shown.status}, and ${one.businessId} exists at DOKU`;
      if (!isNotSentTrue(shown, facts)) return `shown as ${shown.status}, and no answer of DOKU said so`;
      return shown.status === "NEEDS_FIX" && isInDoubt(shown, facts)
        ? "shown as NEEDS_FIX, and another call of the same request had no usable answer"
        : null;
    case "QUEUED":
      return isDoubtHidden(shown, untilMs, facts)
        ? "shown as waiting, and its request had reached DOKU"
        : null;
    case "DRAFT":
      return "shown as a draft, and nobody took it back";
    case "UNCONFIRMED":
      return null;
  }
}

/** Whether a business is one that a backup which was put back cannot know, and whoever looks is told so. */
function isToldToLook(
  { madeMs }: Made,
  { shown, untilMs, facts }: { shown: Shown; untilMs: number; facts: Facts },
): boolean {
  if (facts.isKnown({ arrivedMs: madeMs }, shown.atMs)) return false;
  const span = { fromMs: shown.atMs, toMs: untilMs };
  return shown.tellsRestore || lengthOf(span) - overlapMs(span, facts.obstacles) <= TO_BE_NOTICED_MS;
}

/** Whether a call of the envelope may have been taken, whatever DOKU said to the others: nobody got a usable answer to it. */
function isInDoubt({ requestId, atMs }: Shown, facts: Facts): boolean {
  return facts
    .callsOf(requestId)
    .some(
      (call) =>
        call.arrivedMs <= atMs &&
        facts.isKnown(call, atMs) &&
        (call.deliveredMs === null || call.answer === "useless"),
    );
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
  return facts.callsOf(requestId).some((call) => {
    const { answer, deliveredMs, arrivedMs } = call;
    if (!facts.isKnown(call, atMs)) return false;
    if ((answer !== "useless" && deliveredMs !== null) || arrivedMs < settledMs) return false;
    const span = { fromMs: Math.max(atMs, arrivedMs), toMs: untilMs };
    return lengthOf(span) - overlapMs(span, facts.obstacles) > CLAIM_MS + TO_BE_SHOWN_MS;
  });
}
