/** A refusal or a bug, as a server action reports it; the sentence is `errors.<code>`. */
export type ActionFailure = { kind: "failure"; code: string; errorId?: string };

/** What stands for an answer when a call got none: the network broke, or the server was just replaced. */
export function unreachable(): ActionFailure {
  return { kind: "failure", code: "unreachable" };
}
