import type { Check } from "@/lib/stand-in/checks/refusal";
import { type Failure, getFailure } from "@/lib/stand-in/failures/failures";
import type { CallName } from "@/lib/stand-in/failures/switches";
import type { RequestEntry } from "@/lib/stand-in/http/request-log";

const CHECK_WORDS = {
  rate_limit: "Over the rate limit",
  path: "Path not known",
  method: "Method not taken here",
  body_size: "Body larger than 1 MiB",
  header_missing: "A header is missing",
  request_id_length: "Request-Id longer than 128 characters",
  timestamp_format: "Request-Timestamp not in DOKU's format",
  timestamp_window: "Request-Timestamp more than an hour off",
  client_id: "Client-Id not known",
  signature: "Signature does not match",
  repeat: "Request-Id repeated: the first business was answered again",
  repeat_other_body: "Request-Id repeated with another body",
  repeat_running: "Request-Id repeated while the first was running",
  body_object: "Body is not a JSON object",
  mandatory_fields: "Mandatory fields missing",
  field_formats: "Fields not in the right format",
  reference_used: "partner_ref_id used before",
  withheld: "Call not offered to this account",
  query: "Mandatory query parameters missing",
  business_unknown: "Brand not known",
  business_incomplete: "Business data not complete yet",
} satisfies Record<Check, string>;

const CALL_WORDS = {
  token: "Generate Token",
  requirements: "Check Requirements",
  business_data: "Get Business Data",
} satisfies Record<CallName, string>;

const CALLS_WORDS = { 1: "First call", 2: "First two calls", every: "Every call" } satisfies Record<
  Failure["calls"],
  string
>;

const WIB = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Jakarta",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** What became of a call, in one sentence. */
export function sentenceOf(entry: RequestEntry): string {
  const failure = getFailure(entry.failure ?? "");
  if (failure) return `${failure.keyword}: ${failure.sentence}`;
  const asked = entry.call === "registration" ? null : CALL_WORDS[entry.call];
  if (entry.check !== null) return asked ? `${asked}: ${CHECK_WORDS[entry.check]}` : CHECK_WORDS[entry.check];
  if (asked) return `${asked} answered`;
  return entry.businessId === null ? "Not recorded: the ledger could not be written" : "Business created";
}

/** Which calls of a Request-Id a failure strikes. */
export function callsOf(failure: Failure): string {
  return CALLS_WORDS[failure.calls];
}

/** `12 Nov, 14.05.09 WIB`. */
export function timeOf(iso: string): string {
  const part = Object.fromEntries(WIB.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${part.day} ${part.month}, ${part.hour}.${part.minute}.${part.second} WIB`;
}
