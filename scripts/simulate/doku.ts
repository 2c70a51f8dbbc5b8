import { type AnswerContent, SAYS_NOTHING } from "@/lib/doku/answer";
import { type AttemptEnding, decideReason, endWithoutAnswer, type JudgedAnswer } from "@/lib/doku/outcome";
import type { Reason } from "@/lib/doku/reason";

/** A business at DOKU, and the numbers of the events in which its call was claimed, its request arrived and it was made. */
export type Made = {
  id: string;
  requestId: string;
  claimedIn: number;
  arrivedIn: number;
  madeIn: number;
  /** It was claimed before a backup was put back, and sent after it: nobody knows of it. */
  isUnknown: boolean;
};

type Request = Pick<Made, "requestId" | "claimedIn" | "arrivedIn" | "isUnknown"> & { dedupes: boolean };

/** What DOKU does with a request. */
export type Fate = "accept" | "later" | "refuse" | "error" | "error_after" | "slow_down" | "credential";

/** A simulated DOKU with one merchant in it. `ledger` is what a person finds in its dashboard. */
export type Doku = {
  ledger: Made[];
  /** Requests that arrived and are made into businesses later. */
  pending: Request[];
  checksReferences: boolean;
};

const PARTNER_REFERENCE = "MTR-1";

type Answered = { httpStatus: number; content: AnswerContent };
const refusal = (words: string): Answered => ({
  httpStatus: 400,
  content: { ...SAYS_NOTHING, messages: [words], carriesError: true },
});
const REFUSED = refusal("invited_user.email must be an email");
const REFERENCE_USED = refusal("partner_ref_id has been used");
const SERVER_ERROR: Answered = { httpStatus: 500, content: SAYS_NOTHING };
const SLOW_DOWN: Answered = { httpStatus: 429, content: SAYS_NOTHING };
const BAD_SIGNATURE: Answered = {
  httpStatus: 400,
  content: {
    ...SAYS_NOTHING,
    errorCode: "invalid_signature",
    messages: ["Invalid Header Signature"],
    carriesError: true,
  },
};

function made(httpStatus: number, { id }: Made): Answered {
  const business = { id, brandIds: [], partnerRefId: PARTNER_REFERENCE };
  return { httpStatus, content: { ...SAYS_NOTHING, business, reportedBusinessId: id } };
}

/** Takes in a request; what DOKU answers, or null where it says nothing for long. */
export function receive(doku: Doku, request: Request, fate: Fate): Answered | null {
  const { requestId, dedupes, arrivedIn } = request;
  switch (fate) {
    case "credential":
      return BAD_SIGNATURE;
    case "slow_down":
      return SLOW_DOWN;
    case "error":
      return SERVER_ERROR;
  }
  const waiting = doku.pending.findIndex((one) => one.requestId === requestId);
  if (dedupes && waiting >= 0) commitPending(doku, waiting, arrivedIn);
  const known = dedupes && doku.ledger.find((one) => one.requestId === requestId);
  if (known) return fate === "later" ? null : made(409, known);
  if (doku.checksReferences && doku.ledger.length > 0) return REFERENCE_USED;
  switch (fate) {
    case "refuse":
      return REFUSED;
    case "later":
      doku.pending.push(request);
      return null;
    case "accept":
      return made(200, make(doku, request, arrivedIn));
    case "error_after":
      make(doku, request, arrivedIn);
      return SERVER_ERROR;
  }
}

/** DOKU gets round to a request that arrived before. */
export function commitPending(doku: Doku, index: number, event: number): void {
  const [one] = doku.pending.splice(index, 1);
  if (!one) return;
  const isKnown = one.dedupes && doku.ledger.some(({ requestId }) => requestId === one.requestId);
  if (isKnown || (doku.checksReferences && doku.ledger.length > 0)) return;
  make(doku, one, event);
}

function make(doku: Doku, { requestId, claimedIn, arrivedIn, isUnknown }: Request, madeIn: number): Made {
  const one = { id: `BSN-${doku.ledger.length + 1}`, requestId, claimedIn, arrivedIn, madeIn, isUnknown };
  doku.ledger.push(one);
  return one;
}

const VERIFIED = { signature: "verified", retryAfter: null } as const;

/** What the client makes of an answer, by its own decision. `isGarbled`: its signature does not match. */
export function endWith(answer: Answered, nowMs: number, isGarbled: boolean): AttemptEnding {
  const judged: JudgedAnswer = { ...VERIFIED, ...answer, signedAtMs: nowMs };
  if (isGarbled) judged.signature = "mismatch";
  const expected = { partnerRefId: PARTNER_REFERENCE, requireSignedAnswers: true, now: new Date(nowMs) };
  const ending = endFor(decideReason(judged, expected), true);
  const { business, messages } = answer.content;
  if (ending.outcome === "accepted" && business) ending.business = { id: business.id, brandIds: [] };
  else ending.message = messages[0] ?? null;
  return ending;
}

/** How an attempt ended for this reason, with nothing else known. */
export function endFor(reason: Reason, bytesWritten: boolean): AttemptEnding {
  return {
    ...endWithoutAnswer({ reason, bytesWritten, latencyMs: 12 }),
    requestTimestamp: "2026-11-12T07:05:09Z",
  };
}
