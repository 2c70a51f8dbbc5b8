/**
 * The stand-in's own reading of DOKU's signature rules. Written apart from the product's signer on
 * purpose: if both shared code, a mistake in it would agree with itself. Pinned to vectors.json.
 */
import { createHmac, hash, timingSafeEqual } from "node:crypto";

const SCHEME = "HMACSHA256=";

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

/** Base64 of the SHA-256 of the very bytes that travelled; a text travels as UTF-8. */
export function digestOf(body: string | Uint8Array): string {
  return hash("sha256", body, "base64");
}

/** A digest as people read it: hexadecimal. */
export function hexOf(digest: string): string {
  return Buffer.from(digest, "base64").toString("hex");
}

/** The value of the `Signature` header for these parts. */
export function signatureOf(secret: string, parts: SignedParts): string {
  const { clientId, requestId, timestampHeader, timestamp, target, digest } = parts;
  const head = `Client-Id:${clientId}\nRequest-Id:${requestId}\n${timestampHeader}:${timestamp}\nRequest-Target:${target}`;
  const lines = digest === null ? head : `${head}\nDigest:${digest}`;
  return SCHEME + createHmac("sha256", secret).update(lines).digest("base64");
}

/**
 * True if the header value is the signature of these parts, letter by letter: Node's decoder forgives white
 * space, missing padding and the URL alphabet; DOKU's may not. Compared in constant time.
 */
export function isSignedWith(secret: string, parts: SignedParts, signature: string): boolean {
  const given = Buffer.from(signature);
  const expected = Buffer.from(signatureOf(secret, parts));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
