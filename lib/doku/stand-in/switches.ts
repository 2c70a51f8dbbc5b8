import * as z from "zod";

/**
 * What DOKU's documents leave open. Each switch is one such question, each value one possible answer,
 * so that the product can be tried under all of them.
 */
export const switchesSchema = z.strictObject({
  dedupe: z.boolean(),
  reference: z.enum(["reject", "reject_resend", "create"]),
  status: z.literal([200, 201]),
  answers: z.enum(["signed", "unsigned", "wrong"]),
});

export type Switches = z.infer<typeof switchesSchema>;
export type SwitchesChange = Partial<Switches>;

export const DEFAULT_SWITCHES: Switches = {
  dedupe: true,
  reference: "reject",
  status: 200,
  answers: "signed",
};

/** What each switch asks, and what its present value means, for the page and the help. */
export const SWITCH_WORDS = {
  dedupe: {
    question: "A Request-Id comes again",
    meanings: {
      true: "The same body gets 409 with the first answer; another body gets 409 idempotent_request",
      false: "Every call makes another business",
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
} satisfies { [Name in keyof Switches]: SwitchWords<`${Switches[Name]}`> };

type SwitchWords<Value extends string> = { question: string; meanings: Record<Value, string> };

/** The outcome of a change that came from outside; one sentence a problem. */
export type SwitchesChanged = { ok: true; switches: Switches } | { ok: false; problems: string[] };

/** The switches in force. New ones belong into the schema, the defaults and the words above. */
export type Switchboard = {
  current(): Switches;
  /** All of the change or none of it. Unknown names are refused, so that a misspelt switch is noticed. */
  change(change: unknown): SwitchesChanged;
  /** Back to how the server was started. */
  reset(): void;
};

export function createSwitchboard(start: SwitchesChange = {}): Switchboard {
  const initial = switchesSchema.parse({ ...DEFAULT_SWITCHES, ...start });
  let switches = initial;
  return {
    current: () => switches,
    change(change) {
      // Spread, an array or null would look like a change of nothing.
      const given = z.record(z.string(), z.unknown()).safeParse(change);
      if (!given.success) return { ok: false, problems: ["Send a JSON object of switches"] };
      const changed = switchesSchema.safeParse({ ...switches, ...given.data });
      if (!changed.success) return { ok: false, problems: changed.error.issues.map(sentenceOf) };
      switches = changed.data;
      return { ok: true, switches };
    },
    reset() {
      switches = initial;
    },
  };
}

function sentenceOf(issue: { path: PropertyKey[]; message: string }): string {
  return [...issue.path.map(String), issue.message].join(": ");
}
