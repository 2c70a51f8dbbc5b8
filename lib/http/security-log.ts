import { createHmac } from "node:crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { logger } from "@/lib/logger";
import { metrics } from "@/lib/metrics";
import { emailKey } from "@/lib/text/comparison";
import { addressOf } from "./client-address";
import type { RequestHeaders } from "./request-origin";

/** What somebody was refused who may have meant harm. Also the label of `mitra_security_events_total`. */
export type SecurityEvent =
  | "sign_in_refused"
  | "sign_in_limited"
  | "password_refused"
  | "link_refused"
  | "not_signed_in"
  | "not_allowed"
  | "foreign_origin"
  | "foreign_host"
  | "body_refused"
  | "too_many_requests";

export type SecurityFacts = {
  /** As `addressOf` gives it. */
  address: string | null;
  /** What was asked for: a method and a path, never a query. */
  door: string;
  personId?: string | null;
  /** Kept as a hash, by which attempts at one person can be told together. */
  email?: string;
  reason?: string;
};

const HASH_LENGTH = 16;

/** One line of the log for each refusal, with who, from where and at which door, and one more in its figure. */
export function noteSecurity(event: SecurityEvent, { email, ...facts }: SecurityFacts): void {
  metrics().countSecurity(event);
  const person = email === undefined ? {} : { emailHash: hashOf(email) };
  logger.warn({ security: true, event, ...facts, ...person }, "refused");
}

/** What of a refusal belongs in this log, or null. */
export function securityEventOf(error: unknown): SecurityEvent | null {
  if (!(error instanceof AppError)) return null;
  const { code } = error;
  return code === "not_signed_in" || code === "not_allowed" || code === "too_many_requests" ? code : null;
}

/** The door of a request: its method and path, as `proxy.ts` or the address says. */
export function doorOf(method: string, address: string): string {
  const path = address.split(/[?#]/)[0] ?? "";
  // Ids say which door it was, and nothing that somebody typed stands in a path of ours.
  return `${method} ${/^[\w/.-]{1,200}$/.test(path) ? path : "•••"}`;
}

/** From where a request came, for the log. */
export function originFacts(headers: RequestHeaders, door: string): Pick<SecurityFacts, "address" | "door"> {
  return { address: addressOf(headers), door };
}

/** With the installation's own key, because addresses can be guessed. */
function hashOf(email: string): string {
  return createHmac("sha256", env().nextAuthSecret)
    .update(`mitra log\n${emailKey(email)}`)
    .digest("base64url")
    .slice(0, HASH_LENGTH);
}
