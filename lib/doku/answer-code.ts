import { isReason, OUTCOME_OF, type Reason } from "./reason";

type Told = Extract<
  Reason,
  "http_401" | "merchant_not_active" | "duplicate_reported" | "rate_limited" | "server_error"
>;

// Codes of DOKU's newer glossary and their neighbours, as whole words (`spellAsCode`). A code that says what a field
// lacks is left out, because there the words decide.
const CODES: readonly { pattern: RegExp; reason: Told }[] = [
  { pattern: /^(?:DUPLICATED?|CONFLICT)(?:_|$)|(?:^|_)ALREADY_/, reason: "duplicate_reported" },
  { pattern: /^(?:MERCHANT|PARTNER|CLIENT|ACCOUNT)_(?:NOT_ACTIVE|INACTIVE)$/, reason: "merchant_not_active" },
  { pattern: /^(?:UNAUTHORI[SZ]ED|(?:INVALID|MISSING|EXPIRED)_(?:ACCESS_)?TOKEN)$/, reason: "http_401" },
  { pattern: /^(?:TOO_MANY_REQUESTS?|RATE_LIMIT(?:_EXCEEDED|ED)?)$/, reason: "rate_limited" },
  {
    pattern:
      /^(?:MAINTENANCE(?:_MODE)?|(?:INTERNAL|GENERAL|SYSTEM|SERVER)_(?:SERVER_)?ERROR|SERVICE_UNAVAILABLE|BAD_GATEWAY|(?:GATEWAY_|REQUEST_)?TIME_?OUT)$/,
    reason: "server_error",
  },
];

/** SNAP codes begin with the HTTP status that they stand for: `4092700` is a conflict in service 27. */
const SNAP_CODE = /^([1-5]\d\d)\d{4}$/;
const SNAP_STATUS = { "401": "http_401", "409": "duplicate_reported", "429": "rate_limited" } as const;

/** The reason that a code names by which DOKU refuses a credential, however it is spelt; null for any other. */
export function readCredentialCode(errorCode: string | null): Reason | null {
  const named = spellAsCode(errorCode ?? "").toLowerCase();
  return isReason(named) && OUTCOME_OF[named] === "credential_refused" ? named : null;
}

const SUCCESS = /^(?:0+|20[01]|SUCCESS(?:FUL)?|OK)$/;
const FAILURE = /^(?:FAILED|FAILURE|FAIL|ERROR|REJECTED)$/;

/** What the code alone says of an answer, or null where it says nothing that the status and the words do not. */
export function readCodeReason(errorCode: string | null): Told | null {
  if (errorCode === null) return null;
  const snap = SNAP_CODE.exec(errorCode.trim())?.[1];
  if (snap?.startsWith("5")) return "server_error";
  if (snap === "401" || snap === "409" || snap === "429") return SNAP_STATUS[snap];
  const words = spellAsCode(errorCode);
  return CODES.find(({ pattern }) => pattern.test(words))?.reason ?? null;
}

/** Whether words like these of a member `status`, or a code, call the answer a success, a failure, or neither. */
export function readClaim(word: unknown): "success" | "failure" | null {
  if (typeof word !== "string") return null;
  const code = spellAsCode(word);
  if (SUCCESS.test(code) || SNAP_CODE.exec(code)?.[1]?.startsWith("2")) return "success";
  return FAILURE.test(code) ? "failure" : null;
}

const IS_THERE =
  /\b(?:already|duplicated?)\b|\b(?:sudah|telah) (?:pernah )?(?:ada|di(?:buat|daftarkan|gunakan|pakai|proses|terima)|ter(?:daftar|pakai))\b/i;

/** Sentences beside a 409, in English or Indonesian, that mean: DOKU has this already. */
export function saysItIsThere(messages: readonly string[]): boolean {
  return messages.some((message) => IS_THERE.test(message));
}

/** A code in capitals and with underscores, however it is spelt: `DUPLICATE_TRANSACTION` and "duplicate transaction" are one. */
function spellAsCode(word: string): string {
  return word
    .slice(0, 200)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
}
