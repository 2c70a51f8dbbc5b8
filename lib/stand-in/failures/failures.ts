import { errorBody } from "@/lib/stand-in/checks/refusal";

/** What the stand-in does in place of its normal answer. */
export type PlainAct =
  | { kind: "answer"; signed: true; status: number; body: string }
  | { kind: "answer"; signed: false; status: number; headers: Record<string, string>; body: string }
  | { kind: "redirect" }
  | { kind: "silence" }
  | { kind: "reset" };

/** What it does to its normal answer, once the business exists. */
export type AlteringAct =
  | { kind: "delay"; delayMs: number }
  | { kind: "brands"; count: number }
  | {
      kind: "alter";
      change: "other_reference" | "truncated" | "wrong_signature" | "unsigned" | "drip" | "flood";
    };

/**
 * `when`: whether the failure strikes before the business exists (then nothing is created) or after.
 * `calls`: how many calls of one Request-Id it strikes, counted from the first.
 */
export type Failure = { keyword: string; sentence: string; calls: 1 | 2 | "every" } & (
  | { when: "before"; act: PlainAct }
  | { when: "after"; act: PlainAct | AlteringAct }
);

const JSON_TYPE = { "Content-Type": "application/json" };

/**
 * Every failure that can be asked for. This table drives the behaviour, the help and the page;
 * docs/stand-in.md copies it. Answers that a gateway would give are unsigned, DOKU's own are signed.
 */
export const FAILURES = [
  {
    keyword: "timeout",
    sentence: "Creates the business and never answers",
    when: "after",
    calls: 1,
    act: { kind: "silence" },
  },
  {
    keyword: "timeout-before",
    sentence: "Creates nothing and never answers",
    when: "before",
    calls: 1,
    act: { kind: "silence" },
  },
  {
    keyword: "slow",
    sentence: "Creates the business and answers after 8 seconds",
    when: "after",
    calls: 1,
    act: { kind: "delay", delayMs: 8_000 },
  },
  {
    keyword: "reset",
    sentence: "Creates the business and resets the connection",
    when: "after",
    calls: 1,
    act: { kind: "reset" },
  },
  {
    keyword: "reset-before",
    sentence: "Creates nothing and resets the connection",
    when: "before",
    calls: 1,
    act: { kind: "reset" },
  },
  {
    keyword: "refused",
    sentence: "Refuses the contact email with 400",
    when: "before",
    calls: "every",
    act: signed(400, { message: ["business.contact.email must be a well-formed email address"] }),
  },
  {
    keyword: "refused-name",
    sentence: "Refuses a character with 400, in words that name no field",
    when: "before",
    calls: "every",
    act: signed(400, { message: "Invalid character, allowed only a-z A-Z 0-9 . - / + , = _ : ' @ % ( )" }),
  },
  {
    keyword: "refused-errors",
    sentence: "Refuses the business name with 400, as an object of field names and messages",
    when: "before",
    calls: "every",
    act: signed(400, { errors: { "business.name": ["must not contain special characters"] } }),
  },
  {
    keyword: "busy",
    sentence: "Answers 429 with Retry-After: 2 to the first two calls, then normally",
    when: "before",
    calls: 2,
    act: unsigned(429, { message: "Too many requests" }, { "Retry-After": "2" }),
  },
  {
    keyword: "conflict",
    sentence: "Answers 409 idempotent_request without a business",
    when: "before",
    calls: 1,
    act: signed(409, errorBody("idempotent_request", "Request-Id has been used")),
  },
  {
    keyword: "unauthorized",
    sentence: "Answers 401",
    when: "before",
    calls: 1,
    act: unsigned(401, { message: "Unauthorized" }),
  },
  {
    keyword: "badsignature",
    sentence: "Answers 400 invalid_signature, although the signature was right",
    when: "before",
    calls: 1,
    act: unsigned(400, errorBody("invalid_signature", "Invalid Header Signature")),
  },
  {
    keyword: "inactive",
    sentence: "Answers 403 MERCHANT_NOT_ACTIVE",
    when: "before",
    calls: 1,
    act: signed(403, glossaryBody("MERCHANT_NOT_ACTIVE", "Merchant is not active")),
  },
  {
    keyword: "duplicate",
    sentence: "Creates the business and answers 409 DUPLICATE_TRANSACTION without its IDs",
    when: "after",
    calls: 1,
    act: signed(409, glossaryBody("DUPLICATE_TRANSACTION", "Transaction has already been processed")),
  },
  {
    keyword: "maintenance",
    sentence: "Answers 503 MAINTENANCE_MODE",
    when: "before",
    calls: 1,
    act: unsigned(503, glossaryBody("MAINTENANCE_MODE", "The service is under maintenance")),
  },
  {
    keyword: "refused-code",
    sentence: "Refuses the business name with 422 VALIDATION_ERROR in response_message alone",
    when: "before",
    calls: "every",
    act: signed(422, glossaryBody("VALIDATION_ERROR", "business.name must not be the name of a person")),
  },
  {
    keyword: "error500",
    sentence: "Answers 500",
    when: "before",
    calls: 1,
    act: unsigned(500, { message: "Internal Server Error" }),
  },
  {
    keyword: "html",
    sentence: "Creates the business and answers 502 with an HTML page",
    when: "after",
    calls: 1,
    act: htmlPage(502, "502 Bad Gateway"),
  },
  {
    keyword: "html-twice",
    sentence: "Creates the business and answers 502 with an HTML page to the first two calls",
    when: "after",
    calls: 2,
    act: htmlPage(502, "502 Bad Gateway"),
  },
  {
    keyword: "html200",
    sentence: "Creates the business and answers 200 with an HTML page",
    when: "after",
    calls: 1,
    act: htmlPage(200, "We will be back soon"),
  },
  {
    keyword: "empty",
    sentence: "Creates the business and answers 200 with no body",
    when: "after",
    calls: 1,
    act: { kind: "answer", signed: false, status: 200, headers: {}, body: "" },
  },
  {
    keyword: "truncated",
    sentence: "Creates the business and answers with the first half of the JSON",
    when: "after",
    calls: 1,
    act: { kind: "alter", change: "truncated" },
  },
  {
    keyword: "otherref",
    sentence: "Creates the business and echoes another partner_ref_id",
    when: "after",
    calls: 1,
    act: { kind: "alter", change: "other_reference" },
  },
  {
    keyword: "wrongsigned",
    sentence: "Creates the business and signs the answer with another secret",
    when: "after",
    calls: 1,
    act: { kind: "alter", change: "wrong_signature" },
  },
  {
    keyword: "unsigned",
    sentence: "Creates the business and leaves the answer unsigned",
    when: "after",
    calls: 1,
    act: { kind: "alter", change: "unsigned" },
  },
  {
    keyword: "brands0",
    sentence: "Creates a business with no brand",
    when: "after",
    calls: "every",
    act: { kind: "brands", count: 0 },
  },
  {
    keyword: "brands3",
    sentence: "Creates a business with three brands",
    when: "after",
    calls: "every",
    act: { kind: "brands", count: 3 },
  },
  {
    keyword: "redirect",
    sentence: "Answers 302 to another path of this server, where whoever follows is recorded",
    when: "before",
    calls: 1,
    act: { kind: "redirect" },
  },
  {
    keyword: "huge",
    sentence: "Creates the business and streams an answer of 5 MB",
    when: "after",
    calls: 1,
    act: { kind: "alter", change: "flood" },
  },
  {
    keyword: "drip",
    sentence: "Creates the business and answers one byte a second",
    when: "after",
    calls: 1,
    act: { kind: "alter", change: "drip" },
  },
] as const satisfies readonly Failure[];

export type FailureKeyword = (typeof FAILURES)[number]["keyword"];

/** A row of the table. */
export type FailureRow = Failure & { keyword: FailureKeyword };

const BY_KEYWORD = new Map<string, FailureRow>(FAILURES.map((row) => [row.keyword, row]));

export function getFailure(keyword: string): FailureRow | null {
  return BY_KEYWORD.get(keyword) ?? null;
}

function glossaryBody(code: string, message: string): object {
  return { status: "FAILED", response_code: code, response_message: message };
}

function signed(status: number, body: object): PlainAct {
  return { kind: "answer", signed: true, status, body: JSON.stringify(body) };
}

function unsigned(status: number, body: object, headers: Record<string, string> = {}): PlainAct {
  return {
    kind: "answer",
    signed: false,
    status,
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  };
}

function htmlPage(status: number, title: string): PlainAct {
  const body = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return {
    kind: "answer",
    signed: false,
    status,
    headers: { "Content-Type": "text/html; charset=utf-8" },
    body,
  };
}
