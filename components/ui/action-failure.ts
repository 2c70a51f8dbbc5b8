import type { ActionFailure } from "@/lib/errors";

export type { ActionFailure };

/** What stands for an answer when a call got none: the network broke, or the server was just replaced. */
export function unreachable(): ActionFailure {
  return { kind: "failure", code: "unreachable" };
}
