import { maskAnswer } from "./masking";
import { type SignedMessage, stringToSign } from "./signature";
import { readSentPersonalData } from "./wire";

/** One call as it was or would be made: everything but the secret. */
export type RequestParts = {
  clientId: string;
  requestId: string;
  /** A host, perhaps with a path, as of the credential. */
  baseUrl: string;
  /** The path on the request line, with that of the base URL. */
  target: string;
  bodyText: string;
};

/** The text that is signed for a call at `timestamp`. */
export function stringToSignFor(parts: RequestParts, timestamp: string): string {
  return stringToSign(messageOf(parts, timestamp));
}

/** The call as what `sign` takes. */
export function messageOf(
  { clientId, requestId, target, bodyText }: Omit<RequestParts, "baseUrl">,
  timestamp: string,
): SignedMessage {
  return { clientId, requestId, timestampHeader: "Request-Timestamp", timestamp, target, body: bodyText };
}

/**
 * The call as a command for a POSIX shell: it computes digest and signature itself with openssl, from the variable
 * `SECRET`, at the time at which it runs, because DOKU refuses a time stamp that is old. The body goes out byte for byte.
 */
export function curlCommand({ clientId, requestId, baseUrl, target, bodyText }: RequestParts): string {
  // Resolved, a target that begins with two slashes would be the name of another host.
  const url = new URL(baseUrl).origin + target;
  return [
    `BODY=${quoteForShell(bodyText)}`,
    "TIMESTAMP=$(date -u +%Y-%m-%dT%H:%M:%SZ)",
    `DIGEST=$(printf %s "$BODY" | openssl dgst -sha256 -binary | openssl base64 -A)`,
    `SIGNATURE=$(printf 'Client-Id:%s\\nRequest-Id:%s\\nRequest-Timestamp:%s\\nRequest-Target:%s\\nDigest:%s' ${quoteForShell(clientId)} ${quoteForShell(requestId)} "$TIMESTAMP" ${quoteForShell(target)} "$DIGEST" | openssl dgst -sha256 -hmac "$SECRET" -binary | openssl base64 -A)`,
    [
      `curl -sS -i ${quoteForShell(url)}`,
      "-H 'Content-Type: application/json' -H 'Accept: application/json'",
      `-H ${quoteForShell(`Client-Id: ${clientId}`)}`,
      `-H ${quoteForShell(`Request-Id: ${requestId}`)}`,
      `-H "Request-Timestamp: $TIMESTAMP"`,
      `-H "Signature: HMACSHA256=$SIGNATURE"`,
      `--data-raw "$BODY"`,
    ].join(" \\\n  "),
  ].join("\n");
}

/** A command that prints the Signature header of a string to sign, from the variable `SECRET`. Sends nothing. */
export function signatureCommand(text: string): string {
  return `printf %s ${quoteForShell(text)} | openssl dgst -sha256 -hmac "$SECRET" -binary | openssl base64 -A | sed 's/^/HMACSHA256=/'`;
}

/** One word to a POSIX shell, whatever it holds. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The body with the merchant's personal data masked; still JSON, no longer what was signed. */
export function maskBody(bodyText: string): string {
  const json: unknown = JSON.parse(bodyText);
  return maskAnswer({ text: bodyText, json, sensitive: { secrets: [], ...readSentPersonalData(bodyText) } });
}
