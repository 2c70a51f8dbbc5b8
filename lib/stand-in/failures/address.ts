import { FAILURES, type Failure, type FailureRow, getFailure } from "./failures";

/** How the addresses work, in sentences, for the page, the help and docs/stand-in.md. */
export const FAILURE_RULES = [
  "The part of the invited user's email before the @ chooses the failure. It strikes only a call that is otherwise right.",
  "Add +anything, -anything or digits after the word for more addresses with the same failure: timeout+kopi1@contoh.id, timeout2@contoh.id.",
  "A failure strikes the first call of a Request-Id; sent again, the same Request-Id is answered normally. The table says where more calls are struck.",
  "Put always- in front to strike every call: always-timeout@contoh.id.",
] as const;

/** A failure that an address asked for; `always` when it is to strike every call of a Request-Id. */
export type ChosenFailure = { failure: FailureRow; always: boolean };

// Longest first, so that timeout-before is not read as timeout with the suffix -before.
const KEYWORDS = FAILURES.map(({ keyword }) => keyword)
  .sort((a, b) => b.length - a.length)
  .join("|");
const LOCAL_PART = new RegExp(`^(always-)?(${KEYWORDS})(?=$|[+\\-0-9])`, "i");

/** The failure that this invited e-mail asks for, or null for an ordinary address. */
export function chooseFailure(invitedUserEmail: string): ChosenFailure | null {
  const localPart = invitedUserEmail.slice(0, invitedUserEmail.lastIndexOf("@"));
  const match = LOCAL_PART.exec(localPart);
  const failure = getFailure(match?.[2]?.toLowerCase() ?? "");
  return failure ? { failure, always: match?.[1] !== undefined } : null;
}

/**
 * True if the failure strikes this call of its Request-Id (1 is the first). What a business is made with
 * (`every`) is not struck again when the business is answered once more.
 */
export function isStruck(
  { failure, always }: ChosenFailure,
  call: { callNumber: number; isRepeat: boolean },
): boolean {
  if (always) return true;
  return failure.calls === "every" ? !call.isRepeat : call.callNumber <= failure.calls;
}

/** An address that asks for this failure, to copy. */
export function addressOf(failure: Pick<Failure, "keyword">): string {
  return `${failure.keyword}@contoh.id`;
}
