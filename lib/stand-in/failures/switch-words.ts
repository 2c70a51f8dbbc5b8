import type { Faults } from "./faults";
import type { Latency } from "./latency";
import type { RateLimit } from "./rate-limit";
import type { Switches } from "./switches";

/** A switch as it is now: what it asks, its value as JSON, and what that means. */
export type SwitchDescription = { name: string; value: string; question: string; meaning: string };

type Words<Value extends string> = { question: string; meanings: Record<Value, string> };
type Choices = Omit<Switches, "faults" | "latency" | "rateLimit">;

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
} satisfies { [Name in keyof Choices]: Words<`${Choices[Name]}`> };

/** Every switch in force, for the page. */
export function describeSwitches(switches: Switches): SwitchDescription[] {
  const { dedupe, otherBody, whileRunning, reference, status, answers, errors } = switches;
  const { faults, latency, rateLimit } = switches;
  const described = {
    dedupe: { value: dedupe, ...choose(CHOICE_WORDS.dedupe, `${dedupe}`) },
    otherBody: { value: otherBody, ...choose(CHOICE_WORDS.otherBody, otherBody) },
    whileRunning: { value: whileRunning, ...choose(CHOICE_WORDS.whileRunning, whileRunning) },
    reference: { value: reference, ...choose(CHOICE_WORDS.reference, reference) },
    status: { value: status, ...choose(CHOICE_WORDS.status, `${status}`) },
    answers: { value: answers, ...choose(CHOICE_WORDS.answers, answers) },
    errors: { value: errors, ...choose(CHOICE_WORDS.errors, errors) },
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
