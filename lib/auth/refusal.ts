import { ERROR_HTTP_STATUS } from "@/lib/errors";

/** Why nobody was signed in. */
export type SignInRefusal =
  | { kind: "refused" }
  | { kind: "wait"; until: Date }
  /** The browser did not bring the cookie that the page had given it: nothing was checked. */
  | { kind: "no_cookie" }
  /** The sentence is `errors.<code>`; a bug comes with the id of its log entry. */
  | { kind: "failure"; code: string; errorId?: string };

const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;

/** The code that next-auth hands on in an address. A time is told as its next full minute, because it is shown without seconds. */
export function writeRefusal(refusal: SignInRefusal): string {
  switch (refusal.kind) {
    case "wait":
      return `wait-${Math.ceil(refusal.until.getTime() / MINUTE_MS)}`;
    case "failure":
      return [refusal.code, refusal.errorId].filter(Boolean).join(".");
    default:
      return refusal.kind;
  }
}

/**
 * What a code of `writeRefusal` says, or null for any other text: everybody can write an address. Give `now` where the
 * code may be an old one; a browser's own clock tells nothing.
 */
export function readRefusal(code: unknown, now?: Date): SignInRefusal | null {
  if (typeof code !== "string") return null;
  if (code === "refused" || code === "no_cookie") return { kind: code };
  const [, minute] = /^wait-(\d{8,9})$/.exec(code) ?? [];
  if (minute) {
    const until = new Date(Number(minute) * MINUTE_MS);
    // An old address says nothing of now, and nobody is told to wait for ever.
    const leftMs = now ? until.getTime() - now.getTime() : 1;
    return leftMs > 0 && leftMs < LONGEST_WAIT_MS ? { kind: "wait", until } : null;
  }
  const [, failure = "", errorId] = /^([a-z_]+)(?:\.(E-[0-9A-F]{8}))?$/.exec(code) ?? [];
  const isKnown = failure === "unexpected" || Object.hasOwn(ERROR_HTTP_STATUS, failure);
  return isKnown ? { kind: "failure", code: failure, errorId } : null;
}
