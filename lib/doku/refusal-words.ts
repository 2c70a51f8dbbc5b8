import { readClaim, readCredentialCode } from "./answer-code";

/** What an answer says about an error: DOKU's code, its sentences, and whether it calls itself an error or a success. */
export type RefusalWords = {
  errorCode: string | null;
  messages: string[];
  carriesError: boolean;
  claimsSuccess: boolean;
};

const MAX_MESSAGES = 20;
const MAX_CODE_LENGTH = 100;

const CODE_KEYS = ["code", "error_code", "response_code", "responseCode"] as const;
const SENTENCE_KEYS = [
  "message",
  "messages",
  "error_messages",
  "errors",
  "response_message",
  "responseMessage",
] as const;

/**
 * Reads any of the shapes seen at DOKU: `{"error":{"code","message"}}`, `{"message":"…"}`, `{"message":[…]}`,
 * `{"error_messages":[…]}`, `{"errors":{field:[…]}}`, `{"status":"FAILED","response_code","response_message"}`, the
 * same as `responseCode`, `responseMessage`, and a bare string or array. Messages come as written, each led by the key
 * of its field where it stands under one. Expects JSON of bounded depth; never throws.
 *
 * A string in `error` is a code, not a sentence: Spring's own error page says `"error":"Bad Request"`,
 * which tells nobody what to mend and does not prove that DOKU's checks ran.
 */
export function readRefusalWords(json: unknown): RefusalWords {
  if (!isRecord(json))
    return { errorCode: null, messages: collectMessages([json]), carriesError: false, claimsSuccess: false };
  const { error, status } = json;
  const inner = isRecord(error) ? error : {};
  const outerCode = readCode(CODE_KEYS.map((key) => json[key]));
  const code =
    readCode(CODE_KEYS.map((key) => inner[key])) ?? readCode([error]) ?? outerCode ?? listedCode(json.errors);
  const claims = [readClaim(code), readClaim(outerCode), readClaim(status)];
  const isErrorCode = code !== null && readClaim(code) !== "success";
  return {
    errorCode: isErrorCode ? code : null,
    messages: collectMessages([inner, json].flatMap((part) => SENTENCE_KEYS.map((key) => part[key]))),
    carriesError:
      isErrorCode || claims.includes("failure") || [error, json.errors, json.error_messages].some(isPresent),
    claimsSuccess: claims.includes("success"),
  };
}

/** Of the codes beside each of several errors the one by which the credential is refused; the others are of fields. */
function listedCode(errors: unknown): string | null {
  const codes = [errors]
    .flat()
    .slice(0, MAX_MESSAGES)
    .filter(isRecord)
    .map((one) => readCode(CODE_KEYS.map((key) => one[key])));
  return codes.find((code) => readCredentialCode(code) !== null) ?? null;
}

function readCode(candidates: readonly unknown[]): string | null {
  for (const candidate of candidates) {
    const code = typeof candidate === "number" ? String(candidate) : candidate;
    if (typeof code === "string" && code.trim() !== "") return code.trim().slice(0, MAX_CODE_LENGTH);
  }
  return null;
}

function collectMessages(sources: unknown[]): string[] {
  const messages = new Set<string>();
  for (const source of sources) addMessages(source, "", messages);
  return [...messages];
}

function addMessages(value: unknown, path: string, messages: Set<string>): void {
  if (messages.size >= MAX_MESSAGES) return;
  if (typeof value === "string") {
    const sentence = value.trim();
    if (sentence !== "")
      messages.add(path === "" || sentence.includes(path) ? sentence : `${path}: ${sentence}`);
  } else if (Array.isArray(value)) {
    for (const item of value.slice(0, MAX_MESSAGES)) addMessages(item, path, messages);
  } else if (isRecord(value)) {
    addMessagesOfRecord(value, path, messages);
  }
}

/** Either `{field, message}` about one field, or an object whose keys are the fields. */
function addMessagesOfRecord(record: Record<string, unknown>, path: string, messages: Set<string>): void {
  const sentence = record.message ?? record.defaultMessage;
  if (typeof sentence === "string") {
    const field = record.field ?? record.property ?? record.path;
    addMessages(sentence, typeof field === "string" ? joinPath(path, field) : path, messages);
    return;
  }
  for (const [key, value] of Object.entries(record).slice(0, MAX_MESSAGES)) {
    addMessages(value, joinPath(path, key), messages);
  }
}

function joinPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPresent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}
