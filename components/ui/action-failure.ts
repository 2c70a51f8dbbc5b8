import type { ActionFailure, ErrorCode } from "@/lib/errors";

export type { ActionFailure };

/** Codes whose sentence a person may be shown. */
const SAID = {
  not_signed_in: true,
  not_allowed: true,
  not_found: true,
  changed_meanwhile: true,
  not_possible_now: true,
  id_taken: true,
  removed: true,
  bad_input: true,
  too_slow: true,
  too_many_requests: true,
  database_unavailable: true,
  database_lost: true,
  credential_missing: true,
  unreachable: true,
} as const satisfies Record<ErrorCode | "unreachable", true>;

/** The sentence of a failure, as `errors.<code>`: any other code is something that went wrong, with its id. Pure. */
export function sentenceOf({ code }: Pick<ActionFailure, "code">): keyof typeof SAID | "unexpected" {
  return isSaid(code) ? code : "unexpected";
}

function isSaid(code: string): code is keyof typeof SAID {
  return Object.hasOwn(SAID, code);
}

/** What stands for an answer when a call got none: the network broke, or the server was just replaced. */
export function unreachable(): ActionFailure {
  return { kind: "failure", code: "unreachable" };
}
