import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * What DOKU's Non-SNAP signature covers. `body` is null for a GET, which has no Digest line.
 * `target` is the path on the request line; an answer is signed over the target of its request.
 */
export type SignedMessage = {
  clientId: string;
  requestId: string;
  timestampHeader: "Request-Timestamp" | "Response-Timestamp";
  timestamp: string;
  target: string;
  body: string | Uint8Array | null;
};

const PREFIX = "HMACSHA256=";
const HMAC_BYTES = 32;

/** Base64 of the SHA-256 of the very bytes that are sent; a string counts as its UTF-8 bytes. */
export function digestOf(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("base64");
}

/**
 * The text that is signed: labelled lines joined by LF, no LF at the end.
 * Throws a RangeError when a part holds a line break, because such a part could pass for another line.
 */
export function stringToSign(message: SignedMessage): string {
  if (hasLineBreak(message)) throw new RangeError("A signed part holds a line break");
  const { clientId, requestId, timestampHeader, timestamp, target, body } = message;
  const head = `Client-Id:${clientId}\nRequest-Id:${requestId}\n${timestampHeader}:${timestamp}\nRequest-Target:${target}`;
  return body === null ? head : `${head}\nDigest:${digestOf(body)}`;
}

/** The value of the `Signature` header. Throws as `stringToSign` does. */
export function sign({ message, secretKey }: { message: SignedMessage; secretKey: string }): string {
  return PREFIX + createHmac("sha256", secretKey).update(stringToSign(message)).digest("base64");
}

/**
 * Whether `signature` is this message's, compared in constant time on decoded bytes. Never throws.
 * Only the one canonical base64 spelling counts: Node decodes white space, missing padding and the
 * URL alphabet too, and one signature with many spellings is one more thing to reason about.
 */
export function verify({
  message,
  secretKey,
  signature,
}: {
  message: SignedMessage;
  secretKey: string;
  signature: string;
}): boolean {
  if (!signature.startsWith(PREFIX) || hasLineBreak(message)) return false;
  const encoded = signature.slice(PREFIX.length);
  const given = Buffer.from(encoded, "base64");
  if (given.length !== HMAC_BYTES || given.toString("base64") !== encoded) return false;
  const expected = createHmac("sha256", secretKey).update(stringToSign(message)).digest();
  return timingSafeEqual(given, expected);
}

/** UTC without milliseconds, as DOKU writes it: `2020-09-22T01:51:00Z`. */
export function formatTimestamp(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** Names a secret without telling it: the first 8 hex digits of its SHA-256. */
export function keyVersionOf(secretKey: string): string {
  return createHash("sha256").update(secretKey).digest("hex").slice(0, 8);
}

function hasLineBreak({ clientId, requestId, timestamp, target }: SignedMessage): boolean {
  return (
    clientId.includes("\n") || requestId.includes("\n") || timestamp.includes("\n") || target.includes("\n")
  );
}
