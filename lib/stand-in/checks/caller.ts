import type { IncomingHttpHeaders } from "node:http";
import { isSignedWith } from "./call-signature";
import { checkHeaders } from "./headers";
import { errorBody, type Refusal } from "./refusal";

/** Who called, and the secret with which they signed. */
export type Caller = { clientId: string; requestId: string; secret: string };

/** Rows 2 to 7 of the contract, in that order. `digest` is null for a call without a body. */
export function checkCaller(
  call: { headers: IncomingHttpHeaders; target: string; digest: string | null },
  { clients, now }: { clients: ReadonlyMap<string, readonly string[]>; now: Date },
): { ok: true; caller: Caller } | { ok: false; refusal: Refusal } {
  const checked = checkHeaders(call.headers, { now, isClientKnown: (clientId) => clients.has(clientId) });
  if (!checked.ok) return checked;
  const { clientId, requestId, timestamp, signature } = checked.headers;
  const { target, digest } = call;
  const timestampHeader = "Request-Timestamp";
  const parts = { clientId, requestId, timestampHeader, timestamp, target, digest } as const;
  const secret = (clients.get(clientId) ?? []).find((one) => isSignedWith(one, parts, signature));
  if (secret !== undefined) return { ok: true, caller: { clientId, requestId, secret } };
  const body = errorBody("invalid_signature", "Invalid Header Signature");
  return { ok: false, refusal: { check: "signature", status: 400, body } };
}
