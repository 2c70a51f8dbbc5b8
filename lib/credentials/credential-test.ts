import type { Reason } from "@/lib/doku/reason";

/** How one call of a test ended. `accepted_otherwise`: with the query signed otherwise than the credential's switch says. */
export type CallResult =
  | { kind: "accepted" }
  | { kind: "accepted_otherwise" }
  | { kind: "not_offered" }
  | { kind: "slowed_down" }
  | { kind: "refused"; reason: Reason }
  | { kind: "unreachable"; reason: Reason }
  | { kind: "unusable"; reason: Reason };

/** What DOKU says to a credential when it is asked for nothing but that. Nothing is created by it. */
export type CredentialTest = {
  /** Generate Token. */
  token: CallResult;
  /** Check Requirements, a signed GET; null where it was not asked, since its answer would have said nothing new. */
  question: CallResult | null;
  /** How many seconds DOKU's clock is ahead of ours; null where no answer told. */
  clockOffSeconds: number | null;
};

/** `unknown` is neither: the first registration will tell. */
export type TestVerdict = "usable" | "refused" | "unknown";

/** What a test says of the credential. Only a refused token is a refusal: how a GET is signed is a switch. */
export function judgeTest({ token, question }: CredentialTest): TestVerdict {
  if (token.kind === "refused") return "refused";
  const isAccepted = [token, question].some((call) => call?.kind.startsWith("accepted"));
  return isAccepted ? "usable" : "unknown";
}

/** Whether the second call would say more than the first did. */
export function isWorthAsking(token: CallResult): boolean {
  return token.kind === "accepted" || token.kind === "not_offered" || token.kind === "unusable";
}
