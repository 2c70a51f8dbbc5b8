import { parseStrictJson } from "./reading/strict-json";
import type { Reason } from "./reason";
import { readRefusalWords } from "./refusal-words";
import { type AnsweredBusiness, readAnsweredBusiness, readReportedBusinessId } from "./wire";

/** Header names in lower case; a header that came more than once is a list. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The body after any content encoding, or why there is no whole one. */
export type AnswerBody =
  | { kind: "whole"; bytes: Uint8Array }
  | {
      kind: "broken";
      reason: Extract<
        Reason,
        "answer_timeout" | "answer_cut_off" | "answer_too_large" | "unreadable_encoding"
      >;
    };

type UnreadableReason =
  | Extract<AnswerBody, { kind: "broken" }>["reason"]
  | Extract<Reason, "empty_answer" | "invalid_utf8" | "not_json" | "repeated_key" | "too_deep">;

/**
 * What a body says, none of it believed yet. `unreadable` tells why the body cannot be relied on; then
 * there is no business, no code and no message, only an id reported for a person's eyes.
 * `json` is undefined unless it may be walked.
 */
export type AnswerContent = {
  text: string;
  json: unknown;
  unreadable: UnreadableReason | null;
  business: AnsweredBusiness | null;
  reportedBusinessId: string | null;
  errorCode: string | null;
  messages: string[];
  carriesError: boolean;
  /** By its own words; beside an error status that is a contradiction. */
  claimsSuccess: boolean;
};

/** The content of an answer without any. */
export const SAYS_NOTHING = {
  text: "",
  json: undefined,
  unreadable: null,
  business: null,
  reportedBusinessId: null,
  errorCode: null,
  messages: [],
  carriesError: false,
  claimsSuccess: false,
} satisfies AnswerContent;

/** Reads any bytes at all; never throws. */
export function readAnswer(body: AnswerBody): AnswerContent {
  if (body.kind === "broken") return { ...SAYS_NOTHING, unreadable: body.reason };
  const { text, isUtf8 } = decodeText(body.bytes);
  if (!isUtf8) return { ...SAYS_NOTHING, text, unreadable: "invalid_utf8" };
  if (text.trim() === "") return { ...SAYS_NOTHING, text, unreadable: "empty_answer" };
  const parsed = parseStrictJson(text);
  const reportedBusinessId = readReportedBusinessId(parsed.value);
  if (!parsed.ok) return { ...SAYS_NOTHING, text, unreadable: parsed.problem, reportedBusinessId };
  return {
    text,
    json: parsed.value,
    unreadable: null,
    business: readAnsweredBusiness(parsed.value),
    reportedBusinessId,
    ...readRefusalWords(parsed.value),
  };
}

function decodeText(bytes: Uint8Array): { text: string; isUtf8: boolean } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), isUtf8: true };
  } catch {
    return { text: new TextDecoder("utf-8").decode(bytes), isUtf8: false };
  }
}
