import { hash } from "node:crypto";
import { PREFIX, signsOf } from "@/lib/registrations/input/partner-reference";
import type { RegistrationStatus } from "@/lib/registrations/status";

const ROW_SIGNS = 20;

/**
 * A UUID of SHA-256 over a text (version 8, RFC 9562): the same for the same text, on any machine and after any
 * restore.
 */
export function derivedUuid(text: string): string {
  const hex = hash("sha256", text, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What makes one sending of one registration this one and no other. */
export type Intent = {
  /** The key of the form or of the spreadsheet row that makes the registration. */
  formKey: string;
  /** The Request-Id of the envelope that this one replaces (see `replacedIdOf`). */
  replaces: string | null;
  /** The body to the letter. */
  bodyText: string;
};

/**
 * The Request-Id of an envelope (a UUID). It is derived, not drawn, so that an intent that is met again, after a restore,
 * a crash or a second hand-out, is the same request to DOKU. Other words, or a fix after a refusal, are another.
 */
export function requestIdOf({ formKey, replaces, bodyText }: Intent): string {
  return derivedUuid(JSON.stringify(["request", formKey, replaces, bodyText]));
}

/**
 * The Request-Id that the next envelope of a registration replaces; null for the first that may be sent. What was
 * canceled was never sent and is replaced by nothing: with the same words again it is the same intent.
 */
export function replacedIdOf(
  existing: { status: RegistrationStatus; requestId: string | null } | null,
): string | null {
  return existing === null || existing.status === "DRAFT" ? null : existing.requestId;
}

/**
 * The partner reference of a spreadsheet row that brings none, such as `MTR-ROW-K7QX2M9ABCK7QX2M9ABC`: 100 bits of
 * SHA-256 over the row's key. A row that is handed out again, after a restore or from another file, has the same one,
 * so that DOKU knows the merchant again.
 */
export function partnerReferenceOfRow(rowKey: string): string {
  const digest = hash("sha256", `partner-reference:${rowKey}`, "buffer");
  return `${PREFIX}-ROW-${signsOf(digest.subarray(0, ROW_SIGNS))}`;
}
