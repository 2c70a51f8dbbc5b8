import type { Check } from "@/lib/stand-in/checks/refusal";

/** In which of the families of answers seen at DOKU an error is written. */
export const ERROR_FAMILIES = ["documented", "glossary", "snap"] as const;
export type ErrorFamily = (typeof ERROR_FAMILIES)[number];

type ErrorAnswer = { status: number; body: object };

// The status of what the documented family answers with 400 alone.
const STATUS_OF_CHECK: Partial<Record<Check, number>> = {
  client_id: 401,
  signature: 401,
  field_formats: 422,
  reference_used: 409,
};

const GLOSSARY_CODES: Record<number, string> = {
  400: "INVALID_PARAMETER",
  401: "UNAUTHORIZED",
  403: "MERCHANT_NOT_ACTIVE",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  409: "DUPLICATE_TRANSACTION",
  413: "INVALID_PARAMETER",
  422: "VALIDATION_ERROR",
  429: "TOO_MANY_REQUESTS",
  503: "MAINTENANCE_MODE",
};

/** The same error in another family; the documented one as it came. `check` is null for a failure on demand. */
export function restateError(family: ErrorFamily, check: Check | null, answer: ErrorAnswer): ErrorAnswer {
  if (family === "documented") return answer;
  const isSignature = codeOf(answer.body) === "invalid_signature";
  const status = (check && STATUS_OF_CHECK[check]) ?? (isSignature ? 401 : answer.status);
  const words = sentencesOf(answer.body).join("; ");
  if (family === "snap") return { status, body: { responseCode: `${status}0000`, responseMessage: words } };
  const code = GLOSSARY_CODES[status] ?? "INTERNAL_SERVER_ERROR";
  return { status, body: { status: "FAILED", response_code: code, response_message: words } };
}

function codeOf(body: object): unknown {
  return "error" in body && isRecord(body.error) ? body.error.code : undefined;
}

function sentencesOf(value: unknown, path = ""): string[] {
  if (typeof value === "string") return [path === "" ? value : `${path}: ${value}`];
  if (Array.isArray(value)) return value.flatMap((item) => sentencesOf(item, path));
  if (!isRecord(value)) return [];
  if ("error" in value && isRecord(value.error)) return sentencesOf(value.error.message);
  if ("message" in value) return sentencesOf(value.message);
  if ("error_messages" in value) return sentencesOf(value.error_messages);
  const fields = "errors" in value && isRecord(value.errors) ? value.errors : value;
  return Object.entries(fields).flatMap(([field, words]) => sentencesOf(words, field));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
