import * as z from "zod";
import { ODD_ANSWER_NAMES } from "@/lib/stand-in/asking/odd-answers";
import { ERROR_FAMILIES } from "./error-family";
import { faultsSchema } from "./faults";
import { latencySchema } from "./latency";
import { rateLimitSchema } from "./rate-limit";

/** The calls that create nothing. */
const CALL_NAMES = ["token", "requirements", "business_data"] as const;
export type CallName = (typeof CALL_NAMES)[number];

/** Calls that this account does not have, and the status in which that is said. */
const withheldSchema = z.strictObject({
  calls: z.array(z.enum(CALL_NAMES)).min(1),
  status: z.literal([403, 404, 405]).default(404),
});

/**
 * What DOKU's documents leave open, and what a network adds. Each of the first twelve is one such question
 * and each value one possible answer, so that the product can be tried under all of them.
 */
const switchesSchema = z.strictObject({
  dedupe: z.boolean(),
  otherBody: z.enum(["conflict", "first_answer"]),
  whileRunning: z.enum(["conflict", "wait"]),
  reference: z.enum(["reject", "reject_resend", "create"]),
  status: z.literal([200, 201]),
  answers: z.enum(["signed", "unsigned", "wrong"]),
  errors: z.enum(ERROR_FAMILIES),
  lookPath: z.string().regex(/^\/[^?#]*\{brand_id\}[^?#{}]*$/, "is no path with {brand_id} in it"),
  lookQuery: z.enum(["ignored", "required"]),
  signedTarget: z.enum(["path", "path_and_query"]),
  lookShape: z.enum(["flat", "wrapped"]),
  lookIncomplete: z.enum(["told", "not_found"]),
  withheld: z.nullable(withheldSchema),
  lookAnswer: z.nullable(z.enum(ODD_ANSWER_NAMES)),
  movesEverySeconds: z.nullable(z.number().min(0.1).max(1_000_000)),
  clockOffSeconds: z.number().min(-100_000_000).max(100_000_000),
  faults: z.nullable(faultsSchema),
  latency: latencySchema,
  rateLimit: z.nullable(rateLimitSchema),
});

export type Switches = z.infer<typeof switchesSchema>;
export type SwitchesChange = Partial<z.input<typeof switchesSchema>>;

export const DEFAULT_SWITCHES: Switches = {
  dedupe: true,
  otherBody: "conflict",
  whileRunning: "conflict",
  reference: "reject",
  status: 200,
  answers: "signed",
  errors: "documented",
  lookPath: "/adv-core-api/partner/v1.0/business/{brand_id}",
  lookQuery: "ignored",
  signedTarget: "path",
  lookShape: "flat",
  lookIncomplete: "told",
  withheld: null,
  lookAnswer: null,
  movesEverySeconds: null,
  clockOffSeconds: 0,
  faults: null,
  latency: { kind: "none" },
  rateLimit: null,
};

/** The outcome of a change that came from outside; one sentence a problem. */
export type SwitchesChanged = { ok: true; switches: Switches } | { ok: false; problems: string[] };

/** The switches in force. New ones belong into the schema, the defaults and `switch-words.ts`. */
export type Switchboard = {
  current(): Switches;
  /** All of the change or none of it. Unknown names are refused, so that a misspelt switch is noticed. */
  change(change: unknown): SwitchesChanged;
  /** Back to how the server was started. */
  reset(): void;
};

/** Throws a TypeError with a sentence for each problem when the start has a value that a switch does not have. */
export function createSwitchboard(start: SwitchesChange = {}): Switchboard {
  const initial = applyChange(DEFAULT_SWITCHES, start);
  if (!initial.ok) throw new TypeError(initial.problems.join("; "));
  let { switches } = initial;
  return {
    current: () => switches,
    change(change) {
      const changed = applyChange(switches, change);
      if (changed.ok) switches = changed.switches;
      return changed;
    },
    reset() {
      switches = initial.switches;
    },
  };
}

/** A change as it comes from outside, in JSON; what is no JSON is undefined, which every switchboard refuses. */
export function parseChange(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function applyChange(switches: Switches, change: unknown): SwitchesChanged {
  // Spread, an array or null would look like a change of nothing.
  const given = z.record(z.string(), z.unknown()).safeParse(change);
  if (!given.success) return { ok: false, problems: ["Send a JSON object of switches"] };
  const changed = switchesSchema.safeParse({ ...switches, ...given.data });
  if (!changed.success) return { ok: false, problems: changed.error.issues.map(sentenceOf) };
  return { ok: true, switches: changed.data };
}

function sentenceOf(issue: { path: PropertyKey[]; message: string }): string {
  return [...issue.path.map(String), issue.message].join(": ");
}
