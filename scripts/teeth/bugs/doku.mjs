export const BUGS = [
  {
    name: "409 is taken for a failure",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: "if (httpStatus === 409) return decideConflict(content, expected);",
        replacement: "",
      },
    ],
  },
  {
    name: "a time-out is taken for not sent",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/reason.ts",
        search: 'header_timeout: "unknown"',
        replacement: 'header_timeout: "not_sent"',
      },
    ],
  },
  {
    name: "a code that says why is known in small letters alone",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/answer-code.ts",
        search: 'spellAsCode(errorCode ?? "").toLowerCase()',
        replacement: 'errorCode ?? spellAsCode("")',
      },
    ],
  },
  {
    name: "a Retry-After of nothing is gone by, at once and again",
    test: "lib/doku/reading/retry-after.test.ts",
    patches: [
      {
        file: "lib/doku/reading/retry-after.ts",
        search: "return delayMs > 0 ? Math.min(delayMs, MAX_RETRY_AFTER_MS) : null;",
        replacement: "return Math.min(Math.max(delayMs, 0), MAX_RETRY_AFTER_MS);",
      },
    ],
  },
  {
    name: "a redirect is followed",
    test: "lib/doku/client.test.ts",
    patches: [
      {
        file: "lib/doku/exchange.ts",
        search: "askBeforeWrite(dispatcher, mayBegin)",
        replacement:
          "askBeforeWrite(dispatcher.compose(interceptors.redirect({ maxRedirections: 3 })), mayBegin)",
      },
      {
        file: "lib/doku/exchange.ts",
        search: 'import { type Dispatcher, errors } from "undici";',
        replacement: 'import { type Dispatcher, errors, interceptors } from "undici";',
      },
    ],
  },
  {
    name: "429 is swallowed",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: 'if (httpStatus === 429) return "rate_limited";',
        replacement: "",
      },
    ],
  },
  {
    name: "an answer for another partner_ref_id is accepted",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: 'return echoed === null || echoed === partnerRefId ? "accepted" : "other_reference";',
        replacement: 'return echoed === null || partnerRefId !== "" ? "accepted" : "other_reference";',
      },
    ],
  },
  {
    name: "what is written after the end of a claim is not asked for",
    test: "lib/doku/exchange.test.ts",
    patches: [
      {
        file: "lib/doku/connection/write-signal.ts",
        search: "if (!mayWrite()) throw new WriteRefusedError();",
        replacement: "",
      },
    ],
  },
  {
    name: "the stand-in tells of answers as delivered that nobody took",
    test: "lib/stand-in/http/watch.test.ts",
    patches: [
      {
        file: "lib/stand-in/http/watch.ts",
        search: 'response.once("finish", () => {\n    if (!socket.destroyed) call',
        replacement: 'response.once("close", () => {\n    if (socket) call',
      },
    ],
  },
  {
    name: "what DOKU says in response_message is not read",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/refusal-words.ts",
        search: '  "response_message",\n',
        replacement: "",
      },
    ],
  },
  {
    name: "a duplicate that DOKU reports with 400 is a refusal",
    test: "lib/doku/outcome.test.ts",
    patches: [
      {
        file: "lib/doku/outcome.ts",
        search: "    if (told !== null) return told;\n",
        replacement: "",
      },
    ],
  },
  {
    name: "a refusal of one field is said of another",
    test: "lib/doku/refusal-meaning.test.ts",
    patches: [
      {
        file: "lib/doku/refusal-meaning.ts",
        search: "?? (sentences.length === 1 ? field : null)",
        replacement: "?? field",
      },
    ],
  },
  {
    name: "a kept answer shows what nobody knows",
    test: "lib/doku/masking.test.ts",
    patches: [
      {
        file: "lib/doku/masking.ts",
        search: "  if (isSaid) return words;",
        replacement: "  return text;\n  if (isSaid) return words;",
      },
    ],
  },
  {
    name: "an answer about another business is believed",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/business-data.ts",
        search: "isPresent(id) && id !== businessId",
        replacement: "id === null",
      },
    ],
  },
  {
    name: "what DOKU told of a business is logged",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/client.ts",
        search: "ending: ending.kind, reason,",
        replacement: "ending: ending.kind, told: ending, reason,",
      },
    ],
  },
  {
    name: "a GET is signed with a digest",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/signed-call.ts",
        search: "    body: call.body,\n",
        replacement: '    body: call.body ?? "",\n',
      },
    ],
  },
  {
    name: "a business that was rejected is taken for an answer that is in error",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      { file: "lib/doku/call-ending.ts", search: "{ ...json, status: undefined }", replacement: "json" },
    ],
  },
  {
    name: "a 404 of a business that is not complete is taken for a call that is not offered",
    test: "lib/doku/client.calls.test.ts",
    patches: [
      {
        file: "lib/doku/call-ending.ts",
        search: 'isOfBusiness && refusal === "http_404"',
        replacement: 'isOfBusiness && refusal === "http_405"',
      },
    ],
  },
  {
    name: "a number between underscores or long dashes is no number to the masks",
    test: "lib/doku/masking.test.ts",
    patches: [{ file: "lib/doku/masking.ts", search: "[\\s()./_·\\p{Pd}]", replacement: "[\\s().-]" }],
  },
  {
    name: "an address in wide signs is no address to the masks",
    test: "lib/doku/masking.test.ts",
    patches: [
      {
        file: "lib/doku/masking.ts",
        search: 'const plain = text.normalize("NFKC");',
        replacement: "const plain = text;",
      },
    ],
  },
  {
    name: "an interim answer that nobody asked for leaves it open what became of a call",
    test: "lib/doku/exchange.test.ts",
    patches: [
      {
        file: "lib/doku/connection/interim-answers.ts",
        search: "  reading.isHeadNext = true;\n",
        replacement: "  void reading;\n",
      },
    ],
  },
  {
    name: "an interim answer that comes in pieces is handed on half",
    test: "lib/doku/exchange.test.ts",
    patches: [
      {
        file: "lib/doku/connection/interim-answers.ts",
        search: "if (mayBeInterim(held) && held.length < MAX_HEAD_BYTES) continue;",
        replacement: "",
      },
    ],
  },
  {
    name: "of two Retry-After the sooner holds",
    test: "lib/doku/reading/retry-after.test.ts",
    patches: [
      {
        file: "lib/doku/reading/retry-after.ts",
        search: "Math.max(...delays)",
        replacement: "Math.min(...delays)",
      },
    ],
  },
  {
    name: "a sound answer is out of time where our clock was set meanwhile",
    test: "lib/doku/client.test.ts",
    patches: [
      {
        file: "lib/doku/signed-call.ts",
        search: "const endedAt = new Date(beganAt.getTime() + latencyMs);",
        replacement: "const endedAt = now();",
      },
    ],
  },
];
