import { ODD_ANSWERS } from "@/lib/stand-in/asking/odd-answers";
import type { Faults } from "./faults";
import type { Latency } from "./latency";
import type { RateLimit } from "./rate-limit";
import type { Switches } from "./switches";

/** A switch as it is now: what it asks, its value as JSON, and what that means. */
export type SwitchDescription = { name: string; value: string; question: string; meaning: string };

type Words<Value extends string> = { question: string; meanings: Record<Value, string> };
type Choices = Pick<
  Switches,
  | "dedupe"
  | "otherBody"
  | "whileRunning"
  | "reference"
  | "status"
  | "answers"
  | "errors"
  | "lookQuery"
  | "signedTarget"
  | "lookShape"
  | "lookIncomplete"
>;

const CHOICE_WORDS = {
  dedupe: {
    question: "A Request-Id comes again",
    meanings: {
      true: "With the same body it gets 409 with the first answer",
      false: "Every call makes another business",
    },
  },
  otherBody: {
    question: "It comes again with another body (felt only while dedupe is on)",
    meanings: {
      conflict: "Gets 409 idempotent_request",
      first_answer: "Gets 409 with the first answer, as if the body were the same",
    },
  },
  whileRunning: {
    question: "It comes again before the first is done (felt only while dedupe is on)",
    meanings: {
      conflict: "Gets 409 idempotent_request",
      wait: "Waits for the first, and is then answered as any repeat",
    },
  },
  reference: {
    question: "A partner_ref_id comes again",
    meanings: {
      reject: "Refused, unless the same Request-Id brings it",
      reject_resend: "Refused, even if the same Request-Id brings it (felt only while dedupe is off)",
      create: "A second business is made",
    },
  },
  status: {
    question: "Status of a success",
    meanings: { 200: "200 OK", 201: "201 Created" },
  },
  answers: {
    question: "Signature of an answer",
    meanings: {
      signed: "Signed with the secret that signed the request",
      unsigned: "Left out",
      wrong: "Present and wrong",
    },
  },
  errors: {
    question: "How an error is written",
    meanings: {
      documented: "error.code and message, as at DOKU's other endpoints",
      glossary:
        "status FAILED, response_code, response_message; a repeat is a DUPLICATE_TRANSACTION without IDs",
      snap: "responseCode of seven digits, responseMessage; a repeat is a conflict without IDs",
    },
  },
  lookQuery: {
    question: "Get Business Data without the parameters of Check Requirements",
    meanings: { ignored: "Is answered", required: "Is refused with 400" },
  },
  signedTarget: {
    question: "What a GET signs of its target",
    meanings: { path: "The path alone", path_and_query: "The path with its query" },
  },
  lookShape: {
    question: "Where Get Business Data tells a business",
    meanings: { flat: "At the top, as in DOKU's sample", wrapped: "In a member business" },
  },
  lookIncomplete: {
    question: "Get Business Data of an invited business that is not complete yet",
    meanings: { told: "Tells what there is", not_found: "Gets 404" },
  },
} satisfies { [Name in keyof Choices]: Words<`${Choices[Name]}`> };

/** Every switch in force, for the page. */
export function describeSwitches(switches: Switches): SwitchDescription[] {
  const { dedupe, otherBody, whileRunning, reference, status, answers, errors } = switches;
  const { lookPath, lookQuery, signedTarget, lookShape, lookIncomplete } = switches;
  const { faults, latency, rateLimit, withheld, lookAnswer, movesEverySeconds, clockOffSeconds } = switches;
  const described = {
    dedupe: { value: dedupe, ...choose(CHOICE_WORDS.dedupe, `${dedupe}`) },
    otherBody: { value: otherBody, ...choose(CHOICE_WORDS.otherBody, otherBody) },
    whileRunning: { value: whileRunning, ...choose(CHOICE_WORDS.whileRunning, whileRunning) },
    reference: { value: reference, ...choose(CHOICE_WORDS.reference, reference) },
    status: { value: status, ...choose(CHOICE_WORDS.status, `${status}`) },
    answers: { value: answers, ...choose(CHOICE_WORDS.answers, answers) },
    errors: { value: errors, ...choose(CHOICE_WORDS.errors, errors) },
    lookPath: {
      value: lookPath,
      question: "Where Get Business Data is",
      meaning: "The brand id stands in place of {brand_id}",
    },
    lookQuery: { value: lookQuery, ...choose(CHOICE_WORDS.lookQuery, lookQuery) },
    signedTarget: { value: signedTarget, ...choose(CHOICE_WORDS.signedTarget, signedTarget) },
    lookShape: { value: lookShape, ...choose(CHOICE_WORDS.lookShape, lookShape) },
    lookIncomplete: { value: lookIncomplete, ...choose(CHOICE_WORDS.lookIncomplete, lookIncomplete) },
    withheld: {
      value: withheld,
      question: "Calls that this account does not have",
      meaning: withheld === null ? "None" : `${withheld.calls.join(", ")}: ${withheld.status}`,
    },
    lookAnswer: {
      value: lookAnswer,
      question: "What Get Business Data answers for every business",
      meaning: lookAnswer === null ? "What is so" : ODD_ANSWERS[lookAnswer],
    },
    movesEverySeconds: {
      value: movesEverySeconds,
      question: "How businesses move on at DOKU",
      meaning:
        movesEverySeconds === null ? "By hand" : `A step every ${movesEverySeconds} seconds, up to verified`,
    },
    clockOffSeconds: {
      value: clockOffSeconds,
      question: "The server's clock",
      meaning: describeClock(clockOffSeconds),
    },
    faults: {
      value: faults,
      question: "Faults that no address asks for",
      meaning: describeFaults(faults),
    },
    latency: { value: latency, question: "Time before an answer", meaning: describeLatency(latency) },
    rateLimit: {
      value: rateLimit,
      question: "Calls of one Client-Id let through in any second",
      meaning: describeRateLimit(rateLimit),
    },
  } satisfies { [Name in keyof Switches]: { value: Switches[Name]; question: string; meaning: string } };
  return Object.entries(described).map(([name, { value, question, meaning }]) => ({
    name,
    value: JSON.stringify(value),
    question,
    meaning,
  }));
}

function choose<Value extends string>({ question, meanings }: Words<Value>, value: Value) {
  return { question, meaning: meanings[value] };
}

function describeClock(offSeconds: number): string {
  if (offSeconds === 0) return "Right";
  return `${Math.abs(offSeconds)} seconds ${offSeconds > 0 ? "ahead" : "behind"}`;
}

function describeFaults(faults: Faults | null): string {
  if (faults === null) return "None";
  const { rate, mostInARow, seed, kinds } = faults;
  return `${Number((rate * 100).toFixed(2))} % of the calls, at most ${mostInARow} of a Request-Id in a row, by seed ${seed}: ${kinds.join(", ")}`;
}

function describeLatency(latency: Latency): string {
  switch (latency.kind) {
    case "none":
      return "At once";
    case "fixed":
      return `${latency.delayMs} ms`;
    case "uniform":
      return `${latency.fromMs} to ${latency.toMs} ms, each as likely`;
    case "long_tail":
      return `Half within ${latency.medianMs} ms, 99 of 100 within ${latency.p99Ms} ms`;
  }
}

function describeRateLimit(rateLimit: RateLimit | null): string {
  if (rateLimit === null) return "As many as come";
  const { perSecond, retryAfterSeconds } = rateLimit;
  return `${perSecond}; the others get 429 with Retry-After: ${retryAfterSeconds}`;
}
