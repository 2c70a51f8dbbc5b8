import type { IncomingHttpHeaders } from "node:http";
import { type Check, errorBody, type Refusal } from "./refusal";

export type CallHeaders = { clientId: string; requestId: string; timestamp: string; signature: string };

const MANDATORY = [
  { name: "Client-Id", part: "clientId" },
  { name: "Request-Id", part: "requestId" },
  { name: "Request-Timestamp", part: "timestamp" },
  { name: "Signature", part: "signature" },
] as const satisfies readonly { name: string; part: keyof CallHeaders }[];

const REQUEST_ID_MAX_LENGTH = 128;
const CLOCK_SKEW_MAX_MS = 3_600_000;

/** Rows 2 to 6 of the contract, in that order; the first that fails decides. */
export function checkHeaders(
  headers: IncomingHttpHeaders,
  rules: { now: Date; isClientKnown: (clientId: string) => boolean },
): { ok: true; headers: CallHeaders } | { ok: false; refusal: Refusal } {
  const call = {
    clientId: textOf(headers["client-id"]),
    requestId: textOf(headers["request-id"]),
    timestamp: textOf(headers["request-timestamp"]),
    signature: textOf(headers.signature),
  };
  const missing = MANDATORY.find(({ part }) => call[part] === "");
  if (missing) {
    return refuse("header_missing", "invalid_header_request", `Header ${missing.name} is required`);
  }
  if (call.requestId.length > REQUEST_ID_MAX_LENGTH) {
    return refuse(
      "request_id_length",
      "invalid_header_request",
      "Header Request-Id is longer than 128 characters",
    );
  }
  const sentAtMs = parseTimestamp(call.timestamp);
  if (sentAtMs === null) {
    return refuse("timestamp_format", "invalid_header_request", "Invalid format Header Request-Timestamp");
  }
  if (Math.abs(rules.now.getTime() - sentAtMs) > CLOCK_SKEW_MAX_MS) {
    return refuse(
      "timestamp_window",
      "request_time_out_of_range",
      "Header Request-Timestamp is out of range",
    );
  }
  if (!rules.isClientKnown(call.clientId)) {
    return refuse("client_id", "invalid_client_id", "Invalid Header Client-Id");
  }
  return { ok: true, headers: call };
}

/** DOKU's format of a time: UTC, to the second. */
export function formatTimestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since 1970 of `YYYY-MM-DDTHH:mm:ssZ`, or null if it is not in that form or not a real date. */
export function parseTimestamp(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return null;
  const ms = Date.parse(text);
  // Date.parse carries 30 February into March and 24:00:00 into the next day, so the day shows it.
  return new Date(ms).getUTCDate() === Number(text.slice(8, 10)) ? ms : null;
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === "string" ? header.trim() : "";
}

function refuse(check: Check, code: string, message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { check, status: 400, body: errorBody(code, message) } };
}
