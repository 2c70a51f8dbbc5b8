/** Every check a call can fail, named as the request log shows it. */
export const CHECKS = [
  "rate_limit",
  "path",
  "method",
  "body_size",
  "header_missing",
  "request_id_length",
  "timestamp_format",
  "timestamp_window",
  "client_id",
  "signature",
  "repeat",
  "repeat_other_body",
  "repeat_running",
  "body_object",
  "mandatory_fields",
  "field_formats",
  "reference_used",
  "withheld",
  "query",
  "business_unknown",
  "business_incomplete",
] as const;

export type Check = (typeof CHECKS)[number];

/** A check that failed, and the answer it gets. */
export type Refusal = { check: Check; status: number; body: ErrorBody | { message: string | string[] } };

/** The body of an error in the shape seen on DOKU's other endpoints. */
export type ErrorBody = { error: { code: string; message: string; type: "invalid_request_error" } };

export function errorBody(code: string, message: string): ErrorBody {
  return { error: { code, message, type: "invalid_request_error" } };
}
