import {
  describeSituation,
  type SituationSentence,
} from "@/components/registrations/detail/situation/situation";
import { SYSTEM_ACTOR } from "@/lib/authority/actor";
import type { RegistrationView } from "@/lib/registrations/registration-view";
import { showWords } from "@/lib/registrations/sight";
import { allowedActions } from "@/lib/registrations/status";
import type { Made } from "./doku";
import { actionFactsOf, wasPutBack } from "./statements";
import type { Row } from "./tables";
import type { World } from "./world";

// What must hold of the simulated world, judged by what happened outside of the product: what arrived at DOKU, what DOKU
// made and said, what people pressed and saw.

const DAY_MS = 86_400_000;

/** The page of the registration as a person sees it now. */
export function sentencesOf({ db, nowMs }: World): readonly SituationSentence[] {
  const { row, credential } = db;
  return describeSituation({
    status: row.status,
    archived: row.archived,
    sending: isSending(row, nowMs),
    requestId: row.requestId,
    credential: {
      label: "",
      replay: credential.replay,
      pausedAt: credential.pausedAt ? "2026-11-12T07:05:09Z" : null,
      pausedReason: null,
      isUnserved: false,
    },
    lastOutcome: row.lastOutcome,
    nextRunAt: row.nextRunAt ? "2026-11-12T07:05:09Z" : null,
    cause: row.cause,
    problem: showWords(SYSTEM_ACTOR, row.problem),
    problemField: row.problemField,
    wasPutBack: wasPutBack(db),
    businesses: db.businesses.map(({ id, source }) => ({
      businessId: id,
      source,
      receivedAt: "",
      brandIds: NO_BRANDS,
    })),
    attempts: db.attempts.toReversed().map((attempt) => ({
      ...attempt,
      message: showWords(SYSTEM_ACTOR, attempt.message),
    })) satisfies RegistrationView["attempts"],
  }).sentences;
}

const NO_BRANDS: string[] = [];

const isSending = ({ claimUntil }: Row, nowMs: number) => claimUntil !== null && claimUntil.getTime() > nowMs;

/** Whether a process let its claim run out, and nobody has accounted for it yet: that is a matter of moments. */
const isAbandoned = ({ claimHolder, claimUntil }: Row, nowMs: number) =>
  claimHolder !== null && claimUntil !== null && claimUntil.getTime() <= nowMs;

/** What is wrong in the world now, or null. */
export function findWrong(world: World): string | null {
  return (
    findTwice(world) ?? findTooEarly(world) ?? findOtherBytes(world) ?? findLie(world) ?? findStuck(world)
  );
}

/** Two businesses where nobody who looked and found none had a hand in it. */
function findTwice({ doku, looks, isBlind, forgottenIn }: World): string | null {
  const ledger = doku.ledger.filter(({ isUnknown }) => !isUnknown);
  if (ledger.length < 2 || isBlind) return null;
  const isForgotten = (one: Made, other: Made) => {
    const from = Math.min(one.claimedIn, other.claimedIn);
    const to = Math.max(one.claimedIn, other.claimedIn);
    return forgottenIn.some((event) => from < event && event < to);
  };
  const last = ledger.at(-1);
  if (!last) return null;
  const other = ledger.find(
    (one) => one !== last && !isOfPerson(one, last, looks) && !isForgotten(one, last),
  );
  return other
    ? `${other.id} and ${last.id} are one merchant, and nobody looked and found none between the two requests`
    : null;
}

/** A request that was claimed while others could send what the backup that was put back does not know of. */
function findTooEarly({ calls }: World): string | null {
  return calls.at(-1)?.isTooEarly
    ? "it was sent while what the backup does not know of could still be sent"
    : null;
}

/** A request that was sent once before, with another body. */
function findOtherBytes({ calls }: World): string | null {
  const last = calls.at(-1);
  const isOther = calls.some(
    ({ requestId, bodyText }) => requestId === last?.requestId && bodyText !== last.bodyText,
  );
  return isOther ? "a request was sent with two bodies" : null;
}

/** Somebody looked between the two requests, when DOKU had made neither. */
function isOfPerson(one: Made, other: Made, looks: World["looks"]): boolean {
  const firstMade = Math.min(one.madeIn, other.madeIn);
  const from = Math.min(one.arrivedIn, other.arrivedIn);
  const to = Math.max(one.arrivedIn, other.arrivedIn);
  return looks.some(({ event }) => event < firstMade && from < event && event <= to);
}

/**
 * What DOKU has made of the requests of this envelope, but for what a person called unsent when it was not there yet,
 * and what a backup that was put back does not know.
 */
function madeOf({ doku, looks, forgottenIn }: World, requestId: string | null): Made[] {
  const lookedIn = looks.at(-1)?.event ?? 0;
  return doku.ledger.filter(
    (one) =>
      (requestId === null || one.requestId === requestId) &&
      one.arrivedIn > lookedIn &&
      one.claimedIn >= (forgottenIn.at(-1) ?? 0) &&
      !one.isUnknown,
  );
}

function findLie(world: World): string | null {
  if (world.isBlind) return null;
  for (const sentence of sentencesOf(world)) {
    const why = whyUntrue(world, sentence);
    if (why) return `the page says "${sentence}", and ${why}`;
  }
  return null;
}

/** Why a sentence of the page is not true, or null. */
function whyUntrue(world: World, sentence: SituationSentence): string | null {
  const { db, doku, nowMs } = world;
  const { row, credential } = db;
  const exists = (requestId: string | null) => {
    const [made] = madeOf(world, requestId);
    return made ? `${made.id} exists at DOKU` : null;
  };
  const wasSaid = (what: "refused" | "unusable" | "nothing" | "credential", requestId: string | null) =>
    world.calls.some((call) => call.said === what && (requestId === null || call.requestId === requestId));
  const isPausedByDoku = wasSaid("credential", null) ? null : "DOKU refused no signature";
  switch (sentence) {
    case "draft":
      return exists(null) ?? (wasCalled(world) ? "something was sent" : null);
    case "draftPutBack":
    case "putBack":
      return db.restoredAt === null ? "no backup was put back" : null;
    case "sending":
    case "checking":
      return isSending(row, nowMs) ? null : "nobody has it in hand";
    case "waiting":
    case "notSent":
    case "slowedDown":
    case "paused":
    case "resumed":
      if (row.nextRunAt === null) return "it will never be sent";
      if (isAbandoned(row, nowMs)) return null;
      if (sentence === "paused" && isPausedByDoku) return isPausedByDoku;
      return exists(row.requestId);
    case "unserved":
    case "unservedInDoubt":
      return "somebody has the secret";
    case "pausedInDoubt":
      return credential.pausedAt ? isPausedByDoku : "it is not paused";
    case "invited":
    case "invitedByPerson": {
      const unknown = db.businesses.find(({ id }) => !doku.ledger.some((made) => made.id === id));
      if (unknown) return `DOKU knows nothing of ${unknown.id}`;
      return db.businesses.length > 0 ? null : "no business is kept";
    }
    case "invitedReplay":
      return doku.ledger.length === 1 || world.looks.length > 0 || world.forgottenIn.length > 0
        ? null
        : `there are ${doku.ledger.length}`;
    case "refused":
    case "refusedNoWords":
      return wasSaid("refused", row.requestId) ? exists(row.requestId) : "DOKU refused nothing";
    case "refusedReference":
      return wasSaid("refused", row.requestId) ? offers(world, "found") : "DOKU refused nothing";
    case "failed":
    case "failedSlowedDown":
      if (nowMs - row.queuedAt.getTime() < DAY_MS) return "nobody tried for a day";
      return exists(null);
    case "settledByAdmin":
      return world.overrides > 0 ? null : "no admin has settled anything";
    case "noAnswer": {
      const isSilent = wasSaid("nothing", null) || world.wasLeftOpen;
      // An answer that the backup forgot is one that we do not have.
      return isSilent || world.restores > 0 ? null : "every call was answered";
    }
    case "unusable":
      return wasSaid("unusable", null) ? null : "no answer was of no use";
    case "refusedInDoubt":
      return wasSaid("refused", row.requestId) ? null : "DOKU refused nothing";
    case "restored":
      return world.restores > 0 ? null : "nothing was restored";
    case "checkAgainAt":
      return row.nextRunAt === null ? "nobody will" : null;
    case "chooseCheck":
      return offers(world, "check");
    case "businessKnown":
      if (db.businesses.length === 0) return "no business is known";
      return row.nextRunAt === null ? offers(world, "found") : "it will be sent once more";
    case "lookFirst":
      return offers(world, "found") ?? offers(world, "sendAgain");
    case "archived":
      return row.archived ? null : "it is not archived";
  }
}

const wasCalled = ({ calls, restoredIn }: World) => calls.some(({ claimedIn }) => claimedIn > restoredIn);

function offers({ db, nowMs }: World, action: "check" | "found" | "sendAgain"): string | null {
  return allowedActions(actionFactsOf(db, nowMs)).includes(action) ? null : `there is no button "${action}"`;
}

/** A row that nobody will do anything about, or that a person is to settle and is not told of. */
function findStuck({ db, nowMs }: World): string | null {
  const { row } = db;
  if (row.status === "QUEUED" && row.nextRunAt === null) return "it waits to be sent, and nobody will";
  if (row.archived && (row.status === "QUEUED" || row.status === "UNCONFIRMED"))
    return "it is archived and not settled";
  if (isSending(row, nowMs) || row.nextRunAt !== null || isAbandoned(row, nowMs)) return null;
  const needsPerson = row.status === "NEEDS_FIX" || row.status === "UNCONFIRMED" || row.status === "FAILED";
  if (needsPerson && row.cause === null) return "it needs a person, and no cause says why";
  if (!needsPerson && row.cause !== null) return `nobody is needed, and the cause says ${row.cause}`;
  return null;
}

/** What the row of a registration was before a step, for what must not change in it. */
export type Before = {
  status: Row["status"];
  nextRunAt: Date | null;
  nextKind: Row["nextKind"];
  businesses: number;
  restores: number;
};

export function before({ db, restores }: World): Before {
  const { status, nextRunAt, nextKind } = db.row;
  return { status, nextRunAt, nextKind, businesses: db.businesses.length, restores };
}

/** What a step has undone that must stay, or null. `isLate`: the step was an ending whose claim others had taken over. */
export function findUndone(
  world: World,
  then: Before,
  { byMachine, isLate }: { byMachine: boolean; isLate: boolean },
): string | null {
  if (world.restores !== then.restores) return null;
  const { row, businesses } = world.db;
  const isNew = businesses.length > then.businesses;
  if (then.status === "INVITED" && row.status !== "INVITED") return `INVITED became ${row.status}`;
  if (!byMachine) return null;
  const isSettled = then.status === "DRAFT" || then.status === "NEEDS_FIX" || then.status === "FAILED";
  if (isSettled && row.status !== then.status && !(row.status === "INVITED" && isNew))
    return `${then.status} was a person's, and a machine made it ${row.status}`;
  const isSame =
    row.status === then.status && row.nextRunAt === then.nextRunAt && row.nextKind === then.nextKind;
  const wasWished = then.nextKind === "send_again" && then.nextRunAt !== null;
  const isForgotten = row.nextKind === null && row.attemptCount === world.wishedAfter;
  if (wasWished && isForgotten && row.status !== "INVITED" && world.restores === 0)
    return "a person wished that it be sent again, and a machine has dropped it";
  if (isLate && world.restores === 0 && !isSame && row.status !== "INVITED")
    return `a late ending changed ${then.status} to ${row.status} after somebody else had it in hand`;
  return null;
}

/** What is wrong once everything is settled, or null. */
export function findLost(world: World): string | null {
  const { db, doku, looks, isBlind, forgottenIn } = world;
  const { row, businesses } = db;
  const unknown = businesses.find(({ id }) => !doku.ledger.some((made) => made.id === id));
  if (unknown) return `${unknown.id} is kept, and DOKU does not know it`;
  if (isBlind) return null;
  const isInvited = row.status === "INVITED";
  if (isInvited !== businesses.length > 0 && looks.length === 0 && forgottenIn.length === 0)
    return `it is ${row.status} with ${businesses.length} businesses`;
  const missing = madeOf(world, null).find(({ id }) => !businesses.some((kept) => kept.id === id));
  if (missing && !(isInvited && looks.length > 0))
    return `${missing.id} exists at DOKU and is lost: the registration is ${row.status}`;
  return null;
}
