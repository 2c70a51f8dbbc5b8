/**
 * The stand-in's own reading of DOKU's signature rules. Written apart from the product's signer on
 * purpose: if both shared code, a mistake in it would agree with itself. Pinned to vectors.json.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const SCHEME = "HMACSHA256=";
const MAC_BYTES = 32;

export type SignedParts = {
  clientId: string;
  requestId: string;
  timestampHeader: "Request-Timestamp" | "Response-Timestamp";
  timestamp: string;
  /** The path alone, without a query. */
  target: string;
  /** Base64 of the body's SHA-256, or null for a call without a body (a GET has no Digest line). */
  digest: string | null;
};

/** Base64 of the SHA-256 of the very bytes that travelled. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** A digest as people read it: hexadecimal. */
export function hexOf(digest: string): string {
  return Buffer.from(digest, "base64").toString("hex");
}

/** The value of the `Signature` header for these parts. */
export function signatureOf(secret: string, parts: SignedParts): string {
  return SCHEME + macOf(secret, parts).toString("base64");
}

/** True if the header value is the signature of these parts; compared in constant time on decoded bytes. */
export function isSignedWith(secret: string, parts: SignedParts, signature: string): boolean {
  if (!signature.startsWith(SCHEME)) return false;
  const text = signature.slice(SCHEME.length);
  const mac = Buffer.from(text, "base64");
  // Node's decoder forgives white space, missing padding and the URL alphabet; DOKU's may not.
  if (mac.length !== MAC_BYTES || mac.toString("base64") !== text) return false;
  return timingSafeEqual(mac, macOf(secret, parts));
}

function macOf(secret: string, parts: SignedParts): Buffer {
  const lines = [
    `Client-Id:${parts.clientId}`,
    `Request-Id:${parts.requestId}`,
    `${parts.timestampHeader}:${parts.timestamp}`,
    `Request-Target:${parts.target}`,
  ];
  if (parts.digest !== null) lines.push(`Digest:${parts.digest}`);
  return createHmac("sha256", secret).update(lines.join("\n")).digest();
}
