import type { AnswerHeaders } from "./answer";
import type { SignatureVerdict } from "./outcome";
import { type SignedMessage, verify } from "./signature";

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The verdict on an answer's signature, and the instant DOKU signed it at (null where not verified or unreadable). */
export type AnswerSignature = { verdict: SignatureVerdict; signedAtMs: number | null };

/**
 * Judges an answer's `Signature` by our own Client-Id and Request-Id, not by those the answer repeats:
 * so a signed answer to another request is a mismatch. `body` is the answer after any content encoding,
 * because the application signs and the proxy before it compresses. A header that is there but empty,
 * repeated or without its timestamp is a mismatch; only a missing one is "not signed".
 */
export function judgeAnswerSignature({
  headers,
  body,
  request,
  secretKey,
}: {
  headers: AnswerHeaders;
  body: Uint8Array;
  request: SignedMessage;
  secretKey: string;
}): AnswerSignature {
  const signature = headers.signature;
  const timestamp = headers["response-timestamp"];
  if (signature === undefined) return { verdict: "not_signed", signedAtMs: null };
  if (typeof signature !== "string" || typeof timestamp !== "string") {
    return { verdict: "mismatch", signedAtMs: null };
  }
  const message: SignedMessage = { ...request, timestampHeader: "Response-Timestamp", timestamp, body };
  if (!verify({ message, secretKey, signature })) return { verdict: "mismatch", signedAtMs: null };
  const signedAtMs = TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  return { verdict: "verified", signedAtMs: Number.isNaN(signedAtMs) ? null : signedAtMs };
}
