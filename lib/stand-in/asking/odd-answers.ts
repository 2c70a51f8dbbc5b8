/** What Get Business Data may answer in place of what is so; for all businesses by a switch, for one by its page. */
export const ODD_ANSWERS = {
  not_found: "404, as of a business whose data is not complete",
  no_such_call: "404 No static resource",
  forbidden: "403",
  badsignature: "400 invalid_signature, although the signature was right",
  rate_limited: "429 with Retry-After: 2",
  error500: "500",
  maintenance: "503 MAINTENANCE_MODE",
  html: "200 with an HTML page",
  empty: "200 with no body",
  truncated: "The first half of the JSON",
  repeated_key: "JSON with one key twice",
  nothing: "An object without anything in it",
  other_business: "Another business",
  many_brands: "Three thousand brands",
  long_status: "A status of 10,000 characters",
  hostile: "HTML and control characters in name, email and status",
  wrongsigned: "Signed with another secret",
  unsigned: "Not signed",
  slow: "After 8 seconds",
  timeout: "No answer",
  reset: "The connection is reset",
  drip: "One byte a second",
  huge: "5 MB",
} as const satisfies Record<string, string>;
export type OddAnswer = keyof typeof ODD_ANSWERS;

export const ODD_ANSWER_NAMES = Object.keys(ODD_ANSWERS).filter(isOddAnswer);

function isOddAnswer(name: string): name is OddAnswer {
  return Object.hasOwn(ODD_ANSWERS, name);
}
